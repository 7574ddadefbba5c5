"""Dates as official documents and portals write them: ISO out, as exact as the text is, or None."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

ZERO = "〇零○◯ОOＯo°"
DIGITS = {
    **dict.fromkeys(ZERO, 0),
    **{c: i + 1 for i, c in enumerate("一二三四五六七八九")},
    "元": 1,
}
TENS = {"十": 1, "廿": 2, "卅": 3}
CHINA = timezone(timedelta(hours=8))
FULL_WIDTH = {ord("０") + i: ord("0") + i for i in range(10)} | {
    ord("："): ord(":"),
    ord("－"): ord("-"),
}
WIDE = re.compile("[０-９：－]")

HAN = f"[{ZERO}一二三四五六七八九]"
HAN_SMALL = "[一二三四五六七八九十廿卅]{1,3}"
WEEKDAY = r"(?:[\s（(]*(?:星期|周)[一二三四五六日天][）)]?)?"
CLOCK = (
    rf"(?:{WEEKDAY}[\sT]*-?\s*(?P<hour>[01]?\d|2[0-3])\s*[:时]\s*(?P<minute>[0-5]\d)"
    r"(?:\s*[:分]\s*(?P<second>[0-5]\d))?)?"
)
NUMERIC = re.compile(
    # no digit before the year: asked behind its first one, so that a search can leap to it
    r"(?P<year>(?:1(?<!\d1)[89]|2(?<!\d2)0)\s?\d\s?\d)\s*(?:年|[-/.])\s*(?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s*[-/.月]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?|\s*月)" + CLOCK
)
COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
CHINESE = re.compile(
    rf"(?P<year>{HAN}\s*{HAN}\s*{HAN}\s*{HAN})\s*年\s*(?P<month>{HAN_SMALL}|元)\s*月(?:\s*(?P<day>{HAN_SMALL})\s*日)?"
)
EPOCH = re.compile(r"\d{12,13}|\d{10}")
NULLS = re.compile(r"^(?:0{4}.*|1970.0?1.0?1(?!\d).*|1900.0?1.0?1(?!\d).*|0001.*|9999.*)$")


def parse_date(text: str | None) -> str | None:
    """The first date of a text as ISO (`2020-07-08T17:30:00+08:00`, `2020-07-08`, `1996-11`).

    Midnight and the last second of a day are defaults of content systems, not times: they are dropped. Zero dates and
    1970-01-01 are None, as is anything that is no date of the calendar.
    """
    found = find_date(text)
    return found[0] if found else None


def find_date(text: str | None) -> tuple[str, int, int] | None:
    """The first date of a text and where it stands (start, end)."""
    if not text or NULLS.match(text.strip()):
        return None
    folded = text.translate(FULL_WIDTH) if WIDE.search(text) else text
    matches = [m for m in (NUMERIC.search(folded), CHINESE.search(folded)) if m]
    for match in sorted(matches, key=lambda m: m.start()):
        value = to_iso(match)
        if value:
            return value, match.start(), match.end()
    return None


def parse_compact(text: str) -> str | None:
    """A date of eight digits (`20200708`), as addresses and catalogues carry it."""
    match = COMPACT.search(text)
    return to_iso(match) if match else None


def parse_epoch(text: str) -> str | None:
    """Seconds or milliseconds since 1970, as scripts are handed them."""
    if not EPOCH.fullmatch(text.strip()):
        return None
    number = int(text)
    moment = datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC).astimezone(
        CHINA
    )
    return drop_default_time(moment) if 1949 < moment.year < 2100 else None


def to_iso(match: re.Match[str]) -> str | None:
    parts = {key: value for key, value in match.groupdict().items() if value}
    try:
        numbers = {key: to_number(value) for key, value in parts.items()}
        year, month, day = numbers["year"], numbers["month"], numbers.get("day")
        moment = datetime(
            year, month, day or 1, numbers.get("hour", 0), numbers.get("minute", 0),
            numbers.get("second", 0), tzinfo=CHINA,
        )  # fmt: skip
    except (ValueError, KeyError):
        return None
    if (year, month, day) in {(1970, 1, 1), (1900, 1, 1)}:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    return drop_default_time(moment)


def drop_default_time(moment: datetime) -> str:
    if moment.time().isoformat() in {"00:00:00", "23:59:59"}:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def to_number(text: str) -> int:
    """Arabic or Chinese digits of a year, month or day: `2020`, `二〇二〇`, `二十八`, `廿八`."""
    text = re.sub(r"\s", "", text)
    if text.isdecimal():
        return int(text)
    for sign, tens in TENS.items():
        if sign in text:
            before, after = text.split(sign, 1)
            return (DIGITS[before] if before else tens) * 10 + (DIGITS[after] if after else 0)
    value = 0
    for sign in text:
        value = value * 10 + DIGITS[sign]
    return value


def day_of(value: str | None) -> str | None:
    """The day of an ISO value, without its time."""
    return value[:10] if value else None


def more_exact(first: str, second: str | None) -> str:
    """Of two ISO values the longer one, when it lies within the first."""
    return second if second and second.startswith(first) and len(second) > len(first) else first
