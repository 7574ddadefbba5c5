"""Where tables stand in a Word 97–2003 file: paragraphs marked as in a table, and as ending a row of it."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 512
PLC_BTE_PAPX = 0x0102  # fcPlcfBtePapx, lcbPlcfBtePapx
MAX_FKPS = 20_000
MAX_RUNS = 0x1D  # paragraphs on one page of properties
IN_TABLE = frozenset({0x2416, 0x244B})  # sprmPFInTable, sprmPFInnerTableCell
ROW_END = frozenset({0x2417, 0x244C})  # sprmPFTtp, sprmPFInnerTtp
DEFINE_TABLE, CHANGE_TABS = 0xD608, 0xC615
SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # operand bytes by the top three bits of a sprm


@dataclass(frozen=True)
class TableMap:
    """File offsets of paragraphs within tables, and those behind the last character of every row."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    row_ends: frozenset[int] = frozenset()

    def holds(self, offset: int) -> bool:
        """Whether the character at an offset belongs to a table."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.ends[index]


def read_table_map(stream: bytes, table: bytes) -> TableMap:
    """The map of a document (MS-DOC 2.8.6 PlcBtePapx, 2.9.174 PapxFkp)."""
    start, size = struct.unpack_from("<II", stream, PLC_BTE_PAPX)
    plc = table[start : start + size]
    count = min((len(plc) - 4) // 8, MAX_FKPS)
    if count < 1:
        return TableMap()
    pages = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))
    runs = sorted(run for number in pages for run in _runs_of_page(stream, number & 0x3FFFFF))
    within = [(first, last) for first, last, marks in runs if marks & (IN_TABLE | ROW_END)]
    return TableMap(
        tuple(first for first, _ in within),
        tuple(last for _, last in within),
        frozenset(last for _, last, marks in runs if marks & ROW_END),
    )


def _runs_of_page(stream: bytes, number: int) -> Iterator[tuple[int, int, frozenset[int]]]:
    page = stream[number * PAGE : (number + 1) * PAGE]
    if len(page) < PAGE or page[PAGE - 1] > MAX_RUNS:
        return
    runs = page[PAGE - 1]
    bounds = struct.unpack_from(f"<{runs + 1}I", page)
    for index in range(runs):
        sprms = _properties(page, page[4 * (runs + 1) + 13 * index] * 2)
        yield bounds[index], bounds[index + 1], switched_on(sprms)


def _properties(page: bytes, place: int) -> bytes:
    """The sprms of a PapxInFkp, without the style they start with; b"" where there are none."""
    if not place:
        return b""
    if page[place]:
        return page[place + 3 : place + 2 * page[place]]
    return page[place + 4 : place + 2 + 2 * page[place + 1]] if place + 1 < PAGE else b""


def switched_on(sprms: bytes) -> frozenset[int]:
    """Which of the marks of tables a list of property changes sets."""
    found, place = set(), 0
    while place + 2 < len(sprms):
        code = struct.unpack_from("<H", sprms, place)[0]
        if code in IN_TABLE | ROW_END and sprms[place + 2] == 1:
            found.add(code)
        place += 2 + _operand_size(sprms, place + 2, code)
    return frozenset(found)


def _operand_size(sprms: bytes, place: int, code: int) -> int:
    if code == DEFINE_TABLE:
        return int(struct.unpack_from("<H", sprms + b"\0\0", place)[0]) + 1
    if code == CHANGE_TABS and sprms[place] == 0xFF:
        return PAGE  # nothing of interest follows a list of this length
    kind = code >> 13
    return sprms[place] + 1 if kind == 6 else SIZES[kind]
