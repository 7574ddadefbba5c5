"""`<meta http-equiv=refresh>`: followed where a page moves at once, not where an error page counts down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, for pages with status 200 alone: a wall or a missing page must be seen as what it is."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        ask = request.meta.get("ask")
        if response.status != 200 or ask is None or ask.kind == "file":
            return response
        return super().process_response(request, response)
