"""Walking a column's list: page by page, each committed before the next one is asked for.

The head is read at every visit, and on while pages bring new entries. A full walk goes on to the end and leaves
in the database where it is to go on when it dies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.list_reader import FRAME, ListReader
from crawler.outcome import Verdict, to_source_outcome
from crawler.walk_state import WalkState
from platforms.address import address_key
from platforms.base import ListPage
from storage import frontier
from storage.outcome import PageOutcome, SourceOutcome

if TYPE_CHECKING:
    from crawler.fetcher import Fetcher
    from platforms.base import ListRequest
    from portals.schema import Portal, Source
    from storage.session import Archive

LOOKS = 2  # lower lists that are looked at before a column is called empty


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
        self.archive, self.portal, self.source = archive, portal, source
        self.reader = ListReader(fetcher, portal, source)
        self.stats = fetcher.crawler.stats
        self.walk = Walk()
        self.is_broken = False  # a page could not be read: the rest waits for the next run
        self.asked: set[str] = set()
        self.seen: set[str] = set()  # keys of rows of this walk
        self.ready: dict[str, Step] = {}  # read already, not taken yet
        self.state = WalkState()
        self.owed: list[ListRequest] = []  # where an earlier visit died, not yet taken up

    async def run(self, *, full: bool) -> Walk:
        """Read the head, then as much of the rest as is asked for."""
        heads = await self._read_heads()
        rows = [await self._look_behind(head) for head in heads]
        if self.is_broken or not self._is_sound(heads, rows):
            return self.walk
        is_unswept = self._look_up()
        if self.state.left is None and (full or is_unswept):
            self.state.ahead = []
            ended = await self._go(None, [head.request for head in heads], deep=True)
        else:
            ended = await self._go_ahead(heads) and await self._go_to_the_end()
        if ended:
            self._finish()
        return self.walk

    async def _go_to_the_end(self) -> bool:
        """Take up a full walk that died; True when there was one and it reached the end."""
        left = self.state.left
        return left is not None and await self._go(None, left, deep=True)

    async def _go_ahead(self, heads: list[Step]) -> bool:
        """From each head as far as there is news, then from where an earlier visit died; False when it broke off."""
        self.owed = self.state.ahead
        for head in heads:
            if not await self._go(head, [], deep=False):
                return False
        while self.owed:
            request, *self.owed = self.owed
            if not await self._go(None, [request], deep=False):
                return False
        if self.state.ahead:  # the last of them was not there
            self.state.ahead = []
            self._keep_state()
        return True

    async def _go(self, step: Step | None, pending: list[ListRequest], *, deep: bool) -> bool:
        """Read on from here; True when nothing is left to read."""
        while True:
            if step is not None:
                pending = self._take(step, pending, deep=deep)
            if not pending:
                return True
            request, *pending = pending
            step = await self._read(request, step)
            if self.is_broken:
                return False

    def _take(self, step: Step, pending: list[ListRequest], *, deep: bool) -> list[ListRequest]:
        """Commit one list page; returns what to read after it. A stub or a repeated page ends its chain."""
        says_more = bool(step.keys - self.seen)
        self.seen |= step.keys
        following = [*step.children, *pending] if says_more or step.page.further else pending
        return self._record(step, following, deep=deep)

    async def _read_heads(self) -> list[Step]:
        requests = await self.reader.open()
        if isinstance(requests, Verdict):
            self._break_off(requests)
            return []
        heads: list[Step] = []
        for request in requests:
            head = await self._read(request, None, is_head=True)
            if head is not None:
                heads.append(head)
                self.ready[request.to_text()] = head
        return heads

    async def _look_behind(self, head: Step) -> Step:
        """What to judge a column by: a page without rows of its own says nothing, the first list below it does."""
        lowest = head
        for request in head.page.further[:LOOKS]:
            if lowest.keys:
                break
            lower = await self._read(request, head)
            if lower is not None:
                self.ready[request.to_text()] = lower
                lowest = await self._look_behind(lower)
        return lowest

    def _is_sound(self, heads: list[Step], below: list[Step]) -> bool:
        rows = sum(max(map(self._size_of, pair)) for pair in zip(heads, below, strict=True))
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

    def _size_of(self, step: Step) -> int:
        """Rows, and the years or issues a page leads to; where the rows of a frame are, says nothing of them."""
        lower = len(step.page.further)
        is_tree = self.source.kind == "gazette" or lower > 1
        return len(step.keys) + (lower if is_tree and step.page.kind != FRAME else 0)

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
        step = await self._ask(request, is_head=is_head)
        is_same = step is not None and before is not None and step.keys == before.keys
        if request.otherwise is not None and not self.is_broken and (step is None or is_same):
            return await self._read(request.otherwise, before)
        return step

    async def _ask(self, request: ListRequest, *, is_head: bool) -> Step | None:
        may_be_one = (
            not is_head or not self._had_rows()
        )  # an emptied list must not pass for a short one
        page = await self.reader.read(request, may_be_one=may_be_one)
        if isinstance(page, ListPage):
            return Step(request, page)
        if page.outcome != PageOutcome.GONE or is_head:
            self._break_off(page)
        return None

    def _had_rows(self) -> bool:
        with self.archive.reading() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            return frontier.count_listings(session, row) > 1

    def _break_off(self, verdict: Verdict) -> None:
        self.is_broken = True
        self.walk.outcome = to_source_outcome(verdict.outcome)
        self.walk.message = verdict.message

    def _record(self, step: Step, following: list[ListRequest], *, deep: bool) -> list[ListRequest]:
        """Commit the rows of a page and what is to be read after it: without news a visit ends there."""
        with self.archive.writing() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            fresh = frontier.record_list_page(session, row, step.page.entries, datetime.now(UTC))
            going = following if deep or fresh or step.page.further else []
            if deep:
                self.state.left = going
            else:
                self.state.ahead = [*going, *self.owed]
            row.frontier = self.state.to_json(self.reader.issues.issues)
        if fresh:
            self.stats.inc_value("gongbao/listings/new", fresh)
            if self.walk.outcome == SourceOutcome.UNCHANGED:
                self.walk.outcome = SourceOutcome.OK
        return going

    def _keep_state(self) -> None:
        with self.archive.writing() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            row.frontier = self.state.to_json(self.reader.issues.issues)

    def _look_up(self) -> bool:
        """Learn what earlier walks left to read; whether the column was never walked to its end."""
        with self.archive.reading() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
        self.state = WalkState.from_json(row.frontier)
        self.reader.issues.issues = {**self.state.issues, **self.reader.issues.issues}
        return row.swept_at is None

    def _finish(self) -> None:
        with self.archive.writing() as session:
            row = frontier.get_source(session, self.portal.name, self.source.name)
            frontier.finish_sweep(session, row, datetime.now(UTC))
