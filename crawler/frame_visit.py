"""The page in a frame (iframe) in which another page's text stands: fetched with it, followed once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.fetcher import Ask
from crawler.outcome import Verdict
from platforms.address import address_key
from platforms.frame import join_frame
from storage.content_coding import BrokenBody
from storage.facts import FrameFacts, KnownPage
from storage.outcome import PageOutcome
from storage.stored_page import read_stored_page

if TYPE_CHECKING:
    from crawler.fetcher import Fetched, Fetcher
    from storage.warc import WarcStore

GOOD = frozenset({PageOutcome.OK, PageOutcome.UNCHANGED})
MISSING = frozenset({PageOutcome.GONE, PageOutcome.HOME})


@dataclass(frozen=True)
class FrameVisit:
    """How asking for the page in a frame ended."""

    asked: str  # as the outer page names it
    fetched: Fetched
    html: str = ""

    @property
    def is_changed(self) -> bool:
        return self.fetched.outcome == PageOutcome.OK

    @property
    def trouble(self) -> Verdict | None:
        """What the whole page is then; None when its frame was read."""
        verdict = self.fetched.verdict
        if verdict.outcome in GOOD:
            return None
        message = f"the page in its frame, {self.asked}: {verdict.message}"
        is_missing = verdict.outcome in MISSING
        return Verdict(PageOutcome.SHELL if is_missing else verdict.outcome, message)

    def join(self, html: str, url: str) -> str:
        """The outer page with the text in place."""
        return join_frame(html, url, self.asked, self.html, self.fetched.url or self.asked)

    def to_facts(self, known: KnownPage | None) -> FrameFacts:
        """What the archive keeps of it."""
        held = _held(known, self.asked)
        fetched = self.fetched
        return FrameFacts(
            self.asked,
            fetched.etag or (held.etag if held else None),
            fetched.last_modified or (held.last_modified if held else None),
            fetched.digest or (held.payload_digest if held else None),
            fetched.warc or (held.warc if held else None),
        )


class FrameVisitor:
    """Asks for frames as for pages: conditionally, into WARC."""

    def __init__(self, fetcher: Fetcher, store: WarcStore) -> None:
        self.fetcher, self.store = fetcher, store

    async def visit(self, url: str, known: KnownPage | None, referer: str) -> FrameVisit:
        """The page in a frame, of `known` when it has the same one."""
        held = _held(known, url)
        if known is None or held is None:
            return await self._ask(Ask(url, referer=referer, is_frame=True))
        page = KnownPage(
            url, None, held.etag, held.last_modified, held.payload_digest, "", held.warc,
            captured_at=known.captured_at,
        )  # fmt: skip
        visit = await self._ask(
            Ask(
                url,
                etag=held.etag,
                last_modified=held.last_modified,
                known=page,
                referer=referer,
                is_frame=True,
            )
        )
        is_same = visit.fetched.digest is not None and visit.fetched.digest == held.payload_digest
        if visit.fetched.outcome == PageOutcome.OK and is_same:
            unchanged = replace(visit.fetched, verdict=Verdict(PageOutcome.UNCHANGED))
            return replace(visit, fetched=unchanged)
        if visit.fetched.outcome == PageOutcome.UNCHANGED:
            return await self._remember(visit, held, referer)
        return visit

    async def _ask(self, ask: Ask) -> FrameVisit:
        fetched = await self.fetcher.fetch(ask)
        return FrameVisit(ask.url, fetched, "" if fetched.is_file else fetched.text)

    async def _remember(self, visit: FrameVisit, held: FrameFacts, referer: str) -> FrameVisit:
        """What was not sent again, from its record; asked for once more when the record is lost."""
        encoding = self.fetcher.portal.encoding
        try:
            if held.warc is not None:
                html = read_stored_page(self.store, held.warc, None, encoding)
                return replace(visit, html=html)
        except (LookupError, OSError, BrokenBody):
            pass
        return await self._ask(Ask(visit.asked, referer=referer, is_frame=True))


def _held(known: KnownPage | None, url: str) -> FrameFacts | None:
    frame = known.frame if known is not None else None
    return frame if frame is not None and address_key(frame.url) == address_key(url) else None
