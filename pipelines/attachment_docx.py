"""DOCX (and flat Word 2003 XML) to lines: paragraphs, tables as rows, text boxes, notes; what was deleted stays out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.attachment_limit import join_lines
from pipelines.attachment_numbering import Numbering
from pipelines.attachment_xml import attribute, child, children, local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.attachment_container import Container
    from pipelines.attachment_xml import Node

MAIN_PART = re.compile(r"word/document\d*\.xml")
NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
# what Word does not show: deleted and moved text, second renderings, field codes, properties
UNSEEN = frozenset(
    {"del", "moveFrom", "Fallback", "delText", "instrText", "pPr", "rPr", "sectPr", "tblPr", "trPr"}
    | {"tcPr", "sdtPr", "sdtEndPr", "binData", "rt"}
)
MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OFF = frozenset({"0", "false", "off"})


def read_docx(container: Container) -> str:
    """The text of a DOCX container in the order of its blocks, notes at the end."""
    main = parse_xml(container.read(container.find(MAIN_PART) or "word/document.xml"))
    numbering = Numbering.read(container)
    lines = list(DocxReader(numbering).blocks(child(main, "body")))
    for part, name in NOTES:
        if part in container:
            for note in children(parse_xml(container.read(part)), name):
                if attribute(note, "type") is None:
                    lines += DocxReader(None).blocks(note)
    return join_lines(lines)


def read_flat_xml(body: bytes) -> str:
    """The text of a Word 2003 XML document (one file, `w:wordDocument`)."""
    return join_lines(DocxReader(None).blocks(child(parse_xml(body), "body")))


class DocxReader:
    """Walks blocks in order, counting numbered paragraphs as it goes."""

    def __init__(self, numbering: Numbering | None) -> None:
        self.numbering = numbering

    def blocks(self, parent: Node | None) -> Iterator[str]:
        """The lines of every paragraph and table within an element."""
        for node in parent if parent is not None else ():
            name = local(node)
            if name == "p":
                yield from self.paragraph(node)
            elif name == "tbl":
                yield from self.table(node)
            elif name not in UNSEEN:
                yield from self.blocks(node)

    def paragraph(self, node: Node) -> Iterator[str]:
        """The line of a paragraph with its number, then the lines of boxes anchored in it."""
        boxes: list[Node] = []
        text = "".join(run_text(node, boxes))
        label = self.numbering.label(node) if self.numbering else ""
        yield label + text if text.strip() else text
        for box in boxes:
            yield from self.blocks(box)

    def table(self, node: Node) -> Iterator[str]:
        """One line a row, cells parted by tabs."""
        for row in flatten(node, "tr"):
            cells = [" ".join(self.cell(cell)) for cell in flatten(row, "tc")]
            yield "\t".join(cells)

    def cell(self, node: Node) -> Iterator[str]:
        """The lines of a cell, without those that are blank."""
        for line in self.blocks(node):
            bare = " ".join(line.split())
            if bare:
                yield bare


def flatten(node: Node, name: str) -> Iterator[Node]:
    """Rows of a table or cells of a row, content controls and insertions seen through."""
    for part in node:
        if local(part) == name:
            if not is_deleted(part):
                yield part
        elif local(part) not in UNSEEN | {"tbl"}:
            yield from flatten(part, name)


def is_deleted(row: Node) -> bool:
    """Whether a row is marked as deleted in revision mode."""
    return child(row, "trPr", "del") is not None


def run_text(node: Node, boxes: list[Node]) -> Iterator[str]:
    """The pieces of text within a paragraph; boxes met on the way are put aside."""
    for part in node:
        name = local(part)
        if name == "t":
            yield part.text or ""
        elif name in MARKS:
            yield MARKS[name]
        elif name == "txbxContent":
            boxes.append(part)
        elif name not in UNSEEN and not (name == "r" and is_hidden(part)):
            yield from run_text(part, boxes)


def is_hidden(run: Node) -> bool:
    """Whether a run is formatted as hidden text."""
    mark = child(run, "rPr", "vanish")
    return mark is not None and attribute(mark, "val") not in OFF
