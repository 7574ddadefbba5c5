"""Second tries: few, and not before the server wants them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.retry import RetryMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

LONGEST = 20.0  # seconds we wait in a crawl; a longer Retry-After is for the next run
STEPS = (0.5, 2.0)  # seconds before the second and third try when the server names none


class PatientRetryMiddleware(RetryMiddleware):  # type: ignore[misc]  # Scrapy is untyped here
    """Scrapy's, with Retry-After (RFC 9110 § 10.2.3) and growing pauses."""

    async def process_response(self, request: Request, response: Response) -> Any:
        if response.status not in self.retry_http_codes or request.meta.get("dont_retry"):
            return response
        pause = _pause(request, response)
        if pause is None:
            return response
        again = self._retry(request, f"status {response.status}")
        if again is None:
            return response
        await asyncio.sleep(pause)
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Any:
        again = super().process_exception(request, exception)
        if again is not None:
            await asyncio.sleep(_step(request))
        return again


def _pause(request: Request, response: Response) -> float | None:
    named = (response.headers.get("Retry-After") or b"").strip()
    if not named:
        return None if response.status == 429 else _step(request)
    if not named.isdigit():
        return None  # a date: for the next run
    return float(named) if float(named) <= LONGEST else None


def _step(request: Request) -> float:
    return STEPS[min(request.meta.get("retry_times", 0), len(STEPS) - 1)]
