"""WACZ 1.1.1: the evidence of one document, to be looked at in ReplayWeb.page or any other player of web archives."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from warcio.warcwriter import WARCWriter

from gongbao.export import cdxj
from storage.warc_record import find_files, read_raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from storage.evidence import Capture
    from storage.views import DocumentView
    from storage.warc import WarcPointer
    from storage.warc_record import RawRecord

log = logging.getLogger(__name__)
WACZ_VERSION = "1.1.1"
DATA = "data.warc.gz"
INDEX = "index.cdx.gz"
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}


@dataclass
class Package:
    """What has been put into the ZIP so far."""

    zip: zipfile.ZipFile
    created: datetime
    resources: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, parts: Iterator[bytes], *, is_packed: bool) -> None:
        """One file: what is gzipped already is stored as it is, so that players can read within it."""
        info = zipfile.ZipInfo(path, self.created.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                size += len(part)
        hashed = f"sha256:{digest.hexdigest()}"
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": hashed, "bytes": size})


@dataclass
class Evidence:
    """Records written one behind the other, and what is told of them."""

    lines: list[str] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # ids of records
    files: set[str] = field(default_factory=set)  # digests of attachments
    offset: int = 0
    main: dict[str, Any] = field(default_factory=dict)  # the page that speaks, as it was last

    def add_page(self, record: RawRecord, capture: Capture) -> None:
        """An entry of the list of pages."""
        page = _to_page(record, capture)
        self.pages.append(page)
        self.main = page if capture.canonical or not self.main else self.main

    def write(self, record: RawRecord) -> Iterator[bytes]:
        """A record, unless it is there already."""
        if record.id in self.seen:
            return
        self.seen.add(record.id)
        self.lines.append(cdxj.to_line(record, DATA, self.offset))
        self.offset += len(record.data)
        yield record.data


def write_wacz(
    file: IO[bytes], view: DocumentView, captures: Sequence[Capture], warc: Path, created: datetime
) -> list[str]:
    """The records a Document was read from, as one file; returns the addresses whose record is not there.

    LookupError when there is not one page.
    """
    evidence = Evidence()
    with zipfile.ZipFile(file, "w") as opened:
        package = Package(opened, created)
        package.add(f"archive/{DATA}", _records(evidence, captures, warc), is_packed=True)
        if not evidence.pages:
            raise LookupError(f"{view.id}: no page of it is kept below {warc}")
        index, heads = cdxj.pack(evidence.lines, INDEX)
        package.add(f"indexes/{INDEX}", iter([index]), is_packed=True)
        package.add("indexes/index.idx", iter([heads]), is_packed=False)
        pages = map(_to_json_line, [PAGES_HEAD, *evidence.pages])
        package.add("pages/pages.jsonl", pages, is_packed=False)
        _describe(package, view, evidence.main)
    return evidence.missing


def _records(evidence: Evidence, captures: Sequence[Capture], warc: Path) -> Iterator[bytes]:
    head = _warcinfo()
    evidence.offset = len(head)
    yield head
    for capture in captures:
        yield from _page(evidence, capture, warc)
        yield from _files(evidence, capture, warc)


def _page(evidence: Evidence, capture: Capture, warc: Path) -> Iterator[bytes]:
    """The page and the page in its frame, where the text may stand."""
    page = _read(evidence, capture.page, capture.url, warc)
    if page is not None and page.id not in evidence.seen:
        evidence.add_page(page, capture)
    frame = _read(evidence, capture.frame, capture.url, warc) if capture.frame else None
    for record in filter(None, (page, frame)):
        yield from evidence.write(record)


def _read(
    evidence: Evidence, pointer: WarcPointer | None, url: str, warc: Path
) -> RawRecord | None:
    try:
        if pointer is not None:
            return read_raw(warc, pointer)
    except LookupError as error:
        log.debug("%s", error)
    evidence.missing.append(url)
    return None


def _files(evidence: Evidence, capture: Capture, warc: Path) -> Iterator[bytes]:
    wanted = capture.files.keys() - evidence.files
    if capture.page is None or not wanted:
        return
    found = find_files(warc, wanted, capture.page, capture.url, capture.captured_at)
    evidence.files |= found.keys()
    for record in found.values():
        yield from evidence.write(record)
    evidence.missing += [capture.files[digest] for digest in sorted(wanted - found.keys())]


def _to_page(record: RawRecord, capture: Capture) -> dict[str, Any]:
    return {
        "id": record.id.strip("<>").rpartition(":")[2],
        "url": record.url,
        "ts": record.date[:19] + "Z",
        "title": capture.title,
        "text": capture.text,
    }


def _describe(package: Package, view: DocumentView, main: dict[str, Any]) -> None:
    """The description, and its own digest beside it."""
    created = package.created.strftime("%Y-%m-%dT%H:%M:%SZ")
    record = view.record
    told = (record.get("document_number"), "、".join(record.get("issuers") or ()), view.id)
    body = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "title": record.get("title") or view.id,
        "description": "，".join(filter(None, told)),
        "software": f"gongbao {version('gongbao')}",
        "created": created,
        "modified": created,
        "mainPageUrl": main["url"],
        "mainPageDate": main["ts"],
        "resources": package.resources,
    }
    data = json.dumps(body, ensure_ascii=False, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    package.add("datapackage.json", iter([data]), is_packed=False)
    package.add("datapackage-digest.json", iter([json.dumps(digest).encode()]), is_packed=False)


def _warcinfo() -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    info = {"software": f"gongbao {version('gongbao')}", "format": "WARC File Format 1.0"}
    writer.write_record(writer.create_warcinfo_record(DATA, info))
    return buffer.getvalue()


def _to_json_line(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
