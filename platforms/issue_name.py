"""Names of gazette issues (政府公报 期号): `2026年第14期（总第554期）`, and the years their lists are ordered by."""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = "零一二三四五六七八九十"
NUMBER = rf"(?:\d{{1,3}}|[{DIGITS}]{{1,3}})"
YEAR = r"(?P<year>(?:19|20)\d\d)\s*年\D{0,6}?"
TO = r"\s*[-－—–~～至、，,和及/]\s*第?\s*"  # between the numbers of a double issue
TOTAL = rf"(?:[\s，,]*(?:[（(]?合刊[）)]?)?\s*[（(]?\s*总\s*第?\s*(?P<total>\d{{1,5}})(?:{TO}\d{{1,5}})?\s*[期号])?"
NUMBERED = rf"\s*(?P<issue>{NUMBER})(?:\s*[期号]?{TO}(?P<last>{NUMBER}))?\s*[期号]{TOTAL}"
ISSUE = re.compile(rf"{YEAR}第?{NUMBERED}")
ONLY_TOTAL = re.compile(r"总\s*第?\s*(\d{1,5})\s*[期号]")
WHOLE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,16}}(?:公报|文告))?[-—_·]?(?P<year>(?:(?:19|20)\d\d)年?度?)?(?:公报)?"
    rf"(?:第?(?P<issue>{NUMBER})(?:[期号]?{TO}{NUMBER})?[期号])?(?:合刊)?"
    rf"(?:[（(]?总第?(?P<total>\d{{1,5}})(?:{TO}\d{{1,5}})?[期号][）)]?)?(?:政府公报|公报|目录)?"
)
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


def issue_order(title: str) -> tuple[int, int, int] | None:
    """Year, number and running number (0: not told) of a title that is nothing but the name of an issue or a year of a
    gazette; None for every other title.
    """
    found = WHOLE.fullmatch(re.sub(r"\s+", "", title))
    if not found or not any(found.group("year", "issue", "total")):
        return None
    year = int(found["year"][:4]) if found["year"] else 0
    issue = to_number(found["issue"]) if found["issue"] else 0
    return year, issue, int(found["total"] or 0)


def _issues(found: re.Match[str]) -> list[GazetteIssue]:
    year, first, total = int(found["year"]), to_number(found["issue"]), found["total"]
    last = to_number(found["last"]) if found["last"] else first
    numbers = range(first, last + 1) if first <= last <= first + MOST_IN_ONE - 1 else [first]
    return [GazetteIssue(year, n, int(total) + n - first if total else None) for n in numbers]


def to_number(text: str) -> int:
    """The number of an issue, in figures or in Chinese numerals up to 九十九."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.index(text[-1])
    return (DIGITS.index(tens[-1]) if tens else 1) * 10 + (DIGITS.index(ones[-1]) if ones else 0)
