"""Feeds over HTTP: whether anything is new is answered before anything is rendered."""

from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from feeds.archive import feed_state, load_page, read_place
from feeds.builder import build_feed
from feeds.opml import build_opml
from feeds.spec import MEDIA_TYPES, document_feed, feed_etag, find_feed, search_feed, standing_feeds
from gongbao.query import FILTER_NAMES, FilterError, parse_filters
from gongbao.web.kept_feeds import KeptFeed, KeptFeeds
from gongbao.web.lookup import get_shelf, living_document
from storage import newest
from storage.filters import lies_in

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.spec import FeedFormat, FeedSpec
    from gongbao.web.shelf import Shelf
    from storage.filters import Filters
    from storage.session import Session

MAX_AGE = 600  # seconds
PACKED = "-gzip"  # at the end of the entity tag of packed bytes: other bytes, another tag
NOT_FILTERS = ("token", "before")

router = APIRouter(include_in_schema=False)


@router.get("/feeds.opml")
def list_feeds(request: Request, region: str | None = None, level: str | None = None) -> Response:
    """Every feed with a fixed address, as OPML; of the portals in a region, of a level, when one is given."""
    shelf = get_shelf(request)
    filters = parse_filters({"region": region, "level": level})
    chosen = [
        portal
        for portal in shelf.portals.values()
        if filters.level in (None, portal.level)
        and (filters.region is None or lies_in(portal.region, filters.region))
    ]
    data = build_opml(standing_feeds(chosen), base_url=shelf.settings.base_url)
    headers = _cache_headers(shelf)
    return Response(data, media_type="text/x-opml; charset=utf-8", headers=headers)


@router.get("/feeds/{name:path}")
def read_feed(request: Request, name: str) -> Response:
    """One feed: `changes.rss`, `portal/zj.atom`, `search.json?q=…`, each with `before=` for its older entries."""
    path, _, ending = name.rpartition(".")
    if ending not in MEDIA_TYPES:
        raise HTTPException(404, "no such feed (feeds end in .rss, .atom or .json)")
    form: FeedFormat = ending
    feed = _look_up(request, path, form)
    headers = _headers(request, feed)
    body = feed.packed if _takes_gzip(request) else feed.body
    if body is None or is_not_modified(request, headers):
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=f"{MEDIA_TYPES[form]}; charset=utf-8", headers=headers)


def _look_up(request: Request, path: str, form: FeedFormat) -> KeptFeed:
    """The feed asked for, made only when it must be; without bodies when the asker has it already."""
    kept = _kept_feeds(request)
    asked = [item for item in request.query_params.multi_items() if item[0] != "token"]
    address = repr((path, form, sorted(asked)))
    with get_shelf(request).reading() as session:
        archive, _ = newest.archive_state(session)
        if (feed := _find_kept(request, address, archive)) is not None:
            return feed
        with kept.making(address):
            if (feed := _find_kept(request, address, archive)) is not None:
                return feed
            feed = _renew(request, session, path, form, kept.get(address))
            feed = replace(feed, archive=archive)
            kept.put(address, feed)
            return feed


def _find_kept(request: Request, address: str, archive: str) -> KeptFeed | None:
    """What was made of this state of the archive, when it answers this request."""
    feed = _kept_feeds(request).get(address)
    is_current = feed is not None and feed.archive == archive
    return feed if feed and is_current and _is_enough(request, feed) else None


def _renew(
    request: Request, session: Session, path: str, form: FeedFormat, known: KeptFeed | None
) -> KeptFeed:
    """The feed as it is now: what is known of it when that is the same, else made, if its asker has it not."""
    spec, filters = _find(request, session, path)
    before, base = _place(request), get_shelf(request).settings.base_url
    state = feed_state(session, spec, filters)
    tag = feed_etag(spec, f"{state.newest}/{before or ''}", 0, format=form, base_url=base)
    feed = known if known and known.etag == tag else KeptFeed("", tag, state.moment)
    if _is_enough(request, feed):
        return feed
    page = load_page(session, spec, filters, before)
    return feed.with_body(
        build_feed(
            spec, page.entries, base_url=base, format=form, updated=state.moment,
            before=before, has_more=page.has_more,
        )
    )  # fmt: skip


def _is_enough(request: Request, feed: KeptFeed) -> bool:
    return feed.body is not None or is_not_modified(request, _headers(request, feed))


def _find(request: Request, session: Session, path: str) -> tuple[FeedSpec, Filters | None]:
    given = {k: v for k, v in request.query_params.items() if k not in NOT_FILTERS}
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


def _place(request: Request) -> str | None:
    before = request.query_params.get("before") or None
    try:
        read_place(before)
    except ValueError as error:
        raise FilterError("before", str(error).partition(": ")[2]) from None
    return before


def _kept_feeds(request: Request) -> KeptFeeds:
    state = request.app.state
    if not hasattr(state, "kept_feeds"):
        state.kept_feeds = KeptFeeds()
    kept: KeptFeeds = state.kept_feeds
    return kept


def _takes_gzip(request: Request) -> bool:
    """Whether Accept-Encoding names gzip: asked just as the middleware asks, that packs everything else."""
    return "gzip" in request.headers.get("accept-encoding", "")


def _headers(request: Request, feed: KeptFeed) -> dict[str, str]:
    headers = _cache_headers(get_shelf(request))
    packed = PACKED if _takes_gzip(request) else ""
    headers["ETag"] = f'{feed.etag[:-1]}{packed}"'
    if feed.moment:
        headers["Last-Modified"] = to_http_date(feed.moment)
    return headers


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
    return {
        "Cache-Control": f"{scope}, max-age={MAX_AGE}",
        "Vary": "Accept-Encoding, Authorization",
    }
