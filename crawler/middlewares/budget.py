"""Requests a day: beyond the portal's budget the crawl ends politely, to go on where it was the next day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.refusal import Refused
from storage import ledger
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from scrapy import Request

REQUESTS = "gongbao/requests"
DAY = timedelta(days=1)


class BudgetMiddleware:
    """Counts every request that leaves (`gongbao/requests`), retries, redirects and robots.txt included."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.spent_before = 0
        crawler.signals.connect(self.look_back, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Any) -> BudgetMiddleware:
        return cls(crawler)

    def look_back(self, spider: Any) -> None:
        """Sum up what earlier runs of the last 24 hours asked for."""
        since = datetime.now(UTC) - DAY
        with spider.archive.reading() as session:
            self.spent_before = ledger.count_requests(session, spider.portal.name, since)

    def process_request(self, request: Request) -> None:
        spider = self.crawler.spider
        spent = self.spent_before + self.crawler.stats.get_value(REQUESTS, 0)
        if spent >= spider.portal.budget:
            spider.fetcher.stop_reason = "budget"
            raise Refused(PageOutcome.THROTTLED, "the budget of the day is spent")
        self.crawler.stats.inc_value(REQUESTS)
