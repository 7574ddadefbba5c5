"""CDXJ, the index of web archives: sorted lines of key, time and JSON in gzipped blocks, and an index of these."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from string import printable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.warc_record import RawRecord

LINES = 300  # of a block
ASCII = printable.strip()
DEFAULT_PORTS = {"http": 80, "https": 443}
WWW = re.compile(r"^www\d*\.")


def to_line(record: RawRecord, file: str, offset: int) -> str:
    """One record in a WARC file."""
    fields = {
        "url": record.url, "mime": record.media_type or "unk", "status": str(record.status),
        "digest": record.digest, "length": str(len(record.data)), "offset": str(offset),
        "filename": file,
    }  # fmt: skip
    return f"{to_key(record.url)} {to_timestamp(record.date)} {json.dumps(fields)}\n"


def to_key(url: str) -> str:
    """The sort-friendly form (SURT): `https://www.yunling.example/Art?b=2&a=1` → `example,yunling)/art?a=1&b=2`."""
    parts = urlsplit(quote(url, safe=ASCII).lower())
    host = ",".join(reversed(WWW.sub("", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port not in (None, DEFAULT_PORTS.get(parts.scheme)) else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{port}){parts.path or '/'}" + (f"?{query}" if query else "")


def to_timestamp(date: str) -> str:
    """`2026-03-02T04:00:00.123456Z` → `20260302040000`."""
    return re.sub(r"\D", "", date)[:14]


def pack(lines: Iterable[str], name: str) -> tuple[bytes, bytes]:
    """The index in gzipped blocks, and the index of its blocks (`!meta`, then the first key of each)."""
    ordered = sorted(lines)
    blocks, heads = bytearray(), [f"!meta 0 {json.dumps(_meta(name))}\n"]
    for start in range(0, len(ordered), LINES):
        some = ordered[start : start + LINES]
        data = gzip.compress("".join(some).encode(), mtime=0)
        place = {
            "offset": len(blocks), "length": len(data), "filename": name,
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
        }  # fmt: skip
        heads.append(f"{some[0].partition(' {')[0]} {json.dumps(place)}\n")
        blocks += data
    return bytes(blocks), "".join(heads).encode()


def _meta(name: str) -> dict[str, str]:
    return {"format": "cdxj-gzip-1.0", "filename": name}
