"""The text of a page as the archive holds it, with the content of its frame in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.charset import decode_as
from platforms.frame import join_frame
from storage.content_coding import decode_page_body

if TYPE_CHECKING:
    from storage.facts import FrameFacts
    from storage.warc import StoredResponse, WarcPointer, WarcStore

LIMIT = 100 * 1024 * 1024  # bytes a stored page may unfold to


def read_stored_page(
    store: WarcStore, pointer: WarcPointer, frame: FrameFacts | None, encoding: str | None
) -> str:
    """The page at a pointer; LookupError, OSError or BrokenBody when a record of it is missing or broken."""
    stored = store.read(pointer)
    html = _decode(stored, encoding)
    if frame is None or frame.warc is None:
        return html
    inner = store.read(frame.warc)
    return join_frame(html, stored.url, frame.url, _decode(inner, encoding), inner.url)


def _decode(stored: StoredResponse, encoding: str | None) -> str:
    codings = (stored.header("Content-Encoding") or "").split(",")
    body = decode_page_body(stored.body, codings, LIMIT)
    return decode_as(body, encoding, stored.header("Content-Type")).text
