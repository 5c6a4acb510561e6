"""What a caption says of the picture: when it was taken and who stands where (`news-conventions` C.5, C.6)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import almanac, names
from pipelines.captions.words import Words
from pipelines.record import PersonPosition

_FIRST_PHOTOGRAPH: Final = "1826"
_LAST_YEAR: Final = re.compile(r"(?<![\d-])((?:18|19|20)\d{2})\.?$")
_DIGIT: Final = re.compile(r"\d")
DAY_BEHIND: Final = re.compile(r"\s?(\d{2,4})年(\d{1,2})月(\d{1,2})日$")
"""The day behind a Chinese credit, the year counted from 1912 in Taiwan: 中央社記者王小明攝 113年3月5日."""
_BEFORE_REPUBLIC: Final = 1911
_DAY_LENGTH: Final = 14
_SIDE_SIGN: Final = re.compile(r", ?|[(（] ?")


def date_taken(caption: str, words: Words, published: str | None) -> str | None:
    """Return the day, month or year that the caption gives for the picture, ISO 8601; None when it gives two days."""
    if _DIGIT.search(caption) is None or words.circa.search(caption):
        return None
    found = almanac.find_dates(caption, words.tag)
    days = {almanac.resolve(d, published) for d in found if d.day and (d.year or (d.month and published))}
    days = {d for d in days if d and d >= _FIRST_PHOTOGRAPH}
    if days:
        return days.pop() if len(days) == 1 else None
    bare = {d.day: d for d in found if d.day and not d.month and not d.year}
    if len(bare) == 1 and published:
        return almanac.resolve(bare.popitem()[1], published)
    months = {(d.year, d.month) for d in found if not d.day and d.month and d.year}
    if len(months) == 1:
        year, month = months.pop()
        return f"{year:04d}-{month:02d}"
    years = {m.group(1) for m in words.year_in.finditer(caption)}
    last = _LAST_YEAR.search(caption.strip())
    if last and not words.year_not.search(caption[max(0, last.start() - 30) : last.start()]):
        years.add(last.group(1))
    years = {y for y in years if _FIRST_PHOTOGRAPH <= y <= "2100"}
    return years.pop() if len(years) == 1 else None


def day_behind(text: str) -> str | None:
    """Return the day that stands at the end of a text, behind the credit, ISO 8601."""
    found = DAY_BEHIND.search(text[-_DAY_LENGTH:])
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return almanac.resolve(
        almanac.PrintedDate(0, 0, year + _BEFORE_REPUBLIC if year < 1000 else year, month, day), None
    )


def positions(caption: str, words: Words) -> tuple[PersonPosition, ...]:
    """Return who stands where, best effort: a name followed by ", left" or "(l)"."""
    if not words.side.admits(caption):
        return ()
    out = []
    for sign in _SIDE_SIGN.finditer(caption[:600]):
        rest = caption[sign.end() : sign.end() + 40]
        side = words.side.pattern.match(rest)
        if side is None or rest[side.end() : side.end() + 2].strip(" .")[:1] not in {"", *",;:)）"}:
            continue
        name = _name_before(caption[: sign.start()].rstrip(), words)
        if name:
            out.append(PersonPosition(name, words.sides[side.group().casefold()]))
    return tuple(out)


def _name_before(text: str, words: Words) -> str | None:
    """Return the name at the end of a text: the last two capitalised words and what ties them."""
    run: list[str] = []
    for word in reversed(text[-80:].split()):
        if word[:1].isupper() and not (run and word[-1:] in ",;:)"):
            run.insert(0, word)
            if sum(w[:1].isupper() for w in run) == 2:
                break
        elif run and word.casefold() in names.PARTICLES:
            run.insert(0, word)
        else:
            break
    name = " ".join(run)
    shaped = len(run) > 1 and (
        names.is_person_name(name, words.tag) or re.fullmatch(r"[^\W\d_][\w’'-]+ [^\W\d_]\.", name)
    )
    return name if shaped else None
