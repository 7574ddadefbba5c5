"""robots.txt (RFC 9309), decided by how asking for it ended.

A text is obeyed; 404, 410 and other plain refusals to have one mean no rules. A refused robots.txt (wall, 403, 412,
5xx, no answer) is taken as "keep out" until the operator says otherwise with `robots = "reason"`. `Crawl-delay`, of
no RFC but of many servers, is the least time between two requests, up to a minute.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request

from crawler.outcome import Answer, Verdict, is_html, judge_page
from crawler.refusal import Refused, judge_failure
from platforms.charset import decode_page
from storage import ledger
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from scrapy.http import Response

LIMIT = 500 * 1024  # bytes a crawler must read at least (RFC 9309 § 2.5)
NO_RULES = frozenset({PageOutcome.GONE, PageOutcome.HOME})
LONGEST = 60.0  # seconds of a Crawl-delay that are kept

logger = logging.getLogger(__name__)


class RobotsMiddleware:
    """Asks each host once; hosts of a portal whose file gives a reason are not asked."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.portal = crawler.spider.portal
        self.agent: str = crawler.settings["USER_AGENT"]
        self.rules: dict[str, Protego | Verdict] = {}
        self.asked: dict[
            str, float
        ] = {}  # when a host with a Crawl-delay is asked next, or was last

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc.lower()
        if request.meta.get("is_robots") or (self.portal.robots and host in self.portal.hosts):
            return
        if host not in self.rules:
            self.rules[host] = await self._ask(request.url)
        rules = self.rules[host]
        if isinstance(rules, Verdict):
            raise Refused(rules.outcome, rules.message)
        if not rules.can_fetch(request.url, self.agent):
            raise Refused(PageOutcome.BLOCKED, "robots.txt forbids it")
        await self._keep_distance(host, rules)

    async def _keep_distance(self, host: str, rules: Protego) -> None:
        """Wait as long as robots.txt wants between two requests."""
        delay = min(rules.crawl_delay(self.agent) or 0.0, LONGEST)
        if delay <= self.portal.delay:
            return
        at = max(monotonic(), self.asked.get(host, float("-inf")) + delay)
        self.asked[host] = at
        await asyncio.sleep(max(0.0, at - monotonic()))

    async def _ask(self, url: str) -> Protego | Verdict:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        meta = {"is_robots": True, "max_retry_times": 1, "download_timeout": 15}
        try:
            response = await self.crawler.engine.download_async(
                Request(address, meta=meta, dont_filter=True)
            )
        except Exception as error:  # any failure to get an answer is judged like that of a page
            verdict = judge_failure(error)
        else:
            verdict = _judge(response, address)
            if verdict.outcome == PageOutcome.OK:
                return self._read(decode_page(response.body[:LIMIT]).text, parts.netloc)
        if verdict.outcome in NO_RULES:
            return Protego.parse("")
        self._report(parts.netloc, verdict)
        return Verdict(verdict.outcome, f"robots.txt: {verdict.message}")

    def _read(self, text: str, host: str) -> Protego:
        rules = Protego.parse(text)
        wanted = rules.crawl_delay(self.agent) or 0.0
        if wanted > LONGEST:
            logger.warning(
                "%s: robots.txt asks for %g s between requests; %g s are kept",
                host,
                wanted,
                LONGEST,
            )
        if wanted:
            self.crawler.stats.set_value(f"gongbao/crawl_delay/{host}", min(wanted, LONGEST))
        return rules

    def _report(self, host: str, verdict: Verdict) -> None:
        spider = self.crawler.spider
        if spider.fetcher.stop_reason is not None:
            return
        message = f"{host}: robots.txt was refused ({verdict.message}); nothing is asked for there"
        with spider.archive.writing() as session:
            ledger.raise_issue(
                session, "robots_refused", self.portal.name, "", host, message, datetime.now(UTC)
            )


def _judge(response: Response, address: str) -> Verdict:
    if response.status == 200 and not response.body.strip():
        return Verdict(PageOutcome.GONE, "empty")
    text = decode_page(response.body[:LIMIT]).text
    headers = {name.decode("latin-1").lower(): "" for name in response.headers}
    verdict = judge_page(Answer(response.status, text, response.url, address, headers), address)
    if verdict.outcome == PageOutcome.OK and is_html(response.body):
        return Verdict(PageOutcome.GONE, "a page, no rules")
    if verdict.outcome == PageOutcome.FAILED and 400 <= response.status < 500:
        return Verdict(PageOutcome.GONE, verdict.message)
    return verdict
