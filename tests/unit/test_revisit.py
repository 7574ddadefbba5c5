"""When a known page is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from config import load_settings
from scheduler.health import is_plausible_absence
from scheduler.revisit import History, plan_absent_visit, plan_visit

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
LADDER = load_settings({}).revisit


def climb(visits: int, **history: object) -> list[float]:
    """The days between the next visits of a page that does not change."""
    step, at, pauses = 0, NOW, []
    for _ in range(visits):
        step, due = plan_visit(LADDER, History(step, at, **history))  # type: ignore[arg-type]
        pauses.append((due - at) / DAY)
        at = due
    return pauses


def test_ladder_of_a_page_that_never_changes() -> None:
    assert climb(9) == [1, 3, 7, 14, 30, 90, 365, 365, 365]


def test_a_change_starts_over() -> None:
    changed = History(5, NOW, changed=True, age=900 * DAY, changes=2)
    assert plan_visit(LADDER, changed) == (1, NOW + DAY)


@pytest.mark.parametrize(
    ("age", "kind", "pause"),
    [(2, "plan", 1), (30, "plan", 3), (400, "plan", 30), (4000, "plan", 90), (30, "gazette", 7)],
)
def test_the_older_the_document_the_later(age: int, kind: str, pause: float) -> None:
    assert climb(1, age=age * DAY, kind=kind) == [pause]


def test_a_page_that_changed_before_is_looked_at_more_often() -> None:
    assert climb(4, age=900 * DAY, changes=1) == [1, 1.5, 3.5, 7]


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
