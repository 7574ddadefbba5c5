"""When a known page is due: often while it is young or has just changed, then ever less. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta


def plan_visit(
    ladder: Sequence[timedelta], step: int, visited_at: datetime, *, changed: bool
) -> tuple[int, datetime]:
    """The next step of the ladder and the moment of the next visit; a change starts over at its first rung."""
    step = 0 if changed else step
    return step + 1, visited_at + ladder[min(step, len(ladder) - 1)]


def plan_absent_visit(
    absent_since: datetime, visited_at: datetime, *, checks: int, after: timedelta
) -> datetime:
    """When to look again for a page that is missing: so that the checks demanded span the time demanded."""
    rest = max(checks - 1, 1)
    return max(visited_at, min(absent_since + after, visited_at + after / rest))
