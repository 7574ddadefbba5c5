"""Attachments: what bytes are, archives, the step, and pages whose document is only in a file."""

from __future__ import annotations

import hashlib

import pytest
from attachment_files import (
    load,
    make_docx,
    make_ofd,
    make_ole,
    make_pdf,
    make_xlsx,
    make_zip,
    paragraph,
    text_object,
)

from crawler.items import AttachmentFile, DocumentItem, PageItem
from pipelines import attachment_child
from pipelines.attachment_child import read_apart
from pipelines.attachment_link import file_name
from pipelines.attachment_main import document_text, is_cover
from pipelines.attachments import (
    UnreadableAttachment,
    read_attachment,
    read_attachments,
    recognise,
)
from pipelines.fingerprint import text_hash
from pipelines.store import outcome_of
from storage.outcome import PageOutcome

PLAN = make_docx(paragraph("云岭省2026年工作要点") + paragraph("一、修路。"))
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAN_TEXT = "云岭省2026年工作要点\n一、修路。"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (load("spring.doc"), "application/msword"),
        (load("indicators.xls"), "application/vnd.ms-excel"),
        (PLAN, WORD),
        (make_xlsx({"a": ""}), EXCEL),
        (make_pdf([(80, 700, "字")]), "application/pdf"),
        (make_ofd([text_object("字", 30, 40)]), "application/ofd"),
        (make_zip({"a.txt": "字"}), "application/zip"),
        (make_zip({"mimetype": "application/x\n<b>"}), "application/zip"),
        (
            make_zip({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "application/vnd.oasis.opendocument.text",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "application/x-ole-storage"),
        (make_ole({"Contents": b"x"}), "application/x-ole-storage"),
        (b"Rar!\x1a\x07", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"Founder CEB 3.0", "application/x-ceb"),
        (b"{\\rtf1\\ansi x}", "application/rtf"),
        (b"\x89PNG\r\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"<!DOCTYPE html><html>404", "text/html"),
        (b"\n\n%PDF-1.7", "application/pdf"),
        (b"plain words", None),
        (b"", None),
    ],
)
def test_bytes_say_what_a_file_is(body: bytes, media_type: str | None) -> None:
    assert recognise(body) == media_type


@pytest.mark.parametrize(
    ("body", "name", "media_type"),
    [
        ("说明".encode("gb18030"), "说明.txt", "text/plain"),
        (b"\x00\x01\x02", "说明.txt", None),
        (b"\x00\x01\x02", "公报.CEB", "application/x-ceb"),
        (PLAN, "公报.pdf", WORD),
    ],
)
def test_a_name_decides_only_where_bytes_are_silent(
    body: bytes, name: str, media_type: str | None
) -> None:
    assert recognise(body, name) == media_type


@pytest.mark.parametrize(
    ("body", "name", "note"),
    [
        (b"Rar!\x1a\x07\x00", "a.rar", "RAR archive: not unpacked"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "7z archive: not unpacked"),
        (b"Founder CEB 3.0", "a.ceb", "CEB: a closed format"),
        (b"\x89PNG\r\n", "a.pdf", "a picture"),
        (b"<html><body>404</body></html>", "a.doc", "a web page stands where a file was named"),
        (b"\r\n<div>404</div>", "a.pdf", "a web page stands where a file was named"),
        (
            '{"msg":"文件不存在"}'.encode(),
            "a.pdf",
            'a message stands where a file was named: {"msg"',
        ),
        (
            "文件不存在".encode("gb18030"),
            "a.doc",
            "a message stands where a file was named: 文件不存在",
        ),
        (b"", "a.pdf", "empty: 0 bytes"),
        (b"\x00\x01\x02\x03", "a.bin", "of no known kind"),
        (make_ole({"EncryptedPackage": b"x"}), "a.docx", "protected by a password"),
        (make_ole({"Contents": b"x"}), "a.doc", "an OLE container of another program"),
        (make_docx(""), "a.docx", "no text in it"),
    ],
)
def test_kinds_without_text_say_why_and_are_no_error(body: bytes, name: str, note: str) -> None:
    found = read_attachment(body, name)
    assert found.text is None
    assert (found.note or "").startswith(note)


def test_a_pdf_behind_a_few_stray_bytes_is_one() -> None:
    body = b"\r\njunk\r\n" + make_pdf([(80, 700, "Seeds")], latin=True)
    assert read_attachment(body, "a.doc").text == "Seeds"


@pytest.mark.parametrize("name", ["%B9%E6%BB%AE.pdf", "%E8%A7%84%E5%88%92.pdf"])
def test_names_in_addresses_are_read_in_either_charset(name: str) -> None:
    assert file_name(f"https://www.qingxi.gov.cn/u/{name}?v=1") == "规划.pdf"


def test_plain_text_in_a_chinese_charset() -> None:
    found = read_attachment("任务清单\r\n\r\n一、修路".encode("gb18030"), "清单.txt")
    assert found.text == "任务清单\n一、修路"


def test_an_archive_is_read_file_by_file_in_order_of_names() -> None:
    inner = make_zip({"2.docx": PLAN})
    body = make_zip(
        {"乙.txt": "乙文", "甲/1.zip": inner, "__MACOSX/._a": b"\0", "图.png": b"\x89PNG"}
    )
    found = read_attachment(body)
    assert found.text == f"乙.txt\n乙文\n1.zip\n2.docx\n{PLAN_TEXT}"
    assert found.note == "2 of 3 files read; 图.png: a picture"


def test_names_in_gbk_within_an_archive() -> None:
    raw = "清单.txt".encode("gb18030")
    body = make_zip({"X" * len(raw): "修路"}).replace(b"X" * len(raw), raw)
    assert read_attachment(body).text == "清单.txt\n修路"


def test_a_broken_file_does_not_spoil_its_archive() -> None:
    found = read_attachment(make_zip({"a.docx": PLAN[: len(PLAN) // 2], "b.txt": "修路"}))
    assert found.text == "b.txt\n修路"
    assert (found.note or "").startswith("1 of 2 files read; a.docx: broken")


def test_layout_and_time_of_saving_are_not_in_the_hash() -> None:
    later = make_docx(
        paragraph("云岭省2026年 工作要点") + paragraph("一、修路。"), (2026, 4, 1, 9, 0, 0)
    )
    one, other = read_attachment(PLAN).text, read_attachment(later).text
    assert hashlib.sha256(PLAN).digest() != hashlib.sha256(later).digest()
    assert text_hash(one or "") == text_hash(other or "")


def test_a_figure_is_in_the_hash() -> None:
    one, other = (read_attachment(make_docx(paragraph(t))).text for t in ("85%", "86%"))
    assert text_hash(one or "") != text_hash(other or "")


def test_reading_in_a_process_of_its_own() -> None:
    assert read_apart(PLAN, "要点.docx") == read_attachment(PLAN, "要点.docx")
    with pytest.raises(UnreadableAttachment, match="broken"):
        read_apart(b"PK\x03\x04 no container", "a.zip")


def test_a_reader_that_dies_is_an_unreadable_file(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(attachment_child, "COMMAND", (attachment_child.COMMAND[0], "-c", code))
    with pytest.raises(UnreadableAttachment, match="SIGSEGV"):
        read_apart(PLAN)


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import time; time.sleep(60)"
    monkeypatch.setattr(attachment_child, "COMMAND", (attachment_child.COMMAND[0], "-c", code))
    monkeypatch.setattr(attachment_child, "WALL_SECONDS", 0.2)
    with pytest.raises(UnreadableAttachment, match="took more than"):
        read_apart(PLAN)


def make_item(text: str = "", *files: AttachmentFile, kind: str = "shell") -> DocumentItem:
    page = PageItem("https://yunling.example/a.html", "", attachments=list(files))
    item = DocumentItem(
        page=page, url=page.url, page_kind=kind, title="云岭省2026年工作要点", text=text
    )
    item.explain["page_kind"] = "only attachments"
    return item


def make_file(name: str, body: bytes | None = PLAN) -> AttachmentFile:
    url = f"https://yunling.example/{hashlib.md5(name.encode()).hexdigest()}"  # noqa: S324  a name
    return AttachmentFile(url, name, media_type="application/octet-stream", body=body)


def test_the_step_reads_what_was_fetched() -> None:
    file, unfetched = make_file("附件1.docx"), make_file("附件2.docx", None)
    read_attachments(make_item("正文。", file, unfetched, kind="document"))
    assert (file.text, file.text_hash) == (PLAN_TEXT, text_hash(PLAN_TEXT))
    assert (file.media_type, file.note) == (WORD, None)
    assert (unfetched.text, unfetched.note) == (None, None)


@pytest.mark.parametrize(("body", "note"), [(b"Rar!\x1a\x07", "RAR"), (b"PK\x03\x04x", "broken")])
def test_the_step_notes_what_cannot_be_read_and_goes_on(body: bytes, note: str) -> None:
    bad, good = make_file("附件1.rar", body), make_file("附件2.docx")
    item = read_attachments(make_item("正文。", bad, good, kind="document"))
    assert bad.text_hash is None
    assert note in (bad.note or "")
    assert item.explain["attachments"] == [f"{bad.url}: {bad.note}"]
    assert good.text == PLAN_TEXT


def test_a_page_that_is_only_an_attachment_is_a_document() -> None:
    item = read_attachments(make_item("详见附件。", make_file("工作要点.docx")))
    assert (item.page_kind, item.text) == ("document", "详见附件。")
    assert "only attachments" in item.explain["page_kind"]
    assert item.page.attachments[0].url in item.explain["text"]
    assert outcome_of(item) == PageOutcome.OK


def test_a_shell_whose_attachment_has_no_text_stays_a_shell() -> None:
    item = read_attachments(make_item("", make_file("工作要点.pdf", make_pdf([]))))
    assert (item.page_kind, outcome_of(item)) == ("shell", PageOutcome.SHELL)
    assert (item.attachments[0].note or "").startswith("scanned")


def test_the_same_document_in_two_formats_is_one_main_attachment() -> None:
    pdf = make_pdf([(80, 700, "云岭省2026年工作要点"), (80, 680, "一、修路。")])
    item = read_attachments(make_item("", make_file("要点.docx"), make_file("要点.pdf", pdf)))
    assert item.page_kind == "document"


def test_two_different_attachments_leave_the_shell_undecided() -> None:
    other = make_docx(paragraph("别的内容"))
    item = read_attachments(make_item("", make_file("甲.docx"), make_file("乙.docx", other)))
    assert item.page_kind == "shell"


def test_an_annex_is_not_the_document_where_the_document_is_attached_too() -> None:
    annex = make_file("附件1：任务清单.docx", make_docx(paragraph("清单")))
    main = make_file("云岭省2026年工作要点.docx")
    item = read_attachments(make_item("", annex, main))
    assert item.page_kind == "document"
    assert main.url in item.explain["text"]


@pytest.mark.parametrize(
    ("text", "cover"),
    [
        ("", True),
        ("详见附件。", True),
        ("附件下载：", True),
        ("请点击查看附件1", True),
        ("具体内容请见附件", True),
        ("各市人民政府：现印发给你们。", False),
        ("附件：任务清单由各厅落实", False),
        ("附件" * 19 + "厅", False),
        ("（全文见PDF附件）", True),
        ("2026。", False),
    ],
)
def test_cover_phrases(text: str, cover: bool) -> None:
    assert is_cover(text) is cover


def test_the_text_that_tells_which_document_a_page_is() -> None:
    item = read_attachments(make_item("详见附件。", make_file("工作要点.docx")))
    assert document_text(item) == PLAN_TEXT
    item.text = "各市人民政府：现印发给你们。"
    assert document_text(item) == item.text
