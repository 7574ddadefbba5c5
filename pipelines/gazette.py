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
# 国务院公报2018年第18号, 2018年第18号国务院公报
NAMED = re.compile(
    rf"(?:国务院|政府)公报[\s_|—-]*{YEAR.pattern}\s*{ISSUE.pattern}|{YEAR.pattern}\s*"
    r"第\s*\d{1,3}\s*[期号][\s_|—-]*(?:国务院|[\u4e00-\u9fff]{2,12}政府)公报"
)
LONGEST = 160


def read_gazette_issue(
    lines: Iterable[str], column: str = "", title: str = ""
) -> dict[str, int | None] | None:
    """Year, issue and running total where a header line (or a pair), the column or the `<title>` speaks of an issue."""
    rows = [line for line in lines if len(line) <= LONGEST]
    for index, row in enumerate(rows):
        window = " ".join(rows[max(0, index - 1) : index + 1])
        found = parse_issue(window) if "公报" in window and "第" in row else None
        if found:
            return found
    found = parse_issue(column) if "第" in column else None
    named = None if found else NAMED.search(title)
    return parse_issue(named[0]) if named else found


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
