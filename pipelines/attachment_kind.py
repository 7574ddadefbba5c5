"""What kind of file bytes are: by their first bytes and what is in the container, never by what a server says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import olefile

from pipelines.attachment_container import Container
from pipelines.attachment_limit import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = "application/pdf"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
DOCX = OFFICE + "wordprocessingml.document"
XLSX = OFFICE + "spreadsheetml.sheet"
PPTX = OFFICE + "presentationml.presentation"
OFD, ZIP, RTF = "application/ofd", "application/zip", "application/rtf"
OLE = "application/x-ole-storage"
HTML, XML, TEXT, MHT = "text/html", "application/xml", "text/plain", "multipart/related"
RAR, SEVEN_ZIP, CEB = "application/vnd.rar", "application/x-7z-compressed", "application/x-ceb"
FLAT_WORD, FLAT_EXCEL = "application/msword+xml", "application/vnd.ms-excel+xml"

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", PDF),
    (b"{\\rtf", RTF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"Rar!", RAR),
    (b"7z\xbc\xaf", SEVEN_ZIP),
    (b"Founder CEB", CEB),
    (b"\x09\x08\x10\x00", XLS),
    (b"\x09\x08\x08\x00", XLS),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
)
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
PARTS: tuple[tuple[str, str], ...] = (
    (r"word/document\d*\.xml", DOCX),
    (r"xl/workbook\.xml", XLSX),
    (r"xl/workbook\.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    (r"ppt/presentation\.xml", PPTX),
    (r"OFD\.xml", OFD),
)
STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)
MEDIA_TYPE = re.compile(r"application/[\w.+-]{1,80}")
LATE_PDF = re.compile(rb"%PDF-\d\.\d")  # readers allow it anywhere in the first kilobyte
HTML_STARTS = re.compile(
    rb"<(?:!doctype|html|head|body|script|style|table|meta|title|div|p|center|form|iframe|h[1-6]|ul|span|font|br|b)\b"
)
WORD_XML = re.compile(rb"<\w+:wordDocument\b|progid=\"Word\.Document\"")
EXCEL_XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet\"|progid=\"Excel\.Sheet\"")
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
TEXT_NAMES = (".txt", ".csv", ".md")
BY_NAME: Mapping[str, str] = {".ceb": CEB, ".cebx": CEB, ".rar": RAR, ".7z": SEVEN_ZIP}


def recognise(body: bytes, name: str = "") -> str | None:
    """The media type the bytes show; the name decides only where bytes say nothing, None when it does not either."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if start.startswith(ZIP_STARTS):
        return recognise_container(Container(body))
    for signature, media_type in SIGNATURES:
        if start.startswith(signature):
            return recognise_ole(body) if media_type == OLE else media_type
    written = recognise_text(body, start)
    if written is None and LATE_PDF.search(body[:1024]):
        return PDF
    return written or recognise_name(body, name)


def recognise_container(container: Container) -> str:
    """The kind of a ZIP container by the parts it must have."""
    for pattern, media_type in PARTS:
        if container.find(re.compile(pattern)):
            return media_type
    if container.size("mimetype") in range(1, 200) and not container.is_encrypted:
        kind = container.read("mimetype").decode("ascii", "replace").strip()
        return kind if MEDIA_TYPE.fullmatch(kind) else ZIP
    return ZIP


def recognise_ole(body: bytes) -> str:
    """The kind of an OLE container by its streams; WPS and ET files are Word's and Excel's."""
    if len(body) < olefile.MINIMAL_OLEFILE_SIZE:
        return OLE
    with reading("OLE container"), olefile.OleFileIO(body) as ole:
        return next((kind for stream, kind in STREAMS if ole.exists(stream)), OLE)


def recognise_text(body: bytes, start: bytes) -> str | None:
    """HTML, XML and MHT: files of Word and Excel may be any of them."""
    head = start.lower()
    if head.startswith(b"<?xml"):
        if WORD_XML.search(body[:4096]):
            return FLAT_WORD
        if EXCEL_XML.search(body[:4096]):
            return FLAT_EXCEL
        return HTML if b"<html" in head else XML
    if head.startswith(b"<!--"):
        return HTML if b"<html" in head else None
    if HTML_STARTS.match(head):
        return HTML
    is_mail = head.startswith(b"mime-version:") and b"multipart/related" in head
    return MHT if is_mail else None


def recognise_name(body: bytes, name: str) -> str | None:
    """What a name says of bytes that say nothing; text only where it is text."""
    lower = name.lower()
    for suffix, media_type in BY_NAME.items():
        if lower.endswith(suffix):
            return media_type
    is_text = lower.endswith(TEXT_NAMES) and not BINARY.search(body[:4096])
    return TEXT if is_text else None
