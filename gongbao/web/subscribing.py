"""The page on which a feed is put together: conditions in, addresses out, no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from feeds.spec import changes_feed, documents_feed, plans_feed, search_feed, standing_feeds
from gongbao.query import FilterError, parse_filters
from gongbao.web.lookup import get_shelf, split_parameters
from gongbao.web.rendering import render_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.spec import FeedSpec
    from portals.schema import Portal

router = APIRouter(include_in_schema=False)


@router.get("/subscribe")
def subscribe(request: Request) -> Response:
    """Choose filters, get the addresses of the feeds that carry just that."""
    given, strange = split_parameters(request)
    shelf = get_shelf(request)
    try:
        chosen, complaint = parse_filters(given).to_query(), None
        feeds = choose_feeds(chosen, shelf.portals.values())
    except FilterError as error:
        feeds, complaint = [], str(error)
    return render_page(
        request,
        "subscribe.html",
        {
            "given": given,
            "strange": strange,
            "complaint": complaint,
            "portals": shelf.portals,
            "feeds": feeds,
            "feed": feeds[0] if feeds else changes_feed(),
            "base_url": shelf.settings.base_url,
            "needs_token": shelf.settings.require_token,
        },
        422 if complaint else 200,
    )


def choose_feeds(chosen: dict[str, str], portals: Iterable[Portal]) -> list[FeedSpec]:
    """Those with a fixed address that carry just what is chosen, and the search for it."""
    if not chosen:
        return [changes_feed(), plans_feed(), documents_feed()]
    fixed = [spec for spec in standing_feeds(portals) if _carries(spec, chosen)]
    return [*fixed, search_feed(chosen)]


def _carries(spec: FeedSpec, chosen: dict[str, str]) -> bool:
    filters = dict(spec.filters)
    if "source" in filters:
        filters = {"source": f"{filters['portal']}/{filters['source']}"}
    return filters == chosen
