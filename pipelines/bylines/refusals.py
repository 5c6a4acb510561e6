"""Strings that are no byline at all, each with its reason (`news-conventions` A.8)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import agencies, names
from pipelines.bylines.kinds import Reader
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.lexicon import Token
from pipelines.text import is_cased

_URL: Final = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_HANDLE: Final = re.compile(r"^@\w{2,40}$")
_EMAIL: Final = re.compile(r"^[\w.+-]{1,64}@[\w.-]{3,80}$")
_ACCOUNT: Final = re.compile(r"^(?:wp|web|site)?(?:admin|guest|test|user|editor|author)\d+$", re.IGNORECASE)
_FORM: Final = re.compile(r"^(?:name|email|e-mail)\s*\*", re.IGNORECASE)
_CALL: Final = re.compile(r"[!?！？]$")
# Words between prefix and full stop that make a sentence where no capitals tell names apart.
_UNCASED_SENTENCE: Final = 5
_UNCASED_LABELLED: Final = 3
_NEXT_SENTENCE: Final = re.compile(r"[.!?]\s+[^\W\d_]")
_ENDS: Final = frozenset(".!?")
_STEPS: Final = frozenset(">»›")
_PICTURES: Final = frozenset(("photographer", "illustrator", "graphic_artist"))


def refuse(text: str, line: list[Token], r: Reader) -> BylineReading | None:
    """Return the refusal of a string that needs no reading, or None."""
    low = text.casefold().strip(" .:")
    if not text or text in {"{}", "[]"}:
        return _no(text, "empty")
    if _URL.match(text):
        return _no(text, "url")
    if _HANDLE.match(text):
        return _no(text, "handle_only")
    prefix = prefix_end(line, 0)
    if any(_is_account(t, r) for t in (text, text[line[prefix].start :] if prefix else text)):
        return _no(text, "cms_account")
    if low in r.lexicon.of("role_words") and not agencies.agency(text, r.tag):
        return _no(text, "role_word")
    reason = next((kind[:-1] for kind in ("sections", "genres") if low in r.lexicon.of(kind)), None)
    reason = reason or _furniture(text, line)
    return BylineReading(False, (), (), reason) if reason else None


def _no(text: str, reason: str) -> BylineReading:
    return BylineReading(False, (), (RejectedText(text, reason),), reason)


def _furniture(text: str, line: list[Token]) -> str | None:
    """Return why a text is a button, a link to more of the same, a form, a comment, a picture's credit, a sentence."""
    at = 0
    while at < len(line) and (line[at].opens("ui") or line[at].low in "|·" or (at and line[at].form == "number")):
        at += line[at].opens("ui") or 1
    if at == len(line) or (at and line[at].text[:1].islower()):
        return "ui_text"
    first = line[0]
    if first.opens("more"):
        return "ui_text"
    if any(t.low in _STEPS and t.space for t in line[1:]):
        return "section"  # the way to the page: "News > World"
    if _FORM.match(text):
        return "form_label"
    if text.endswith(":") and any(t.opens("comment") == len(line) - i for i, t in enumerate(line) if i):
        return "comment"
    words = len(text.split())
    if "/" in text and first.value("roles") in _PICTURES and words < 8:
        return "credit"
    if "/" in text and "credits" in first.kinds and line[1].low in {":", "©"}:
        return "credit"
    if _CALL.search(text) and words > 2:
        return "sentence"
    stop = text.endswith((".", "।", "۔", "。"))
    if stop and not is_cased(text) and "،" not in text:
        labelled = first.opens("prefixes") and ":" not in text
        if words >= _UNCASED_SENTENCE or (words >= _UNCASED_LABELLED and not labelled) or (labelled and words > 2):
            return "sentence"
    return None


def _is_account(text: str, r: Reader) -> bool:
    """Tell whether a string is an account of a publishing system, or an address that spells no name."""
    text = text.strip(" .:")
    if _ACCOUNT.match(text) or text.casefold() in r.lexicon.of("accounts"):
        return True
    return bool(_EMAIL.match(text)) and names.from_slug(text.split("@", maxsplit=1)[0].replace(".", "-")) is None


def reads_like_prose(text: str, line: list[Token]) -> bool:
    """Tell whether words in lower case, or the length where there is no case, make a text prose."""
    if not is_cased(text):
        return len(text) > 40 or text.endswith((".", "।", "。"))
    low = sum(1 for p in text.split() if p[:1].islower() and len(p) > 2 and p.casefold() not in names.PARTICLES)
    enough = 1 if text.endswith(".") and not any(t.opens("roles") for t in line) else 3
    return low >= enough or (text.rstrip()[-1:] in _ENDS and bool(_NEXT_SENTENCE.search(text[:-1])))


def why(text: str, *, prefixed: bool) -> str:
    """Return the reason of a string that did not parse: a headline after a prefix word, or a sentence."""
    return "headline" if prefixed and ":" in text and not text.rstrip().endswith(".") else "sentence"
