"""Names and job titles that markup glued together: "Lucy Thorn News Reporter Tim Hanley" (`news-conventions` A.3)."""

from __future__ import annotations

from pipelines import agencies, names, places
from pipelines.bylines.pieces import in_titles, is_title
from pipelines.bylines.words import Words


def split_glued(text: str, words: Words) -> list[tuple[str, bool]]:
    """Return (part, is a title) of names and titles that markup glued: "Lucy Thorn News Reporter Tim Hanley".

    A run of words is cut before a title's first word and after its last; [] when nothing is glued.
    """
    parts = text.split()
    if len(parts) < 3 or len(parts) > 40:
        return []
    for cut in range(2, len(parts)):
        tail = " ".join(parts[cut:])
        if len(parts) - cut <= 4 and agencies.agency(tail, words.tag) and names.is_name_words(parts[:cut], words.tag):
            return [(" ".join(parts[:cut]), False), (tail, False)]
    at = next((i for i, p in enumerate(parts) if i >= 1 and in_titles(p.casefold().strip(".,"), words)), None)
    if at is None:
        return []
    end = at + 1
    start = at
    while start > 1 and (
        parts[start - 1].casefold() in words.title_heads or in_titles(parts[start - 1].casefold(), words)
    ):
        start -= 1
    while end < len(parts) and _ends_title(parts[end].casefold().strip(".,"), words):
        end += 1
    while start > 2 and parts[start - 1][:1].isupper() and places.is_place(parts[start - 1], words.tag):
        start -= 1  # "Jo Reyes Washington correspondent"
    rank = next((i for i in range(2, start) if parts[i].casefold() in words.title_heads), None)
    if rank is not None and names.is_person_name(" ".join(parts[:rank]), words.tag):
        start = rank  # "Deputy Content Hub Director": a title from its first rank word on
    if words.places_in is not None and end < len(parts) - 0:
        joined = " " + " ".join(parts[end:])
        found = words.places_in.match(joined)
        if found:
            count = len(joined[: found.end()].split())
            stop = end + count + 1
            while (
                stop < len(parts)
                and parts[stop][:1].isupper()
                and not in_titles(parts[stop].casefold(), words)
                and places.is_place(" ".join(parts[end + count : stop + 1]), words.tag)
            ):
                stop += 1
            end = min(stop, len(parts))
    before, title, after = " ".join(parts[:start]), " ".join(parts[start:end]), " ".join(parts[end:])
    if before and not names.is_person_name(before, words.tag):
        return []
    return [(p, p is title) for p in (before, title, after) if p]


def _ends_title(word: str, words: Words) -> bool:
    return word in words.title_tails or in_titles(word, words)


def title_before_name(text: str, words: Words) -> int:
    """Return where a name begins that markup glued behind a title ("Journalist Journalist Anders Skjerd"), or 0."""
    parts = text.split()
    end = 0
    while end < len(parts) and (parts[end].casefold() in words.title_heads or in_titles(parts[end].casefold(), words)):
        end += 1
    rest = parts[end:]
    if not 0 < end <= 4 or not 2 <= len(rest) <= 4 or not in_titles(parts[end - 1].casefold(), words):
        return 0
    name = " ".join(rest)
    if not names.is_person_name(name, words.tag) or places.is_place(name, words.tag) or is_title(name, words):
        return 0
    return len(" ".join(parts[:end]))
