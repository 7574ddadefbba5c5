"""Office documents saved as markup under an office name: web pages of Word and Excel, MHT, flat XML, plain text."""

from __future__ import annotations

import email
import re
from typing import TYPE_CHECKING

from lxml import html

from pipelines.attachment_cell import CellCounter, Row, clean_cell, to_lines
from pipelines.attachment_limit import UnreadableAttachment, join_lines, reading
from pipelines.attachment_xml import attribute, child, children, parse_xml
from platforms.charset import decode_page
from platforms.office_page import is_office_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.attachment_xml import Node

UNSEEN = frozenset({"head", "script", "style", "title", "xml", "noscript", "template", "object"})
BLOCKS = frozenset(
    {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "hr", "ul", "ol"}
    | {"dt", "dd", "pre", "blockquote", "section", "article", "body", "caption", "center"}
)
BLANKS = re.compile(r"[ \r\n\t\f\xa0]+")
MAX_DEPTH = 200


def read_office_html(body: bytes) -> str | None:
    """The text of a web page an office program saved; None for any other page."""
    page = decode_page(body).text
    if not is_office_page(page):
        return None
    with reading("HTML"):
        parser = html.HTMLParser(
            no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
        )
        root = html.document_fromstring(page.encode(errors="replace"), parser=parser)
        return join_lines(_lines(root))


def _lines(root: Node) -> Iterator[str]:
    """Blocks as lines, rows as tab-separated lines."""
    held: list[str] = []
    for piece in _pieces(root, 0):
        if piece == "\n":
            yield "".join(held)
            held.clear()
        else:
            held.append(piece)
    yield "".join(held)


def _pieces(node: Node, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise UnreadableAttachment(f"HTML nested deeper than {MAX_DEPTH}")
    name = node.tag if isinstance(node.tag, str) else ""
    if name == "tr":
        yield from ("\n", _row(node, depth), "\n")
    elif name and name not in UNSEEN:
        is_block = name in BLOCKS
        yield from ("\n",) if is_block else ()
        yield BLANKS.sub(" ", node.text or "").strip("\n")
        for part in node:
            yield from _pieces(part, depth + 1)
        yield from ("\n",) if is_block else ()
    yield BLANKS.sub(" ", node.tail or "") if depth else ""


def _row(row: Node, depth: int) -> str:
    cells = (part for part in row if part.tag in ("td", "th"))
    return "\t".join(clean_cell(" ".join(_inside(cell, depth + 1))) for cell in cells)


def _inside(cell: Node, depth: int) -> Iterator[str]:
    yield cell.text or ""
    yield "".join(piece for part in cell for piece in _pieces(part, depth + 1))


def read_mht(body: bytes) -> str | None:
    """The text of a page saved with its pictures in one file."""
    with reading("MHT"):
        message = email.message_from_bytes(body)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                return read_office_html(payload) if isinstance(payload, bytes) else None
    return None


def read_flat_excel(body: bytes) -> str:
    """The text of an Excel 2003 XML file."""
    return join_lines(to_lines(_sheets(parse_xml(body))))


def _sheets(root: Node) -> Iterator[tuple[str, list[Row]]]:
    counter = CellCounter()
    for sheet in children(root, "Worksheet"):
        table = child(sheet, "Table")
        rows = (
            [_flat_row(row, counter) for row in children(table, "Row")] if table is not None else []
        )
        yield attribute(sheet, "Name") or "", rows


def _flat_row(node: Node, counter: CellCounter) -> Row:
    row: Row = {}
    column = 0
    for cell in children(node, "Cell"):
        index = attribute(cell, "Index") or ""
        column = int(index) if index.isdecimal() and len(index) < 6 else column + 1
        data = child(cell, "Data")
        text = clean_cell("".join(data.itertext())) if data is not None else ""
        counter.add(1, len(text))
        if text:
            row[column] = text
    return row


def read_text(body: bytes) -> str:
    """The lines of a plain text file in whatever charset."""
    return join_lines([decode_page(body).text])
