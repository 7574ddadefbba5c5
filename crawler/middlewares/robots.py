"""robots.txt (RFC 9309), decided by how asking for it ended.

A text is obeyed; 404, 410 and other plain refusals to have one mean no rules. A refused robots.txt (wall, 403, 412,
5xx, no answer) is taken as "keep out" until the operator says otherwise with `robots = "reason"`.
"""

from __future__ import annotations

from datetime import UTC, datetime
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


class RobotsMiddleware:
    """Asks each host once; hosts of a portal whose file gives a reason are not asked."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.portal = crawler.spider.portal
        self.agent: str = crawler.settings["USER_AGENT"]
        self.rules: dict[str, Protego | Verdict] = {}

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
                return Protego.parse(decode_page(response.body[:LIMIT]).text)
        if verdict.outcome in NO_RULES:
            return Protego.parse("")
        self._report(parts.netloc, verdict)
        return Verdict(verdict.outcome, f"robots.txt: {verdict.message}")

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
