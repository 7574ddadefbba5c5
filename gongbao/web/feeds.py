"""Feeds over HTTP: whether anything is new is answered before anything is rendered."""

from __future__ import annotations

from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from feeds.archive import feed_state, load_entries
from feeds.builder import build_feed
from feeds.opml import build_opml
from feeds.spec import MEDIA_TYPES, document_feed, feed_etag, find_feed, search_feed, standing_feeds
from gongbao.query import FILTER_NAMES, FilterError, parse_filters
from gongbao.web.lookup import get_shelf, living_document

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.spec import FeedFormat, FeedSpec
    from gongbao.web.shelf import Shelf
    from storage.filters import Filters
    from storage.session import Session

MAX_AGE = 600  # seconds

router = APIRouter(include_in_schema=False)


@router.get("/feeds.opml")
def list_feeds(request: Request) -> Response:
    """Every feed with a fixed address, as OPML."""
    shelf = get_shelf(request)
    specs = standing_feeds(shelf.portals.values())
    data = build_opml(specs, base_url=shelf.settings.base_url)
    headers = _cache_headers(shelf)
    return Response(data, media_type="text/x-opml; charset=utf-8", headers=headers)


@router.get("/feeds/{name:path}")
def read_feed(request: Request, name: str) -> Response:
    """One feed: `changes.rss`, `portal/zj.atom`, `search.json?q=…`."""
    shelf = get_shelf(request)
    path, _, ending = name.rpartition(".")
    if ending not in MEDIA_TYPES:
        raise HTTPException(404, "no such feed (feeds end in .rss, .atom or .json)")
    form: FeedFormat = ending
    with shelf.reading() as session:
        spec, filters = _find(request, session, path)
        state = feed_state(session, spec, filters)
        base = shelf.settings.base_url
        headers = _cache_headers(shelf)
        headers["ETag"] = feed_etag(spec, state.newest, 0, format=form, base_url=base)
        if state.moment:
            headers["Last-Modified"] = to_http_date(state.moment)
        if is_not_modified(request, headers):
            return Response(status_code=304, headers=headers)
        entries = load_entries(session, spec, filters)
    data = build_feed(spec, entries, base_url=base, format=form, updated=state.moment)
    return Response(data, media_type=f"{MEDIA_TYPES[form]}; charset=utf-8", headers=headers)


def _find(request: Request, session: Session, path: str) -> tuple[FeedSpec, Filters | None]:
    given = {k: v for k, v in request.query_params.items() if k != "token"}
    if path == "search":
        filters = parse_filters(given)
        return search_feed(filters.to_query()), filters
    if named := sorted(set(given) & set(FILTER_NAMES)):
        raise FilterError(named[0], "filters belong to /feeds/search")
    folder, _, name = path.partition("/")
    if folder == "document":
        view = living_document(session, name)
        return document_feed(view.id, view.record.get("title") or view.id), None
    spec = find_feed(path, get_shelf(request).portals.values())
    if spec is None:
        raise HTTPException(404, "no such feed (/feeds.opml lists them)")
    return spec, None


def is_not_modified(request: Request, headers: dict[str, str]) -> bool:
    """Whether the asker has this already: If-None-Match decides where it is given, else If-Modified-Since."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        held = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return headers["ETag"] in held or "*" in held
    since = from_http_date(request.headers.get("if-modified-since"))
    changed = from_http_date(headers.get("Last-Modified"))
    return since is not None and changed is not None and changed <= since


def to_http_date(moment: datetime) -> str:
    """`Mon, 02 Mar 2026 04:00:00 GMT`."""
    return format_datetime(moment, usegmt=True)


def from_http_date(text: str | None) -> datetime | None:
    """The moment of an HTTP date; None for anything else."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def _cache_headers(shelf: Shelf) -> dict[str, str]:
    scope = "private" if shelf.settings.require_token else "public"
    return {"Cache-Control": f"{scope}, max-age={MAX_AGE}", "Vary": "Authorization"}
