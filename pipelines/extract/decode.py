"""Bytes to text, in the order in which evidence is trusted, and the guards that need only bytes.

Order: byte order mark; strict UTF-8 with at least one non-ASCII character and no ISO-2022 escape; the label (transport,
then meta or XML declaration); a guess. Numeric references to characters that XML forbids are taken out, since one of
them makes trafilatura lose the article.
"""

from __future__ import annotations

import codecs
import html
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
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00",
    b"\x7fELF", b"7z\xbc\xaf", b"\x00asm",
)  # fmt: skip
_WORDLIKE_MAGIC: Final = (b"BM", b"GIF8", b"ID3", b"MZ", b"OggS", b"RIFF", b"Rar!", b"wOF2", b"wOFF")
"""Magic numbers that could begin a text as well: the files they mark have a NUL close by."""
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\0\t\n\v\f\r\x1b"})
"""Control characters that no text encoding uses. Pages in UTF-16 are asked about by `_wide` first."""
_HEAD: Final = 4096
_NO_ENCODINGS: Final = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs of Python that no page is written in."""
_ESCAPES: Final = (b"\x1b$", b"\x1b(")
_USUAL: Final = r"(?:3[2-9]|[4-9]\d|[1-9]\d{2,3}|[xX](?:[2-9a-fA-F]|[1-9a-cA-C][0-9a-fA-F]{1,2})[0-9a-fA-F]);"
"""Numbers of references that are characters for certain: hundreds of quotes on some pages."""
_REFERENCE: Final = re.compile(rf"&#(?!{_USUAL})(?:[xX]([0-9a-fA-F]{{1,8}})|([0-9]{{1,8}}));?")
_FORBIDDEN: Final = tuple(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
"""What the tree takes when it parses and refuses when a text is moved."""
_FORBIDDEN_BYTES: Final = bytes((0, *(ord(c) for c in _FORBIDDEN if c < "\x80")))
_FORBIDDEN_SIGNS: Final = tuple(c.encode() for c in _FORBIDDEN if c >= "\x80")
_ATTRIBUTE: Final = re.compile(r"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_TAG: Final = re.compile(r"<(?:[a-zA-Z!/?])")
_RAW: Final = re.compile(r"<(?:script|style)\b|<!\[CDATA\[", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_ENOUGH: Final = 200
"""Bytes above ASCII that a guess needs; with fewer the web's default for unlabelled pages is right more often."""
_FEW: Final = 10
"""Good characters for each bad one that make a page UTF-8 without a label."""
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
    head = content[:_HEAD]
    start = head.lstrip(b" \t\r\n\x00")
    if not start and not content.strip(b" \t\r\n\x00\x0b\x0c"):
        return "empty"
    if len(content) > limits.MAX_FETCHED_BYTES:
        return "too_large"
    if start.startswith(_MAGIC) or (start.startswith(_WORDLIKE_MAGIC) and b"\0" in start[:64]):
        return "not_html"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * limits.MIN_BYTES_PER_CONTROL > len(head) and not _bom(content) and not _wide(content):
        return "not_html"
    return None


def decode(content: bytes, charset: str | None = None) -> Decoded:
    """Return the text of `content`; never raises.

    `charset` is what the transport said. The result's `encoding` is a Python codec name.
    """
    bom = _bom(content)
    if bom:
        return _read(content[len(bom[0]) :], bom[1])
    if b"\x00" in content[:200]:
        wide = _wide(content)
        if wide:
            return _read(content, wide)
    escaped = b"\x1b" in content and any(e in content for e in _ESCAPES)
    if not escaped:
        try:
            return Decoded(content.decode("utf-8"), "utf-8", 0)
        except UnicodeDecodeError as error:
            whole = _with_surrogates(content)
            if whole is not None:
                return whole
            good, bad = _utf8_share(content)
            # a few broken bytes in a long UTF-8 page do not make it another encoding
            if error.start > 2000 and bad * _FEW < good:
                return _read(content, "utf-8")
    label = _label(content, charset)
    if label and label != "utf-8":
        return _read(content, label)
    good, bad = _utf8_share(content)
    # in other encodings hardly any pair of bytes happens to be UTF-8: where it is the label, a third is proof enough
    if bad * _FEW < good or (label and bad < good * 2):
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
        if resolved and not resolved.startswith("utf-16") and resolved not in _NO_ENCODINGS and _is_text(resolved):
            return resolved
    return None


def _is_text(name: str) -> bool:
    """Tell whether a codec turns bytes into text: some turn text into text, or unpack."""
    try:
        return isinstance(codecs.decode(b"<a>", name), str) and codecs.decode(b"<a>", name) == "<a>"
    except (ValueError, LookupError, TypeError):
        return False
    except Exception:  # noqa: BLE001 - codecs that unpack raise errors of their own
        return False


def _wide(content: bytes) -> str | None:
    even, odd = content[:200:2].count(0), content[1:200:2].count(0)
    return "utf-16-le" if odd > 50 > even else "utf-16-be" if even > 50 > odd else None


def _bom(content: bytes) -> tuple[bytes, str] | None:
    return next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), None)


def _utf8_share(content: bytes) -> tuple[int, int]:
    """Return how many characters above ASCII a reading as UTF-8 gives, and how many errors."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _with_surrogates(content: bytes) -> Decoded | None:
    """Read UTF-8 whose only fault is surrogates written as three bytes each, as old Java and databases do."""
    if b"\xed" not in content:
        return None
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Decoded(text, "utf-8", text.count("\ufffd"))


def _read(content: bytes, name: str) -> Decoded:
    text = content.decode(name, "replace")
    return Decoded(text, codecs.lookup(name).name, text.count("\ufffd"))


def _keep(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    if number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF:
        return match[0]
    return ""


def repair(text: str) -> str:
    """Return `text` without NULs, lone surrogates and other characters that XML forbids, raw or as references.

    >>> repair("a&#11;b&#x41;")
    'ab&#x41;'
    """
    data = text.encode("utf-8", "replace")
    # one look in C tells of nearly every page that nothing is to be done
    if len(data.translate(None, _FORBIDDEN_BYTES)) < len(data) or any(sign in data for sign in _FORBIDDEN_SIGNS):
        text = text.replace("\x00", "")
        for character in _FORBIDDEN:
            text = text.replace(character, " ")
    if "&#" in text:
        text = _REFERENCE.sub(_keep, text)
    return text


_CDATA: Final = "<![CDATA["


def unwrap(text: str) -> str:
    """Return an XHTML page with its CDATA sections as text; those inside scripts and styles stay as they are.

    The HTML parser takes such a section for a comment, and some pages hold their whole body in one.

    >>> unwrap("<?xml version='1.0'?><html><p><![CDATA[a < b]]></p></html>")
    "<?xml version='1.0'?><html><p>a &lt; b</p></html>"
    """
    if _CDATA not in text or not text[:200].lstrip("\ufeff \t\r\n").startswith(("<?xml", "<!DOCTYPE html PUBLIC")):
        return text
    out: list[str] = []
    at = 0
    while (found := _RAW.search(text, at)) is not None:
        raw = found[0] != _CDATA
        end = text.find("</" if raw else "]]>", found.end())
        if end < 0:
            break
        inside = text[found.end() : end]
        out += (text[at : found.end() if raw else found.start()], inside if raw else html.escape(inside, quote=False))
        at = end if raw else end + 3
    return "".join(out) + text[at:]


def lighten(text: str) -> tuple[str, bool]:
    """Return the page without scripts that are longer than any JSON-LD may be, and whether there were such.

    One of them must not cost a page its article.
    """
    if len(text) <= limits.MAX_JSON_LD:
        return text, False
    out: list[str] = []
    at = kept = 0
    while (found := _SCRIPT.search(text, at)) is not None:
        at = text.find("</script", found.end())
        if at < 0:
            break
        if at - found.end() > limits.MAX_JSON_LD:
            out.append(text[kept : text.find(">", found.end(), at) + 1])
            kept = at
    return "".join(out) + text[kept:], kept > 0


def is_garbled(errors: int, text: str) -> bool:
    """Tell whether so much of a text could not be read that its words are gone."""
    return errors * limits.MIN_CHARACTERS_PER_ERROR > len(text)


def guard(text: str) -> Reason | None:
    """Return why decoded text must not be parsed, or None: markup at all, longest tag, size."""
    if not _TAG.search(text):
        return "not_html"
    return _tags(text) or ("too_large" if len(text) > limits.MAX_DECODED_BYTES else None)


def _may_hold_long_tag(text: str) -> bool:
    """Tell whether some "<" stands further from the next ">" than a tag is long; jumps over the rest of the text."""
    at = 0
    while at + limits.LONG_TAG < len(text):
        last = text.rfind(">", at, at + limits.LONG_TAG + 1)
        if last < 0:
            last = text.find(">", at + limits.LONG_TAG)
            if last < 0:
                return False
            if text.find("<", at, last - limits.LONG_TAG) >= 0:
                return True
        at = last + 1
    return False


def _tags(text: str) -> Reason | None:
    if not _may_hold_long_tag(text):
        return None
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
