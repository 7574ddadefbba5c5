"""Attachments (附件) to text: PDF and DOCX, known by their first bytes, within limits of size and expansion."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph

from pipelines.fingerprint import text_hash
from platforms.address import address_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import AttachmentFile, DocumentItem

MAX_PAGES = 2000
MAX_EXPANDED = 200 * 1024 * 1024  # bytes a ZIP container may unfold to
MAX_TEXT = 5_000_000  # characters
SIGNATURES = (
    (b"%PDF", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML_STARTS = (b"<!doctype", b"<html", b"<head", b"<?xml version")


class UnreadableAttachment(ValueError):
    """The bytes are broken or beyond the limits. Raised by `read_attachment`; the step notes it and goes on."""


@dataclass(frozen=True)
class AttachmentText:
    """What a file is, and its text: None for kinds that hold none we can take."""

    media_type: str | None
    text: str | None


def read_attachment(body: bytes) -> AttachmentText:
    """The kind of a file by its magic bytes, and its text; UnreadableAttachment says why there is none."""
    media_type = recognise(body)
    if media_type == "application/pdf":
        return AttachmentText(media_type, _read_pdf(body))
    if media_type == DOCX:
        return AttachmentText(media_type, _read_docx(body))
    return AttachmentText(media_type, None)


def recognise(body: bytes) -> str | None:
    """The media type the bytes show, None when they show none; what a server says of them is not asked."""
    for signature, media_type in SIGNATURES:
        if body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(signature):
            return media_type
    if body.startswith(b"PK\x03\x04"):
        return _recognise_zip(body)
    if body[:256].lstrip().lower().startswith(HTML_STARTS):
        return "text/html"
    return None


def _recognise_zip(body: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableAttachment(f"broken ZIP container: {error}") from None
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "application/ofd" if "OFD.xml" in names else "application/zip"


def _read_pdf(body: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise UnreadableAttachment(f"broken PDF: {error}") from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableAttachment(f"PDF of {len(document)} pages, limit {MAX_PAGES}")
        pages = (page.get_textpage().get_text_bounded() for page in document)
        return _bounded("\n".join(pages).replace("\r\n", "\n"))
    finally:
        document.close()


def _read_docx(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        expanded = sum(info.file_size for info in container.infolist())
    if expanded > MAX_EXPANDED:
        raise UnreadableAttachment(f"DOCX unfolds to {expanded} bytes, limit {MAX_EXPANDED}")
    try:
        document = docx.Document(io.BytesIO(body))
        return _bounded("\n".join(_docx_lines(document)))
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise UnreadableAttachment(f"broken DOCX: {error}") from None


def _docx_lines(document: docx.document.Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text for cell in row.cells)


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise UnreadableAttachment(f"text of {len(text)} characters, limit {MAX_TEXT}")
    return text


def read_attachments(item: DocumentItem) -> DocumentItem:
    """Take the text of every fetched attachment that has not been read before; troubles are kept in `explain`."""
    take_fetched(item)
    for attachment in item.attachments:
        if attachment.body is None or attachment.text_hash is not None:
            continue
        try:
            _read_into(attachment, attachment.body)
        except UnreadableAttachment as error:
            item.explain.setdefault("attachments", []).append(f"{attachment.url}: {error}")
    return item


def take_fetched(item: DocumentItem) -> None:
    """Put the files the crawl fetched in the place of the links extraction named; a page may be a file itself."""
    fetched = {address_key(file.url): file for file in item.page.attachments if file.url}
    item.attachments = [
        fetched.pop(address_key(link.url), link) if link.url else link for link in item.attachments
    ]
    item.attachments += fetched.values()


def _read_into(attachment: AttachmentFile, body: bytes) -> None:
    found = read_attachment(body)
    attachment.media_type = found.media_type or attachment.media_type
    if found.text is not None and found.text.strip():
        attachment.text, attachment.text_hash = found.text, text_hash(found.text)


class AttachmentsPipeline:
    """Step: the text of PDF and DOCX attachments."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        return read_attachments(item)
