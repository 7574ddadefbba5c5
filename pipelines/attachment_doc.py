"""Word 97–2003 and WPS documents (MS-DOC): the piece table says where the characters stand.

FIB → Clx → PlcPcd (MS-DOC 2.4.1) gives the text; row ends of tables come from the paragraph properties
(2.4.2, `sprmPFTtp`), since an empty cell and a row end are the same character. Word 6/95 files hold plain bytes.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.attachment_doc_rows import read_table_map
from pipelines.attachment_limit import (
    MAX_TEXT,
    ProtectedDocument,
    UnreadableAttachment,
    join_lines,
    reading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from olefile import OleFileIO

    from pipelines.attachment_doc_rows import TableMap

WORD_97 = 0xC1  # nFib; below it the file is of Word 6 or 95
ENCRYPTED, TABLE_1 = 0x0100, 0x0200  # flags at 0x0A
CCP_TEXT = 0x4C  # first of the counts of characters: text, footnotes, headers, macros, comments, endnotes, boxes
CLX = 0x01A2  # fcClx, lcbClx
SHOWN = (0, 1, 5, 6)  # text, footnotes, endnotes, text boxes; neither headers nor comments
LETTERS = struct.Struct("<II")
FIELD_CODE = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
MARKS = str.maketrans(
    {
        "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x0d": "\n", "\x0e": "\n", "\x1e": "-",
        "\xa0": " ", **dict.fromkeys(map(chr, (0, 1, 2, 3, 4, 5, 6, 8, 0x1F, 0xFFFC))),
    }
)  # fmt: skip
ROW_END, CELL_LINE = (
    "\x1d",
    "\x1c",
)  # stand for ends of rows and of lines within cells until lines are made


@dataclass(frozen=True)
class Piece:
    """A run of characters: where it begins in the text and in the file, and how wide a character is."""

    first: int
    last: int
    offset: int
    is_wide: bool

    def decode(self, stream: bytes) -> str:
        """The characters; 8-bit pieces are code page 1252 (MS-DOC 2.9.73), of old files GBK."""
        end = self.offset + (self.last - self.first) * (2 if self.is_wide else 1)
        if end > len(stream):
            raise UnreadableAttachment("broken Word document: it ends before its text")
        return stream[self.offset : end].decode(
            "utf-16-le" if self.is_wide else "cp1252", "replace"
        )


def read_doc(ole: OleFileIO) -> str:
    """The text of the `WordDocument` stream: tables as rows, field codes left out, notes and boxes at the end."""
    with reading("Word document"):
        stream: bytes = ole.openstream("WordDocument").read()
        version, flags = _word(stream, 0x02), _word(stream, 0x0A)
        if flags & ENCRYPTED:
            raise ProtectedDocument
        if version < WORD_97:
            return join_lines(to_lines(_read_old(stream)))
        table: bytes = ole.openstream("1Table" if flags & TABLE_1 else "0Table").read()
        return join_lines(_shown_lines(stream, table))


def _shown_lines(stream: bytes, table: bytes) -> Iterator[str]:
    pieces = read_pieces(stream, table)
    text = assemble(stream, pieces, read_table_map(stream, table))
    counts = struct.unpack_from("<8i", stream, CCP_TEXT)
    start = 0
    for part, count in enumerate(counts):
        if part in SHOWN and count > 0:
            yield from to_lines(text[start : start + count])
        start += max(count, 0)


def read_pieces(stream: bytes, table: bytes) -> list[Piece]:
    """The piece table: Clx is any number of Prc, then one Pcdt (MS-DOC 2.9.38)."""
    start, size = LETTERS.unpack_from(stream, CLX)
    clx = table[start : start + size]
    place = 0
    while clx[place] == 1:
        place += 3 + _word(clx, place + 1)
    if clx[place] != 2:
        raise UnreadableAttachment("broken Word document: no piece table")
    length = struct.unpack_from("<I", clx, place + 1)[0]
    return list(_to_pieces(clx[place + 5 : place + 5 + length]))


def _to_pieces(plc: bytes) -> Iterator[Piece]:
    count = (len(plc) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        first, last = bounds[index], bounds[index + 1]
        if not first <= last <= MAX_TEXT:
            raise UnreadableAttachment("broken Word document: piece table out of order")
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        if place & 0x40000000:
            yield Piece(first, last, (place & 0x3FFFFFFF) // 2, is_wide=False)
        else:
            yield Piece(first, last, place & 0x3FFFFFFF, is_wide=True)


def assemble(stream: bytes, pieces: list[Piece], tables: TableMap) -> str:
    """The text of all pieces, row marks told from cell marks, lines of cells from paragraphs."""
    return "".join(_mark_rows(piece, piece.decode(stream), tables) for piece in pieces)


def _mark_rows(piece: Piece, text: str, tables: TableMap) -> str:
    if not tables.starts:
        return text
    width = 2 if piece.is_wide else 1

    def mark(found: re.Match[str]) -> str:
        offset = piece.offset + found.start() * width
        if found[0] == "\r":
            return CELL_LINE if tables.holds(offset) else "\r"
        return ROW_END if offset + width in tables.row_ends else "\x07"

    return re.sub("[\r\x07]", mark, text)


def to_lines(text: str) -> Iterator[str]:
    """Lines of a text with Word's marks: a table's row is one line, a field shows its result."""
    for chunk in _drop_field_codes(text).split(ROW_END):
        before, _, first = chunk.split("\x07", 1)[0].rpartition("\r")
        if "\x07" not in chunk:
            yield chunk.replace(CELL_LINE, "\n").translate(MARKS)
            continue
        yield before.translate(MARKS)
        yield _to_row([first, *chunk.removesuffix("\x07").split("\x07")[1:]])


def _to_row(cells: list[str]) -> str:
    bare = (cell.replace(CELL_LINE, " ").translate(MARKS) for cell in cells)
    return "\t".join(" ".join(cell.split()) for cell in bare).rstrip("\t")


def _drop_field_codes(text: str) -> str:
    """`{code | result}` becomes its result, from the innermost field outwards."""
    for _ in range(8):
        text, found = FIELD_CODE.subn(lambda field: field[1] or "", text)
        if not found:
            break
    return re.sub(r"[\x13-\x15]", "", text)


def _read_old(stream: bytes) -> str:
    """Word 6 and 95: bytes from fcMin to fcMac, GBK on a Chinese system."""
    start, end = struct.unpack_from("<II", stream, 0x18)
    if not start < end <= len(stream):
        raise UnreadableAttachment("broken Word document: no text where Word 95 keeps it")
    text = stream[start:end].decode("gb18030", "replace")
    return re.sub("\x07\x07", "\x07" + ROW_END, text)


def _word(data: bytes, offset: int) -> int:
    return int(struct.unpack_from("<H", data, offset)[0])
