"""Strings that are no byline at all, each with its reason (`news-conventions` A.8)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import agencies, names
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.text import is_cased

_URL: Final = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_HANDLE: Final = re.compile(r"^@\w{2,40}$")
_EMAIL: Final = re.compile(r"^[\w.+-]{1,64}@[\w.-]{3,80}$")
_ACCOUNT: Final = re.compile(
    r"^(?:wp)?admin(?:istrator)?\d*$|^root$|^guest\d*$|^user\d+$|^editor\d+$|^test\d*$|^webmaster$|^web ?admin$",
    re.IGNORECASE,
)
_FORM: Final = re.compile(r"^(?:name|email|e-mail)\s*\*", re.IGNORECASE)
_CALL: Final = re.compile(r"[!?！？]$")
# Words between prefix and full stop that make a sentence where no capitals tell names apart.
_UNCASED_SENTENCE: Final = 5
_NEXT_SENTENCE: Final = re.compile(r"[.!?]\s+[^\W\d_]")


_ENDS: Final = frozenset(".!?")
_PICTURES: Final = frozenset(("photographer", "illustrator", "graphic_artist"))


def refuse(text: str, words: Words) -> BylineReading | None:
    """Return the refusal of a string that needs no reading, or None."""

    def no(reason: str, *, say: bool = True) -> BylineReading:
        return BylineReading(False, (), (RejectedText(text, reason),) if say else (), reason)

    low = text.casefold().strip(" .:")
    if not text or text in {"{}", "[]"}:
        return no("empty")
    if _URL.match(text):
        return no("url")
    if _HANDLE.match(text):
        return no("handle_only")
    if is_account(text):
        return no("cms_account")
    prefix = words.prefixes.match(text)
    if prefix and is_account(text[prefix.end() :]):
        return no("cms_account")
    if low in words.role_words and not agencies.agency(text, words.tag):
        return no("role_word")
    if low in words.sections:
        return no("section", say=False)
    if any(low == g.casefold() for g in words.genres):
        return no("genre", say=False)
    return _furniture(text, low, words)


def _furniture(text: str, low: str, words: Words) -> BylineReading | None:
    """Refuse buttons, links to more of the same, forms, comments, picture credits and exclamations; none is named."""

    def no(reason: str) -> BylineReading:
        return BylineReading(False, (), (), reason)

    if words.ui is not None and not words.ui.sub("", text).strip(" |·"):
        return no("ui_text")
    if words.more is not None and words.more.match(text):
        return no("ui_text")
    if words.ui is not None and (button := words.ui.match(text)) and text[button.end() :][:2].strip()[:1].islower():
        return no("ui_text")
    if _FORM.match(text):
        return no("form_label")
    if any(low.endswith(c.rstrip(":")) and text.rstrip().endswith(":") for c in words.comment):
        return no("comment")
    role = words.roles.match(text)
    if role and role_of(words, role.group()) in _PICTURES and len(text.split()) < 8 and "/" in text:
        return no("credit")
    if words.credits is not None and "/" in text and words.credits.match(text):
        return no("credit")
    length = len(text.split())
    if _CALL.search(text) and length > 2:
        return no("sentence")
    if length >= _UNCASED_SENTENCE and text.endswith((".", "।", "۔")) and not is_cased(text) and "،" not in text:
        return no("sentence")
    return None


def is_account(text: str) -> bool:
    """Tell whether a string is an account of a publishing system, or an address that spells no name."""
    text = text.strip(" .:")
    if _ACCOUNT.match(text):
        return True
    return bool(_EMAIL.match(text)) and names.from_slug(text.split("@", maxsplit=1)[0].replace(".", "-")) is None


def reads_like_prose(text: str, words: Words) -> bool:
    """Tell whether words in lower case, or the length where there is no case, make a text prose."""
    if not is_cased(text):
        return len(text) > 40 or text.endswith((".", "।", "。"))
    low = sum(1 for p in text.split() if p[:1].islower() and len(p) > 2 and p.casefold() not in names.PARTICLES)
    enough = 1 if text.endswith(".") and not words.roles.search(text) else 3
    return low >= enough or (text[-1:] in _ENDS and bool(_NEXT_SENTENCE.search(text[:-1])))


def why(text: str, *, prefixed: bool) -> str:
    """Return the reason of a string that did not parse: a headline after a prefix word, or a sentence."""
    return "headline" if prefixed and ":" in text and not text.rstrip().endswith(".") else "sentence"
