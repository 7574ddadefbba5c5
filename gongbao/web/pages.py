"""The pages people read: search, a document, a redline, the change log, the portals' health."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)
from markupsafe import Markup

from feeds.redline import render
from feeds.spec import changes_feed, document_feed, portal_feed, search_feed
from gongbao.comparison import compare
from gongbao.health import assess
from gongbao.query import CHINA, FILTER_NAMES, FilterError, parse_day, parse_filters
from gongbao.web.lookup import find_document, get_shelf
from gongbao.web.rendering import china_time, render_page
from storage import catalogue, history
from storage.catalogue import ChangeScope
from storage.filters import Filters
from storage.outcome import HEALTHY

if TYPE_CHECKING:
    from feeds.spec import FeedSpec
    from gongbao.web.shelf import Shelf
    from storage.views import RevisionView

ROWS = 20
LOG_ROWS = 50
RECENT = 8
MAX_PAGE = 100_000
MAX_ID = 2**31 - 1

router = APIRouter(include_in_schema=False)


@router.get("/")
def browse(request: Request, page: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1) -> Response:
    """Search, or without a question the newest documents and changes."""
    given, strange = _given(request, "page")
    try:
        filters, complaint = parse_filters(given), None
    except FilterError as error:
        filters, complaint = Filters(), str(error)
    shelf = get_shelf(request)
    values = {
        "page": page,
        "given": given,
        "filters": filters,
        "complaint": complaint,
        "strange": strange,
        "has_archive": shelf.has_archive,
        "portals": shelf.portals,
        "feed": _list_feed(filters),
    }
    found = {"views": [], "total": 0, "pages": 0, "recent": []}
    answer = render_page(
        request, "index.html", values | (found if complaint else _look_up(shelf, filters, page))
    )
    answer.status_code = 422 if complaint else 200
    return answer


def _look_up(shelf: Shelf, filters: Filters, page: int) -> dict[str, Any]:
    """A page of the documents that pass; without filters the last changes too."""
    is_asked = bool(filters.to_query())
    scope = ChangeScope(with_baseline=False)
    with shelf.reading() as session:
        total = catalogue.count_documents(session, filters)
        found = catalogue.list_documents(
            session, filters, limit=ROWS, offset=(page - 1) * ROWS, with_text=filters.q is not None
        )
        recent = catalogue.list_changes(
            session, limit=0 if is_asked else RECENT, newest_first=True, scope=scope
        )
        return {
            "views": list(found),
            "total": total,
            "pages": -(-total // ROWS),
            "recent": list(recent),
        }


@router.get("/documents/{document_id}")
def show_document(request: Request, document_id: str, at: str | None = None) -> Response:
    """One document as it is, or as the archive knew it on a day."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
        scope = ChangeScope(document=view.id)
        told = list(catalogue.list_changes(session, newest_first=True, scope=scope))
        relations = history.list_relations(session, view.id)
    shown = _shown_at(revisions, at) if at else None
    return render_page(
        request,
        "document.html",
        {
            "view": view,
            "record": shown.record if shown else view.record,
            "shown": shown,
            "at": at,
            "revisions": revisions,
            "changes": told,
            "relations": relations,
            "feed": _document_feed(view.id, view.record.get("title")),
        },
    )


@router.get("/documents/{document_id}/diff")
def show_diff(
    request: Request,
    document_id: str,
    first: Annotated[int | None, Query(alias="from")] = None,
    last: Annotated[int | None, Query(alias="to")] = None,
) -> Response:
    """A redline between two revisions."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
    try:
        found = compare(revisions, first, last)
    except LookupError as error:
        raise HTTPException(404, f"没有可比较的版本（{error}）") from None
    redline = Markup(render(found.operations, "html"))  # noqa: S704  (the renderer escapes every text)
    return render_page(
        request,
        "diff.html",
        {
            "view": view,
            "found": found,
            "redline": redline,
            "revisions": revisions,
            "feed": _document_feed(view.id, view.record.get("title")),
        },
    )


@router.get("/changes")
def show_changes(
    request: Request,
    before: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
    baseline: bool = False,
) -> Response:
    """The change log, the newest first; what was there at the first visit only when asked for."""
    given, strange = _given(request, "before", "baseline")
    filters = parse_filters(given)
    scope = ChangeScope(before=before, with_baseline=baseline)
    with get_shelf(request).reading() as session:
        found = list(
            catalogue.list_changes(
                session, filters=filters, limit=LOG_ROWS + 1, newest_first=True, scope=scope
            )
        )
    shown = found[:LOG_ROWS]
    return render_page(
        request,
        "changes.html",
        {
            "days": [
                (day, list(group))
                for day, group in groupby(shown, lambda c: china_time(c.detected_at)[:10])
            ],
            "more": shown[-1].id if len(found) > LOG_ROWS else None,
            "given": given,
            "baseline": baseline,
            "strange": strange,
            "feed": _list_feed(filters),
        },
    )


@router.get("/portals")
def show_portals(request: Request) -> Response:
    """How every source is doing."""
    shelf = get_shelf(request)
    with shelf.reading() as session:
        views = assess(session, shelf.portals)
    groups = [(name, list(group)) for name, group in groupby(views, lambda v: v.portal)]
    troubled = [v for v in views if v.outcome not in HEALTHY and v.outcome != "never"]
    feeds = {portal.name: portal_feed(portal) for portal in shelf.portals.values()}
    return render_page(
        request,
        "portals.html",
        {
            "groups": groups,
            "portals": shelf.portals,
            "feeds": feeds,
            "healthy": HEALTHY,
            "sources": len(views),
            "troubled": len(troubled),
            "feed": changes_feed(),
        },
    )


def _given(request: Request, *others: str) -> tuple[dict[str, str], list[str]]:
    """The filters of an address, and the parameters nobody knows (the page says that they do nothing)."""
    given = {k: v for k, v in request.query_params.items() if v}
    known = {name: given[name] for name in FILTER_NAMES if name in given}
    return known, sorted(set(request.query_params) - {*FILTER_NAMES, *others, "token"})


def _shown_at(revisions: list[RevisionView], at: str) -> RevisionView:
    """The Revision that was live at the end of a day in China."""
    try:
        day = parse_day(at)
    except ValueError as error:
        raise HTTPException(422, f"at: {error}") from None
    end = datetime.combine(day + timedelta(days=1), time(), CHINA)
    held = [revision for revision in revisions if revision.captured_at < end]
    if not held:
        raise HTTPException(404, f"{at}：当日尚未收录此文件（本库自首次收录之日起保存各版本）")
    return held[-1]


def _list_feed(filters: Filters) -> FeedSpec:
    return search_feed(filters.to_query()) if filters.to_query() else changes_feed()


def _document_feed(document_id: str, title: Any) -> FeedSpec:
    return document_feed(document_id, str(title or document_id))
