"""Compressed answers, strictly: what is truncated or unfolds beyond the limit is a failure, not a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.responsetypes import responsetypes

from storage.content_coding import ACCEPTED, GZIP_MAGIC, decode_body, decode_page_body

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class CompressionMiddleware:
    """In place of Scrapy's, which keeps what it can of a truncated body."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: Any) -> CompressionMiddleware:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(ACCEPTED))

    def process_response(self, request: Request, response: Response) -> Response:
        codings = response.headers.getlist("Content-Encoding")
        is_file = getattr(request.meta.get("ask"), "kind", None) == "file"
        if not response.body or not (codings or response.body.startswith(GZIP_MAGIC)):
            return response
        limit = request.meta.get("download_maxsize", self.limit)
        names = b",".join(codings).decode("latin-1").split(",")
        body = (decode_body if is_file else decode_page_body)(response.body, names, limit)
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)
