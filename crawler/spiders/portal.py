"""The one spider: drives a platform through a portal's columns. `spiderloader` makes one of it for each portal."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Spider
from scrapy.exceptions import CloseSpider
from scrapy.utils.misc import load_object

from crawler.browser import missing_browser
from crawler.fetcher import Fetcher
from crawler.list_walk import ListWalker, Walk
from crawler.outcome import Verdict
from crawler.page_visit import PageVisitor, Target
from crawler.report import WELL, Breaker, SourceReport, subject_of
from platforms.address import address_key
from storage import frontier, ledger, reading, repository
from storage.facts import VisitFacts
from storage.outcome import PageOutcome, SourceOutcome
from storage.session import Archive
from storage.warc import WarcStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from config import Settings
    from crawler.items import PageItem
    from portals.schema import Portal, Source

MISSING = frozenset({PageOutcome.GONE, PageOutcome.HOME})
RECHECKS = ("due", "all", "none")

logger = logging.getLogger(__name__)


class PortalSpider(Spider):
    """One round of one portal. Arguments: `full=1`, `recheck=due|all|none`, `sources=a,b`."""

    portal: Portal
    settings_of_house: Settings
    archive: Archive
    warc: WarcStore
    fetcher: Fetcher
    visitor: PageVisitor

    def __init__(
        self, full: str = "0", recheck: str = "due", sources: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if recheck not in RECHECKS:
            raise ValueError(f"recheck={recheck}: must be one of {', '.join(RECHECKS)}")
        self.is_full = full not in ("", "0", "false")
        self.recheck = recheck
        self.chosen = _choose(self.portal, [name for name in sources.split(",") if name])
        self.reports = {source.name: SourceReport() for source in self.chosen}
        self.visited: set[str] = set()  # keys of the pages of this run
        self.well: set[str] = set()  # subjects that gave no trouble
        self.breaker = Breaker()

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> PortalSpider:
        spider: PortalSpider = super().from_crawler(crawler, *args, **kwargs)
        house = cls.settings_of_house
        spider.archive = Archive(house.database_url)
        spider.warc = WarcStore(house.data_dir / "warc")
        spider.fetcher = Fetcher(crawler, cls.portal)
        links = load_object(crawler.settings["PAGE_LINKS"])
        spider.visitor = PageVisitor(spider.fetcher, cls.portal, spider.warc, links)
        return spider

    async def start(self) -> AsyncIterator[PageItem]:
        """For each column: walk its list, then visit the pages that wait or are due."""
        with self.archive.writing() as session:
            frontier.sync_sources(session, self.portal)
        for source in self.chosen:
            walk = await self._walk(source)
            if not walk.is_read:
                continue
            with self.archive.reading() as session:
                learned = reading.learned_boilerplate(session, self.portal.name, source.name)
            self.visitor.boilerplate[source.name] = learned
            for target in self._targets(source):
                item = await self._visit(source, target)
                if item is not None:
                    yield item
                    await self._let_pipelines_end()

    async def _let_pipelines_end(self) -> None:
        """A page is stored before the next one is asked for; and Scrapy sees at once that nothing is left."""
        slot = self.crawler.engine.scraper.slot
        while slot is not None and slot.itemproc_size:
            await asyncio.sleep(0)

    async def _walk(self, source: Source) -> Walk:
        report = self.reports[source.name]
        if source.render and (why := missing_browser()):
            report.listed, report.message = SourceOutcome.FAILED, why
            return Walk(SourceOutcome.FAILED)
        walker = ListWalker(self.archive, self.fetcher, self.portal, source)
        walk = await walker.run(full=self.is_full)
        report.listed, report.message, report.dates = walk.outcome, walk.message, walk.dates
        return walk

    def _targets(self, source: Source) -> Iterator[Target]:
        """Pages waiting in the list, known ones to visit again, those that failed before; each once in all columns."""
        now = datetime.now(UTC)
        with self.archive.reading() as session:
            row = frontier.get_source(session, self.portal.name, source.name)
            waiting = frontier.waiting_pages(session, row, now, due_only=self.recheck != "all")
            known = [] if self.recheck == "none" else frontier.known_addresses(
                session, row, now, due_only=self.recheck == "due"
            )  # fmt: skip
        self.crawler.stats.inc_value("gongbao/planned", len(waiting) + len(known))
        for page in waiting:
            if not page.attempts and self._is_next(page.url):
                yield Target.from_waiting(page)
        for url in known:
            if self._is_next(url):
                yield self._known_target(source, url)
        for page in (
            waiting
        ):  # what failed before comes last: a row of it must not close the host to the others
            if page.attempts and self._is_next(page.url):
                yield Target.from_waiting(page)

    def _is_next(self, url: str) -> bool:
        key = address_key(url)
        if key in self.visited or self.breaker.is_open(url):
            return False
        self.visited.add(key)
        return True

    def _known_target(self, source: Source, url: str) -> Target:
        with self.archive.reading() as session:
            row = frontier.get_source(session, self.portal.name, source.name)
            page = frontier.known_page(session, url, row)
        if page is None:
            raise LookupError(f"{url}: was in the archive a moment ago")
        return Target.from_known(page)

    async def _visit(self, source: Source, target: Target) -> PageItem | None:
        """One page: an item to read, or an outcome written down."""
        try:
            fetched, item = await self.visitor.visit(source, target)
        except CloseSpider:
            raise
        except Exception as error:  # a page that breaks its reader is that page's failure alone
            logger.info("%s: %s", target.url, error, exc_info=True)
            verdict = Verdict(PageOutcome.FAILED, f"{type(error).__name__}: {error}")
            self._record(source, target, verdict)
            return None
        if item is None:
            self._record(source, target, fetched.verdict, fetched.etag, fetched.last_modified)
            return None
        self.breaker.note(target.url, PageOutcome.OK)
        self.well.update((target.url, subject_of(target.url, PageOutcome.DOWN)))
        return item

    def _record(
        self,
        source: Source,
        target: Target,
        verdict: Verdict,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        visit = VisitFacts(
            target.url, self.portal.name, source.name, datetime.now(UTC), verdict.outcome,
            verdict.message, etag, last_modified,
        )  # fmt: skip
        with self.archive.writing() as session:
            repository.record_visit(session, visit)
        if visit.outcome == PageOutcome.UNCHANGED and target.known and target.known.tampered:
            verdict = Verdict(PageOutcome.HIJACKED, "as it was at the last visit")
        self.count_page(source.name, verdict.outcome, target.url, verdict.message)

    def count_page(
        self, source: str | None, outcome: PageOutcome, url: str = "", message: str = ""
    ) -> None:
        """How a page ended; called here and by the last pipeline. Trouble becomes an Issue."""
        self.crawler.stats.inc_value(f"gongbao/pages/{outcome.value}")
        if source in self.reports:
            self.reports[source].pages[outcome.value] += 1
        if not url:
            return
        if self.breaker.note(url, outcome):
            logger.warning("%s: too many troubles in a row, left alone until the next run", url)
        if outcome in WELL:
            self.well.update((url, subject_of(url, PageOutcome.DOWN)))
        elif outcome not in MISSING:
            self._raise_issue(source or "", outcome, url, message)

    def _raise_issue(self, source: str, outcome: PageOutcome, url: str, message: str) -> None:
        subject = subject_of(url, outcome)
        self.well.discard(subject)
        text = f"{url}: {outcome.value}" + (f" ({message})" if message else "")
        kind = f"page_{outcome.value}"
        with self.archive.writing() as session:
            ledger.raise_issue(
                session, kind, self.portal.name, source, subject, text, datetime.now(UTC)
            )

    def is_listed(self, source: Source) -> bool:
        """Whether the list of a column was asked for in this run."""
        return self.reports[source.name].listed is not None

    def fail_rest(self) -> None:
        """The run broke: what was not finished has failed."""
        for report in self.reports.values():
            report.listed = report.listed or SourceOutcome.FAILED


def _choose(portal: Portal, names: list[str]) -> list[Source]:
    known = {source.name for source in portal.sources}
    for name in names:
        if name not in known:
            raise ValueError(f"sources={name}: {portal.name} has only {', '.join(sorted(known))}")
    wanted = [s for s in portal.sources if not names or s.name in names]
    return [s for s in wanted if not (s.disabled or portal.disabled)]
