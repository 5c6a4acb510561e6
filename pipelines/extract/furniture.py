"""Page furniture, claimed by structure before the body is read: roles, landmarks, template names, link density.

Whatever an element is called, it stays when it holds story paragraphs of its own: dropping by names alone costs more
text than it wins (research: quality).
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.measures import STORY_PARAGRAPH, Measures
from pipelines.extract.sheet import Sheet

GUARD: Final = 400
"""Characters of story paragraphs that save an element from its name: two ordinary paragraphs."""

STRONG_GUARD: Final = 2_000
"""The same for the names that boxes of whole sentences bear: biographies, comments, other stories."""

_LANDMARKS: Final = frozenset(("nav", "footer", "aside", "form", "button", "dialog", "menu", "fieldset"))
_UNPRINTED: Final = ("noscript", "audio", "video")
"""What a browser shows only where it cannot do what the page asks of it."""
_ROLES: Final = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alert",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    )
)
_BOXES: Final = frozenset(
    (
        "div",
        "section",
        "ul",
        "ol",
        "aside",
        "header",
        "p",
        "span",
        "table",
        "article",
        "dl",
        "a",
        "li",
        "h2",
        "h3",
        "h4",
        "h5",
        "small",
        "em",
        "b",
        "strong",
    )
)


def strip(sheet: Sheet, keep: int | None) -> None:
    """Claim the furniture of a page; `keep` is an element (the headline) whose ancestors are safe.

    Where that would take most of the page's story, nothing is claimed: then the names lie.
    """
    for element in sheet.of(*_UNPRINTED):
        sheet.claim(element, "unseen")
    body = next(iter(sheet.of("body")), None)
    if body is not None:
        _Stripper(sheet, body, keep).strip()


_LISTED: Final = (4, 0.25)
"""Cards, and their share of the page's story paragraphs, that make a list of things and no row of other stories."""


class _Stripper:
    """Goes through the elements of one page from the outside in."""

    def __init__(self, sheet: Sheet, body: int, keep: int | None) -> None:
        self._sheet = sheet
        self._body = body
        self._keep = keep
        self._sizes = Measures(sheet)

    def strip(self) -> None:
        sheet, sizes, body = self._sheet, self._sizes, self._body
        named, bare = self._claim()
        whole = sizes.story(body)
        lost = sum(map(sizes.story, named))
        led = sum(map(sizes.story, bare))
        back = named if lost > 0.5 * whole else []
        if whole - lost - led < STORY_PARAGRAPH <= whole:
            back = named + bare
        elif led > _LISTED[1] * whole:
            # a list of things with a word on each is the story where it stands among the story's paragraphs
            home = self._home()
            beside = [e for e in bare if home != e and sheet.holds(home, e) and sizes.story(e)]
            if len(beside) >= _LISTED[0] and sum(map(sizes.story, beside)) > _LISTED[1] * whole:
                back = back + beside
        for element in back:
            sheet.release(element)

    def _home(self) -> int:
        """Return the element that holds most of the story paragraphs that are left."""
        left: Counter[int] = Counter()
        for paragraph in self._sizes.paragraphs():
            if not self._sheet.claimed(paragraph):
                left[self._sheet.up[paragraph]] += self._sizes.story(paragraph)
        return max(left, key=left.__getitem__, default=self._body)

    def _claim(self) -> tuple[list[int], list[int]]:
        """Claim and return what is furniture by name, and what is by what it holds."""
        sheet, sizes = self._sheet, self._sizes
        named: list[int] = []
        bare: list[int] = []
        safe = {self._body, *(sheet.above(self._keep) if self._keep is not None else ())}
        whole = sizes.story(self._body)
        styles = self._styles()
        away, end = sheet.away, sheet.end
        element, last = self._body + 1, end[self._body]
        while element < last:
            if away[element]:
                element = end[element]
                continue
            story = sizes.story(element)
            if element in safe or (whole and story > 0.35 * whole and story > 200):
                element += 1
            elif sheet.get(element, "class") not in styles and self._is_furniture(element, story):
                sheet.claim(element, "furniture")
                named.append(element)
                element = end[element]
            elif story < GUARD and self._is_leading_away(element, story):
                sheet.claim(element, "furniture")
                bare.append(element)
                element = end[element]
            else:
                element += 1
        return named, bare

    def _styles(self) -> set[str]:
        """Return the classes that most story paragraphs bear: a style of the text, whatever words are in them."""
        found = Counter(map(self._sheet.class_of, self._sizes.paragraphs()))
        total = sum(found.values())
        return {name for name, times in found.items() if name and times >= _STYLE and 2 * times > total}

    def _is_furniture(self, element: int, story: int) -> bool:
        """Tell whether an element is furniture by its role or name."""
        sheet = self._sheet
        tag = sheet.tag[element]
        if story >= GUARD:
            return story < STRONG_GUARD and tag in _BOXES and self._is_strong(element)
        given = sheet.attributes[element]
        if tag in _LANDMARKS or (given and given.get("role") in _ROLES):
            return True
        # "aria-hidden" keeps a text from readers' ears, not from their eyes: the locked half of a story bears it too
        if given and sheet.hidden(element) and not (story and given.get("aria-hidden") and sheet.visible(element)):
            return True
        if tag not in _BOXES and "-" not in tag:
            return False
        marks = sheet.words(element)
        if not marks:
            return False
        if marks & names("hidden") and self._sizes.text(element) < _HIDDEN:
            return True
        if marks & names("summary") and self._is_summary(element):
            return True
        named = marks & names("furniture") | marks & names("furniture_weak")
        return bool(
            named
            and (named - names("furniture_weak") or self._sizes.links(element) or sheet.has(element, *_INTERACTIVE))
            and not self._is_inline_story(element, story)
        )

    def _is_strong(self, element: int) -> bool:
        marks = self._sheet.words(element)
        return bool(marks & names("furniture_strong")) and not marks & names("story_strong")

    def _is_summary(self, element: int) -> bool:
        """Tell whether a box named as a summary is one: a list of points, or a box with a heading of its own."""
        sheet = self._sheet
        return (
            self._sizes.text(element) < _SUMMARY
            and sheet.tag[element] not in {"h2", "h3", "h4", "h5", "h6"}
            and (sheet.tag[element] in {"ul", "ol"} or sheet.has(element, "ul", "ol", "h2", "h3", "h4", "details"))
            and not sheet.has(element, "h1")
        )

    def _is_inline_story(self, element: int, story: int) -> bool:
        """Tell whether a marked element is running text: a link inside a sentence, a paragraph class with "ad"."""
        sheet, sizes = self._sheet, self._sizes
        tag = sheet.tag[element]
        if tag in _INLINE:
            block = sheet.up[element]
            while sheet.tag[block] in _INLINE:
                block = sheet.up[block]
            if sheet.tag[block] in {"div", "section", "header", "article", "ul"}:
                return False
            return sizes.text(block) > sizes.text(element) + _AROUND
        if tag == "p":
            return story > 0
        text, linked = sizes.text(element), sizes.linked(element)
        return text - linked > _PROSE and linked < 0.1 * text

    def _is_leading_away(self, element: int, story: int) -> bool:
        """Tell whether a box only leads elsewhere: a card, a field for an e-mail address, nothing but links."""
        sheet, sizes = self._sheet, self._sizes
        tag = sheet.tag[element]
        links = sizes.links(element)
        if links and tag in _CARDS and self._is_card(element, story):
            return True
        if tag in {"div", "section"} and not story and sizes.text(element) < _CARD and self._asks_for_mail(element):
            return True
        if links < _LINKS or tag not in _LISTS:
            return False
        text = sizes.text(element)
        return text < _LIST and sizes.linked(element) > 0.8 * text

    def _is_card(self, element: int, story: int) -> bool:
        """Tell whether a small box names another story: its heading is a link, or a link is all of it."""
        sheet, sizes = self._sheet, self._sizes
        text = sizes.text(element)
        if not _TITLE <= text <= _CARD:
            return False
        headings = [h for h in sheet.below(element, "h2", "h3", "h4", "h5", "h6") if not sheet.claimed(h)]
        if sheet.tag[element] == "a":
            return bool(headings) and sheet.get(element, "href") is not None
        if headings:
            return all(map(self._is_linked, headings))
        # a label and a linked title, in lines of their own
        if story or sizes.linked(element) <= 0.6 * text or sheet.has(element, "figcaption"):
            return False
        lines = sum(1 for _ in islice(sheet.below(element, "p", "div", "span", "li"), 2))
        ends = (sheet.raw(e).rstrip()[-1:] for e in (element, *sheet.below(element, "p", "a")))
        return lines > 1 and not any(end in _STOPS for end in ends)

    def _is_linked(self, heading: int) -> bool:
        """Tell whether all words of a heading are one link to another page."""
        sheet = self._sheet
        around = next((a for a in sheet.above(heading) if sheet.tag[a] == "a"), None)
        link = around if around is not None else next(sheet.below(heading, "a"), None)
        size = sheet.size(heading)
        if not size or link is None or (sheet.get(link, "href") or "#").startswith("#"):
            return False
        return around is not None or sheet.size(link) >= 0.9 * size

    def _asks_for_mail(self, element: int) -> bool:
        sheet = self._sheet
        return any((sheet.get(e, "type") or "").lower() == "email" for e in sheet.below(element, "input"))


_STYLE: Final = 3
"""Paragraphs of one class that make it a style."""
_CARDS: Final = frozenset(("a", "article", "div", "li", "section"))
_LISTS: Final = frozenset(("ul", "ol", "div", "section", "table", "dl"))
_STOPS: Final = (".", "!", "?", "…")
_TITLE: Final = 20
"""Characters of the shortest title: less is the badge of a picture."""
_CARD: Final = 600
"""Characters of a card: picture label, headline, two lines of teaser."""
_LINKS: Final = 3
_LIST: Final = 3_000
"""Links, and characters at most, of a list that leads elsewhere: more text is a register that readers came for."""
_HIDDEN: Final = 400
"""Characters of a text that is there for the ear alone."""
_SUMMARY: Final = 2_500
"""Characters of key points beside a story."""
_AROUND: Final = 20
"""Characters of a sentence around a link."""
_PROSE: Final = 600
"""Characters of unlinked text that no furniture has without links."""
_INTERACTIVE: Final = ("button", "form", "input", "iframe", "img", "ins", "video", "audio", "label", "svg")
"""Something to press, fill in or play: words alone may be a heading in a theme's widget."""
_INLINE: Final = frozenset(("span", "a", "em", "b", "strong", "small", "font", "i"))
