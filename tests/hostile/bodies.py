"""Section 3a of the specification: the body. Each row says what is made, and what it must become."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

from tests.hostile.row import Row, body_has, body_is_whole, encoding_is, truncated
from tests.hostile.story import SENTENCE, article, page, plain

_WIDE = "\u00dcbergr\u00f6\u00dfe caf\u00e9 na\u00efve fa\u00e7ade"


def _noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def _nested(tag: str, depth: int) -> bytes:
    return page(f"<{tag}>" * depth + article() + f"</{tag}>" * depth).encode()


def _open(opening: str, times: int) -> bytes:
    return page(f"<article><h1>A headline that says enough</h1>{opening * times}{SENTENCE * 5}").encode()


def _beside(piece: str, times: int) -> bytes:
    return page(article(f"<p>{piece * times}</p>")).encode()


def _mixed() -> bytes:
    tail = ("<p>" + _WIDE + "</p>").encode("latin-1") * 8
    start = page(article(f"<p>{_WIDE}. {SENTENCE}</p>" * 20 + "@@")).encode()
    return start.replace(b"@@", tail)


def _cdata() -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>Ferry sails "
        "again after a long winter</title></head><body><div><h1>Ferry sails again after a long winter</h1><p><![CDATA["
        f"{SENTENCE * 4} 3 < 4 & so on.]]></p></div></body></html>"
    ).encode()


def _bomb(external: bool) -> bytes:
    entity = "SYSTEM 'file:///etc/hostname'" if external else "'lol'"
    more = "".join(f"<!ENTITY x{n} '{f'&x{n - 1 or str()};' * 10}'>" for n in range(1, 9))
    start = f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x {entity}>{more}]>"
    return (start + page(article("<p>Here: &x; and &x8; end.</p>"))).encode()


BODIES = [
    Row(1, "no byte at all", lambda: b"", "empty"),
    Row(2, "white space only", lambda: b" \n\t" * 1_000, "empty"),
    Row(3, "a megabyte of noise", lambda: _noise(1, 1_000_000), "not_html"),
    Row(4, "a PDF", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + _noise(2, 200_000), "not_html"),
    Row(5, "a PNG", lambda: b"\x89PNG\r\n\x1a\n" + _noise(3, 300_000), "not_html"),
    Row(7, "JSON", lambda: b'{"text": ["' + SENTENCE.encode() * 20 + b'"]}', "not_html"),
    Row(7, "plain text", lambda: SENTENCE.encode() * 30, "not_html"),
    Row(
        8,
        "Latin-1 that says UTF-8",
        lambda: page(article(f"<p>{_WIDE}.</p>" * 30)).encode("latin-1"),
        "record",
        checks=(body_has(_WIDE), encoding_is("cp1252", "iso8859-1")),
    ),
    Row(
        9,
        "UTF-8 that says Latin-1",
        lambda: page(article(f"<p>{_WIDE}.</p>" * 30), charset="iso-8859-1").encode(),
        "record",
        checks=(body_has(_WIDE), encoding_is("utf-8")),
    ),
    Row(
        11,
        "UTF-16 with a mark",
        lambda: page(article(f"<p>{_WIDE}</p>"), charset="utf-16").encode("utf-16"),
        "record",
        checks=(body_has(_WIDE),),
    ),
    Row(
        11,
        "UTF-16 without a mark",
        lambda: page(article(f"<p>{_WIDE}</p>"), charset="").encode("utf-16-le"),
        "record",
        checks=(body_has(_WIDE),),
    ),
    Row(
        12,
        "UTF-8 with a Latin-1 tail",
        _mixed,
        "record",
        checks=(body_has(_WIDE), encoding_is("utf-8"), lambda a: a.decode_errors >= 40),
    ),
    Row(
        13,
        "UTF-7",
        lambda: page(
            article(f"<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p><p>{SENTENCE}</p>"), charset="utf-7"
        ).encode(),
        "record",
        checks=(body_has("+ADw-script"),),
    ),
    Row(
        14,
        "NULs in text and tags",
        lambda: plain().replace(b"harbour", b"har\0bour").replace(b"<p>", b"<p\0>"),
        "record",
        checks=(body_is_whole, lambda a: "\0" not in a.body.text),
    ),
    Row(14, "ten thousand NULs first", lambda: b"\0" * 10_000 + plain(), "record", checks=(body_is_whole,)),
    Row(
        15,
        "raw control characters",
        lambda: plain("<p>" + "".join(map(chr, range(1, 32))) + "\x7f\x85\x9b the end.</p>"),
        "record",
        checks=(body_is_whole, lambda a: all(c >= " " or c == "\n" for c in a.body.text)),
    ),
    *[
        Row(
            16,
            f"a reference to a forbidden character: {x}",
            lambda x=x: plain(f"<p>{SENTENCE}{x} last words.</p>"),
            "record",
            checks=(body_is_whole, body_has("last words")),
        )
        for x in ("&#1;", "&#11;", "&#12;", "&#26;", "&#x1F;", "&#xFFFE;")
    ],
    *[
        Row(
            17,
            f"an odd reference: {x}",
            lambda x=x: plain(f"<p>{SENTENCE}{x} last words.</p>"),
            "record",
            checks=(body_is_whole, body_has("last words")),
        )
        for x in ("&#0;", "&#xD800;", "&#x110000;", "&#99999999999;")
    ],
    Row(
        18,
        "overrides, joiners and tags in Latin text",
        lambda: page(
            article(
                "<p>Zero\u200bwidth \u202eevil\u202c soft\u00adhyphen tag\U000e0041 joi\u200dner.</p>",
                byline="By A\u200bna Si\u202elva\u202c",
            )
        ).encode(),
        "record",
        checks=(
            body_has("Zerowidth evil softhyphen tag joiner."),
            lambda a: [x.name for x in a.authors] == ["Ana Silva"],
        ),
    ),
    Row(
        18,
        "a non-joiner in Persian",
        lambda: page(
            article("<p>\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0628\u0631\u0648\u0645.</p>" * 9), lang="fa"
        ).encode(),
        "record",
        checks=(body_has("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),),
    ),
    Row(19, "ten megabytes without a break", lambda: page("<p>" + "a" * 10_000_000).encode(), "too_large", seconds=1),
    Row(
        20,
        "one megabyte of paragraphs",
        lambda: page(article(paragraphs=5_000)).encode(),
        "record",
        seconds=9,
        checks=(body_is_whole,),
    ),
    Row(
        20,
        "four megabytes of long paragraphs",
        lambda: page(article(f"<p>{SENTENCE * 5}</p>" * 4_800)).encode(),
        "record",
        seconds=18,
    ),
    Row(20, "eight megabytes of paragraphs", lambda: page(article(paragraphs=42_000)).encode(), "too_large", seconds=2),
    Row(21, "fifty megabytes", lambda: plain() * 35_000, "too_large", seconds=0.5),
    Row(22, "250 levels", lambda: _nested("div", 245), "record", checks=(body_is_whole,)),
    *[
        Row(23, f"{n} levels", lambda n=n: _nested("div", n), "record", checks=(body_is_whole,))
        for n in (254, 300, 1_000)
    ],
    Row(24, "a million levels", lambda: b"<html><body>" + b"<b>" * 1_000_000 + SENTENCE.encode(), "too_deep"),
    *[Row(24, f"unclosed {x}", lambda x=x: _open(f"<{x}>", 1_100), "too_deep") for x in ("b", "font color=red", "div")],
    *[
        Row(25, f"ten thousand nested {x}", lambda x=x: _open(x, 10_000), "too_deep")
        for x in ("<ul><li>item ", "<table><tr><td>cell ", "<blockquote>quote ", "<span>word ")
    ],
    Row(26, "40,000 unclosed paragraphs", lambda: _open(f"<p>{SENTENCE}", 40_000), "too_large", seconds=3),
    Row(27, "64,000 inline siblings", lambda: _beside("<span>a </span>", 64_000), "too_complex", seconds=3),
    Row(27, "inline siblings just under the cap", lambda: _beside("<span>a </span>", 4_900), "record", seconds=8),
    Row(
        28,
        "100,000 attributes",
        lambda: page(f"<article {' '.join(f'a{n}=1' for n in range(100_000))}>{SENTENCE * 9}").encode(),
        "too_complex",
        seconds=2,
    ),
    Row(
        28,
        "attributes just under the cap",
        lambda: page(f"<div {' '.join(f'a{n}=1' for n in range(950))}>{article()}").encode(),
        "record",
        checks=(body_is_whole,),
    ),
    *[
        Row(
            29,
            f"a class of {n} megabytes",
            lambda n=n: page(f"<div class='{'a' * n * 1_000_000}'>{article()}").encode(),
            "too_complex",
            seconds=3,
        )
        for n in (3, 9, 11)
    ],
    Row(
        30,
        "400,000 empty elements",
        lambda: page("<div></div>" * 400_000 + article()).encode(),
        "too_complex",
        seconds=6,
    ),
    *[
        Row(31, f"a flood of {x}", lambda x=x, n=n: plain(f"<p>{x * n}"), want, seconds=5)
        for x, n, want in (
            ("<", 4_900_000, "record too_large"),
            ("&", 900_000, "record"),
            ("&#65;", 900_000, "record"),
            ("<!--", 1_000_000, "record"),
        )
    ],
    *[
        Row(31, f"a flood of {x}", lambda x=x, n=n: x.encode() * n + plain(), "any", seconds=5)
        for x, n in (("<html ", 700_000), ("<!DOCTYPE ", 400_000), ("<script>", 500_000), ("<![CDATA[", 400_000))
    ],
    Row(32, "the body is a CDATA section", _cdata, "record", checks=(body_has("3 < 4 & so on."),)),
    *[
        Row(
            33,
            name,
            lambda x=x: _bomb(x),
            "record",
            checks=(lambda a: _hostname() not in a.body.text and len(a.body.text) < 5_000,),
        )
        for name, x in (("an entity bomb", False), ("an external entity", True))
    ],
    Row(34, "a frameset", lambda: b"<html><frameset><frame src=x></frameset></html>", "no_article"),
    Row(
        34,
        "a shell for a script",
        lambda: page(
            "<div id='root'></div><noscript>You need to enable JavaScript to run "
            "this app.</noscript><script>x={}</script>"
        ).encode(),
        "needs_script",
    ),
    Row(35, "two documents joined", lambda: plain() + plain(), "record", checks=(body_is_whole,)),
    Row(
        35,
        "a declarative shadow root",
        lambda: page(f"<story-page><template shadowrootmode='open'>{article()}</template></story-page>").encode(),
        "record",
        checks=(body_is_whole,),
    ),
    Row(
        "35a",
        "the same line eight times",
        lambda: plain("<p>Row, row, row your boat, sang the crew on the quay.</p>" * 8),
        "record",
        checks=(lambda a: a.body.paragraphs.count("Row, row, row your boat, sang the crew on the quay.") == 8,),
    ),
    *[
        Row(
            36,
            f"a document whose root is {x}",
            lambda x=x: f"<{x}><p>{SENTENCE}</p><p>{SENTENCE}</p></{x}>".encode(),
            "any",
        )
        for x in (
            "svg",
            "video",
            "audio",
            "canvas",
            "picture",
            "math",
            "object",
            "embed",
            "map",
            "label",
            "track",
            "applet",
            "datalist",
            "rdf",
        )
    ],
    Row(
        59,
        "a gzip file cut short",
        lambda: gzip.compress(plain() + f"<!-- {_noise(5, 9_000).hex()} -->".encode(), mtime=0)[:-60],
        "record",
        suffix=".html.gz",
        checks=(truncated,),
    ),
    Row(
        62,
        "900 megabytes in a gzip file",
        lambda: gzip.compress(b" " * 900_000_000, 1, mtime=0),
        "too_large",
        suffix=".html.gz",
        seconds=3,
    ),
    Row(
        "x6",
        "control characters between detached elements (found by make fuzz)",
        lambda: page(article("<aside>a\x01b</aside>\x02 more \x0b text \ufffe<aside>c</aside>\x03 end.")).encode(),
        "record",
        checks=(body_is_whole,),
    ),
    Row(
        "x1",
        "a CESU surrogate pair",
        lambda: plain("<p>It was \xf0\xf1.</p>").replace(b"\xc3\xb0\xc3\xb1", b"\xed\xa0\xbd\xed\xb8\x80"),
        "record",
        checks=(body_has("It was \U0001f600."), encoding_is("utf-8")),
    ),
    Row(
        "x2",
        "a text that begins like a bitmap",
        lambda: b"BMW said on Monday. " * 20,
        "record too_short no_article",
        suffix=".txt",
    ),
    Row(
        "x3",
        "hardly a byte that decodes",
        lambda: b"<html><meta charset=euc-jp><body><p>" + b"\xff\x80" * 900,
        "undecodable",
    ),
    Row(
        "x4",
        "twelve thousand date fragments",
        lambda: page(article("<p>12.12.</p>" * 12_000)).encode(),
        "record",
        seconds=9,
    ),
    Row(
        "x5",
        "a script of six megabytes",
        lambda: plain(head=f"<script>x='{'a' * 6_000_000}'</script>"),
        "record",
        checks=(body_is_whole, lambda a: "script_too_large" in a.warnings),
    ),
]


def _hostname() -> str:
    return Path("/etc/hostname").read_text(encoding="utf-8").strip() or "no such name"
