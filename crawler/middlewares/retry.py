"""Second tries: few, and not before the server wants them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.utils.misc import load_object

from crawler.refusal import tls_reason

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

LONGEST = 20.0  # seconds we wait in a crawl; a longer Retry-After is for the next run
STEPS = (0.5, 2.0)  # seconds before the second and third try when the server names none


class RetryMiddleware:
    """In place of Scrapy's: heeds Retry-After (RFC 9110 § 10.2.3) and pauses before it asks again."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.codes = {int(code) for code in crawler.settings.getlist("RETRY_HTTP_CODES")}
        self.errors = tuple(load_object(e) for e in crawler.settings.getlist("RETRY_EXCEPTIONS"))

    @classmethod
    def from_crawler(cls, crawler: Any) -> RetryMiddleware:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in self.codes:
            return response
        pause = _pause(request, response)
        if pause is None:
            return response
        return await self._again(request, f"status {response.status}", pause) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, self.errors) or tls_reason(exception):
            return None
        return await self._again(request, exception, _step(request))

    async def _again(
        self, request: Request, reason: str | Exception, pause: float
    ) -> Request | None:
        most = (
            1 if isinstance(reason, DownloadTimeoutError) else None
        )  # a time-out costs long enough
        again = get_retry_request(
            request, spider=self.crawler.spider, reason=reason, max_retry_times=most
        )
        if again is not None:
            await asyncio.sleep(pause)
        return again


def _pause(request: Request, response: Response) -> float | None:
    """Seconds to wait; None when asking again is for the next run."""
    named = (response.headers.get("Retry-After") or b"").strip()
    if not named:
        return None if response.status == 429 else _step(request)
    if not named.isdigit() or float(named) > LONGEST:
        return None
    return float(named)


def _step(request: Request) -> float:
    return STEPS[min(request.meta.get("retry_times", 0), len(STEPS) - 1)]
