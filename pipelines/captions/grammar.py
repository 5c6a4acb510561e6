"""One caption string to caption text and credit line (`news-conventions` C.2 to C.6)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, almanac, limits, names
from pipelines.captions.credits import read_credit
from pipelines.captions.reading import CaptionReading
from pipelines.captions.words import Words, words_for
from pipelines.record import Credit, PersonPosition
from pipelines.text import clean, is_caps, is_unspaced, narrow

_COUNTER: Final = re.compile(
    r"^\s*(?:\[\s?\d{1,3}\s?/\s?\d{1,3}\s?\]|\d{1,3}\s?(?:of|/|von|de|sur)\s?\d{1,3}(?=\s))\s*"
)
_TAIL_BRACKET: Final = re.compile(
    r"\s*[(（\[［]\s*([^()（）\[\]［］]{1,240}(?:\([^()]{1,60}\)[^()（）\[\]]{0,120})?)\s*[)）\]］]\s*\.?\s*$"
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?。！？…])[\"'”’»)]?\s+(?=[^\s])|(?<=。)")
_JA_TAIL: Final = re.compile(r"[＝=]([^＝=]{1,60})$")
_JA_MAKER: Final = re.compile(r"^(?:(.{0,50}?)[、，])?([\u3400-\u9fff々ヶ\u3040-\u30ff ]{2,12}?)(撮影|写真)$")
_ZH_MAKER: Final = re.compile(
    r"((?:[\u4e00-\u9fff]{2,6}(?:记者|記者|发)?)?\s?[（(]?\s?[\u4e00-\u9fff]{2,4}\s?(?:摄|攝|拍摄)[)）]?|[\u4e00-\u9fff]{2,4}社发(?:[（(][^（）()]{2,12}摄[)）])?)$"
)
_DASHED: Final = re.compile(r"\s[-–—|]\s?")
_COPYRIGHT: Final = re.compile(r"(?:©|\([cC]\)|（Ｃ）|Copyright\s)")
_VERB_END: Final = re.compile(r"[.!?。]$")
_RESERVED: Final = re.compile(r"all rights reserved|alle rechte vorbehalten|tous droits réservés", re.IGNORECASE)
_EDGE: Final = " \t|/–—-:"


def read_caption(
    text: str, tag: str | None = None, *, published: str | None = None, container: str = "", media: str = ""
) -> CaptionReading:
    """Return caption, credit and facts of one caption string.

    `published` resolves days without month; `container` says where the string stood (figcaption, footer), `media` what it
    describes (chart). A string that is neither caption nor credit has `is_caption` False.

    >>> r = read_caption("The harbour at dawn. (Ana Silva/Pool via AP)")
    >>> r.text, r.credit.creators[0].name, r.credit.agencies, r.credit.pool
    ('The harbour at dawn.', 'Ana Silva', ('AP',), True)
    """
    words = words_for(tag)
    shown = clean(text[: limits.MAX_CAPTION])
    refusal = _refuse(shown, words, container)
    if refusal:
        return CaptionReading(False, reason=refusal)
    usage = None
    rights = words.rights.search(shown)
    if rights and rights.start() > 0 and not _RESERVED.match(rights.group()):
        usage, shown = rights.group().strip(), shown[: rights.start()].strip()
    body = _peel(shown, words)
    body, file_photo = _markers(body, words)
    body, tags_file, illustrative = _tags(body, words)
    caption, credit_text, labelled = _split(body, words)
    reading = read_credit(credit_text, words, labelled=labelled) if credit_text else None
    if credit_text and reading is None:
        caption, credit_text = body, None
    if not credit_text:
        opener = words.label_start.match(caption)
        if opener and opener.group().rstrip().endswith(":") and _prose(caption[opener.end() :], words):
            caption = body = caption[opener.end() :]
    credit = reading[0] if reading else None
    if credit is None and _sentence_refusal(body, words, container):
        return CaptionReading(False, reason="sentence")
    caption, tags_file2, ill2 = _tags(caption, words)
    caption = _tidy(caption)
    if credit is not None:
        credit = _adjust(
            credit, caption, shown, words, media, third=any(t in (usage or "") or t in shown for t in words.third)
        )
    file_photo = (
        file_photo
        or tags_file
        or tags_file2
        or bool(reading and reading[1])
        or any(s.casefold() in caption.casefold() for s in words.file_sentence)
    )
    return CaptionReading(
        True,
        caption,
        credit,
        file_photo,
        illustrative or ill2,
        _date_taken(caption or "", tag, published, words),
        usage,
        _positions(caption, words),
    )


def _refuse(text: str, words: Words, container: str) -> str | None:
    if not text:
        return "empty"
    if container == "footer":
        return "copyright_footer"
    if any(text.startswith(u) for u in words.ui if u.rstrip(":") != "Photos"):
        return "ui_text"
    if re.match(r"^Video (?:by|von|de) [^:]{3,40}:", text):
        return "video_label"
    return None


def _sentence_refusal(text: str, words: Words, container: str) -> bool:
    """Tell whether a string without a credit opens with a credit word and goes on as prose (C.9): no caption, no credit."""
    if container in {"figcaption", "caption", "gallery"}:
        return False
    first = text.split(" ", maxsplit=1)[0].strip(",:-").casefold()
    opener = first in {
        "photo",
        "image",
        "picture",
        "courtesy",
        "credit",
        "pool",
        "file",
        "foto",
        "bild",
        "getty",
        "copyright",
        "source",
    } or first.startswith(("foto-", "写真", "bild-"))
    opener = opener or text.casefold().startswith(("the photo,", "the picture,", "the image,", "ap photo "))
    if is_unspaced(text):
        return text.startswith(("写真", "撮影", "許可なく")) or text.endswith(("しないでください", "ください"))
    return (opener and not words.label_start.match(text + " ")) or (opener and ":" not in text[:20])


def _peel(text: str, words: Words) -> str:
    text = _COUNTER.sub("", text)
    for _ in range(3):
        shorter = words.widgets.sub("", text).rstrip(" ,")
        if shorter == text or not shorter:
            break
        text = shorter
    text = re.sub(r"\s*(?:hide caption toggle caption|hide caption|toggle caption)\s*", " \u241f ", text)
    if "\u241f" in text:
        head, _, tail = text.partition("\u241f")
        text = head.strip() if tail.strip() in head else f"{head.strip()} {tail.strip()}".strip()
    if text.startswith("Angle down icon"):
        at = text.find("pointing down.")
        text = text[at + len("pointing down.") :].strip() if at != -1 else text
    for _ in range(2):
        found = words.pointers.match(text)
        if found and found.group().strip().rstrip(",:").casefold() != "image" and found.end() < len(text):
            text = text[found.end() :]
    return text


def _markers(text: str, words: Words) -> tuple[str, bool]:
    found = words.markers.match(text)
    if found and found.end() < len(text):
        return text[found.end() :], True
    return text, False


def _tags(text: str, words: Words) -> tuple[str, bool, bool]:
    """Take tag-like markers in brackets out: (Archivbild), (Symbolbild), (stock image)."""
    shorter = words.file_tag.sub("", text)
    file = shorter != text
    bare = words.illustrative_tag.sub("", shorter)
    return bare, file, bare != shorter


def _split(text: str, words: Words) -> tuple[str, str | None, bool]:
    """Return (caption, credit text, whether a label or bracket marks it)."""
    for attempt in (_bbc, _whole, _chinese, _bracketed, _labelled, _japanese, _last_sentence, _dashed, _slashed_tail):
        found = attempt(text, words)
        if found is not None:
            return found
    return text, None, False


def _whole(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    """The string is nothing but a credit, or a labelled credit in capitals before the caption."""
    if _has_sentence_end(text, words):
        return None
    start = words.label_start.match(text)
    bracket = re.fullmatch(r"\s*[(（\[]\s*(.+?)\s*[)）\]]\s*\.?\s*", text)
    if bracket and "(" not in bracket.group(1):
        inner = bracket.group(1)
        if read_credit(inner, words, labelled=True) is not None and (
            words.label.match(inner) or _certain(inner, words)
        ):
            return "", inner, True
    courtesy = words.courtesy.match(text)
    if courtesy and courtesy.group().casefold().startswith(("photo", "image", "picture", "foto")):
        return "", text, True
    if start:
        rest = text[start.end() :]
        lead = _lead_credit(text, start.end(), words)
        if (
            lead
            and read_credit(text[:lead], words, labelled=True)
            and is_caps(text[start.end() : lead].rsplit("/", maxsplit=1)[-1])
        ):
            return text[lead:].strip(), text[:lead].strip(), True
        reading = read_credit(text, words, labelled=True)
        if reading is not None and not _prose(rest, words):
            return "", text, True
        if lead:
            return text[lead:].strip(), text[:lead].strip(), True
    elif _certain(text, words) and len(text.split()) <= 9 and not _VERB_END.search(text.removesuffix(".")):
        reading = read_credit(text, words, labelled=False)
        if reading is not None and _all_names(text, words):
            return "", text, False
    return None


def _has_sentence_end(text: str, words: Words) -> bool:
    """Tell whether a sentence ends inside the text and more follows: then it is not a credit alone."""
    for found in _SENTENCE_END.finditer(text):
        if (
            not _abbreviated(text[: found.start()])
            and not words.label_start.match(text)
            and not re.search(r"\b[A-Z]\.$", text[: found.start()])
        ):
            return True
    return False


def _lead_credit(text: str, after: int, words: Words) -> int | None:
    """Return the length of a credit that stands before the caption: "BILD: SN/APA/GEORG HOCHM Die Chefin hat ..."."""
    parts = list(re.finditer(r"\S+", text[after:]))
    best = None
    for found in parts[:12]:
        at = after + found.end()
        rest = text[at:].strip()
        if (
            "/" in text[after:at]
            and rest[:1].isupper()
            and len(rest.split()) > 3
            and read_credit(text[:at], words, labelled=True) is not None
        ):
            if best is None or is_caps(found.group()):
                best = at
    return best


def _prose(text: str, words: Words) -> bool:
    """Tell whether what follows a label is a sentence and no credit ("Image: A manager has agreed a deal")."""
    parts = text.split()
    if not parts:
        return True
    low = sum(
        1
        for p in parts
        if p[:1].islower()
        and p.isalpha()
        and len(p) > 1
        and p.casefold()
        not in words.file
        | words.pool
        | {
            "and",
            "via",
            "for",
            "by",
            "of",
            "the",
            "courtesy",
            "author",
            "und",
            "von",
            "de",
            "og",
            "in",
            "la",
            "por",
            "with",
            "durch",
            "mit",
            "image",
            "generated",
            "erstellt",
            "heise",
            "online",
            "obtained",
            "from",
            "les",
            "photographs",
        }
    )
    return low >= 3 and not _certain(text, words)


def _bbc(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    found = re.match(r"^(Image (?:copyright|source),?\s.+?)\s*Image caption,?\s+(.*)$", text)
    return (found.group(2), found.group(1).strip(" ,"), True) if found else None


def _bracketed(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    trailing = None
    found = _TAIL_BRACKET.search(text)
    if found is None:
        # a bracket followed by a second copy of the credit: "(AP Photo/X) Photo: X / AP", "(AP Photo/X) - Copyright AP"
        both = re.search(
            r"\s*(\(([^()]{3,120})\)\s*(?:[-–—]\s*)?((?:Photo|Copyright|Credit|©|Foto|Bild)[^()]{2,120}))$", text
        )
        if both and _certain(both.group(2), words):
            return text[: both.start()].rstrip(), both.group(1).strip(), True
        double = re.search(r"\s*(\(([^()]{3,120})\)\s+([A-Z][\w .]{1,40}))$", text)
        if double and _certain(double.group(2), words) and agencies.agency(double.group(3), words.tag):
            return text[: double.start()].rstrip(), double.group(1).strip(), True
        return None
    inner, before = found.group(1).strip(), text[: found.start()]
    if found.start() > 0 and re.search(r"\([^()]*$", inner):
        return None
    file = re.match(r"^(?:File|FILE|Archiv|Archive):\s*", inner)
    if file and agencies.agencies_in(inner[file.end() :], words.tag):
        return before, inner, True
    marked = words.label.match(inner) is not None or words.courtesy.match(inner) is not None
    if not marked and not _certain(inner, words) and not _maker(inner, words):
        return None
    if re.fullmatch(r"\d[\d\s]*", inner) or read_credit(inner, words, labelled=marked) is None:
        return None
    # a name before the bracket belongs to the credit: "Foto: Urs Flueel (Keystone)", "Alketa Mis (dpa)"
    label = _last_label(before, words)
    if label is not None:
        return before[:label].rstrip(_EDGE), text[label:].strip(), True
    lead = _name_before(before, words)
    if lead is not None and agencies.agencies_in(re.split(r"[/ ]", inner)[0], words.tag):
        return before[:lead].rstrip(), text[lead:].strip(), True
    if trailing:
        inner = trailing
    return before.rstrip(), inner, True


def _maker(text: str, words: Words) -> bool:
    """Tell whether a bracket holds PERSON/ORG or 提供, 撮影 forms."""
    if is_unspaced(text):
        return text.endswith(("提供", "撮影", "摄", "供图", "写真", "代表撮影"))
    if re.search(r"\svia\s", text):
        return True
    head, sign, tail = text.partition("/")
    return bool(sign) and bool(tail.strip()) and any(names.is_person_name(p.strip(), words.tag) for p in (head, tail))


def _name_before(text: str, words: Words) -> int | None:
    """Return where a person's name at the end of `text` starts, directly after a sentence end."""
    ends = list(_SENTENCE_END.finditer(text + " "))
    if not ends:
        return None
    at = ends[-1].end() if ends[-1].end() < len(text) else (ends[-2].end() if len(ends) > 1 else None)
    if at is None:
        return None
    return at if names.is_person_name(text[at:].strip(), words.tag) else None


def _last_label(text: str, words: Words) -> int | None:
    """Return where the last credit label of `text` starts, when only a credit follows it."""
    best = None
    for found in words.label.finditer(text):
        strong = found.group().rstrip().endswith((":", "©")) or found.group().casefold().split()[-1] in {
            "by",
            "von",
            "de",
            "photo",
        }
        if (
            (strong or found.start() > 0)
            and read_credit(text[found.start() :], words, labelled=True) is not None
            and not _prose(text[found.end() :], words)
        ):
            best = found.start() if best is None else best
    return best


def _labelled(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    for found in words.label.finditer(text):
        start, label = found.start(), found.group().strip()
        if start == 0 or not text[found.end() :].strip():
            continue
        before = text[:start].rstrip()
        bare = label.rstrip(": ").casefold()
        colon = (
            label.endswith((":", "©", "...", "＝", "="))
            or bare in {"©", "(c)", "（ｃ）", "copyright"}
            or label.casefold().endswith((" by", " von", " de", "credits", "credit"))
            or text[found.end() - 1] == ":"
        )
        closed = before[-1:] in '.!?。…)]»”"|–—-/;,](（' or not before
        rest = text[found.end() :].strip(" :")
        if not colon and not closed and not rest.startswith("@"):
            continue
        if re.match(r"^[,.]", rest):
            continue
        if not colon and not (rest[:1].isupper() or rest[:1] in "@\"'‘“" or is_unspaced(rest)):
            continue
        credit_text = text[start:].strip()
        if before.endswith(("(", "[", "（")):
            credit_text = (
                credit_text.rstrip(")] ）").strip()
                if credit_text.count("(") < credit_text.count(")") or credit_text.endswith(("]", "）"))
                else credit_text
            )
            before = before[:-1].rstrip()
        opener = re.search(r"(?:Credit|Photo)\s+$", text[:start])
        if opener:
            start, before = opener.start(), text[: opener.start()].rstrip()
            credit_text = text[start:].strip()
        if _prose(rest, words) and not _certain(rest, words):
            continue
        if read_credit(credit_text, words, labelled=True) is not None:
            earlier = _before_label(before, words)
            if earlier is not None:
                return before[:earlier].rstrip(_EDGE), text[earlier:].strip(), True
            return before.rstrip(_EDGE + ("" if before[-1:] in ".!?" else "")), credit_text, True
    found2 = re.search(r"\s((?:Cedida por|Cortesía de|Courtesy of|Courtesy)\s.{2,80})$", text)
    if found2 and found2.start() > 3 and _closed(text[: found2.start()]):
        return text[: found2.start()].rstrip(), found2.group(1).strip(), True
    return None


def _before_label(before: str, words: Words) -> int | None:
    """Return where a bracketed first copy of the credit starts, when one stands right before a label."""
    found = re.search(r"\s*\(([^()]{3,120})\)\s*[-–—]?$", before)
    if found and _certain(found.group(1), words):
        at = before.index("(", found.start())
        return at
    ended = re.search(r"([^\W\d_][\w.'’-]+(?: [^\W\d_][\w.'’-]+){1,3})\s?/$", before)
    return ended.start() if ended and names.is_person_name(ended.group(1), words.tag) else None


def _closed(text: str) -> bool:
    return text.rstrip()[-1:] in '.!?。…)»”"'


def _japanese(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    found = _JA_TAIL.search(text)
    if found:
        tail = found.group(1)
        maker = _JA_MAKER.match(tail)
        if maker and names.is_person_name(maker.group(2).strip(), words.tag):
            head = text[: found.start() + 1] + (maker.group(1) or "") if maker.group(1) else text[: found.start()]
            return head, maker.group(2) + maker.group(3), True
        if agencies.agencies_in(narrow(tail), words.tag):
            return text[: found.start()], tail, True
    return None


def _chinese(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    if not is_unspaced(text):
        return None
    found = re.search(r"(?<=。)\s*(\S.{1,30})$", text)
    if found:
        tail = found.group(1).strip()
        if (
            re.search(r"(?:摄|攝|拍摄)[)）]?$", tail)
            or agencies.agencies_in(tail, words.tag)
            or tail.startswith(("图片来源", "图源"))
        ):
            return text[: found.start(1)].rstrip(), tail, True
    return None


def _dashed(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    """A credit after a dash, bar or slash: "— Picture by X", "| X/PA via Getty", "/REUTERS/X"."""
    spots = [m for m in _DASHED.finditer(text) if m.start() > 3]
    for found in reversed(spots[-4:]):
        tail = text[found.end() :].strip()
        if _certain(tail, words) and read_credit(tail, words, labelled=False) is not None and _all_names(tail, words):
            person = (
                _person_before_dash(text[: found.start()], words)
                if text[found.start() : found.end()].strip() in {"-", "–", "—"}
                else None
            )
            if person is not None:
                return text[:person].rstrip(), text[person:].strip(), False
            return text[: found.start()].rstrip(), tail, False
    slash = re.search(r"/\s?(REUTERS|AFP|AP|EFE)/\s?(.{3,60})$", text)
    if slash:
        return text[: slash.start() + 1], text[slash.start() + 1 :].strip(), False
    return None


def _person_before_dash(text: str, words: Words) -> int | None:
    """Return where "Álex Cám" starts in "El fiscal general Álex Cám" before " - Europa Press"."""
    parts = list(re.finditer(r"\S+", text))
    for count in (2, 3):
        if len(parts) > count:
            at = parts[-count].start()
            if names.is_person_name(text[at:], words.tag) and not parts[-count - 1].group()[:1].isupper():
                return at
    return None


def _last_sentence(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    ends = [m for m in _SENTENCE_END.finditer(text)]
    for found in reversed(ends[-3:]):
        tail = text[found.end() :].strip()
        if not tail or len(tail) > 160:
            continue
        low = tail.casefold().strip(" .")
        if low in words.supplied or low in words.pool:
            return text[: found.start()].rstrip(), tail, True
        if _abbreviated(text[: found.start()]):
            continue
        if _certain(tail, words) and _all_names(tail, words) and read_credit(tail, words, labelled=False) is not None:
            return text[: found.end()].rstrip(" |"), tail.lstrip("| ").strip(), False
    return None


_SHORT: Final = frozenset(
    [
        "st",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "sgt",
        "jr",
        "sr",
        "calif",
        "fla",
        "ill",
        "mass",
        "mich",
        "minn",
        "tex",
        "wash",
        "pa",
        "va",
        "md",
        "conn",
        "no",
        "vs",
        "inc",
        "corp",
        "ltd",
        "co",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.n",
    ]
)


def _abbreviated(text: str) -> bool:
    """Tell whether the point at the end belongs to an initial or a title, not to a sentence."""
    last = text.rstrip("\"'”’»)").split()[-1:] or [""]
    word = last[0].rstrip(".").casefold()
    return text.rstrip().endswith(".") and (
        (len(word) == 1 and word.isalpha() and last[0][:1].isupper() and len(text.split()) < 4)
        or word in {"st", "mr", "mrs", "ms", "dr", "sen", "rep", "gov"}
    )


def _slashed_tail(text: str, words: Words) -> tuple[str, str | None, bool] | None:
    """PERSON / AGENCY at the end without any sign before it: "... Stefan Rouss/via Reuters", "... @Plan_INF via X / Reuters"."""
    handle = re.search(r"\s(@[\w.]{2,40}\S*\s?(?:/|via\s).{2,60})$", text)
    if handle and read_credit(handle.group(1), words, labelled=False) is not None:
        return text[: handle.start()].rstrip(), handle.group(1).strip(), False
    found = re.search(r"(?:^|\s)(\S+(?:\s\S+){0,3}?)\s?/\s?(?:via\s)?([^/]{2,40}(?:/[^/]{2,40}){0,3})$", text)
    if not found:
        return None
    tail_ok = all(
        agencies.agencies_in(re.sub(r"^(?:via|Copyright \d{4})\s", "", p.strip()).rstrip("."), words.tag)
        or p.strip().casefold() in words.file | words.pool
        for p in found.group(2).split("/")
    )
    if not tail_ok:
        return None
    slash = text.rindex("/", 0, len(text) - len(found.group(2))) if "/" in text else -1
    head = text[:slash].rstrip()
    parts = list(re.finditer(r"\S+", head))
    for count in (4, 3, 2):
        if len(parts) > count:
            at = parts[-count].start()
            before = parts[-count - 1].group()
            if names.is_person_name(head[at:], words.tag) and (
                before[:1].islower() or before[-1:].isdigit() or count == 2 or before[-1:] in ".,"
            ):
                return text[:at].rstrip(), text[at:].strip(), False
    if len(parts) <= 4:
        return None
    return None


def _certain(text: str, words: Words) -> bool:
    """Tell whether a listed agency, a handle or a flag stands in the text as a part of its own."""
    for part in re.split(r"\s*(?:/|\||;|,|\(|\))\s*|\s+via\s+|\s+for\s+|\s[-–—]\s", narrow(text)):
        bare = re.sub(r"\s+(?:file|File|Photo|File Photo|photo|Archiv|Handout|Pool|\(.*)$", "", part.strip(" .©"))
        if bare and (
            agencies.agencies_in(bare, words.tag) or bare.casefold() in words.pool | words.handout | words.supplied
        ):
            return True
        if re.fullmatch(r"@[\w.]{2,40}", bare):
            return True
    return False


def _all_names(text: str, words: Words) -> bool:
    """Tell whether a text is made of names, agencies and flags only: no prose word stands in it."""
    text = re.sub(
        r"\b(?:via|for|and|und|et|y|von|van|de|der|bin|al|di|la|courtesy|of|by|file|photo|pool|handout|obtained|images)\b|['’]s\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    for word in re.findall(r"[^\W\d_][\w'’.-]*", text):
        if word[:1].islower() and not agencies.agency(word, words.tag) and len(word) > 3:
            return False
    return not is_unspaced(text) or bool(agencies.agencies_in(text.strip(), words.tag)) or len(text) < 20


def _tidy(text: str) -> str:
    text = text.strip()
    text = re.sub(r"\s*[|–—]\s*$|\s+-\s*$", "", text)
    return text.strip(" |").strip() if not text.endswith("/") else text


def _adjust(credit: Credit, caption: str, shown: str, words: Words, media: str, *, third: bool) -> Credit:
    low = caption.casefold()
    if media == "chart" and credit.kind == "photo":
        # under a chart it is the data source (C.10)
        makers = tuple(c.name for c in credit.creators)
        credit = replace(credit, kind="graphic", creators=(), supplied_by=(*makers, *credit.supplied_by))
    if third:
        credit = replace(credit, handout=True)
    combined = low.startswith(("this combo", "this combination", "combination of", "combo of")) or (
        "left" in low and "right" in low and " and right " in low
    )
    if combined or (credit.kind == "photo" and ";" in credit.raw and len(credit.creators) + len(credit.agencies) > 1):
        credit = replace(credit, composite=True)
    if re.search(r"\bleft,? and\b", credit.raw):
        credit = replace(credit, composite=True)
    del shown
    return credit


def _date_taken(caption: str, tag: str | None, published: str | None, words: Words) -> str | None:
    """Return the day, month or year the caption gives for the picture (C.5)."""
    if not caption or re.search(r"\b(?:c|ca|circa)\.?\s\d{3,4}", caption):
        return None
    found = almanac.find_dates(caption, tag)
    full = [
        almanac.resolve(d, published)
        for d in found
        if d.day is not None and (d.year or d.month) and (d.year or published)
    ]
    full = [d for d in dict.fromkeys(full) if d and d >= "1826"]
    if len(full) > 1:
        return None
    if full:
        return full[0]
    days = [d for d in found if d.day is not None and d.month is None and d.year is None]
    if days and published and len({d.day for d in days}) == 1:
        return almanac.resolve(days[0], published)
    months = [d for d in found if d.day is None and d.month and d.year]
    if len({(d.year, d.month) for d in months}) == 1:
        return f"{months[0].year:04d}-{months[0].month:02d}"
    years = {m.group(1) for m in words.year_in.finditer(caption)}
    last = re.search(r"(?<![\d-])((?:18|19|20)\d{2})\.?$", caption.strip())
    if last:
        years.add(last.group(1))
    good = {y for y in years if "1826" <= y <= "2100"}
    return good.pop() if len(good) == 1 else None


_AFTER: Final = re.compile(
    r"((?:[^\W\d_][\w.'’-]*\s){1,3}[^\W\d_][\w.'’-]*|[^\W\d_][\w’'-]+\s[A-Z]\.),?\s*(?:\(([^()]{1,16})\)|,\s*((?:second|third|far|front)?\s?(?:from\s)?(?:left|right|center|centre))(?=[,.\s]))"
)


def _positions(caption: str, words: Words) -> tuple[PersonPosition, ...]:
    """Return who stands where, best effort (C.6): a name followed by ", left," or "(l)"."""
    out = []
    for found in _AFTER.finditer(caption[:600]):
        place = (found.group(2) or found.group(3) or "").strip().casefold()
        position = _SIDES.get(place)
        if position is None:
            continue
        name = _trim(found.group(1), words)
        if name:
            out.append(PersonPosition(name, position))
    return tuple(out)


_SIDES: Final = {
    "left": "left", "l": "left", "l.": "left", "li.": "left", "links": "left", "right": "right", "r": "right", "r.": "right", "re.": "right", "rechts": "right",
    "center": "center", "centre": "center", "c": "center", "m.": "center", "mitte": "center", "second from left": "second from left", "second from right": "second from right",
    "third from left": "third from left", "third from right": "third from right", "far left": "far left", "far right": "far right", "l": "left",
    "izquierda": "left", "derecha": "right", "à gauche": "left", "à droite": "right",
}  # fmt: skip


def _trim(text: str, words: Words) -> str | None:
    """Return the name at the end of a run of capitalised words: titles before it go ("Foreign Minister Ana Silva")."""
    parts = text.split()
    if len(parts) > 2 and all(p[:1].isupper() for p in parts):
        return " ".join(parts[-2:])
    while parts and not parts[0][:1].isupper():
        parts = parts[1:]
    name = " ".join(parts)
    return (
        name
        if len(parts) >= 2
        and (names.is_person_name(name, words.tag) or re.fullmatch(r"[^\W\d_][\w’'-]+ [A-Z]\.", name))
        else None
    )
