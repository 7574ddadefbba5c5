"""Dates as lists show them: every printed form, epochs of JSON answers, days without a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

BEIJING = timezone(timedelta(hours=8))
FIRST_YEAR = 1949
FAR = 60  # days between a printed day and the one in its address
BLANK = re.compile(r"[\s\u200b\ufeff\u3000\xa0]+")
YMD = r"(?P<y>(?:19|20)\d{2})\s?(?:[-./]|年)\s?(?P<m>\d{1,2})\s?(?:[-./]|月)\s?(?P<d>\d{1,2})(?!\d)\s?日?"
WEEKDAY = r"(?:\s?(?:星期|周)[一二三四五六日天])?"
CLOCK = rf"{WEEKDAY}(?:\s?T?\s?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?)?{WEEKDAY}"
COMPACT = r"(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)"
LABEL = r"(?:(?P<label>[\u4e00-\u9fff]{0,4}(?:日期|时间)|发布于|发布|公开)\s?[:：]?\s?)?"
OPEN, CLOSE = r"[\[(（【〔<《]?\s?", r"\s?[\])）】〕>》]?"
PURE = re.compile(f"{OPEN}{LABEL}{OPEN}{YMD}{CLOCK}{CLOSE}[|丨]?")
PURE_COMPACT = re.compile(f"{OPEN}{COMPACT}{CLOSE}")
LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{0,4}(?:日期|时间)|发布于)\s?[:：]\s?[\[(（]?" + YMD + CLOCK
)
NUMERIC = r"(?P<y>(?:19|20)\d{2})(?P<by>[-./])(?P<m>\d{1,2})(?P=by)(?P<d>\d{1,2})"
TRAILING = re.compile(r"\s*(?:[\[(（【]\s?|\s)" + NUMERIC + CLOCK + r"\s?[\])）】]?$")
LEADING = re.compile(r"^(?:[\[(（【]\s?)?" + NUMERIC + CLOCK + r"(?:\s?[\])）】]|\s)\s*")
MONTH_DAY = re.compile(
    f"{OPEN}(?P<m>\\d{{2}})\\s?[-./]\\s?(?P<d>\\d{{2}}){CLOSE}|(?P<m2>\\d{{1,2}})月(?P<d2>\\d{{1,2}})日"
)
SPLIT = (
    re.compile(r"(?P<d>\d{1,2})日?\s(?:/\s)?(?P<y>(?:19|20)\d{2})\s?[-./年]\s?(?P<m>\d{1,2})月?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})\s?[-./年]\s?(?P<m>\d{1,2})月?\s?[-./]?\s(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?\s?/?\s(?P<y>(?:19|20)\d{2})年?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})年?\s?/?\s(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<d>\d{1,2})日?\s(?P<m>\d{1,2})月\s(?P<y>(?:19|20)\d{2})年?"),
    re.compile(f"{OPEN}{YMD}{CLOSE}"),
)
PARTIAL = re.compile(r"[\d\s\-./年月日\[\]()（）]{1,14}")
ZULU = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})")
EPOCH = re.compile(r"(?:/Date\()?(-?\d{9,13})(?:\.0+)?(?:[+-]\d{4})?(?:\)/)?")
LETTER = re.compile(r"[A-Za-z]{3}")
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2},\s)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\b")
ENGLISH = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<d>\d{1,2}),?\s(?:[\d:]{4,8}\s(?:[A-Z]{3,5}\s)?)?(?P<y>\d{4})\b",
)
URL_DAY = re.compile(r"/t?((?:19|20)\d{2})[-/]?(\d{1,2})(?:[-/]?(\d{1,2}))?(?=[/_.]|$)")


def squeeze(text: str) -> str:
    """Text with every run of blanks (zero-width ones too) as one space."""
    return BLANK.sub(" ", text).strip()


def read_date(text: str) -> tuple[str | None, str] | None:
    """(label, ISO day) when a text is a date and nothing else, brackets, label and time aside."""
    text = squeeze(text)
    if len(text) > 40:
        return None
    found = PURE.fullmatch(text) or PURE_COMPACT.fullmatch(text)
    day = _to_iso(found) if found else None
    if not found or not day:
        return None
    label = found.groupdict().get("label")
    return label, day


def find_labelled_date(text: str) -> tuple[str | None, str] | None:
    """(label, ISO day) of the date a longer text labels (发布日期：…); 发布 wins over other labels."""
    hits = [(m["label"], _to_iso(m)) for m in LABELLED.finditer(squeeze(text))]
    good = [(label, day) for label, day in hits if day]
    return max(good, key=lambda hit: is_publication(hit[0]), default=None)


def is_publication(label: str | None) -> bool:
    """Whether a label or column heading announces the day of publication."""
    return bool(label and re.search("发布|公开|发文时间|上传|更新", label))


def is_partial_date(text: str) -> bool:
    """Whether a text may be a piece of a date that is split over several elements."""
    return bool(PARTIAL.fullmatch(text)) and any(c.isdigit() for c in text)


def read_split_date(text: str) -> str | None:
    """ISO day of a date printed in pieces (`05` over `2023-06`), pieces joined by blanks."""
    text = squeeze(text)
    for form in SPLIT:
        found = form.fullmatch(text)
        day = _to_iso(found) if found else None
        if day:
            return day
    return None


def read_month_day(text: str, url: str) -> str | None:
    """ISO day of a date without a year; the year is that of the nearest day to the one that the
    address names.
    """
    found = MONTH_DAY.fullmatch(squeeze(text))
    if not found:
        return None
    month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
    for year, url_month, url_day in URL_DAY.findall(url):
        near = _nearest(month, day, _iso(int(year), int(url_month), int(url_day or day)))
        if near:
            return near
    return None


def _nearest(month: int, day: int, around: str | None) -> str | None:
    """The day of that month and day closest to another; None when the two are far apart."""
    if around is None:
        return None
    middle = date.fromisoformat(around)
    days = (_iso(middle.year + shift, month, day) for shift in (-1, 0, 1))
    far = [(abs(date.fromisoformat(iso) - middle).days, iso) for iso in days if iso]
    return min(far)[1] if far and min(far)[0] <= FAR else None


def with_year(text: str, year: int) -> str | None:
    """ISO day of a date without a year that stands under a year."""
    found = MONTH_DAY.fullmatch(squeeze(text))
    return (
        _iso(year, int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
        if found
        else None
    )


def is_month_day(text: str) -> bool:
    """Whether a text is a month and a day and nothing else."""
    return bool(MONTH_DAY.fullmatch(squeeze(text)))


def split_title_date(text: str) -> tuple[str, str | None]:
    """A title without the full date glued to its end or start, and that date."""
    for form in (TRAILING, LEADING):
        found = form.search(text)
        day = _to_iso(found) if found else None
        rest = form.sub("", text).strip() if day else ""
        if len(rest) >= 4:
            return rest, day
    return text, None


def to_day(value: Any) -> str | None:
    """ISO day (in China) of a JSON value: text, epoch in seconds or milliseconds; None for 0 and
    null.
    """
    if isinstance(value, dict):
        value = value.get("time")  # java.util.Date, as its members
    if isinstance(value, bool) or value is None:
        return None
    text = squeeze(str(value))
    epoch = EPOCH.fullmatch(text)
    if epoch:
        return _from_epoch(float(epoch[1]))
    if LETTER.match(text) or MAIL_DATE.match(text):
        return _from_english(text)
    zoned = ZULU.match(text)
    if zoned:
        offset = zoned[2].replace("Z", "+00:00")
        return _china_day(datetime.fromisoformat(zoned[1] + offset))
    found = re.match(YMD, text) or re.match(COMPACT, text)
    return _to_iso(found) if found else None


def _from_english(text: str) -> str | None:
    """`Mon, 22 Jun 2026 10:00:00 GMT` of a feed, `Mon Jun 22 00:00:00 CST 2026` of Java."""
    if MAIL_DATE.match(text):
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        return _china_day(moment if moment.tzinfo else moment.replace(tzinfo=BEIJING))
    found = ENGLISH.search(text)
    month = MONTHS.find(found["month"].lower()) // 3 + 1 if found else 0
    return _iso(int(found["y"]), month, int(found["d"])) if found else None


def _from_epoch(value: float) -> str | None:
    seconds = value / 1000 if abs(value) >= 1e11 else value
    return _china_day(datetime.fromtimestamp(seconds, BEIJING))


def _china_day(moment: datetime) -> str | None:
    day = moment.astimezone(BEIJING).date()
    return _iso(day.year, day.month, day.day)


def _to_iso(found: re.Match[str]) -> str | None:
    return _iso(int(found["y"]), int(found["m"]), int(found["d"]))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year >= FIRST_YEAR else None
    except ValueError:
        return None
