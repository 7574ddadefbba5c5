"""Content codings of HTTP (RFC 9110 § 8.4.1), strictly: a truncated body is never taken for a whole one."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # has no stubs

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPTED = ("gzip", "deflate", "br")
GZIP_MAGIC = b"\x1f\x8b"
UNREAD = frozenset(
    {"compress", "x-compress", "zstd", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm"}
)
PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")


class BrokenBody(ValueError):
    """A body is truncated, corrupt, coded in a way we do not read, or unfolds beyond the limit."""


def decode_body(body: bytes, codings: Sequence[str], limit: int) -> bytes:
    """Undo `Content-Encoding` values (in header order); BrokenBody when the body is not whole or exceeds `limit`."""
    for coding in reversed(codings):
        body = _decode(body, coding.strip().lower(), limit)
    return body


def decode_page_body(body: bytes, codings: Sequence[str], limit: int) -> bytes:
    """The same for a page: what was packed without a word, or twice, is unpacked too."""
    body = decode_body(body, codings, limit)
    return _gunzip(body, limit) if body.startswith(GZIP_MAGIC) else body


def _decode(body: bytes, coding: str, limit: int) -> bytes:
    """What is called by the name of no coding (`utf-8`, `none`), or is plainly none, is left as it is."""
    if coding in UNREAD:
        raise BrokenBody(f"unknown content coding {coding!r}")
    decode = DECODERS.get(coding)
    if decode is None or not body:
        return body
    try:
        return decode(body, limit)
    except BrokenBody:
        if PLAIN.match(body) and _is_text(body):
            return body
        raise


def _is_text(body: bytes) -> bool:
    return not any(byte < 9 for byte in body[:1024])


def _gunzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body  # servers that announce gzip and send plain text
    parts: list[bytes] = []
    size = 0
    while body.startswith(GZIP_MAGIC):
        part, body = _unzip(body, zlib.MAX_WBITS | 16, limit - size)
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _inflate(body: bytes, limit: int) -> bytes:
    is_framed = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0  # RFC 1950 § 2.2
    window = zlib.MAX_WBITS if is_framed else -zlib.MAX_WBITS  # raw, as some servers send it
    return _unzip(body, window, limit)[0]


def _unzip(body: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    decoder = zlib.decompressobj(window)
    try:
        data = decoder.decompress(body, limit + 1)
    except zlib.error as error:
        raise BrokenBody(f"corrupt compressed body: {error}") from None
    if len(data) > limit:
        raise BrokenBody(f"the body unfolds to more than {limit} bytes")
    if not decoder.eof:
        raise BrokenBody("truncated compressed body")
    return data, decoder.unused_data


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    try:
        data: bytes = decoder.process(body, output_buffer_limit=limit + 1)
        while decoder.can_accept_more_data() is False and len(data) <= limit:
            data += decoder.process(b"", output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise BrokenBody(f"corrupt compressed body: {error}") from None
    if len(data) > limit:
        raise BrokenBody(f"the body unfolds to more than {limit} bytes")
    if not decoder.is_finished():
        raise BrokenBody("truncated compressed body")
    return data


DECODERS = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
