"""Visiting one detail page with its frame and attachments: unchanged, complete, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from crawler.attachment_visit import fetch_files, to_attachment
from crawler.fetcher import Ask
from crawler.frame_visit import FrameVisit, FrameVisitor
from crawler.items import AttachmentFile, ListedAs, PageItem
from crawler.outcome import Verdict
from crawler.script_redirect import next_address
from platforms.address import address_key, is_http
from storage.content_coding import BrokenBody
from storage.outcome import PageOutcome
from storage.stored_page import read_stored_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.fetcher import Fetched, Fetcher
    from portals.schema import Portal, Source
    from storage.facts import FrameFacts, KnownPage, WaitingPage
    from storage.warc import WarcStore

Visited = tuple["Fetched", "PageItem | None"]  # the page's own answer, and what there is to read


class PageLinks(Protocol):
    """What the pipelines find that belongs to a page (`pipelines.frame.PageLinks`)."""

    attachments: list[AttachmentFile]
    frame: str | None
    size: int


@dataclass(frozen=True)
class Target:
    """One page to visit: waiting in a list, or known to the archive."""

    url: str
    listed: ListedAs
    known: KnownPage | None = None

    @classmethod
    def from_waiting(cls, page: WaitingPage) -> Target:
        return cls(page.url, ListedAs(page.title, page.listed_on, page.document_number))

    @classmethod
    def from_known(cls, page: KnownPage) -> Target:
        listed = ListedAs(page.listed_title, page.listed_on, page.document_number)
        return cls(page.url, listed, page)


class PageVisitor:
    """Visits the pages of one portal. `find_links` is the setting `PAGE_LINKS`."""

    def __init__(
        self,
        fetcher: Fetcher,
        portal: Portal,
        store: WarcStore,
        find_links: Callable[[PageItem], PageLinks],
    ) -> None:
        self.fetcher, self.portal, self.store, self.find_links = fetcher, portal, store, find_links
        self.frames = FrameVisitor(fetcher, store)
        self.boilerplate: dict[str, frozenset[str]] = {}  # of each column, as learned so far

    async def visit(self, source: Source, target: Target) -> Visited:
        """The answer of the page itself, and the page when there is something to read."""
        fetched = await self._fetch_page(target, render=source.render)
        if target.known is not None and _is_unchanged(fetched, target.known):
            return await self._visit_unchanged(source, target, target.known, fetched)
        if fetched.outcome != PageOutcome.OK:
            return fetched, None
        return await self._complete(target, fetched, self._to_item(source, target, fetched))

    async def _fetch_page(self, target: Target, *, render: bool) -> Fetched:
        """The answer at an address, or where its only script leads: once, judged against what was asked for."""
        fetched = await self.fetcher.fetch(_ask_for(target, render=render))
        if fetched.outcome != PageOutcome.OK or fetched.is_file:
            return fetched
        following = next_address(fetched.text, fetched.url)
        if following is None:
            return fetched
        return await self.fetcher.fetch(
            Ask(
                following,
                known=target.known,
                referer=fetched.url,
                asked_as=target.url,
                render=render,
            )
        )

    async def _visit_unchanged(
        self, source: Source, target: Target, known: KnownPage, fetched: Fetched
    ) -> Visited:
        """The page is as it was; its frame and its attachments may not be."""
        fetched = replace(fetched, verdict=Verdict(PageOutcome.UNCHANGED))
        if _is_file_itself(known):
            return fetched, None
        frame = await self._visit_known_frame(known)
        if frame is not None and frame.trouble is not None:
            return replace(fetched, verdict=frame.trouble), None
        if frame is not None and frame.is_changed:
            item = self._read_again(source, target, known, None)
            return await self._complete_again(source, target, fetched, item, frame)
        links = [AttachmentFile(a.url, a.title, a.media_type) for a in known.attachments if a.url]
        files = await fetch_files(self.fetcher, links, known, known.url)
        if not any(file.body is not None for file in files):
            return fetched, None
        item = self._read_again(source, target, known, known.frame)
        if item is None:
            return await self._complete_again(source, target, fetched, None, frame)
        item.attachments, item.fetched_at = files, fetched.at
        return fetched, item

    async def _visit_known_frame(self, known: KnownPage) -> FrameVisit | None:
        if known.frame is None:
            return None
        return await self.frames.visit(known.frame.url, known, known.url)

    async def _complete_again(
        self,
        source: Source,
        target: Target,
        fetched: Fetched,
        item: PageItem | None,
        frame: FrameVisit | None,
    ) -> Visited:
        """A page whose own answer brought nothing new, from its record or, where that is lost, asked for anew."""
        if item is None:
            fetched = await self.fetcher.fetch(Ask(target.url, render=source.render))
            if fetched.outcome != PageOutcome.OK:
                return fetched, None
            item = self._to_item(source, target, fetched)
        item.fetched_at = fetched.at
        return await self._complete(target, fetched, item, frame)

    async def _complete(
        self, target: Target, fetched: Fetched, item: PageItem, frame: FrameVisit | None = None
    ) -> Visited:
        """Fetch what belongs to a page; `frame` is its frame when that was asked for already."""
        if not item.is_html:
            item.attachments = [to_attachment(fetched, target.listed.title)]
            return fetched, item
        links = self.find_links(item)
        if links.frame is not None:
            if frame is None or address_key(frame.asked) != address_key(links.frame):
                frame = await self.frames.visit(links.frame, target.known, item.url)
            if frame.trouble is not None:
                return replace(fetched, verdict=frame.trouble), None
            links = self._join(item, links, frame, target)
        wanted = [link for link in links.attachments if is_http(link.url)]
        item.attachments += await fetch_files(self.fetcher, wanted, target.known, item.url)
        return fetched, item

    def _join(
        self, item: PageItem, links: PageLinks, frame: FrameVisit, target: Target
    ) -> PageLinks:
        """Put the text of a frame into its page; left as it was when no text comes of it."""
        if frame.fetched.is_file:
            item.attachments = [to_attachment(frame.fetched, target.listed.title)]
            return links
        joined = replace(item, html=frame.join(item.html, item.url))
        found = self.find_links(joined)
        if found.size <= links.size:
            return links
        item.html, item.frame = joined.html, frame.to_facts(target.known)
        return found

    def _to_item(self, source: Source, target: Target, fetched: Fetched) -> PageItem:
        is_moved = address_key(fetched.url) != address_key(target.url)
        return PageItem(
            url=fetched.url if is_moved else target.url,
            html=(target.listed.title or "") if fetched.is_file else fetched.text,
            is_html=not fetched.is_file,
            requested_url=target.url if is_moved else None,
            fetched_at=fetched.at,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            payload_digest=fetched.digest,
            warc=fetched.warc,
            **self._context(source, target),
        )

    def _context(self, source: Source, target: Target) -> dict[str, Any]:
        platform = self.portal.platform
        return {
            "portal": self.portal.name,
            "source": source.name,
            "platform": None if platform == "auto" else platform,
            "region": self.portal.region,
            "rules": source.document,
            "boilerplate": self.boilerplate.get(source.name, frozenset()),
            "listed": target.listed,
        }

    def _read_again(
        self, source: Source, target: Target, known: KnownPage, frame: FrameFacts | None
    ) -> PageItem | None:
        """The page from its WARC record: it has not changed, something that belongs to it has."""
        if known.warc is None:
            return None
        try:
            text = read_stored_page(self.store, known.warc, frame, self.portal.encoding)
        except (LookupError, OSError, BrokenBody):
            return None
        return PageItem(
            url=known.url,
            html=text,
            etag=known.etag,
            last_modified=known.last_modified,
            payload_digest=known.payload_digest,
            warc=known.warc,
            frame=frame,
            **self._context(source, target),
        )


def _ask_for(target: Target, *, render: bool) -> Ask:
    """What a page of scripts shows may change while the page as it is sent does not: no validators then."""
    known = target.known
    if known is None or render:
        return Ask(target.url, known=known, render=render)
    return Ask(target.url, etag=known.etag, last_modified=known.last_modified, known=known)


def _is_unchanged(fetched: Fetched, known: KnownPage) -> bool:
    """Not modified, or the very payload of the last visit at the same address."""
    if fetched.outcome == PageOutcome.UNCHANGED:
        return True
    is_same_payload = fetched.digest is not None and fetched.digest == known.payload_digest
    is_same_place = address_key(fetched.url) == address_key(known.url)
    return fetched.outcome == PageOutcome.OK and is_same_payload and is_same_place


def _is_file_itself(known: KnownPage) -> bool:
    key = address_key(known.url)
    return any(address_key(a.url) == key for a in known.attachments)
