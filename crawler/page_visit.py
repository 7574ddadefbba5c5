"""Visiting one detail page with its attachments: unchanged, complete, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crawler.fetcher import Ask
from crawler.items import AttachmentFile, ListedAs, PageItem
from crawler.outcome import Verdict
from crawler.script_redirect import next_address
from platforms.address import address_key, is_http
from platforms.charset import decode_page
from storage.content_coding import BrokenBody, decode_body
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.fetcher import Fetched, Fetcher
    from portals.schema import Portal, Source
    from storage.facts import AttachmentFacts, KnownPage, WaitingPage
    from storage.warc import StoredResponse, WarcStore

LIMIT = 100 * 1024 * 1024  # bytes a stored page may unfold to


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
    """Visits the pages of one portal. `find_links` names the attachments of a page (setting `ATTACHMENT_LINKS`)."""

    def __init__(
        self,
        fetcher: Fetcher,
        portal: Portal,
        store: WarcStore,
        find_links: Callable[[str, str | None], list[AttachmentFile]],
    ) -> None:
        self.fetcher, self.portal, self.store, self.find_links = fetcher, portal, store, find_links
        self.boilerplate: dict[str, frozenset[str]] = {}  # of each column, as learned so far

    async def visit(self, source: Source, target: Target) -> tuple[Fetched, PageItem | None]:
        """The answer of the page itself, and the page when there is something to read."""
        fetched = await self._fetch_page(target)
        if target.known is not None and _is_unchanged(fetched, target.known):
            return await self._visit_unchanged(source, target, target.known, fetched)
        if fetched.outcome != PageOutcome.OK:
            return fetched, None
        return fetched, await self._complete(source, target, fetched)

    async def _fetch_page(self, target: Target) -> Fetched:
        """The answer at an address, or where its only script leads: once, judged against what was asked for."""
        fetched = await self.fetcher.fetch(_ask_for(target))
        if fetched.outcome != PageOutcome.OK or fetched.is_file:
            return fetched
        following = next_address(fetched.text, fetched.url)
        if following is None:
            return fetched
        return await self.fetcher.fetch(
            Ask(following, known=target.known, referer=fetched.url, asked_as=target.url)
        )

    async def _visit_unchanged(
        self, source: Source, target: Target, known: KnownPage, fetched: Fetched
    ) -> tuple[Fetched, PageItem | None]:
        fetched = replace(fetched, verdict=Verdict(PageOutcome.UNCHANGED))
        if _is_file_itself(known):
            return fetched, None
        links = [AttachmentFile(a.url, a.title, a.media_type) for a in known.attachments if a.url]
        files = await self._fetch_files(links, known, known.url)
        if not any(file.body is not None for file in files):
            return fetched, None
        item = self._read_again(source, target, known)
        if item is None:
            fetched = await self.fetcher.fetch(Ask(target.url))
            if fetched.outcome != PageOutcome.OK:
                return fetched, None
            item = self._to_item(source, target, fetched)
        item.attachments, item.fetched_at = files, fetched.at
        return fetched, item

    async def _complete(self, source: Source, target: Target, fetched: Fetched) -> PageItem:
        item = self._to_item(source, target, fetched)
        if fetched.is_file:
            item.attachments = [_to_file(fetched, target)]
        else:
            links = [link for link in self.find_links(item.html, item.url) if is_http(link.url)]
            item.attachments = await self._fetch_files(links, target.known, item.url)
        return item

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

    def _read_again(self, source: Source, target: Target, known: KnownPage) -> PageItem | None:
        """The page from its WARC record: it has not changed, an attachment of it has."""
        if known.warc is None:
            return None
        try:
            stored = self.store.read(known.warc)
            text = self._decode(stored)
        except (LookupError, OSError, BrokenBody):
            return None
        return PageItem(
            url=known.url,
            html=text,
            etag=known.etag,
            last_modified=known.last_modified,
            payload_digest=known.payload_digest,
            warc=known.warc,
            **self._context(source, target),
        )

    def _decode(self, stored: StoredResponse) -> str:
        codings = (stored.header("Content-Encoding") or "").split(",")
        body = decode_body(stored.body, codings, LIMIT)
        if self.portal.encoding:
            return body.decode(self.portal.encoding, "replace")
        return decode_page(body, stored.header("Content-Type")).text

    async def _fetch_files(
        self, links: Sequence[AttachmentFile], known: KnownPage | None, referer: str
    ) -> list[AttachmentFile]:
        held = {address_key(a.url): a for a in known.attachments} if known else {}
        for link in links:
            await self._fetch_file(link, held.get(address_key(link.url)), referer)
        return list(links)

    async def _fetch_file(
        self, link: AttachmentFile, held: AttachmentFacts | None, referer: str
    ) -> None:
        """Fill in one attachment: what is unchanged or cannot be had now keeps what the archive holds."""
        is_held = held is not None and held.sha256 is not None
        ask = Ask(
            link.url,
            "file",
            etag=held.etag if held and is_held else None,
            last_modified=held.last_modified if held and is_held else None,
            referer=referer,
        )
        fetched = await self.fetcher.fetch(ask)
        link.outcome = fetched.outcome
        self.fetcher.crawler.stats.inc_value(f"gongbao/attachments/{fetched.outcome.value}")
        link.etag, link.last_modified = fetched.etag, fetched.last_modified
        if fetched.outcome == PageOutcome.OK:
            link.sha256 = fetched.sha256
            if held is None or held.sha256 != link.sha256:
                link.body = fetched.body
                return
            link.outcome = PageOutcome.UNCHANGED
        if held is not None:
            _keep(link, held)
        elif fetched.outcome == PageOutcome.UNCHANGED:
            link.outcome = PageOutcome.FAILED  # "not modified" to a question nobody asked


def _keep(link: AttachmentFile, held: AttachmentFacts) -> None:
    link.sha256, link.text, link.text_hash = held.sha256, held.text, held.text_hash
    link.media_type = held.media_type or link.media_type
    link.etag, link.last_modified = link.etag or held.etag, link.last_modified or held.last_modified


def _ask_for(target: Target) -> Ask:
    known = target.known
    if known is None:
        return Ask(target.url)
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


def _to_file(fetched: Fetched, target: Target) -> AttachmentFile:
    """A list may lead to a file itself: the page is then its title, the file its only attachment."""
    return AttachmentFile(
        url=fetched.url,
        title=target.listed.title or fetched.url.rsplit("/", 1)[-1],
        outcome=PageOutcome.OK,
        body=fetched.body,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        sha256=fetched.sha256,
    )
