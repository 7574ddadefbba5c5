"""JSON lines for programs, CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that is a formula."""

from __future__ import annotations

import csv
import json
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongbao.export.table import Column, Row

BOM = "\ufeff"  # without it spreadsheets take Chinese for another charset
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP, CSV injection
UNPRINTABLE = "backslashreplace"  # half a character, which no UTF-8 can carry


def write_jsonl(file: IO[bytes], rows: Iterable[Row], _columns: tuple[Column, ...]) -> int:
    """One object a line, with all its fields; returns how many."""
    count = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=False) + "\n"
        file.write(line.encode("utf-8", UNPRINTABLE))
        count += 1
    return count


def write_csv(file: IO[bytes], rows: Iterable[Row], columns: tuple[Column, ...]) -> int:
    """A head line and one line a row, lists within a cell; returns how many rows."""
    text = TextIOWrapper(file, encoding="utf-8", errors=UNPRINTABLE, newline="")
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    count = 0
    for row in rows:
        writer.writerow(to_cell(row.get(column.name)) for column in columns)
        count += 1
    text.flush()
    text.detach()
    return count


def to_cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        text = "；".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA) else text
