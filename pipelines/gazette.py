"""Which issue of a gazette (政府公报) a page stands in, as its breadcrumb or column name says.

Of a double issue (第3-4期, 第3、4期合刊, 总第51-52期) `issue` and `total` are the first, `last` is the last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms.issue_name import NUMBERED, to_number

if TYPE_CHECKING:
    from collections.abc import Iterable

ISSUE = re.compile(
    rf"(?<![令告])(?<![令告][\s（(])第{NUMBERED}"
)  # no order's or announcement's number
YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
ANY = NUMBERED.replace("(?P<issue>", "(?:").replace("(?P<last>", "(?:").replace("(?P<total>", "(?:")
# 国务院公报2018年第18号, 2018年第18号国务院公报
NAMED = re.compile(
    rf"(?:国务院|政府)公报[\s_|—-]*{YEAR.pattern}\s*{ISSUE.pattern}|{YEAR.pattern}\s*"
    rf"第{ANY}[\s_|—-]*(?:国务院|[\u4e00-\u9fff]{{2,12}}政府)公报"
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
            return to_issue(int(years[-1]), match)
    return None


def to_issue(year: int, match: re.Match[str]) -> dict[str, int | None]:
    """The values of an issue; `last` stands in those of a double issue alone."""
    first, total = to_number(match["issue"]), match["total"]
    issue = {"year": year, "issue": first, "total": int(total) if total else None}
    last = to_number(match["last"]) if match["last"] else first
    return {**issue, "last": last} if last > first else issue
