"""When a feed is asked again: minutes after one that keeps changing, days after one that does not."""

from __future__ import annotations

from typing import Final

FIRST: Final = 900.0
"""Seconds until the second poll of a source nobody knows: a quarter of an hour."""
SHORTEST: Final = 300.0
"""A feed that changes all the time: news agencies publish about once in five minutes."""
LONGEST: Final = 2 * 86_400.0
"""A feed that hardly changes: a story in it is found two days late at most."""
_FASTER, _SLOWER, _FAILED = 0.5, 1.5, 2.0


def next_interval(before: float | None, outcome: str, *, shortest: float = SHORTEST, longest: float = LONGEST) -> float:
    """Return the seconds until the next poll, after one that found news ("changed"), none ("unchanged"), or failed.

    >>> next_interval(900, "changed"), next_interval(900, "unchanged"), next_interval(None, "changed")
    (450.0, 1350.0, 900.0)
    """
    if before is None:
        return min(max(FIRST, shortest), longest)
    factor = {"changed": _FASTER, "unchanged": _SLOWER}.get(outcome, _FAILED)
    return min(max(before * factor, shortest), longest)
