"""One visitor per host, whoever crawls: a lease in the database, taken at the first request to a host."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from crawler.refusal import Refused
from storage import lease
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from scrapy import Request

LENGTH = timedelta(seconds=60)
RENEW_SECONDS = 15.0
POLL_SECONDS = 0.5
FOREIGN_SECONDS = 30.0  # how long we wait for a host that is none of the portal's own

logger = logging.getLogger(__name__)


class LeaseMiddleware:
    """Holds `host:<netloc>` from the first request to a host until the spider closes."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.archive = crawler.spider.archive
        self.patience: float = crawler.spider.settings_of_house.lease_wait.total_seconds()
        self.holder = lease.this_process()
        self.own = {"host:" + host for host in crawler.spider.portal.hosts}
        self.held: dict[str, lease.Held] = {}
        self.used: dict[str, float] = {}  # when a host was last asked
        self.busy: set[str] = set()  # hosts another crawl did not give back in time
        self.taking = asyncio.Lock()
        self.renewal = create_looping_call(self.renew)
        crawler.signals.connect(self.start, signal=signals.spider_opened)
        crawler.signals.connect(self.release, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> LeaseMiddleware:
        return cls(crawler)

    def start(self) -> None:
        """Keep what is held."""
        self.renewal.start(RENEW_SECONDS, now=False)

    async def process_request(self, request: Request) -> None:
        name = "host:" + urlsplit(request.url).netloc.lower()
        async with self.taking:
            if name not in self.held:
                await self._take(name)
            self.used[name] = monotonic()

    async def _take(self, name: str) -> None:
        own = name in self.own
        deadline = monotonic() + (self.patience if own else min(self.patience, FOREIGN_SECONDS))
        told = name in self.busy
        while not self._acquire(name):
            if name in self.busy or monotonic() >= deadline:
                self.busy.add(name)
                raise Refused(
                    PageOutcome.THROTTLED, f"{name[5:]} is being visited by another crawl"
                )
            if not told:
                logger.warning("%s is being visited by another crawl: waiting", name[5:])
                told = True
            await asyncio.sleep(POLL_SECONDS)

    def _acquire(self, name: str) -> bool:
        with self.archive.writing() as session:
            held = lease.acquire(session, name, self.holder, datetime.now(UTC), LENGTH)
        if held is not None:
            self.held[name] = held
        return held is not None

    def renew(self) -> None:
        """Keep every lease, give back foreign hosts not asked lately; a lost one ends the crawl."""
        with self.archive.writing() as session:
            now = datetime.now(UTC)
            for name in self._idle():
                lease.release(session, self.held.pop(name), now)
            lost = [h.name for h in self.held.values() if not lease.renew(session, h, now, LENGTH)]
        for name in lost:
            logger.warning("%s: the lease was lost, the crawl ends", name)
            del self.held[name]
            self.crawler.spider.fetcher.stop_reason = "lease_lost"

    def _idle(self) -> list[str]:
        before = monotonic() - 2 * FOREIGN_SECONDS
        return [n for n in self.held if n not in self.own and self.used.get(n, before + 1) < before]

    def release(self) -> None:
        """Give all leases back."""
        if self.renewal.running:
            self.renewal.stop()
        with self.archive.writing() as session:
            for held in self.held.values():
                lease.release(session, held, datetime.now(UTC))
        self.held.clear()
