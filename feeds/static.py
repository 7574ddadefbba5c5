"""Static feeds: files for people who serve them with a plain web server.

The feeds that are not about one place are always there; those of a portal, a column or a region from their
first document on. What has nothing new is not looked at again: the tags of what was written stand in a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

from feeds.archive import Entries, feed_state, load_page
from feeds.builder import Press, build_feed
from feeds.history import History
from feeds.opml import build_opml
from feeds.ready import Paging
from feeds.spec import FeedFormat, feed_etag
from feeds.writer import feed_path, write_feed, write_file
from storage import newest
from storage.filters import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from feeds.archive import FeedState
    from feeds.entries import FeedEntry
    from feeds.spec import FeedSpec
    from storage.session import Session

FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)
CHAINED: tuple[FeedFormat, ...] = ("rss", "atom")  # JSON Feed knows no archive documents
TAGS = ".written.json"


def occupied_feeds(session: Session, specs: Iterable[FeedSpec], out: Path) -> list[FeedSpec]:
    """Those of the feeds that are written: all that are not about one place, places that have documents, and what
    stands in the folder already.
    """
    columns = newest.occupied_columns(session)
    portals, regions = {portal for portal, *_ in columns}, {region for *_, region in columns}

    def is_wanted(spec: FeedSpec) -> bool:
        portal, source = spec.filters.get("portal"), spec.filters.get("source")
        if source is not None:
            return any((portal, source) == column[:2] for column in columns)
        if portal is not None:
            return portal in portals
        region = spec.filters.get("region")
        return region is None or any(lies_in(each, region) for each in regions)

    return [s for s in specs if is_wanted(s) or (out / feed_path(s, "rss")).exists()]


class StaticFeeds:
    """The feeds below a folder. Unchanged files are left alone."""

    def __init__(self, session: Session, out: Path, base_url: str) -> None:
        self._session, self._out, self._base_url = session, out, base_url
        self._entries, self._press = Entries(), Press()
        self._tags = _read_tags(out / TAGS)

    def write(self, specs: Iterable[FeedSpec]) -> int:
        """Write the feeds, their archive documents and their OPML; returns how many files were written."""
        written, told = 0, []
        for spec in specs:
            written += self._write_feed(spec)
            told.append(spec)
        written += write_file(self._out / "feeds.opml", build_opml(told, base_url=self._base_url))
        tags = {spec.path: self._tags[spec.path] for spec in told}
        write_file(self._out / TAGS, json.dumps(tags, indent=0, sort_keys=True).encode())
        return written

    def _write_feed(self, spec: FeedSpec) -> int:
        state = feed_state(self._session, spec)
        tag = feed_etag(spec, state.newest, 0, base_url=self._base_url)
        files = [self._out / feed_path(spec, form) for form in FORMATS]
        if self._tags.get(spec.path) == tag and all(path.exists() for path in files):
            return 0
        page, history = (
            load_page(self._session, spec, known=self._entries),
            History(self._session, spec),
        )
        chain = history.chain()
        written = self._build(spec, page.entries, state, Paging(chain=chain), FORMATS)
        for name in history.names() if chain.previous else ():
            written += self._write_part(spec, history, name)
        self._tags[spec.path] = tag
        return written

    def _write_part(self, spec: FeedSpec, history: History, name: str) -> int:
        part = history.find(name)
        if part is None or (part.chain.is_closed and self._is_there(spec, name)):
            return 0
        entries, paging = history.load(part, self._entries), Paging(chain=part.chain)
        return self._build(spec, entries, part.state, paging, CHAINED)

    def _is_there(self, spec: FeedSpec, part: str) -> bool:
        """Whether a closed archive document was written, closed and for today's public address."""
        path = self._out / feed_path(spec, "atom", part)
        address = f'"{self._base_url}{spec.address("atom", part=part)}"'.encode()
        head = path.read_bytes()[:4_000] if path.exists() else b""
        return address in head and b"fh:archive" in head

    def _build(
        self,
        spec: FeedSpec,
        entries: list[FeedEntry],
        state: FeedState,
        paging: Paging,
        formats: tuple[FeedFormat, ...],
    ) -> int:
        written = 0
        for form in formats:
            data = build_feed(
                spec, entries, base_url=self._base_url, format=form, updated=state.moment,
                paging=paging, press=self._press,
            )  # fmt: skip
            written += write_feed(self._out, spec, form, data, paging.chain.part)
        return written


def _read_tags(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
