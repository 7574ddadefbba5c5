"""Which issue of a gazette (政府公报) a page stands in, as its breadcrumb or column name says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ISSUE = re.compile(
    r"第\s*(?P<issue>\d{1,3})\s*[期号](?:\s*[（(]?\s*总第?\s*(?P<total>\d{1,5})\s*[期号]\s*[）)]?)?"
)
YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
LONGEST = 160


def read_gazette_issue(lines: Iterable[str], column: str = "") -> dict[str, int | None] | None:
    """Year, issue and running total where a line of the header (or a pair of lines) speaks of a 公报 and an issue."""
    rows = [line for line in lines if len(line) <= LONGEST]
    for index, row in enumerate(rows):
        window = " ".join(rows[max(0, index - 1) : index + 1])
        found = parse_issue(window) if "公报" in window and "第" in row else None
        if found:
            return found
    return parse_issue(column) if "第" in column else None


def parse_issue(text: str) -> dict[str, int | None] | None:
    """`2020年 > 第15期(总第1261期)` → year, issue, total; the year must be printed before the issue."""
    for match in ISSUE.finditer(text):
        years = YEAR.findall(text[: match.start()])
        if years:
            total = match["total"]
            return {
                "year": int(years[-1]),
                "issue": int(match["issue"]),
                "total": int(total) if total else None,
            }
    return None
