"""Dates as portals and documents write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.date import CHINA, more_exact, parse_compact, parse_date, parse_epoch

WRITTEN = [
    ("2020年6月28日", "2020-06-28"),
    ("2020-06-28", "2020-06-28"),
    ("2020/6/28", "2020-06-28"),
    ("2020.06.28", "2020-06-28"),
    ("2020年 6 月28 日", "2020-06-28"),
    ("２０２０年６月２８日", "2020-06-28"),
    ("2020- 07- 08 17: 30", "2020-07-08T17:30:00+08:00"),
    ("2020年06月28日 17:30:05", "2020-06-28T17:30:05+08:00"),
    ("2020-06-28T17:30", "2020-06-28T17:30:00+08:00"),
    ("2007-08-20-21:05:59", "2007-08-20T21:05:59+08:00"),
    ("发布日期：2021-03-04 09：15", "2021-03-04T09:15:00+08:00"),
    ("二〇二〇年六月二十八日", "2020-06-28"),
    ("二○一一年八月九日", "2011-08-09"),
    ("二OO八年十月十日", "2008-10-10"),
    ("二ＯＯ七年十二月三十一日", "2007-12-31"),
    ("二零一九年十二月三十日", "2019-12-30"),
    ("一九九六年十一月", "1996-11"),
    ("1996年11月", "1996-11"),
    ("二〇二〇年六月廿八日", "2020-06-28"),
    ("二〇〇三年元月二日", "2003-01-02"),
    ("2024-03-04 00:00:00", "2024-03-04"),
    ("2024-03-04 23:59:59", "2024-03-04"),
    ("（2019年1月15日第3次会议通过）", "2019-01-15"),
]
NO_DATES = [
    "0000-00-00", "1970-01-01", "1970-01-01 08:00:00", "1900-01-01", "0001-01-01", "无", "—", "", "2021-02-30",
    "2021-13-01", "长期", "2015-2020年", "第15期", "17:30", "2.0", "{{date}}", "GB/T 9704-2012",
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), WRITTEN)
def test_date_is_read(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_missing_text_is_none() -> None:
    assert parse_date(None) is None


@example(date(1970, 1, 10))
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_every_way_of_writing(day: date) -> None:
    if day == date(1970, 1, 1):
        return
    numerals = "〇一二三四五六七八九"
    year = "".join(numerals[int(d)] for d in str(day.year))
    chinese = f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    ways = (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day:%Y/%m/%d}", chinese)
    assert {parse_date(way) for way in ways} == {day.isoformat()}
    assert parse_compact(f"t{day:%Y%m%d}_12345.html") == day.isoformat()


def to_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, "〇一二三"[tens] + "十")
    return head + ("一二三四五六七八九"[ones - 1] if ones else "")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.times())
def test_epoch_is_read_in_china_time(day: date, time: time) -> None:
    moment = datetime.combine(day, time, CHINA)
    value = parse_epoch(str(int(moment.timestamp()) * 1000))
    assert value is not None
    assert value[:10] == day.isoformat()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1598591700000", "2020-08-28T13:15:00+08:00"),
        ("1598591700", "2020-08-28T13:15:00+08:00"),
        ("1598544000000", "2020-08-28"),
        ("0", None),
        ("15985917", None),
        ("abc", None),
    ],
)
def test_epoch(text: str, iso: str | None) -> None:
    assert parse_epoch(text) == iso


def test_more_exact_value_wins_only_within_the_same_day() -> None:
    assert more_exact("2020-07-08", "2020-07-08T17:30:00+08:00") == "2020-07-08T17:30:00+08:00"
    assert more_exact("2020-07-08", "2020-07-09T17:30:00+08:00") == "2020-07-08"
    assert more_exact("2020-07-08", None) == "2020-07-08"
