"""A spreadsheet's cell as people see it: 85% rather than 0.85, a date rather than 46082; and sheets as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.attachment_limit import MAX_CELLS, MAX_TEXT, UnreadableAttachment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Row = dict[int, str]  # column → text

# the formats Excel knows by number alone (ECMA-376 18.8.30); 27–36 and 50–58 are dates in Chinese
BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-m-d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}  # fmt: skip
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
DECIMALS = re.compile(r"\.(0+)")
DATE_LETTERS = re.compile("[ydhms]", re.IGNORECASE)
FIXED = re.compile(r"[#,?]*0[0#?]*(?:\.0+)?%?")
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  a cell has no zone
LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(frozen=True)
class Shape:
    """What of a format code is heeded."""

    date: str = ""  # the code of a date or time, in lower case
    is_fixed: bool = False
    places: int = 0
    digits: int = 1  # before the point, at least
    comma: str = ""
    percent: str = ""


@lru_cache(maxsize=1024)
def read_format(code: str) -> Shape:
    """The first section of a format code (ECMA-376 18.8.31)."""
    text = LITERAL.sub("", code.split(";", 1)[0]).strip()
    whole = text.partition(".")[0]
    if DATE_LETTERS.search(text) and "0" not in whole:
        return Shape(date=text.lower())
    if not FIXED.fullmatch(text):
        return Shape()
    decimals = DECIMALS.search(text)
    return Shape(
        is_fixed=True,
        places=len(decimals[1]) if decimals else 0,
        digits=whole.count("0"),
        comma="," if "," in text else "",
        percent="%" if text.endswith("%") else "",
    )


def write_number(value: float, code: str = "", *, since_1904: bool = False) -> str:
    """A number as its format shows it; dates in ISO, formats that are not known as plain numbers."""
    shape = read_format(code)
    if shape.date:
        return _write_date(value, shape.date, since_1904=since_1904)
    if not shape.is_fixed:
        return write_plain(value)
    shown = value * 100 if shape.percent else value
    text = f"{shown:{shape.comma}.{shape.places}f}"
    return (text if shape.comma else _pad(text, shape.digits)) + shape.percent


def _pad(text: str, digits: int) -> str:
    """`00` shows 3 as 03."""
    whole, point, rest = text.partition(".")
    return whole.zfill(digits + whole.startswith("-")) + point + rest


def write_plain(value: float) -> str:
    """A number without exponent or needless digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _write_date(value: float, shape: str, *, since_1904: bool) -> str:
    if not 0 <= value <= LAST_DAY:
        return write_plain(value)
    moment = EPOCHS[since_1904] + timedelta(seconds=round(value * 86400))
    has_day, has_time = bool(re.search("[yd]", shape)), bool(re.search("[hs]", shape))
    if not has_day and not has_time:
        return f"{moment:%m}" if "y" not in shape else f"{moment:%Y-%m}"
    if has_day and "d" not in shape:
        return f"{moment:%Y-%m}" if "m" in shape else f"{moment:%Y}"
    text = f"{moment:%Y-%m-%d}" if has_day else ""
    return f"{text} {moment:%H:%M:%S}".strip() if has_time else text


class CellCounter:
    """Counts the cells and characters of all sheets of a file."""

    def __init__(self) -> None:
        self.cells = self.characters = 0

    def add(self, cells: int, characters: int = 0) -> None:
        self.cells += cells
        self.characters += characters
        if self.cells > MAX_CELLS or self.characters > MAX_TEXT:
            raise UnreadableAttachment(f"more than {MAX_CELLS} cells or {MAX_TEXT} characters")


def to_lines(sheets: Iterable[tuple[str, list[Row]]]) -> Iterator[str]:
    """Rows as tab-separated lines, columns without any text left out; names of sheets where there are several."""
    filled = [(name, rows) for name, rows in sheets if any(rows)]
    for name, rows in filled:
        if len(filled) > 1:
            yield name
        columns = sorted({column for row in rows for column in row})
        for row in rows:
            if row:
                yield "\t".join(row.get(column, "") for column in columns).rstrip("\t")


def clean_cell(text: str) -> str:
    """The text of a cell on one line."""
    return " ".join(text.split())
