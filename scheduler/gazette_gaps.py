"""Which issues of a gazette (政府公报) are missing among those that are known. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

DIGITS = "零一二三四五六七八九十"
NUMBER = rf"(?:\d{{1,3}}|[{DIGITS}]{{1,3}})"
YEAR = r"(?P<year>(?:19|20)\d\d)\s*年\D{0,6}?"
TOTAL = r"(?:\s*[（(]?\s*总\s*第?\s*(?P<total>\d{1,5})(?:\s*[-—–~至、]\s*\d{1,5})?\s*[期号])?"
ISSUE = re.compile(
    rf"{YEAR}第?\s*(?P<issue>{NUMBER})(?:\s*[-—–~至、和]\s*第?\s*(?P<last>{NUMBER}))?\s*[期号]{TOTAL}"
)
ONLY_TOTAL = re.compile(r"总\s*第?\s*(\d{1,5})\s*[期号]")
LARGEST_GAP = 60  # more running numbers in a row than this are another series, or a misprint
MOST_IN_YEAR = 120
MOST_IN_ONE = 4  # 合刊


class GazetteIssue(NamedTuple):
    """Number within the year, running number (总第N期); either may be unknown."""

    year: int | None
    issue: int | None
    total: int | None = None

    def __str__(self) -> str:
        total = f"总第{self.total}期" if self.total else ""
        if self.year is None or self.issue is None:
            return total
        return f"{self.year}年第{self.issue}期" + (f"（{total}）" if total else "")


def read_issues(title: str) -> list[GazetteIssue]:
    """The issues a gazette's own title names: `2026年第14期（总第554号）`; a double issue (第3、4期) names two.

    A title that merely holds such a number (商务部公告2023年第12号) names none: it must speak of a 公报, or be
    nothing else.
    """
    title = title.strip()
    numbered = ISSUE.search(title)
    found = numbered or ONLY_TOTAL.search(title)
    if not found or not ("公报" in title or found[0] == title.rstrip("）)")):
        return []
    return _issues(numbered) if numbered else [GazetteIssue(None, None, int(found[1]))]


def _issues(found: re.Match[str]) -> list[GazetteIssue]:
    year, first, total = int(found["year"]), _to_number(found["issue"]), found["total"]
    last = _to_number(found["last"]) if found["last"] else first
    numbers = range(first, last + 1) if first <= last <= first + MOST_IN_ONE - 1 else [first]
    return [GazetteIssue(year, n, int(total) + n - first if total else None) for n in numbers]


def missing_issues(known: Iterable[GazetteIssue]) -> list[GazetteIssue]:
    """The gaps, oldest first: within a year, from its first issue where an earlier year is known, and in the running
    numbers.
    """
    issues = set(known)
    gaps = _gaps_of_years(issues)
    covered = {gap.total for gap in gaps}
    totals = sorted({issue.total for issue in issues if issue.total})
    gaps += [
        GazetteIssue(None, None, number)
        for before, after in pairwise(totals)
        if after - before <= LARGEST_GAP
        for number in range(before + 1, after)
        if number not in covered
    ]
    return gaps


def _gaps_of_years(issues: set[GazetteIssue]) -> list[GazetteIssue]:
    years: dict[int, set[int]] = defaultdict(set)
    offsets: dict[int, set[int]] = defaultdict(set)
    for one in issues:
        if one.year and one.issue and one.issue <= MOST_IN_YEAR:
            years[one.year].add(one.issue)
            if one.total:
                offsets[one.year].add(one.total - one.issue)
    gaps = []
    for year, numbers in sorted(years.items()):
        first = min(numbers) if year == min(years) else 1
        offset = next(iter(offsets[year])) if len(offsets[year]) == 1 else None
        gaps += [
            GazetteIssue(year, number, number + offset if offset is not None else None)
            for number in range(first, max(numbers))
            if number not in numbers
        ]
    return gaps


def _to_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.index(text[-1])
    return (DIGITS.index(tens[-1]) if tens else 1) * 10 + (DIGITS.index(ones[-1]) if ones else 0)
