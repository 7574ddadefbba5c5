"""Raw first: every answer goes to WARC, flushed, before anything is parsed or the database is told of it."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage.warc import StoredResponse

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from storage.facts import KnownPage
    from storage.warc import WarcPointer, WarcStore


class SnapshotMiddleware:
    """Nearest to the downloader: sees the body as sent; leaves `warc`, `payload_digest`, `fetched_at` in meta."""

    def __init__(self, store: WarcStore) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Any) -> SnapshotMiddleware:
        return cls(crawler.spider.warc)

    def process_response(self, request: Request, response: Response) -> Response:
        now = datetime.now(UTC)
        request.meta["fetched_at"] = now
        if response.status == 304:
            request.meta["warc"], request.meta["payload_digest"] = None, None
            return response
        digest = payload_digest(response.body)
        known = getattr(request.meta.get("ask"), "known", None)
        if known is not None and response.status == 200 and self._holds(known, digest):
            self.store.write_revisit(
                response.url, _headers(response), digest, known.captured_at, now
            )
            pointer: WarcPointer = known.warc
        else:
            stored = StoredResponse(
                response.url, response.status, _headers(response), response.body
            )
            pointer = self.store.write_response(stored, now)
        request.meta["warc"], request.meta["payload_digest"] = pointer, digest
        return response

    def _holds(self, known: KnownPage, digest: str) -> bool:
        """Whether the record of the known page has this very payload: a revisit must point to what is there."""
        if known.warc is None or known.captured_at is None or known.payload_digest != digest:
            return False
        try:
            return payload_digest(self.store.read(known.warc).body) == digest
        except (LookupError, OSError):
            return False


def payload_digest(body: bytes) -> str:
    """WARC-Payload-Digest of a body as sent: `sha1:` and 32 letters."""
    digest = hashlib.sha1(body, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(digest).decode("ascii")


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
