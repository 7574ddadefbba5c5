"""Which issues of a gazette are missing, from what is known of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.issue_name import GazetteIssue, issue_order, read_issues
from scheduler.gazette_gaps import missing_issues
from scheduler.gazettes import all_issues


@pytest.mark.parametrize(
    ("title", "issues"),
    [
        ("云岭省人民政府公报2026年第14期（总第554号）_公报首页", [(2026, 14, 554)]),
        ("2026年第14期(总第554期)", [(2026, 14, 554)]),
        ("云岭省人民政府公报 2025年 第十二期", [(2025, 12, None)]),
        ("青溪市人民政府公报2024年第二十号", [(2024, 20, None)]),
        ("2026年第3、4期", [(2026, 3, None), (2026, 4, None)]),
        ("云岭省人民政府公报2026年第7-8期（总第90期）", [(2026, 7, 90), (2026, 8, 91)]),
        ("公报（总第1450期）", [(None, None, 1450)]),
        ("2026年第9-3期", [(2026, 9, None)]),  # a misprint is no range
        ("商务部公告2023年第12号", []),
        ("交通运输部令（2016年第60号）", []),
        ("云岭省人民政府关于做好春耕工作的通知", []),
        ("政府公报", []),
    ],
)
def test_what_a_title_names(title: str, issues: list[tuple[int | None, ...]]) -> None:
    assert [tuple(issue) for issue in read_issues(title)] == issues


@pytest.mark.parametrize(
    ("title", "order"),
    [
        ("2026年", (2026, 0, 0)),
        ("2025年度", (2025, 0, 0)),
        ("2026年政府公报", (2026, 0, 0)),
        ("第14期", (0, 14, 0)),
        ("第二十三期", (0, 23, 0)),
        ("2026年 第3、4期（总第90-91期）", (2026, 3, 90)),
        ("云岭省人民政府公报2026年第14号", (2026, 14, 0)),
        ("总第1450期", (0, 0, 1450)),
        ("政府公报", None),
        ("云岭省2026年工作要点", None),
        ("商务部公告2023年第12号", None),
        ("关于印发《规划》的通知", None),
        ("", None),
    ],
)
def test_a_title_that_is_a_name_alone(title: str, order: tuple[int, int, int] | None) -> None:
    assert issue_order(title) == order


def test_an_issue_between_two_known_ones_is_missing() -> None:
    known = [GazetteIssue(2026, 13), GazetteIssue(2026, 15)]
    assert missing_issues(known) == [GazetteIssue(2026, 14)]
    assert str(missing_issues(known)[0]) == "2026年第14期"


def test_the_running_number_of_a_gap_is_told_once() -> None:
    known = [GazetteIssue(2026, 13, 553), GazetteIssue(2026, 15, 555)]
    assert missing_issues(known) == [GazetteIssue(2026, 14, 554)]


def test_the_end_of_a_year_shows_in_the_running_number_alone() -> None:
    known = [GazetteIssue(2025, 23, 551), GazetteIssue(2026, 1, 553)]
    assert missing_issues(known) == [GazetteIssue(None, None, 552)]


def test_a_later_year_begins_with_its_first_issue_and_the_earliest_where_it_begins() -> None:
    known = [GazetteIssue(2025, 22), GazetteIssue(2026, 2)]
    assert missing_issues(known) == [GazetteIssue(2026, 1)]


def test_the_newest_issue_is_not_expected_and_repeats_do_no_harm() -> None:
    known = [GazetteIssue(2026, 1), GazetteIssue(2026, 2), GazetteIssue(2026, 2, 9)]
    assert missing_issues(known) == []
    assert missing_issues([]) == []


def test_a_misprinted_running_number_makes_no_hundred_gaps() -> None:
    known = [GazetteIssue(2026, 1, 553), GazetteIssue(2026, 2, 2026)]
    assert missing_issues(known) == []


@given(
    st.integers(1, 40).flatmap(
        lambda last: st.tuples(st.just(last), st.sets(st.integers(2, max(2, last - 1))))
    )
)
def test_just_what_was_taken_away_is_missing(taken: tuple[int, set[int]]) -> None:
    last, gone = taken
    gone = {number for number in gone if 1 < number < last}
    known = [GazetteIssue(2026, n, 500 + n) for n in range(1, last + 1) if n not in gone]
    assert missing_issues(known) == [GazetteIssue(2026, n, 500 + n) for n in sorted(gone)]


def test_double_issue_of_a_record_is_two() -> None:
    told = {"year": 2019, "issue": 3, "total": 51, "last": 4}
    assert list(all_issues(told)) == [GazetteIssue(2019, 3, 51), GazetteIssue(2019, 4, 52)]
    assert list(all_issues({"year": 2019, "issue": 5, "total": None})) == [GazetteIssue(2019, 5)]
