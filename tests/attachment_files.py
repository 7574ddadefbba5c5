"""Attachments made at run time, of places that do not exist; DOC and XLS come from `tests/files`."""

from __future__ import annotations

import base64
import io
import lzma
import struct
import zipfile
from pathlib import Path

FILES = Path(__file__).parent / "files"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
O = 'xmlns:ofd="http://www.ofdspec.org/2016"'  # noqa: E741  beside W, S and R
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def load(name: str) -> bytes:
    """A file kept as text: base64 of its xz."""
    return lzma.decompress(base64.b64decode((FILES / f"{name}.xz.b64").read_text()))


def make_zip(parts: dict[str, bytes | str], at: tuple[int, ...] = (2026, 3, 1, 8, 0, 0)) -> bytes:
    """A ZIP file of these parts, written at a time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, at)  # type: ignore[arg-type]
            info.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(info, body)
    return out.getvalue()


def make_docx(body: str, at: tuple[int, ...] = (2026, 3, 1, 8, 0, 0), **parts: str) -> bytes:
    """A DOCX with this content of `w:body`; other parts of `word/` by their stem."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    further: dict[str, bytes | str] = {f"word/{n}.xml": text for n, text in parts.items()}
    return make_zip({"word/document.xml": document, **further}, at)


def paragraph(text: str, properties: str = "") -> str:
    """One `w:p`."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def make_xlsx(sheets: dict[str, str], strings: list[str] = [], styles: str = "") -> bytes:  # noqa: B006
    """An XLSX: names of sheets and the content of their `sheetData`."""
    parts: dict[str, bytes | str] = {}
    rows, relations = "", ""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    for number, (name, data) in enumerate(sheets.items(), 1):
        rows += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        relations += (
            f'<Relationship Id="r{number}" Type="{kind}" Target="worksheets/{number}.xml"/>'
        )
        sheet = f"<worksheet {S}><sheetData>{data}</sheetData></worksheet>"
        parts[f"xl/worksheets/{number}.xml"] = sheet
    parts["xl/workbook.xml"] = f"<workbook {S} {R}><sheets>{rows}</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    texts = "".join(f"<si><t>{text}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = f"<sst {S}>{texts}</sst>"
    parts["xl/styles.xml"] = f"<styleSheet {S}>{styles}</styleSheet>"
    return make_zip(parts)


def make_ofd(*documents: list[str]) -> bytes:
    """An OFD of documents, each a list of pages, each the content of its layer."""
    parts: dict[str, bytes | str] = {}
    bodies = ""
    for number, pages in enumerate(documents):
        root = f"Doc_{number}/Document.xml"
        bodies += f"<ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>"
        places = ""
        for page, layer in enumerate(pages):
            places += f'<ofd:Page ID="{page + 9}" BaseLoc="Pages/Page_{page}/Content.xml"/>'
            content = f"<ofd:Page {O}><ofd:Content><ofd:Layer>{layer}</ofd:Layer></ofd:Content></ofd:Page>"
            parts[f"Doc_{number}/Pages/Page_{page}/Content.xml"] = content
        box = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        parts[root] = (
            f"<ofd:Document {O}><ofd:CommonData>{box}</ofd:CommonData>"
            f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>"
        )
    parts["OFD.xml"] = f"<ofd:OFD {O}>{bodies}</ofd:OFD>"
    return make_zip(parts)


def text_object(text: str, x: float, y: float, size: float = 5.0) -> str:
    """An OFD text object whose first baseline starts at a place, in millimetres."""
    deltas = f'DeltaX="g {len(text) - 1} {size}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y - size} 150 8" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" {deltas}>{text}</ofd:TextCode></ofd:TextObject>'
    )


Placed = tuple[float, float, str]
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H"
    " /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
)
DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /FontDescriptor 5 0 R"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)
DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860]"
    " /ItalicAngle 0 /Ascent 860 /Descent -140 /CapHeight 860 /StemV 80 >>"
)


def make_pdf(
    *pages: list[Placed],
    extra: str = "",
    rotate: int = 0,
    matrix: str = "1 0 0 1",
    latin: bool = False,
) -> bytes:
    """A PDF whose pages hold texts at places (points, from below); its font is named, not embedded."""
    encoding = "ascii" if latin else "utf-16-be"
    characters = sorted({char for page in pages for *_, text in page for char in text})
    table = "\n".join(f"<{ord(c):04x}> <{ord(c):04x}>" for c in characters) or "<0020> <0020>"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{max(1, len(characters))} beginbfchar\n{table}\nendbfchar\nendcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "",
        FONT, DESCENDANT, DESCRIPTOR,
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]  # fmt: skip
    if latin:
        objects[2] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = []
    for page in pages:
        content = (
            "BT "
            + " ".join(
                f"/F1 12 Tf {matrix} {x} {y} Tm <{text.encode(encoding).hex()}> Tj"
                for x, y, text in page
            )
            + " ET"
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate}"
                f" /Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            ),
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _join_pdf(objects, extra)


def _join_pdf(objects: list[str], extra: str) -> bytes:
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    size, start = len(objects) + 1, len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n" + "".join(
        f"{p:010d} 00000 n \n" for p in places
    )
    out += f"trailer << /Size {size} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF"
    return out.encode("latin-1")


def make_ole(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file; streams are filled up to the 4096 bytes below which they would be kept elsewhere."""
    chains: list[tuple[str, int, int]] = []
    sectors: list[bytes] = []
    links: list[int] = []
    for name, body in streams.items():
        filled = body.ljust(4096, b"\0")
        count = -(-len(filled) // SECTOR)
        first = len(sectors)
        chains.append((name, first, len(filled)))
        sectors += [
            filled[i * SECTOR : (i + 1) * SECTOR].ljust(SECTOR, b"\0") for i in range(count)
        ]
        links += [*range(first + 1, first + count), END]
    directory = _directory(chains)
    first_directory = len(sectors)
    sectors += [directory[i : i + SECTOR] for i in range(0, len(directory), SECTOR)]
    links += [*range(first_directory + 1, len(sectors)), END]
    place_of_fat = len(sectors)
    links.append(FAT)
    links += [FREE] * (SECTOR // 4 - len(links))
    sectors.append(struct.pack(f"<{SECTOR // 4}I", *links))
    return _ole_header(place_of_fat, first_directory) + b"".join(sectors)


def _ole_header(fat: int, directory: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0, fat)
    return head + struct.pack("<I", FREE) * 108


def _directory(chains: list[tuple[str, int, int]]) -> bytes:
    """The root and its streams, each the right neighbour of the one before."""
    entries = [_entry("Root Entry", 5, END, 0, child=1 if chains else FREE)]
    for index, (name, first, size) in enumerate(chains, 1):
        right = index + 1 if index < len(chains) else FREE
        entries.append(_entry(name, 2, first, size, right=right))
    body = b"".join(entries)
    return body + bytes(-len(body) % SECTOR)


def _entry(
    name: str, kind: int, first: int, size: int, *, right: int = FREE, child: int = FREE
) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    entry += struct.pack("<III", FREE, right, child) + bytes(36)
    return entry + struct.pack("<IQ", first, size)
