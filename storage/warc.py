"""WARC files: raw first. A record is on disk before the database knows of it.

One file per process, rotated by size and day, so that a process that dies spoils at most its own last record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class WarcPointer:
    """Where a response lies: file name below the WARC folder, byte offset, record id."""

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True)
class StoredResponse:
    """A response as it was received: `body` as sent after transfer decoding, headers in order."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class WarcStore:
    """The WARC folder of an archive. Not shared between processes: each has its own store and file."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self._file: IO[bytes] | None = None
        self._name = ""
        self._serial = 0

    def write_response(self, response: StoredResponse, at: datetime) -> WarcPointer:
        """Append a response record and flush it to disk."""
        writer = self._writer(at)
        record = writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=_http_headers(response.status, response.headers),
            warc_headers_dict={"WARC-Date": _warc_date(at)},
        )
        return self._append(writer, record)

    def write_revisit(
        self,
        url: str,
        headers: Sequence[tuple[str, str]],
        digest: str,
        first: datetime,
        at: datetime,
    ) -> WarcPointer:
        """Append a revisit record: the payload with this digest is stored already."""
        writer = self._writer(at)
        record = writer.create_revisit_record(
            url,
            digest,
            url,
            _warc_date(first),
            http_headers=_http_headers(200, headers),
            warc_headers_dict={"WARC-Date": _warc_date(at)},
        )
        return self._append(writer, record)

    def read(self, pointer: WarcPointer) -> StoredResponse:
        """The response at a pointer; LookupError when the file or record is not there."""
        path = self.folder / pointer.file
        if not path.is_file():
            raise LookupError(f"{path}: no such WARC file")
        with path.open("rb") as file:
            file.seek(pointer.offset)
            for record in ArchiveIterator(file):
                if record.rec_headers.get_header("WARC-Record-ID") != pointer.record_id:
                    break
                headers = record.http_headers
                return StoredResponse(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    status=int(headers.get_statuscode()),
                    headers=tuple(headers.headers),
                    body=record.content_stream().read(),
                )
        raise LookupError(f"{path}: no record {pointer.record_id} at {pointer.offset}")

    def close(self) -> None:
        """Finish the current file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _writer(self, at: datetime) -> WARCWriter:
        day = at.strftime("%Y%m%d")
        if self._file is not None and (
            self._file.tell() > self.max_bytes or not self._name.startswith(day)
        ):
            self.close()
        if self._file is None:
            self._open(day)
        return WARCWriter(self._file, gzip=True)

    def _open(self, day: str) -> None:
        (self.folder / day).mkdir(parents=True, exist_ok=True)
        while self._file is None:
            self._serial += 1
            name = f"{day}/{os.uname().nodename}-{os.getpid()}-{self._serial:04d}.warc.gz"
            try:
                self._file = (self.folder / name).open("xb")
            except FileExistsError:
                continue
            self._name = name

    def _append(self, writer: WARCWriter, record: object) -> WarcPointer:
        file = self._file
        if file is None:
            raise RuntimeError("the WARC file was closed while a record was written")
        offset = file.tell()
        writer.write_record(record)
        file.flush()
        os.fsync(file.fileno())
        headers = record.rec_headers  # type: ignore[attr-defined]  # warcio has no types
        return WarcPointer(self._name, offset, headers.get_header("WARC-Record-ID"))


def _http_headers(status: int, headers: Sequence[tuple[str, str]]) -> StatusAndHeaders:
    return StatusAndHeaders(f"{status} ", list(headers), protocol="HTTP/1.1")


def _warc_date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
