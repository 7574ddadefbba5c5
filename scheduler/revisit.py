"""When a known page is due: often while it is young or has just changed, then ever less. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

AGE_SHARE = 8  # a page n days old need not be looked at more than once in n / 8 days
STEADY = frozenset({"gazette"})  # kinds of columns whose pages follow print, and are edited less


@dataclass(frozen=True)
class History:
    """What is known of a page when its next visit is planned."""

    step: int  # rungs of the ladder climbed since it was found or changed
    visited_at: datetime
    changed: bool = False  # at this visit
    age: timedelta | None = None  # of the document
    changes: int = 0  # seen so far
    kind: str = ""  # of the column


def plan_visit(ladder: Sequence[timedelta], history: History) -> tuple[int, datetime]:
    """The next step of the ladder and the moment of the next visit; a change starts over at its first rung.

    An old document starts as high as its age allows, a column that follows print one rung higher; a page that has
    changed before climbs more slowly, for such pages change again.
    """
    step = 0 if history.changed else max(history.step, _first_step(ladder, history))
    pause = ladder[min(step, len(ladder) - 1)]
    restless = 1 + min(history.changes, 3)
    return step + 1, history.visited_at + max(pause / restless, ladder[0])


def _first_step(ladder: Sequence[timedelta], history: History) -> int:
    if history.age is None or history.changes:
        return 0
    reached = [i for i, pause in enumerate(ladder) if pause * AGE_SHARE <= history.age]
    step = max(reached, default=0)
    return min(step + (history.kind in STEADY), len(ladder) - 2 if len(ladder) > 1 else 0)


def plan_absent_visit(
    absent_since: datetime, visited_at: datetime, *, checks: int, after: timedelta
) -> datetime:
    """When to look again for a page that is missing: so that the checks demanded span the time demanded."""
    rest = max(checks - 1, 1)
    return max(visited_at, min(absent_since + after, visited_at + after / rest))
