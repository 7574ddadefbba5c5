"""XLSX to lines: visible sheets in the order of the workbook, values as they are formatted."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from pipelines.attachment_cell import (
    BUILT_IN,
    CellCounter,
    Row,
    clean_cell,
    to_lines,
    write_number,
)
from pipelines.attachment_limit import UnreadableAttachment, join_lines
from pipelines.attachment_xml import (
    attribute,
    child,
    children,
    iterate_xml,
    local,
    parse_xml,
    parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.attachment_container import Container
    from pipelines.attachment_xml import Node

WORKBOOK = "xl/workbook.xml"
PLACE = re.compile(r"([A-Z]{1,3})\d+")
MAX_COLUMNS = 16_384


def read_xlsx(container: Container) -> str:
    """The text of an XLSX container."""
    return join_lines(to_lines(XlsxReader(container).sheets()))


class XlsxReader:
    """Reads the sheets of one workbook; shared strings and styles are read once."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.workbook = parse_xml(container.read(WORKBOOK))
        self.strings = list(self._strings())
        self.formats = list(self._formats())
        date = attribute(child(self.workbook, "workbookPr"), "date1904")
        self.since_1904 = date in ("1", "true")
        self.counter = CellCounter()

    def _strings(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self.container:
            for node in iterate_xml(self.container.read("xl/sharedStrings.xml"), "si"):
                yield rich_text(node)

    def _formats(self) -> Iterator[str]:
        """The format code of every cell style, by its index."""
        if "xl/styles.xml" not in self.container:
            return
        root = parse_xml(self.container.read("xl/styles.xml"))
        own = child(root, "numFmts")
        codes = {attribute(n, "numFmtId"): attribute(n, "formatCode") for n in parts(own)}
        for style in parts(child(root, "cellXfs")):
            number = attribute(style, "numFmtId") or "0"
            built_in = BUILT_IN.get(int(number), "") if number.isdecimal() else ""
            yield codes.get(number) or built_in

    def sheets(self) -> Iterator[tuple[str, list[Row]]]:
        """Name and rows of every sheet that is not hidden."""
        targets = self._targets()
        for sheet in parts(child(self.workbook, "sheets")):
            part = targets.get(attribute(sheet, "id") or "")
            if part and part in self.container and attribute(sheet, "state") in (None, "visible"):
                yield attribute(sheet, "name") or "", list(self._rows(self.container.read(part)))

    def _targets(self) -> dict[str, str]:
        root = parse_xml(self.container.read("xl/_rels/workbook.xml.rels"))
        return {
            attribute(n, "Id") or "": to_part(attribute(n, "Target") or "")
            for n in children(root, "Relationship")
            if (attribute(n, "Type") or "").endswith("/worksheet")
        }

    def _rows(self, sheet: bytes) -> Iterator[Row]:
        for node in iterate_xml(sheet, "row"):
            row: Row = {}
            column = 0
            for cell in children(node, "c"):
                column = to_column(cell.get("r")) or column + 1
                text = clean_cell(self._text(cell))
                self.counter.add(1, len(text))
                if text:
                    row[column] = text
            self.counter.add(1)
            yield row

    def _text(self, cell: Node) -> str:
        kind, value = cell.get("t", "n"), child(cell, "v")
        if kind == "inlineStr":
            return rich_text(child(cell, "is"))
        raw = (value.text or "") if value is not None else ""
        if kind == "s":
            return self._string(raw)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        return self._number(raw, cell.get("s")) if kind == "n" else raw

    def _string(self, raw: str) -> str:
        try:
            return self.strings[int(raw)]
        except (ValueError, IndexError):
            raise UnreadableAttachment(
                "broken XLSX: a cell names a text that is not there"
            ) from None

    def _number(self, raw: str, style: str | None) -> str:
        index = int(style) if style and style.isdecimal() else 0
        code = self.formats[index] if index < len(self.formats) else ""
        try:
            return write_number(float(raw), code, since_1904=self.since_1904)
        except (ValueError, OverflowError):
            return raw


def rich_text(node: Node | None) -> str:
    """The text of runs, phonetic hints left out."""
    texts = []
    for part in parts(node):
        if local(part) == "t":
            texts.append(part.text or "")
        elif local(part) == "r":
            texts.append(rich_text(part))
    return "".join(texts)


def to_part(target: str) -> str:
    """The name of a part within the container, of a target relative to `xl/`."""
    joined = target[1:] if target.startswith("/") else f"xl/{target}"
    return posixpath.normpath(joined)


def to_column(place: str | None) -> int:
    """`C7` → 3; 0 when the cell does not say where it stands."""
    match = PLACE.fullmatch(place or "")
    if match is None:
        return 0
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return min(number, MAX_COLUMNS)
