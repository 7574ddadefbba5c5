"""Feeds over HTTP: whether anything is new is answered before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from feeds.archive import feed_state, load_page, place_before, read_place
from feeds.builder import build_feed
from feeds.history import NAME, History
from feeds.opml import build_opml
from feeds.ready import Paging
from feeds.spec import MEDIA_TYPES, document_feed, feed_etag, find_feed, search_feed, standing_feeds
from gongbao.query import FILTER_NAMES, FilterError, parse_filters
from gongbao.web.freshness import is_not_modified, to_http_date
from gongbao.web.kept_feeds import KeptFeed, KeptFeeds
from gongbao.web.lookup import get_shelf, living_document
from storage import newest
from storage.filters import lies_in

if TYPE_CHECKING:
    from feeds.archive import Entries
    from feeds.entries import FeedEntry
    from feeds.spec import FeedFormat, FeedSpec
    from gongbao.web.shelf import Shelf
    from storage.filters import Filters
    from storage.session import Session

MAX_AGE = 600  # seconds
FOR_EVER = "max-age=31536000, immutable"
PACKED = "-gzip"  # at the end of the entity tag of packed bytes: other bytes, another tag
NOT_FILTERS = ("token", "before")
QUERY = "%!$&'()*+,;=:@/?-._~"  # characters that stay as they are in a query

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
    """One feed: `changes.rss`, `portal/zj.atom`, `search.json?q=…`, each with `before=` for its older entries, and
    its archive documents: `changes/2026-03-1.atom`.
    """
    path, _, ending = name.rpartition(".")
    if ending not in MEDIA_TYPES:
        raise HTTPException(404, "no such feed (feeds end in .rss, .atom or .json)")
    form: FeedFormat = ending
    feed = _look_up(request, _Asked(path, form, _to_address(request, name)))
    headers = _headers(request, feed)
    body = feed.packed if _takes_gzip(request) else feed.body
    if body is None or is_not_modified(request, headers):
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=f"{MEDIA_TYPES[form]}; charset=utf-8", headers=headers)


@dataclass(frozen=True)
class _Asked:
    """Which feed was asked for, and how."""

    path: str
    format: FeedFormat
    address: str


def _to_address(request: Request, name: str) -> str:
    """Path and query as they were asked for: what the feed gives for its own address. A token is left out, and
    outside searches whatever means nothing.
    """
    parts = request.scope["query_string"].split(b"&")
    is_search = name.startswith("search.")
    names = {part: part.partition(b"=")[0] for part in parts if part}
    kept = [
        part for part, key in names.items()
        if key == b"before" or (is_search and key != b"token")
    ]  # fmt: skip
    return quote(f"/feeds/{name}") + (f"?{quote(b'&'.join(kept), safe=QUERY)}" if kept else "")


def _look_up(request: Request, asked: _Asked) -> KeptFeed:
    """The feed asked for, made only when it must be; without bodies when the asker has it already.

    While one makes it anew the others get it as it was before.
    """
    kept, shelf = _kept_feeds(request), get_shelf(request)
    with shelf.reading() as session:
        archive, _ = newest.archive_state(session)
    known = kept.get(asked.address)
    is_answer = known is not None and _is_enough(request, known)
    if known and is_answer and known.archive == archive:
        return known
    with kept.making(asked.address, wait=not is_answer) as is_mine:
        if known and not is_mine:
            return known
        turn = "search" if asked.path == "search" else "feed"
        with kept.turns[turn], shelf.reading() as session:
            return _make(request, session, asked)


def _make(request: Request, session: Session, asked: _Asked) -> KeptFeed:
    kept = _kept_feeds(request)
    archive, _ = newest.archive_state(session)
    known = kept.get(asked.address)
    if known and known.archive == archive and _is_enough(request, known):
        return known
    feed = _renew(request, session, asked, known, archive)
    kept.put(asked.address, feed)
    return feed


def _renew(
    request: Request, session: Session, asked: _Asked, known: KeptFeed | None, archive: str
) -> KeptFeed:
    """The feed as it is now: what is known of it when that is the same, else made, if its asker has it not."""
    path, part = _read_part(asked.path)
    spec, filters = _find(request, session, path)
    document = _Document(session, spec, filters, _place(request), part)
    base = get_shelf(request).settings.base_url
    tag = feed_etag(spec, document.state.newest, 0, format=asked.format, base_url=base)
    state = document.state
    feed = KeptFeed(archive, tag, state.moment, document.is_closed)
    feed = replace(known, archive=archive) if known and known.etag == tag else feed
    if _is_enough(request, feed):
        return feed
    kept, key = _kept_feeds(request), (spec.id, state.newest, archive)
    entries, paging = kept.pages.get(key) or document.load(kept.entries)
    kept.pages.put(key, (entries, paging))
    body = build_feed(
        spec, entries, base_url=base, format=asked.format, updated=state.moment,
        paging=replace(paging, asked=asked.address), press=kept.press,
    )  # fmt: skip
    return feed.with_body(body)


def _read_part(path: str) -> tuple[str, str | None]:
    """The path of a feed, and the name of an archive document of it."""
    front, _, name = path.rpartition("/")
    return (front, name) if front and NAME.fullmatch(name) else (path, None)


class _Document:
    """One document of a feed: one of its pages, or an archive document. HTTPException when there is none."""

    def __init__(
        self,
        session: Session,
        spec: FeedSpec,
        filters: Filters | None,
        before: str | None,
        part: str | None,
    ) -> None:
        self._session, self._spec, self._filters, self._before = session, spec, filters, before
        self._history = History(session, spec, filters) if part else None
        self._part = self._history.find(part) if self._history and part else None
        if part and self._part is None:
            raise HTTPException(404, "no such archive document of this feed")
        state = self._part.state if self._part else feed_state(session, spec, filters)
        self.state = replace(state, newest=f"{state.newest}/{before or ''}")
        self.is_closed = bool(self._part and self._part.chain.is_closed)

    def load(self, known: Entries) -> tuple[list[FeedEntry], Paging]:
        """Its entries, and where it stands in the feed."""
        if self._history and self._part:
            return self._history.load(self._part, known), Paging(chain=self._part.chain)
        given = self._session, self._spec
        page = load_page(*given, self._filters, self._before, known)
        if self._before:
            previous = place_before(*given, self._before, self._filters)
            return page.entries, Paging(self._before, previous, page.has_more)
        chain = History(*given, self._filters).chain()
        return page.entries, Paging(has_more=page.has_more, chain=chain)


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
    headers = _cache_headers(get_shelf(request), is_closed=feed.is_closed)
    packed = PACKED if _takes_gzip(request) else ""
    headers["ETag"] = f'{feed.etag[:-1]}{packed}"'
    if feed.moment:
        headers["Last-Modified"] = to_http_date(feed.moment)
    return headers


def _cache_headers(shelf: Shelf, *, is_closed: bool = False) -> dict[str, str]:
    scope = "private" if shelf.settings.require_token else "public"
    return {
        "Cache-Control": f"{scope}, {FOR_EVER if is_closed else f'max-age={MAX_AGE}'}",
        "Vary": "Accept-Encoding, Authorization",
    }
