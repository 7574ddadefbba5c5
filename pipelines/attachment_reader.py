"""One file to its text: its kind, the reader of that kind, archives file by file."""

from __future__ import annotations

import olefile

from pipelines import attachment_kind as kind
from pipelines.attachment_container import Budget, Container, file_name
from pipelines.attachment_doc import read_doc
from pipelines.attachment_docx import read_docx, read_flat_xml
from pipelines.attachment_limit import (
    MAX_DEPTH,
    AttachmentText,
    ProtectedDocument,
    UnreadableAttachment,
    join_lines,
    reading,
)
from pipelines.attachment_markup import read_flat_excel, read_mht, read_office_html, read_text
from pipelines.attachment_ofd import read_ofd
from pipelines.attachment_pdf import read_pdf
from pipelines.attachment_rtf import read_rtf
from pipelines.attachment_slides import read_pptx
from pipelines.attachment_xls import read_xls
from pipelines.attachment_xlsx import read_xlsx

Found = tuple[str | None, str | None]  # text, note

PROTECTED = "protected by a password"
NOT_A_FILE = "a web page stands where a file was named"
NO_READER = {
    kind.RAR: "RAR archive: not unpacked",
    kind.SEVEN_ZIP: "7z archive: not unpacked",
    kind.CEB: "CEB: a closed format of Founder's, not readable",
    "application/gzip": "gzip archive: not unpacked",
    kind.PPT: "PowerPoint 97–2003: not read",
}
IN_CONTAINER = {kind.DOCX: read_docx, kind.XLSX: read_xlsx, kind.PPTX: read_pptx}
OF_BYTES = {
    kind.XLS: read_xls,
    kind.RTF: read_rtf,
    kind.TEXT: read_text,
    kind.FLAT_WORD: read_flat_xml,
    kind.FLAT_EXCEL: read_flat_excel,
}
IGNORED = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
LONGEST_MESSAGE = 2_000  # bytes
MESSAGE_SHOWN = 60  # characters
MAX_NOTE = 500  # characters


def read_attachment(body: bytes, name: str = "") -> AttachmentText:
    """The kind of a file by its magic bytes (by its name where they say nothing), its text, and why there is none."""
    return read_file(body, name, Budget(), 0)


def read_file(body: bytes, name: str, budget: Budget, depth: int) -> AttachmentText:
    """One file at a depth of archives, with the budget it shares with those around it."""
    media_type = None
    try:
        media_type = kind.recognise(body, name)
        with reading(f"file ({media_type})"):
            text, note = _read_kind(media_type, body, budget, depth)
    except ProtectedDocument:
        return AttachmentText(media_type, None, PROTECTED)
    if not text and note is None:
        note = "no text in it"
    return AttachmentText(media_type, text or None, note)


def _read_kind(media_type: str | None, body: bytes, budget: Budget, depth: int) -> Found:
    if media_type == kind.PDF:
        return read_pdf(body)
    if media_type in (kind.OFD, kind.ZIP) or media_type in IN_CONTAINER:
        return _read_container(media_type, Container(body, budget), depth)
    if media_type in (kind.DOC, kind.OLE):
        return _read_ole(media_type, body)
    if media_type in (kind.HTML, kind.MHT):
        text = read_office_html(body) if media_type == kind.HTML else read_mht(body)
        return text, None if text else NOT_A_FILE
    if media_type in OF_BYTES:
        return OF_BYTES[media_type](body), None
    return None, _why_unread(media_type, body)


def _why_unread(media_type: str | None, body: bytes) -> str:
    if media_type is None:
        return _why_unknown(body)
    if media_type.startswith("image/"):
        return "a picture"
    return NO_READER.get(media_type, f"{media_type}: not read")


def _why_unknown(body: bytes) -> str:
    """Servers send nothing, or a line of excuse, where a file was named."""
    if not body.strip():
        return f"empty: {len(body)} bytes"
    if len(body) > LONGEST_MESSAGE or kind.BINARY.search(body):
        return "of no known kind"
    said = " ".join(read_text(body).split())
    return f"a message stands where a file was named: {said[:MESSAGE_SHOWN]}"


def _read_container(media_type: str, container: Container, depth: int) -> Found:
    if container.is_encrypted:
        raise ProtectedDocument
    if media_type == kind.OFD:
        return read_ofd(container)
    if media_type == kind.ZIP:
        return _read_archive(container, depth)
    return IN_CONTAINER[media_type](container), None


def _read_ole(media_type: str, body: bytes) -> Found:
    with reading("OLE container"), olefile.OleFileIO(body) as ole:
        if media_type == kind.DOC:
            return read_doc(ole), None
        if ole.exists("EncryptedPackage") or ole.exists("DataSpaces"):
            raise ProtectedDocument
    return None, "an OLE container of another program"


def _read_archive(container: Container, depth: int) -> Found:
    """The texts of all files under their names, ordered by name: how they were packed is no substance."""
    if depth >= MAX_DEPTH:
        raise UnreadableAttachment(f"archives nested deeper than {MAX_DEPTH}")
    names = sorted(name for name in container if not _is_ignored(name))
    texts: list[str] = []
    troubles: list[str] = []
    for name in names:
        shown = file_name(name)
        found = _read_member(container, name, depth)
        if found.text:
            texts += [shown, found.text]
        if found.note:
            troubles.append(f"{shown}: {found.note}")
    note = "; ".join([f"{len(texts) // 2} of {len(names)} files read", *troubles])
    return join_lines(texts), note[:MAX_NOTE] if troubles else None


def _read_member(container: Container, name: str, depth: int) -> AttachmentText:
    body = container.read(name)
    try:
        return read_file(body, file_name(name), container.budget, depth + 1)
    except UnreadableAttachment as error:
        if container.budget.left < 0:
            raise
        return AttachmentText(None, None, str(error))


def _is_ignored(name: str) -> bool:
    return name.startswith("__MACOSX/") or file_name(name).lower() in IGNORED
