"""Conditional requests (RFC 9110 § 13): what has not changed is not sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request

HEADERS = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"}


class ConditionalMiddleware:
    """Adds the validators of `meta["ask"]`; never after a redirect: another page's 304 would say nothing of ours."""

    def process_request(self, request: Request) -> None:
        ask = request.meta.get("ask")
        was_redirected = "redirect_urls" in request.meta
        for header, name in HEADERS.items():
            request.headers.pop(header, None)
            value = getattr(ask, name, None)
            if value and not was_redirected:
                request.headers[header] = value
