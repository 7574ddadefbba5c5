"""The run in the ledger: opened with the spider, closed with it, whatever ended it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from storage import frontier, ledger, repository
from storage.facts import VisitFacts
from storage.outcome import HEALTHY, PageOutcome, SourceOutcome

if TYPE_CHECKING:
    from crawler.report import SourceReport
    from portals.schema import Source
    from storage.session import Session

BEIJING = timezone(timedelta(hours=8))
SAVE_SECONDS = 15.0
KEPT_STATS = ("gongbao/", "downloader/", "retry/", "elapsed_time_seconds")
WHY = {
    "budget": ("budget_spent", "the budget of requests a day is spent; the rest waits"),
    "lease_lost": ("lease_lost", "another crawl took the host over; this one ended"),
    "start_error": ("crawl_failed", "the crawl broke; see its log"),
}


class RunRecorder:
    """Writes `CrawlRun`, the outcome of every source visited, and Issues about the run."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.run_id: int | None = None
        self.saving = create_looping_call(self.save)
        crawler.signals.connect(self.open, signal=signals.spider_opened)
        crawler.signals.connect(self.note_broken_item, signal=signals.item_error)
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> RunRecorder:
        return cls(crawler)

    def open(self, spider: Any) -> None:
        """Begin the row of the run."""
        mode = "full" if spider.is_full else f"recheck={spider.recheck}"
        with spider.archive.writing() as session:
            self.run_id = ledger.start_run(session, spider.portal.name, mode, datetime.now(UTC))
        self.saving.start(SAVE_SECONDS, now=False)

    def save(self) -> None:
        """Keep the counters, so that a killed run has spent what it has spent."""
        if self.run_id is not None:
            with self.crawler.spider.archive.writing() as session:
                ledger.save_stats(session, self.run_id, self._stats())

    def note_broken_item(self, item: Any, failure: Any, spider: Any) -> None:
        """A page that broke a pipeline has failed; its Listing is tried again later."""
        page = getattr(item, "page", item)
        message = f"{failure.type.__name__}: {failure.getErrorMessage()}"
        visit = VisitFacts(
            page.requested_url or page.url, spider.portal.name, page.source,
            datetime.now(UTC), PageOutcome.FAILED, message,
        )  # fmt: skip
        with spider.archive.writing() as session:
            repository.record_visit(session, visit)
        spider.count_page(page.source, PageOutcome.FAILED, page.url, message)

    def close(self, spider: Any, reason: str) -> None:
        """Write down how every source visited ended, and the run."""
        if self.saving.running:
            self.saving.stop()
        if reason == "start_error":
            spider.fail_rest()
        now = datetime.now(UTC)
        with spider.archive.writing() as session:
            outcomes = [
                self._settle(session, source, spider.reports[source.name], now)
                for source in spider.chosen
                if spider.is_listed(source)
            ]
            for prefix in ("page_", "robots_"):
                ledger.resolve_subjects(session, spider.portal.name, spider.well, prefix, now)
            self._explain(session, spider, reason, now)
            if self.run_id is not None:
                outcome = _worst(outcomes) if reason == "finished" else reason
                ledger.finish_run(session, self.run_id, outcome[:20], self._stats(), now)
        spider.warc.close()
        spider.archive.close()

    def _settle(self, session: Session, source: Source, report: SourceReport, now: datetime) -> str:
        row = frontier.get_source(session, source.portal, source.name)
        outcome = ledger.assess_source(report.listed or SourceOutcome.NEVER, report.pages)
        ledger.record_source_outcome(session, row, outcome, report.pages, now, report.message)
        if outcome in HEALTHY:
            _judge_age(session, source, report, now)
        return outcome.value

    def _explain(self, session: Session, spider: Any, reason: str, now: datetime) -> None:
        name = spider.portal.name
        current = WHY.get(reason)
        kinds = {kind for kind, _ in WHY.values()} - {current[0] if current else ""}
        if reason == "finished":
            ledger.resolve_issues(session, name, "", kinds, now)
        if current:
            ledger.raise_issue(session, current[0], name, "", "", f"{name}: {current[1]}", now)

    def _stats(self) -> dict[str, Any]:
        stats = self.crawler.stats.get_stats()
        return {
            key: value
            for key, value in stats.items()
            if key.startswith(KEPT_STATS) and isinstance(value, (int, float, str))
        }


def _judge_age(session: Session, source: Source, report: SourceReport, now: datetime) -> None:
    days = source.checks.newest_within_days
    if days is None or not report.dates:
        return
    newest = report.newest_is_older(days, now.astimezone(BEIJING).date())
    if newest is None:
        ledger.resolve_issues(session, source.portal, source.name, {"list_stale"}, now)
        return
    message = f"{source.key}: the newest entry is of {newest}, more than {days} days ago"
    ledger.raise_issue(session, "list_stale", source.portal, source.name, "", message, now)


def _worst(outcomes: list[str]) -> str:
    """The first source in trouble speaks for the run."""
    return next((o for o in outcomes if o not in HEALTHY), "ok")
