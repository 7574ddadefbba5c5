"""Hostile and broken files: a result or UnreadableAttachment, never another exception, never without bounds."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import time
import zipfile

import pytest
from attachment_files import (
    S,
    W,
    load,
    make_docx,
    make_ofd,
    make_pdf,
    make_xlsx,
    make_zip,
    paragraph,
    text_object,
)

from pipelines import attachment_limit, attachment_pdf
from pipelines.attachment_container import Budget
from pipelines.attachments import UnreadableAttachment, read_attachment

PAGE = text_object("云岭省通知", 60, 40)
FILES = {
    "a.pdf": make_pdf([(80, 700, "云岭省通知"), (80, 680, "一、修路。")]),
    "a.doc": load("spring.doc"),
    "a.docx": make_docx(paragraph("云岭省通知") + paragraph("一、修路。")),
    "a.xls": load("indicators.xls"),
    "a.xlsx": make_xlsx({"表": '<row><c t="str"><v>修路</v></c></row>'}),
    "a.ofd": make_ofd([PAGE, PAGE]),
    "a.rtf": rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\'d4\'c6\u20462?{\b \trowd a\cell\row}\par}",
    "a.zip": make_zip({"a.txt": "修路", "b.docx": make_docx(paragraph("架桥"))}),
    "a.htm": b'<html xmlns:w="urn:schemas-microsoft-com:office:word"><p>x<table><tr><td>y',
}
BOMB = '<!DOCTYPE x [<!ENTITY a "修路"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
THIEF = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def read_somehow(body: bytes, name: str) -> None:
    """Read a file; UnreadableAttachment is an answer, anything else fails the test."""
    with contextlib.suppress(UnreadableAttachment):
        found = read_attachment(body, name)
        assert found.text or found.note


@pytest.mark.parametrize("name", FILES)
def test_whole_files_are_read(name: str) -> None:
    assert read_attachment(FILES[name], name).text


@pytest.mark.parametrize("name", FILES)
def test_files_cut_short(name: str) -> None:
    body = FILES[name]
    for tenth in range(10):
        read_somehow(body[: len(body) * tenth // 10], name)


@pytest.mark.parametrize("name", FILES)
def test_files_with_wrong_bytes(name: str) -> None:
    dice = random.Random(20260301)  # noqa: S311  the same bytes every time
    for _ in range(40):
        body = bytearray(FILES[name])
        for _ in range(dice.choice((1, 4, 40))):
            body[dice.randrange(len(body))] = dice.randrange(256)
        read_somehow(bytes(body), name)


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"]
)
def test_noise_behind_a_signature(start: bytes) -> None:
    dice = random.Random(7)  # noqa: S311  the same bytes every time
    for size in (0, 100, 5000):
        read_somehow(start + dice.randbytes(size), "a.doc")


@pytest.mark.parametrize(
    "body", [FILES["a.pdf"][:40], b"PK\x03\x04 no container", b"%PDF-1.4 nothing"]
)
def test_broken_files_say_so(body: bytes) -> None:
    with pytest.raises(UnreadableAttachment, match="broken"):
        read_attachment(body)


def test_a_doc_that_ends_before_its_text_is_no_shorter_document() -> None:
    body = bytearray(load("spring.doc"))
    table = body.index(b"\x02" + struct.pack("<I", 16))
    struct.pack_into("<I", body, table + 5 + 8 + 2, 0x3FFFFFF0)
    with pytest.raises(UnreadableAttachment, match="ends before its text"):
        read_attachment(bytes(body))


@pytest.mark.parametrize("name", ["word/document.xml", "OFD.xml", "任务.txt"])
def test_a_container_that_unfolds_too_far_is_refused(name: str) -> None:
    with pytest.raises(UnreadableAttachment, match="unfolds to"):
        read_attachment(make_zip({name: b"0" * (201 * 1024 * 1024)}))


def test_archives_in_archives_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.attachment_reader.Budget", lambda: _small_budget(3_000_000))
    inner = make_zip({"a.txt": b"0" * 1_000_000})
    with pytest.raises(UnreadableAttachment, match="unfolds to"):
        read_attachment(make_zip({f"{n}.zip": inner for n in range(5)}))


def _small_budget(size: int) -> Budget:
    return Budget(size)


def test_archives_nested_too_deep_are_said_to_be() -> None:
    body = make_zip({"a.txt": "修路"})
    for depth in range(5):
        body = make_zip({f"{depth}.zip": body})
    found = read_attachment(body)
    assert found.text is None
    assert "nested deeper" in (found.note or "")


def test_too_many_files_in_an_archive() -> None:
    with pytest.raises(UnreadableAttachment, match="10001 files"):
        read_attachment(make_zip({f"{n}": b"" for n in range(10_001)}))


def test_names_that_climb_out_are_only_names() -> None:
    found = read_attachment(
        make_zip({"../../etc/a.txt": "甲", "C:\\x\\b.txt": "乙", "/c.txt": "丙"})
    )
    assert found.text == "a.txt\n甲\nc.txt\n丙\nb.txt\n乙"


@pytest.mark.parametrize("doctype", [BOMB, THIEF])
def test_document_types_are_refused(doctype: str) -> None:
    text = f"{doctype}<w:document {W}><w:body>{paragraph('&a;')}</w:body></w:document>"
    with pytest.raises(UnreadableAttachment, match="document type"):
        read_attachment(make_zip({"word/document.xml": text}))


def test_a_sheet_with_a_document_type_is_refused() -> None:
    sheet = f'{BOMB}<worksheet {S}><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    body = make_xlsx({"表": ""})
    assert read_attachment(body).text is None
    parts = {"xl/worksheets/1.xml": sheet}
    with pytest.raises(UnreadableAttachment, match="document type"):
        read_attachment(_with_parts(body, parts))


def _with_parts(body: bytes, parts: dict[str, str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        held = {name: container.read(name) for name in container.namelist()}
    return make_zip({**held, **parts})


def test_a_page_named_a_thousand_times_is_counted_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipelines.attachment_reader.Budget", lambda: _small_budget(100_000))
    body = make_ofd([PAGE])
    page = '<ofd:Page ID="9" BaseLoc="Pages/Page_0/Content.xml"/>'
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        document = container.read("Doc_0/Document.xml").decode()
    many = document.replace(page, page * 1000)
    with pytest.raises(UnreadableAttachment, match="unfolds to"):
        read_attachment(_with_parts(body, {"Doc_0/Document.xml": many}))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_pdf, "MAX_PAGES", 2)
    with pytest.raises(UnreadableAttachment, match="3 pages, limit 2"):
        read_attachment(make_pdf([], [], []))


def test_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_limit, "MAX_TEXT", 100)
    with pytest.raises(UnreadableAttachment, match="more than 100 characters"):
        read_attachment(make_docx(paragraph("修路" * 60)))


def test_one_long_text_in_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared strings let a small file name a long text in a million cells."""
    cells = '<c t="s"><v>0</v></c>' * 10
    body = make_xlsx({"表": f"<row>{cells}</row>" * 10_000}, ["修" * 32_000])
    start = time.monotonic()
    with pytest.raises(UnreadableAttachment, match="characters"):
        read_attachment(body)
    assert time.monotonic() - start < 20


def test_deep_nesting_is_no_stack_overflow() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
    read_somehow(make_docx(deep), "a.docx")
    read_somehow(b"{\\rtf1" + b"{" * 100_000 + b"}" * 100_001, "a.rtf")
    office = b'<html xmlns:w="urn:schemas-microsoft-com:office:word">'
    read_somehow(office + b"<div>" * 50_000 + b"x", "a.doc")


def test_texts_fit_a_database() -> None:
    found = read_attachment("修\x00路\x0b\ufffe".encode("utf-16"), "a.txt")
    text = found.text or ""
    assert not set(text) & {"\x00", "\x0b", "\ufffe"}
    read = read_attachment(rb"{\rtf1\uc0 a\u0 b\u55357 c}")
    assert (read.text or "").isprintable()
