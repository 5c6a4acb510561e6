"""White space, Unicode and folding: what every grammar does to a string before it looks at words.

The output of `clean` is what records hold and what offsets count in (code points). `fold` and `key` are for
comparing only (`news-conventions` general rule 4: no NFKC in output).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Zero-width and bidirectional controls, BOM, soft hyphen, tag characters. ZWNJ and ZWJ (U+200C, U+200D) are
# letters of a kind in Arabic, Persian and Indic words and stay between such letters.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS: Final = re.compile("[\u200c\u200d]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE: Final = re.compile(r"[\s\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_LOWER: Final = bytes(range(128)).lower() + bytes(range(128, 256))
_NO_WORD: Final = bytes(c for c in range(128) if not chr(c).isalnum())
_NOT_WORD: Final = re.compile(r"[\W_]+")
_BEYOND: Final = re.compile(r"[^\W\x00-\x7f]")
"""A letter or digit beyond ASCII; marks that are set above letters are none."""
# Scripts whose words need the joiners: Arabic, Indic blocks, and emoji sequences.
_JOINED: Final = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufeff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]"
)

# `str.isprintable` says of most text that `clean` changes nothing; of the invisible characters it misses only these.
_UNSHOWN: Final = tuple("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f")
_PRINTABLE: Final = ("  ", *_UNSHOWN)
_SEPARATOR: Final = frozenset("\x1c\x1d\x1e\x1f")


def clean(text: str) -> str:
    r"""Return `text` as records hold it: NFC, one space for any run of white space, invisible characters out.

    >>> clean(" By\u00a0 Ana\u200b Silva\n")
    'By Ana Silva'
    >>> clean(" By Ana Silva ")
    'By Ana Silva'
    """
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else " ".join(text.split())
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        for mark in _PRINTABLE:
            if mark in text:
                break
        else:
            return text.strip()
    flat = " ".join(text.split())
    # `split` takes the four separators of ASCII for white space; they are controls
    if flat.isprintable() and _SEPARATOR.isdisjoint(text):
        if flat.isascii():
            return flat
        if unicodedata.is_normalized("NFC", flat) and not any(mark in flat for mark in _UNSHOWN):
            return flat
    text = _CONTROL.sub("", text)
    text = _INVISIBLE.sub("", text)
    if _JOINERS.search(text) and not _JOINED.search(text):
        text = _JOINERS.sub("", text)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text).strip())


# A loop of replacements: `str.translate` takes a hundred times as long on text beyond ASCII.
_QUOTES: Final = tuple(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u2032": "'",
        "\u00b4": "'",
        "`": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u2033": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
    }.items()
)


def narrow(text: str) -> str:
    """Return `text` with full-width Latin letters, digits and signs made narrow, one for one.

    The length stays, so offsets hold.

    >>> narrow("（ＡＰ）")
    '(AP)'
    """
    return text if text.isascii() or _WIDE.search(text) is None else text.translate(_NARROW)


_WIDE: Final = re.compile("[\uff01-\uff5e\u00a0\u3000\u2009\u202f]")
_NARROW: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x00A0, 0x3000, 0x2009, 0x202F), 0x20),
}


def fold(text: str) -> str:
    r"""Return `text` for comparing: case, quotes, dashes, widths and white space folded.

    >>> fold("“It’s  OVER”") == fold('"it\'s over"')
    True
    """
    return fold_clean(clean(text))


def fold_clean(text: str) -> str:
    """Return `fold` of a text that `clean` has been through."""
    if text.isascii():
        return text.replace("`", "'").lower()
    text = narrow(text)
    for mark, plain in _QUOTES:
        if mark in text:
            text = text.replace(mark, plain)
    text = text.casefold()
    # the Turkish capital comes apart into two: one letter, so that offsets hold
    return text.replace("i\u0307", "i") if "i\u0307" in text else text


def key(text: str) -> str:
    """Return the bare letters and digits of `text`: case, accents and punctuation gone.

    >>> key("Noé  Ríos-Peña")
    'noeriospena'
    >>> key("NextPower™") == key("nextpowerTM")
    True
    """
    if text.isascii():
        return text.encode("ascii").translate(_LOWER, _NO_WORD).decode("ascii")
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    if _BEYOND.search(decomposed) is None:  # Latin text with accents and typographic signs: half the time of a pattern
        return decomposed.encode("ascii", "ignore").translate(_LOWER, _NO_WORD).decode("ascii")
    return _NOT_WORD.sub("", unicodedata.normalize("NFKD", clean(text)).casefold())


def is_cased(text: str) -> bool:
    """Tell whether `text` holds a letter of a script that has capitals."""
    return text.lower() != text.upper()


def has_digit(text: str) -> bool:
    """Tell whether `text` holds a digit of any script."""
    return not _DIGITS.isdisjoint(text) or (not text.isascii() and any(c.isdigit() for c in text))


_DIGITS: Final = frozenset("0123456789")


def is_caps(text: str) -> bool:
    """Tell whether every cased letter of `text` is a capital and there are at least two."""
    return text == text.upper() and sum(c.lower() != c for c in text) > 1


_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def is_unspaced(text: str) -> bool:
    """Tell whether `text` is mainly in a script that is written without spaces (Chinese, Japanese, Thai ...)."""
    if text.isascii() or _UNSPACED.search(text) is None:
        return False
    return len(_UNSPACED.findall(text)) * 2 > len([c for c in text if c.isalpha()])


def weight(text: str) -> int:
    """Return the length of a text in characters of a spaced script: one CJK or Thai character says about three.

    >>> weight("Rain"), weight("雨です")
    (4, 9)
    """
    return len(text) * 3 if is_unspaced(text[:80]) else len(text)


def has_hangul(text: str) -> bool:
    """Tell whether `text` holds Korean letters."""
    return _HANGUL.search(text) is not None
