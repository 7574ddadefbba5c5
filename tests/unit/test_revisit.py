"""When a known page is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from config import load_settings
from scheduler.health import is_plausible_absence
from scheduler.revisit import plan_absent_visit, plan_visit

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
LADDER = load_settings({}).revisit


def test_ladder_of_a_page_that_never_changes() -> None:
    step, visits, at = 0, [], NOW
    for _ in range(9):
        step, due = plan_visit(LADDER, step, at, changed=False)
        visits.append((due - at) / DAY)
        at = due
    assert visits == [1, 3, 7, 14, 30, 90, 365, 365, 365]


def test_a_change_starts_over() -> None:
    step, due = plan_visit(LADDER, 5, NOW, changed=True)
    assert (step, due) == (1, NOW + DAY)


def test_absences_are_confirmed_within_the_time_demanded() -> None:
    first = plan_absent_visit(NOW, NOW, checks=2, after=DAY)
    assert first == NOW + DAY
    second = plan_absent_visit(NOW, NOW, checks=3, after=DAY)
    assert second == NOW + DAY / 2
    assert plan_absent_visit(NOW, second, checks=3, after=DAY) == NOW + DAY


def test_many_absences_at_once_are_the_portal() -> None:
    assert is_plausible_absence(1, 0)
    assert is_plausible_absence(4, 4)
    assert is_plausible_absence(10, 200)
    assert not is_plausible_absence(60, 40)
