"""When a portal is visited: `every` and `cron` of its file."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 7, WEEKDAYS),
)
PART = re.compile(r"(?:\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:/([0-9]+))?")


def parse_interval(text: str) -> timedelta:
    """A length of time such as `90s`, `30m`, `2h`, `3d` or `1w`; ValueError when it is none or zero."""
    found = re.fullmatch(r"([0-9]{1,6})\s*([smhdw])", text.strip())
    if not found or not int(found[1]):
        raise ValueError(f"{text!r} is no interval (write 90s, 30m, 2h, 3d or 1w)")
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def parse_cron(text: str) -> str:
    """A crontab line of five fields (minute hour day month weekday); ValueError names a bad field.

    Weekdays come back as names: in crontab 0 and 7 are Sunday, in some schedulers 0 is Monday.
    """
    fields = text.lower().split()
    if len(fields) != len(FIELDS):
        raise ValueError(f"{text!r} has {len(fields)} fields; cron needs five")
    for field, (name, low, high, words) in zip(fields, FIELDS, strict=True):
        if not all(_is_part(part, low, high, words) for part in field.split(",")):
            raise ValueError(f"{field!r} is no {name} of a cron line ({low}-{high})")
    return " ".join((*fields[:4], _name_weekdays(fields[4])))


def _is_part(part: str, low: int, high: int, words: tuple[str, ...]) -> bool:
    found = PART.fullmatch(part)
    if not found or found[3] == "0" or (found[3] and found[1] and not found[2]):
        return False
    ends = [_number(end, words, low) for end in found.groups()[:2] if end]
    return all(low <= end <= high for end in ends) and ends == sorted(ends)


def _number(text: str, words: tuple[str, ...], low: int) -> int:
    if text in words:
        return words.index(text) + low
    return int(text) if text.isdecimal() else -1


def _name_weekdays(field: str) -> str:
    if field == "*":
        return field
    days = sorted({day % 7 for part in field.split(",") for day in _days(part)})
    return ",".join(WEEKDAYS[day] for day in days)


def _days(part: str) -> range:
    found = PART.fullmatch(part)
    first, last, step = found.groups() if found else (None, None, None)
    start = _number(first, WEEKDAYS, 0) if first else 0
    end = _number(last, WEEKDAYS, 0) if last else (start if first else 6)
    return range(start, end + 1, int(step or 1))
