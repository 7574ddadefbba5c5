"""Search: filters, results, and without a question the newest documents and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from feeds.spec import changes_feed, search_feed
from gongbao.query import FilterError, parse_filters
from gongbao.web.facet_links import say_count, to_bars, to_groups
from gongbao.web.language import choose_language
from gongbao.web.lookup import get_shelf, split_parameters
from gongbao.web.rendering import render_page
from storage import catalogue
from storage.catalogue import ChangeScope
from storage.filters import Filters
from storage.search import find_documents
from storage.search_query import QueryError
from storage.suggestion import suggest_issuers

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = 20
RECENT = 8
MAX_PAGE = 100_000
MAX_TYPED = 100
NOTHING: dict[str, Any] = {
    "views": (), "total": "0", "pages": 0, "has_more": False, "recent": [], "facets": [], "bars": [],
}  # fmt: skip

router = APIRouter(include_in_schema=False)


@router.get("/")
def browse(
    request: Request,
    page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1,
    order: Literal["best", "newest"] = "best",
) -> Response:
    """Search, or without a question the newest documents and changes."""
    given, strange = split_parameters(request, "page", "order")
    asked = given | ({"order": order} if order != "best" else {})
    try:
        filters = parse_filters(given)
        found, complaint = _look_up(request, filters, asked, page), None
    except (FilterError, QueryError) as error:
        filters, found, complaint = Filters(), NOTHING, str(error)
    values = {
        "page": page,
        "order": order,
        "given": given,
        "asked": asked,
        "complaint": complaint,
        "strange": strange,
        "has_archive": get_shelf(request).has_archive,
        "portals": get_shelf(request).portals,
        "feed": search_feed(filters.to_query()) if filters.to_query() else changes_feed(),
    }
    return render_page(request, "index.html", values | found, 422 if complaint else 200)


@router.get("/suggest/issuers")
def suggest(request: Request, q: Annotated[str, Query(max_length=MAX_TYPED)] = "") -> list[str]:
    """Issuers whose names hold what was typed, for the form."""
    with get_shelf(request).reading() as session:
        return [found.name for found in suggest_issuers(session, q)]


def _look_up(
    request: Request, filters: Filters, asked: Mapping[str, str], page: int
) -> dict[str, Any]:
    """A page of the documents that pass; without filters the last changes too."""
    shelf, is_asked = get_shelf(request), bool(filters.to_query())
    scope = ChangeScope(with_baseline=False)
    with shelf.reading() as session:
        found = find_documents(
            session, filters, limit=ROWS, offset=(page - 1) * ROWS, order=asked.get("order", "best")
        )
        recent = catalogue.list_changes(
            session, limit=0 if is_asked else RECENT, newest_first=True, scope=scope
        )
        told = list(recent)
    return {
        "views": found.views,
        "total": say_count(found.total, is_capped=found.is_capped),
        "pages": 0 if found.is_capped else -(-found.total // ROWS),
        "has_more": found.has_more,
        "recent": told,
        "facets": to_groups(found.facets, asked, shelf.portals),
        "bars": to_bars(found.facets, asked, choose_language(request)),
    }
