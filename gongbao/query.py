"""What is asked for: the filters as texts, the same on the command line, in addresses and in feeds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any

from feeds.spec import CATEGORY_TITLES
from portals.schema import KINDS, LEVELS
from storage.filters import Filters
from storage.search_query import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHINA = timezone(timedelta(hours=8))
YEARS = range(1900, 9000)
ENDS_IN_SERIAL = re.compile(r"(?:(?:19|20)\d\d\D{1,3}|第)\d{1,5}$")  # 号 was left out
VALIDITIES = ("in_force", "repealed", "expired", "amended")
FILTER_NAMES = tuple(f.name for f in fields(Filters))


class FilterError(ValueError):
    """A filter has a value that is not understood. Shown to whoever asked; `name` is the filter's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


def parse_filters(values: Mapping[str, str | None]) -> Filters:
    """Read filters from texts; blank ones are not set, unknown names and bad values raise FilterError.

    Words that are a 发文字号 in any spelling become its canonical form, which every text of it is found by.
    """
    given = {name: text.strip() for name, text in values.items() if text and text.strip()}
    for name in given:
        if name not in FILTER_NAMES:
            raise FilterError(name, f"no such filter (there are: {', '.join(FILTER_NAMES)})")
    return Filters(**{name: _read(name, text) for name, text in given.items()})


def to_number(text: str) -> str | None:
    """The canonical form of a 发文字号 in any spelling; None when it is none."""
    from pipelines.document_number import parse  # noqa: PLC0415  (slow to load, seldom needed)

    plain = text.strip("《》〈〉“”\"' ")
    for spelled in (plain, f"{plain}号") if ENDS_IN_SERIAL.search(plain) else (plain,):
        try:
            return str(parse(spelled))
        except ValueError:
            continue
    return None


def _read(name: str, text: str) -> Any:
    if name != "q" and any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise FilterError(name, "holds control characters")
    try:
        return READERS.get(name, str)(text)
    except (ValueError, OverflowError) as error:
        raise FilterError(name, str(error)) from None


def _words(text: str) -> str:
    """Words as they are, but for a 发文字号; one without its 号 may also be the beginning of others."""
    number = to_number(text)
    if number is None:
        Query(text).check()
        return text
    return number if "号" in text[-2:] else f"({text}) OR {number}"


def _one_of(*words: str) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text

    return choose


def _region(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError(f"{text!r} is no GB/T 2260 code of six digits")
    return text


def parse_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"{text!r} is no date (write 2026-01-31)")
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{text!r} lies outside of any archive")
    return day


def _moment(text: str) -> datetime:
    """A date means its beginning in China; so does a time without a zone."""
    if len(text) == 10:
        return datetime.combine(parse_day(text), time(), CHINA)
    parse_day(text[:10])
    moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


READERS: dict[str, Callable[[str], Any]] = {
    "q": _words,
    "number": lambda text: to_number(text) or text,
    "region": _region,
    "level": _one_of(*LEVELS),
    "category": _one_of(*CATEGORY_TITLES),
    "source_kind": _one_of(*KINDS),
    "validity": _one_of(*VALIDITIES),
    "written_from": parse_day,
    "written_to": parse_day,
    "published_from": parse_day,
    "published_to": parse_day,
    "changed_since": _moment,
}
