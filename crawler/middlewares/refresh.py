"""`<meta http-equiv=refresh>`: followed where a page moves at once, not where an error page counts down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class RefreshMiddleware(MetaRefreshMiddleware):  # type: ignore[misc]  # Scrapy is untyped here
    """Scrapy's, for pages with status 200 alone: a wall or a missing page must be seen as what it is."""

    def process_response(self, request: Request, response: Response) -> Any:
        ask = request.meta.get("ask")
        if response.status != 200 or ask is None or ask.kind == "file":
            return response
        return super().process_response(request, response)
