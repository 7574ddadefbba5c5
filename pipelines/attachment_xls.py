"""Excel 97–2003 and WPS tables (BIFF) to lines: visible sheets, values as they are formatted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlrd

from pipelines.attachment_cell import CellCounter, Row, clean_cell, to_lines, write_number
from pipelines.attachment_limit import ProtectedDocument, join_lines, reading

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_xls(body: bytes) -> str:
    """The text of an XLS or ET file."""
    with reading("Excel file"):
        book = _open(body)
        return join_lines(to_lines(_sheets(book)))


def _open(body: bytes) -> xlrd.book.Book:
    try:
        return xlrd.open_workbook(
            file_contents=body, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise ProtectedDocument from None
        raise


def _sheets(book: xlrd.book.Book) -> Iterator[tuple[str, list[Row]]]:
    counter = CellCounter()
    for sheet in book.sheets():
        if not sheet.visibility:
            yield sheet.name, [_row(book, sheet, index, counter) for index in range(sheet.nrows)]


def _row(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, index: int, counter: CellCounter) -> Row:
    cells = sheet.row(index)
    texts = {column: clean_cell(_text(book, cell)) for column, cell in enumerate(cells)}
    counter.add(len(cells) + 1, sum(map(len, texts.values())))
    return {column: text for column, text in texts.items() if text}


def _text(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return write_number(cell.value, code, since_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    return ""
