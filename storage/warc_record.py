"""Records of WARC files as they lie there: their very bytes, and files found again by the digest of their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.content_coding import BrokenBody, decode_body

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from storage.warc import WarcPointer

LIMIT = 200 * 1024 * 1024  # bytes a body may unfold to


@dataclass(frozen=True)
class RawRecord:
    """A response; `data` is its gzip member, byte for byte."""

    id: str
    url: str
    date: str  # WARC-Date
    status: int
    media_type: str
    digest: str  # WARC-Payload-Digest
    data: bytes

    def content(self) -> bytes:
        """The body with its content codings undone; BrokenBody when it is not whole."""
        record = next(ArchiveIterator(BytesIO(self.data)))
        codings = (record.http_headers.get_header("Content-Encoding") or "").split(",")
        return decode_body(record.raw_stream.read(), codings, LIMIT)


def read_raw(folder: Path, pointer: WarcPointer) -> RawRecord:
    """The record at a pointer; LookupError when it is not there."""
    path = folder / pointer.file
    record = next(_responses(path, pointer.offset), None) if path.is_file() else None
    if record is None or record.id != pointer.record_id:
        raise LookupError(f"{path}: no record {pointer.record_id} at {pointer.offset}")
    return record


def find_files(
    folder: Path, wanted: set[str], page: WarcPointer, url: str, at: datetime
) -> dict[str, RawRecord]:
    """Files by the SHA-256 of their content: behind the page they belong to, else in what its host sent that day."""
    found: dict[str, RawRecord] = {}
    for path, offset in _places(folder, page, url, at):
        for record in _responses(path, offset):
            digest = _digest(record)
            if digest in wanted:
                found.setdefault(digest, record)
            if len(found) == len(wanted):
                return found
    return found


def _places(folder: Path, page: WarcPointer, url: str, at: datetime) -> Iterator[tuple[Path, int]]:
    """Where a file may lie: a portal's crawl is a process of its own, and writes files of its own."""
    first = folder / page.file
    if first.is_file():
        yield first, page.offset
    host = urlsplit(url).hostname
    for path in sorted((folder / at.strftime("%Y%m%d")).glob("*.warc.gz")):
        record = next(_responses(path), None) if path != first else None
        if record is not None and urlsplit(record.url).hostname == host:
            yield path, 0


def _responses(path: Path, offset: int = 0) -> Iterator[RawRecord]:
    """The responses of a file from a record on; a file may break off."""
    with path.open("rb") as file, path.open("rb") as again:
        file.seek(offset)
        records = ArchiveIterator(file)
        try:
            for record in records:
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                described = _describe(record)
                again.seek(records.get_record_offset())
                data = again.read(records.get_record_length())
                yield RawRecord(**described, data=data)
        except ArchiveLoadFailed:
            return


def _describe(record: Any) -> dict[str, Any]:
    head, sent = record.rec_headers, record.http_headers
    status = sent.get_statuscode()
    return {
        "id": head.get_header("WARC-Record-ID") or "",
        "url": head.get_header("WARC-Target-URI") or "",
        "date": head.get_header("WARC-Date") or "",
        "status": int(status) if status.isdigit() else 0,
        "media_type": (sent.get_header("Content-Type") or "").partition(";")[0].strip().lower(),
        "digest": head.get_header("WARC-Payload-Digest") or "",
    }


def _digest(record: RawRecord) -> str | None:
    try:
        return hashlib.sha256(record.content()).hexdigest()
    except BrokenBody:
        return None
