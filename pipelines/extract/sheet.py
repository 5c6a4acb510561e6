"""A page as one text, with its elements as intervals of it: read once from the tree, never changed.

Elements are numbered in document order, so that `b` stands below `a` exactly when `a < b < end[a]`. The text is what a
reader of the page has before them: one blank for any run of white space, a line break at `br` and where a block begins
or ends, nothing of scripts, drawings and fields. Offsets count code points of it.

What a reader of the page has found is *claimed*: the element and all below it then belong to that claim, and no longer
to the text that others see. Claims change no text and no number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from pipelines.extract.printing import EMPTY_LINE, Printing
from pipelines.extract.template import NONE, drop_caps, naming_of, words_of
from pipelines.extract.tree import BLOCKS, UNSEEN, Element, select

_UNSEEN: Final = frozenset(UNSEEN)
_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


class Sheet:
    """A page's text and the columns of its elements."""

    def __init__(self, root: Element) -> None:
        """Read the tree below `root`, an `html` element."""
        self.root = root
        self.tag: list[str] = []
        self.up: list[int] = []
        """The element around each; -1 for the first."""
        self.end: list[int] = []
        """The first element behind each and all below it."""
        self.at: list[int] = []
        self.to: list[int] = []
        """The stretch of the text that each holds; it may begin or end with white space."""
        self.attributes: list[Mapping[str, str]] = []
        self.nodes: list[Element] = []
        self.by_tag: dict[str, list[int]] = {}
        self.text = _read(self, root)
        self.away = bytearray(len(self.tag))
        """1 for each element that is claimed, or stands below one that is."""
        self.claims: dict[int, str] = {}
        """What each claimed element was claimed as, in the order of claiming."""
        self._names: list[str] | None = None
        self.groups: dict[str, list[int]] = {}
        """Elements by what their names mark, filled by `markup.named`."""
        self._bearing: dict[str, list[int]] = {}
        self._paths: dict[int, str] = {}
        self._counted: dict[int, dict[int, str]] = {}
        self._numbers: dict[Element, int] | None = None

    # --- places -----------------------------------------------------------------------------------------------------

    def children(self, element: int) -> Iterator[int]:
        """Yield the elements right below one."""
        end, last = self.end, self.end[element]
        child = element + 1
        while child < last:
            yield child
            child = end[child]

    def above(self, element: int) -> Iterator[int]:
        """Yield the elements around one, the nearest first."""
        up = self.up
        node = up[element]
        while node >= 0:
            yield node
            node = up[node]

    def below(self, element: int, *tags: str) -> Iterator[int]:
        """Yield the elements of these tags below one, in document order."""
        end = self.end[element]
        found: list[int] = []
        for tag in tags:
            places = self.by_tag.get(tag)
            if places:
                first = bisect_left(places, element + 1)
                while first < len(places) and places[first] < end:
                    found.append(places[first])
                    first += 1
        return iter(found if len(tags) == 1 else sorted(found))

    def has(self, element: int, *tags: str) -> bool:
        """Tell whether an element of these tags stands below one."""
        end = self.end[element]
        for tag in tags:
            places = self.by_tag.get(tag)
            if places:
                first = bisect_left(places, element + 1)
                if first < len(places) and places[first] < end:
                    return True
        return False

    def of(self, *tags: str) -> list[int]:
        """Return all elements of these tags, in document order."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        return sorted(e for tag in tags for e in self.by_tag.get(tag, ()))

    def holds(self, outer: int, inner: int) -> bool:
        """Tell whether an element is another or stands below it."""
        return outer <= inner < self.end[outer]

    def beside(self, element: int, step: int) -> int | None:
        """Return the next element with the same parent (`step` 1) or the one before (-1), None where there is none."""
        up = self.up[element]
        if up < 0:
            return None
        if step > 0:
            after = self.end[element]
            return after if after < self.end[up] else None
        before = None
        for child in self.children(up):
            if child == element:
                return before
            before = child
        return None

    def siblings(self, element: int) -> list[int]:
        """Return the elements with the same parent, this one included."""
        up = self.up[element]
        return list(self.children(up)) if up >= 0 else [element]

    def holder(self, place: int) -> int:
        """Return the innermost element that holds a place of the text."""
        element = max(0, bisect_right(self.at, place) - 1)
        while self.to[element] <= place and self.up[element] >= 0:
            element = self.up[element]
        return element

    def number_of(self, node: Element) -> int | None:
        """Return the number of an element of the tree, None where it is not read."""
        if self._numbers is None:
            self._numbers = {n: i for i, n in enumerate(self.nodes)}
        return self._numbers.get(node)

    def select(self, selector: str | None) -> list[int]:
        """Return what a CSS selector of a site file matches, in document order."""
        found = (self.number_of(node) for node in select(self.root, selector))
        return [number for number in found if number is not None]

    def path(self, element: int) -> str:
        """Return the XPath of an element in the page."""
        known = self._paths.get(element)
        if known is None:
            up = self.up[element]
            if up < 0:
                known = f"/{self.tag[element]}"
            else:
                steps = self._counted.get(up)
                if steps is None:
                    steps = self._counted[up] = self._steps(up)
                known = f"{self.path(up)}/{steps[element]}"
            self._paths[element] = known
        return known

    def _steps(self, up: int) -> dict[int, str]:
        """Return the last step of the XPath of each child: with a number where several bear one tag."""
        places: dict[str, list[int]] = {}
        for child in self.children(up):
            places.setdefault(self.tag[child], []).append(child)
        steps: dict[int, str] = {}
        for tag, children in places.items():
            if len(children) == 1:
                steps[children[0]] = tag
            else:
                steps.update((child, f"{tag}[{place}]") for place, child in enumerate(children, 1))
        return steps

    # --- names ------------------------------------------------------------------------------------------------------

    def get(self, element: int, name: str) -> str | None:
        """Return the value of an attribute."""
        return self.attributes[element].get(name)

    @property
    def names(self) -> list[str]:
        """The names that the template gives each element, with blanks between them."""
        if self._names is None:
            self._names = names = [""] * len(self.tag)
            for element, given in enumerate(self.attributes):
                if given:
                    naming, telling = naming_of(self.tag[element], tuple(given))
                    if naming:
                        names[element] = given[naming[0]] if len(naming) == 1 else " ".join([given[n] for n in naming])
                    for name in telling:
                        self._bearing.setdefault(name, []).append(element)
            for tag, elements in self.by_tag.items():
                if "-" in tag:
                    for element in elements:
                        names[element] = f"{names[element]} {tag}"
        return self._names

    def words(self, element: int) -> frozenset[str]:
        """Return the words in class, id and the like: single, and neighbours joined ("read-more" gives readmore)."""
        value = self.names[element]
        return words_of(value) if value else NONE

    def class_of(self, element: int) -> str:
        """Return the class attribute, "" where there is none."""
        return self.attributes[element].get("class") or ""

    def bearing(self, attribute: str) -> list[int]:
        """Return the elements with one of the telling attributes, in document order."""
        _ = self.names
        return self._bearing.get(attribute, [])

    def hidden(self, element: int) -> bool:
        """Tell whether an element says of itself that it is not shown."""
        given = self.attributes[element]
        return bool(given) and (given.get("aria-hidden") == "true" or not self.visible(element))

    def visible(self, element: int) -> bool:
        """Tell whether an element is to be seen: neither `hidden` nor styled away."""
        given = self.attributes[element]
        if "hidden" in given:
            return False
        style = given.get("style")
        if style:
            squeezed = style.replace(" ", "").lower()
            return "display:none" not in squeezed and "visibility:hidden" not in squeezed
        return True

    # --- text -------------------------------------------------------------------------------------------------------

    def printed(self, element: int) -> str:
        """Return all text of an element as one line, what is claimed included: offsets in records count in it."""
        return _one_line(self.text[self.at[element] : self.to[element]])

    def shown(self, element: int) -> str:
        """Return the text of an element that nobody has claimed, as one line."""
        return _one_line(self.raw(element))

    def raw(self, element: int) -> str:
        """Return the text of an element that nobody has claimed, with its line breaks."""
        at, to = self.at[element], self.to[element]
        cuts = self.cuts(element)
        if not cuts:
            return self.text[at:to]
        parts: list[str] = []
        for start, stop in cuts:
            parts.append(self.text[at:start])
            at = max(at, stop)
        parts.append(self.text[at:to])
        return "".join(parts)

    def lines(self, element: int) -> list[str]:
        """Return the lines of an element that nobody has claimed, empty ones left out."""
        return [line for line in map(str.strip, self.raw(element).split("\n")) if line]

    def size(self, element: int) -> int:
        """Return how many characters of an element nobody has claimed, white space at its ends aside."""
        at, to, text = self.at[element], self.to[element], self.text
        while at < to and text[at] in " \n":
            at += 1
        while at < to and text[to - 1] in " \n":
            to -= 1
        return max(0, to - at - sum(stop - start for start, stop in self.cuts(element)))

    def start(self, element: int) -> int:
        """Return where the text of an element begins, white space left out."""
        at, to, text = self.at[element], self.to[element], self.text
        while at < to and text[at] in " \n":
            at += 1
        return at

    def offset(self, element: int, place: int) -> int:
        """Return how many code points stand before a place of the text in the printed text of an element."""
        start = self.start(element)
        return len(_one_line(self.text[start:place] + ".")) - 1 if place > start else 0

    # --- claims -----------------------------------------------------------------------------------------------------

    def claim(self, element: int, field: str) -> None:
        """Claim an element for a field; what is claimed already stays with the first."""
        if element not in self.claims:
            self.claims[element] = field
            end = self.end[element]
            self.away[element:end] = b"\1" * (end - element)

    def release(self, element: int) -> None:
        """Give a claim back; those of elements below it stay."""
        del self.claims[element]
        end = self.end[element]
        self.away[element:end] = bytes(end - element)
        for other in self.claims:
            if element < other < end:
                stop = self.end[other]
                self.away[other:stop] = b"\1" * (stop - other)

    def claimed(self, element: int) -> bool:
        """Tell whether an element or one around it is claimed."""
        return self.away[element] == 1

    def cuts(self, element: int) -> list[tuple[int, int]]:
        """Return the stretches of text below an element that are claimed, in order."""
        end, away = self.end, self.away
        last = end[element]
        if away[element]:
            inner = sorted(e for e in self.claims if element < e < last)
        else:
            inner = []
            place = away.find(1, element, last)
            while place >= 0:
                inner.append(place)
                place = away.find(1, end[place], last)
        cuts: list[tuple[int, int]] = []
        reach = -1
        for number in inner:
            start, stop = self.at[number], self.to[number]
            if stop > reach and stop > start:
                cuts.append((start, stop))
                reach = stop
        return cuts


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text else text.strip()


def _is_drop_cap(given: Mapping[str, str]) -> bool:
    """Tell whether an element with one letter is named as the large letter that opens a story."""
    return not drop_caps().isdisjoint(words_of(given.get("class") or ""))


def _read(sheet: Sheet, root: Element) -> str:
    """Fill the columns of a sheet; return its text."""
    tags, ups, ends, ats, tos = sheet.tag, sheet.up, sheet.end, sheet.at, sheet.to
    attributes, nodes, by_tag = sheet.attributes, sheet.nodes, sheet.by_tag
    text = Printing()
    add, turn = text.add, text.turn
    open_ones = [-1]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            # an element ends, and what stands behind it in the one around follows
            number = open_ones.pop()
            tos[number] = text.place
            ends[number] = len(tags)
            if (
                text.place == ats[number]
                and tags[number] == "span"
                and "br" in (attributes[number].get("class") or "").split()
            ):
                text.turn_again()  # templates print a line break as an empty element of that name
            elif text.place - ats[number] == 1 and text.last.isalpha() and _is_drop_cap(attributes[number]):
                text.glued = True
            if tags[number] in BLOCKS:
                turn()
            tail = node.tail
            if tail:
                add(tail)
            continue
        tag = node.tag
        number = len(tags)
        tags.append(tag)
        ups.append(open_ones[-1])
        nodes.append(node)
        items = node.items()
        attributes.append(dict(items) if items else _NO_ATTRIBUTES)
        places = by_tag.get(tag)
        if places is None:
            by_tag[tag] = [number]
        else:
            places.append(number)
        open_ones.append(number)
        tos.append(0)
        ends.append(0)
        if tag in _UNSEEN:
            ats.append(text.place)
            walker.skip_subtree()
            continue
        if tag in BLOCKS:
            turn()
        elif tag == "br":
            text.turn_again()
        ats.append(text.place)
        words = node.text
        if words:
            if tag == "pre" and EMPTY_LINE.search(words):
                text.add_lines(words)
            else:
                add(words)
    return "".join(text.pieces)
