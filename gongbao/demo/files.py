"""Attachments made at run time: a PDF and a DOCX that carry Chinese text, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from docx import Document

if TYPE_CHECKING:
    from gongbao.demo.papers import Annex, Paper

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
EPOCH = (2000, 1, 1, 0, 0, 0)
# A composite font that no file embeds: the reader knows STSong-Light, and the codes are UTF-16.
PDF_OBJECTS = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
    "<</Length {length}>>\nstream\n{stream}\nendstream",
    (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
        "/DescendantFonts[6 0 R]>>"
    ),
    (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
    ),
    (
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    ),
)


@cache
def build_annex(paper: Paper, annex: Annex) -> bytes:
    """The file of a document's annex."""
    lines = annex_lines(paper, annex)
    return build_pdf(lines) if annex.kind == "pdf" else build_docx(lines)


def annex_lines(paper: Paper, annex: Annex) -> list[str]:
    """What the annex says: its title and one line per numbered paragraph of the document."""
    texts = [block.text for block in paper.blocks if block.kind in ("text", "heading")]
    tasks = [text for text in texts if re.match(r"（?[0-9一二三四五六七八九十]+[.、）]", text)]
    return ["附件", annex.title, *(f"{n}. {task[:36]}" for n, task in enumerate(tasks, 1))]


def build_pdf(lines: list[str]) -> bytes:
    """A one-page PDF of short lines."""
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F1 11 Tf 60 780 Td 18 TL\n{shown}\nET"
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, pattern in enumerate(PDF_OBJECTS, 1):
        offsets.append(len(out))
        content = pattern.replace("{length}", str(len(stream))).replace("{stream}", stream)
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(PDF_OBJECTS) + 1
    out += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")
    return bytes(out)


def build_docx(lines: list[str]) -> bytes:
    """A Word file: a heading, and the rest as a table of two columns."""
    document = Document()
    for line in lines[:2]:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=2)
    for line in lines[2:]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = line.split(". ", 1)
    written = io.BytesIO()
    document.save(written)
    return _without_clock(written)


def _without_clock(written: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
