"""Bytes to text, in the order in which evidence is trusted, and the guards that need only bytes.

Order: byte order mark; strict UTF-8 with at least one non-ASCII character and no ISO-2022 escape; the label (transport,
then meta or XML declaration); a guess. Numeric references to characters that XML forbids are taken out, since one of
them makes trafilatura lose the article.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from pipelines import limits
from pipelines.record import Reason

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"BM", b"RIFF", b"II*\x00", b"MM\x00*",
    b"\x00\x00\x01\x00", b"ID3", b"OggS", b"\x7fELF", b"MZ", b"7z\xbc\xaf", b"Rar!", b"wOFF", b"wOF2", b"\x00asm",
)  # fmt: skip
_ESCAPES: Final = (b"\x1b$", b"\x1b(")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_ATTRIBUTE: Final = re.compile(r"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_TAG: Final = re.compile(r"<(?:[a-zA-Z!/?])")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_ENOUGH: Final = 200
"""Bytes above ASCII that a guess needs; with fewer the web's default for unlabelled pages is right more often."""
_SAMPLE: Final = 60_000
"""Bytes that the guess looks at: it is slow, and more of a page tells it nothing new."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page and how it was read."""

    text: str
    encoding: str
    errors: int
    """Bytes or sequences that could not be decoded (each became U+FFFD)."""


def inspect(content: bytes) -> Reason | None:
    """Return why the bytes cannot be an HTML page, or None: a scan of the head, linear and cheap."""
    head = content[:1024].lstrip(b" \t\r\n\x00")
    if not head and not content.strip(b" \t\r\n\x00\x0b\x0c"):
        return "empty"
    if len(content) > 4 * limits.MAX_DECODED_BYTES:
        return "too_large"
    if head.startswith(_MAGIC):
        return "not_html"
    return None


def decode(content: bytes, charset: str | None = None) -> Decoded:
    """Return the text of `content`; never raises.

    `charset` is what the transport said. The result's `encoding` is a Python codec name.
    """
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _read(content[len(bom) :], name)
    if b"\x00" in content[:200]:
        wide = _wide(content)
        if wide:
            return _read(content, wide)
    escaped = any(e in content for e in _ESCAPES)
    if not escaped:
        try:
            return Decoded(content.decode("utf-8"), "utf-8", 0)
        except UnicodeDecodeError as error:
            # a few broken bytes in a long UTF-8 page do not make it another encoding
            if error.start > 2000 and _mostly_utf8(content):
                return _read(content, "utf-8")
    label = _label(content, charset)
    if label and not (label == "utf-8" and not _mostly_utf8(content)):
        return _read(content, label)
    if _mostly_utf8(content):
        return _read(content, "utf-8")
    if escaped and b"\x1b$" in content:
        return _read(content, "iso2022_jp")
    if len(_HIGH.findall(content[:_SAMPLE])) < _ENOUGH:
        return _read(content, "windows-1252")
    guess = from_bytes(content[:_SAMPLE]).best()
    return _read(content, guess.encoding if guess else "windows-1252")


def _label(content: bytes, charset: str | None) -> str | None:
    for name in (charset, html_body_declared_encoding(content[:4096])):
        resolved = resolve_encoding(name) if name else None
        if resolved and not resolved.startswith("utf-16") and resolved != "utf-7":
            return resolved
    return None


def _wide(content: bytes) -> str | None:
    even, odd = content[:200:2].count(0), content[1:200:2].count(0)
    return "utf-16-le" if odd > 50 > even else "utf-16-be" if even > 50 > odd else None


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    bad, wide = (
        text.count("\ufffd"),
        sum(1 for c in text if c > "\x7f") if len(text) < 200_000 else len(text) // 50,
    )
    return bad * 10 < wide


def _read(content: bytes, name: str) -> Decoded:
    text = content.decode(name, "replace")
    return Decoded(text, codecs.lookup(name).name, text.count("\ufffd"))


def _keep(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    if number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF:
        return match[0]
    return ""


def repair(text: str) -> str:
    """Return `text` without NULs, lone surrogates and numeric references to characters that XML forbids.

    >>> repair("a&#11;b&#x41;")
    'ab&#x41;'
    """
    if "\x00" in text:
        text = text.replace("\x00", "")
    if "&#" in text:
        text = _REFERENCE.sub(_keep, text)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    return text


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def guard(text: str) -> Reason | None:
    """Return why decoded text must not be parsed, or None: size, markup at all, longest tag."""
    if len(text) > limits.MAX_DECODED_BYTES:
        return "too_large"
    if not _TAG.search(text):
        return "not_html"
    start = text.find("<")
    while start != -1:
        name = text[start + 1 : start + 7].lower()
        if name in {"script", "style>", "style "}:
            start = text.find("</s", start + 7)
            continue
        end = text.find(">", start)
        if end == -1:
            break
        # comments and one long value do no harm: attributes cost, in number and beyond 1 MB
        if end - start > limits.LONG_TAG and name[:1].isalpha():
            tag = text[start:end]
            if len(tag) > limits.MAX_TAG or sum(1 for _ in _ATTRIBUTE.finditer(tag)) > limits.MAX_ATTRIBUTES:
                return "too_complex"
        start = text.find("<", end)
    return None
