"""Attachments to text, by what their bytes are."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from pipelines.attachments import UnreadableAttachment, read_attachment, recognise


def make_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("2026年工作要点")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "目标", "85%"
    document.add_paragraph("责任单位:司法局")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_pdf(text: str = "Plan 2026: 85 percent") -> bytes:
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def test_docx_keeps_order_of_paragraphs_and_tables() -> None:
    found = read_attachment(make_docx())
    assert found.text is not None
    assert found.text.splitlines() == ["2026年工作要点", "目标\t85%", "责任单位:司法局"]


def test_pdf() -> None:
    found = read_attachment(make_pdf())
    assert (found.media_type, found.text) == ("application/pdf", "Plan 2026: 85 percent")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "application/x-ole-storage"),
        (b"Rar!\x1a\x07", "application/vnd.rar"),
        (b"\x89PNG\r\n", "image/png"),
        (b"<!DOCTYPE html><html>404", "text/html"),
        (b"\n\n%PDF-1.7", "application/pdf"),
        (b"plain words", None),
    ],
)
def test_magic_bytes(body: bytes, media_type: str | None) -> None:
    assert recognise(body) == media_type


@pytest.mark.parametrize(
    "body",
    [make_pdf()[:40], b"PK\x03\x04 no container", b"%PDF-1.4 nothing"],
    ids=["cut", "zip", "empty"],
)
def test_broken_files_say_so(body: bytes) -> None:
    with pytest.raises(UnreadableAttachment, match="broken"):
        read_attachment(body)


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(UnreadableAttachment, match="unfolds to"):
        read_attachment(out.getvalue())
