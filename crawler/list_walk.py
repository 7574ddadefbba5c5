"""Walking a column's list: page by page, each committed before the next one is asked for.

The head is read at every visit, and on while pages bring new entries. A full walk goes on to the end and leaves
in the database where it is to go on when it dies.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.fetcher import Ask
from crawler.issue_tree import IssueTree
from crawler.outcome import Verdict, to_source_outcome
from platforms import registry
from platforms.address import address_key, is_http
from platforms.base import ListPage, ListRequest
from storage import frontier
from storage.outcome import PageOutcome, SourceOutcome

if TYPE_CHECKING:
    from crawler.fetcher import Fetched, Fetcher
    from platforms.base import Platform
    from portals.schema import Portal, Source
    from storage.session import Archive

logger = logging.getLogger(__name__)


@dataclass
class Walk:
    """What a walk brought."""

    outcome: SourceOutcome = SourceOutcome.UNCHANGED
    message: str = ""
    is_read: bool = False  # the head was read and holds what it must
    dates: list[str] = field(default_factory=list)  # of the head's rows


@dataclass(frozen=True)
class Step:
    """A list page that was read, and the request that brought it."""

    request: ListRequest
    page: ListPage

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(address_key(entry.url) for entry in self.page.entries)

    @property
    def children(self) -> list[ListRequest]:
        """What to read after it, in order."""
        return [*self.page.further, *([self.page.next] if self.page.next else [])]


class ListWalker:
    """Walks one column once."""

    def __init__(self, archive: Archive, fetcher: Fetcher, portal: Portal, source: Source) -> None:
        self.archive, self.fetcher, self.portal, self.source = archive, fetcher, portal, source
        self.stats = fetcher.crawler.stats
        self.walk = Walk()
        self.is_broken = False  # a page could not be read: the rest waits for the next run
        self.asked: set[str] = set()
        self.seen: set[str] = set()  # keys of rows of this walk
        self.ready: dict[str, Step] = {}  # read already, not taken yet
        self.issues = IssueTree()
        self.opened: Fetched | None = None  # the answer by which the platform was recognised

    async def run(self, *, full: bool) -> Walk:
        """Read the head, then as much of the rest as is asked for."""
        heads = await self._read_heads()
        rows = [await self._look_behind(head) for head in heads]
        if self.is_broken or not self._is_sound(heads, rows):
            return self.walk
        left, is_unswept = self._look_up()
        if left is None and (full or is_unswept):
            ended = await self._go(None, [head.request for head in heads], deep=True)
        else:
            for head in heads:
                await self._go(head, [], deep=False, kept=left)
            ended = (
                bool(left) and not self.is_broken and await self._go(None, left or [], deep=True)
            )
            ended = ended or left == []
        if ended:
            self._finish()
        return self.walk

    async def _go(
        self,
        step: Step | None,
        pending: list[ListRequest],
        *,
        deep: bool,
        kept: list[ListRequest] | None = None,
    ) -> bool:
        """Read on from here; True when nothing is left to read. `kept` is what a full walk still has to read."""
        while True:
            if step is not None:
                pending = self._take(step, pending, deep=deep, kept=kept)
            if not pending:
                return True
            request, *pending = pending
            step = await self._read(request, step)
            if self.is_broken:
                return False

    def _take(
        self, step: Step, pending: list[ListRequest], *, deep: bool, kept: list[ListRequest] | None
    ) -> list[ListRequest]:
        """Commit one list page; returns what to read after it. A stub or a repeated page ends its chain."""
        says_more = bool(step.keys - self.seen)
        self.seen |= step.keys
        following = [*step.children, *pending] if says_more or step.page.further else pending
        fresh = self._record(step, following if deep else kept)
        if not deep and not fresh and not step.page.further:
            return []
        return following

    async def _read_heads(self) -> list[Step]:
        platform = await self._find_platform()
        if platform is None:
            return []
        self.platform = platform
        heads: list[Step] = []
        for request in platform.first_requests(self.source.url, self.source.list):
            head = await self._read(request, None, is_head=True)
            if head is not None:
                heads.append(head)
                self.ready[request.to_text()] = head
        return heads

    async def _look_behind(self, head: Step) -> Step:
        """What to judge a column by: a page without rows of its own says nothing, the first list below it does."""
        if head.keys or not head.page.further:
            return head
        request = head.page.further[0]
        lower = await self._read(request, head)
        if lower is None:
            return head
        self.ready[request.to_text()] = lower
        return await self._look_behind(lower)

    async def _find_platform(self) -> Platform | None:
        if self.portal.platform != "auto":
            return registry.PLATFORMS[self.portal.platform]
        fetched = await self.fetcher.fetch(Ask(self.source.url, "list"))
        if fetched.outcome != PageOutcome.OK:
            self._break_off(fetched.verdict)
            return None
        name, evidence = registry.recognise(fetched.text, fetched.url)
        self.stats.set_value(f"gongbao/platform/{self.source.name}", name or "generic")
        logger.info("%s: platform %s %s", self.source.key, name or "generic", evidence)
        self.opened = fetched
        return registry.PLATFORMS[name or "generic"]

    def _is_sound(self, heads: list[Step], below: list[Step]) -> bool:
        rows = sum(max(map(_size_of, pair)) for pair in zip(heads, below, strict=True))
        demanded = max(self.source.checks.min_items, 1)
        if rows < demanded:
            self.walk.outcome = SourceOutcome.EMPTY
            self.walk.message = (
                f"{rows} entries on the first list page, at least {demanded} demanded"
            )
            return False
        self.walk.is_read = True
        self.walk.dates = [e.date for one in below for e in one.page.entries if e.date]
        return True

    async def _read(
        self, request: ListRequest, before: Step | None, *, is_head: bool = False
    ) -> Step | None:
        """One list page; None when there is none there (or it was read before), or the walk is broken."""
        name = request.to_text()
        if name in self.ready:
            return self.ready.pop(name)
        if name in self.asked:
            return None
        self.asked.add(name)
        step = await self._ask(request, may_be_gone=not is_head)
        is_same = step is not None and before is not None and step.keys == before.keys
        if request.otherwise is not None and not self.is_broken and (step is None or is_same):
            return await self._read(request.otherwise, before)
        return step

    async def _ask(self, request: ListRequest, *, may_be_gone: bool) -> Step | None:
        fetched = await self._fetch(request)
        if fetched.outcome == PageOutcome.GONE and may_be_gone:
            return None
        if fetched.outcome != PageOutcome.OK:
            self._break_off(fetched.verdict)
            return None
        return self._parse(request, fetched)

    async def _fetch(self, request: ListRequest) -> Fetched:
        opened, self.opened = self.opened, None
        if opened is not None and request == ListRequest(self.source.url):
            return opened
        return await self.fetcher.fetch(
            Ask(request.url, "list", request.method, request.body, request.headers)
        )

    def _parse(self, request: ListRequest, fetched: Fetched) -> Step | None:
        try:
            page = self.platform.parse_list(
                fetched.text, replace(request, url=fetched.url), self.source.list
            )
            if self.source.kind == "gazette":
                page = self.issues.descend(page, request, fetched.text)
        except Exception as error:  # a list that breaks its reader is the column's failure alone
            logger.info("%s: %s", request.to_text(), error, exc_info=True)
            message = f"the list could not be read: {type(error).__name__}: {error}"
            self._break_off(Verdict(PageOutcome.FAILED, message))
            return None
        self.stats.inc_value("gongbao/lists/read")
        return Step(
            request, replace(page, entries=tuple(e for e in page.entries if is_http(e.url)))
        )

    def _break_off(self, verdict: Verdict) -> None:
        self.is_broken = True
        self.walk.outcome = to_source_outcome(verdict.outcome)
        self.walk.message = verdict.message

    def _record(self, step: Step, left: list[ListRequest] | None) -> int:
        state = None if left is None else {"pending": [_to_json(request) for request in left]}
        with self.archive.writing() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            fresh = frontier.record_list_page(
                session, row, step.page.entries, datetime.now(UTC), state
            )
        if fresh:
            self.stats.inc_value("gongbao/listings/new", fresh)
            if self.walk.outcome == SourceOutcome.UNCHANGED:
                self.walk.outcome = SourceOutcome.OK
        return fresh

    def _look_up(self) -> tuple[list[ListRequest] | None, bool]:
        """What an unfinished full walk still has to read, and whether the column was never walked to its end."""
        with self.archive.reading() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
        if row.frontier is None:
            return None, row.swept_at is None
        return [_from_json(request) for request in row.frontier["pending"]], row.swept_at is None

    def _finish(self) -> None:
        with self.archive.writing() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            frontier.finish_sweep(session, row, datetime.now(UTC))


def _size_of(step: Step) -> int:
    return len(step.keys) + len(step.page.further)


def _to_json(request: ListRequest) -> dict[str, Any]:
    return {
        "url": request.url,
        "method": request.method,
        "body": request.body,
        "headers": dict(request.headers),
        "fragment": request.fragment,
        "otherwise": None if request.otherwise is None else _to_json(request.otherwise),
    }


def _from_json(value: dict[str, Any]) -> ListRequest:
    otherwise = value["otherwise"]
    return ListRequest(**{**value, "otherwise": _from_json(otherwise) if otherwise else None})
