"""Asking for one page of a column's list and reading it: the platform's knowledge, and what a page shows besides."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.fetcher import Ask
from crawler.issue_tree import IssueTree
from crawler.outcome import Verdict, is_html
from platforms import generic, registry
from platforms.address import is_http
from platforms.base import ListPage, ListRequest
from platforms.frame import framed_pages
from platforms.lone_row import lone_entry
from platforms.service import opening_requests
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from crawler.fetcher import Fetched, Fetcher
    from platforms.base import Platform
    from portals.schema import Portal, Source

FRAME = "frame"  # kind of a page whose rows stand in frames

logger = logging.getLogger(__name__)


class ListReader:
    """Reads the list pages of one column; `issues` are those of a gazette met so far."""

    def __init__(self, fetcher: Fetcher, portal: Portal, source: Source) -> None:
        self.fetcher, self.portal, self.source = fetcher, portal, source
        self.stats = fetcher.crawler.stats
        self.platform: Platform = generic
        self.issues = IssueTree()
        self.opened: Fetched | None = None  # the answer by which the platform was recognised

    async def open(self) -> list[ListRequest] | Verdict:
        """The requests that open the list, or why it cannot be opened."""
        if self.portal.platform != "auto":
            self.platform = registry.PLATFORMS[self.portal.platform]
        elif self.source.list.post is None:
            trouble = await self._recognise()
            if trouble is not None:
                return trouble
        return opening_requests(self.platform, self.source.url, self.source.list)

    async def read(self, request: ListRequest, *, may_be_one: bool) -> ListPage | Verdict:
        """One list page, or how asking for it ended; a list of one row is believed where there `may_be_one`."""
        fetched = await self._fetch(request)
        if fetched.outcome != PageOutcome.OK:
            return fetched.verdict
        try:
            page = self._parse(request, fetched, may_be_one=may_be_one)
        except Exception as error:  # a list that breaks its reader is the column's failure alone
            logger.info("%s: %s", request.to_text(), error, exc_info=True)
            message = f"the list could not be read: {type(error).__name__}: {error}"
            return Verdict(PageOutcome.FAILED, message)
        self.stats.inc_value("gongbao/lists/read")
        return replace(page, entries=tuple(e for e in page.entries if is_http(e.url)))

    async def _recognise(self) -> Verdict | None:
        fetched = await self.fetcher.fetch(Ask(self.source.url, "list", render=self.source.render))
        if fetched.outcome != PageOutcome.OK:
            return fetched.verdict
        name, evidence = registry.recognise(fetched.text, fetched.url)
        self.stats.set_value(f"gongbao/platform/{self.source.name}", name or generic.NAME)
        logger.info("%s: platform %s %s", self.source.key, name or generic.NAME, evidence)
        self.opened, self.platform = fetched, registry.PLATFORMS[name or generic.NAME]
        return None

    async def _fetch(self, request: ListRequest) -> Fetched:
        opened, self.opened = self.opened, None
        if opened is not None and request == ListRequest(self.source.url):
            return opened
        return await self.fetcher.fetch(
            Ask(
                request.url, "list", request.method, request.body, request.headers,
                render=self.source.render,
            )
        )  # fmt: skip

    def _parse(self, request: ListRequest, fetched: Fetched, *, may_be_one: bool) -> ListPage:
        asked = replace(request, url=fetched.url)
        page = self.platform.parse_list(fetched.text, asked, self.source.list)
        if self.source.kind == "gazette":
            page = self.issues.descend(page, request, fetched.text)
        if page.entries or page.further or not is_html(fetched.body):
            return page
        return _look_closer(page, fetched, may_be_one=may_be_one)


def _look_closer(page: ListPage, fetched: Fetched, *, may_be_one: bool) -> ListPage:
    """Where no list was found: one row, or rows in a frame."""
    lone = lone_entry(fetched.text, fetched.url) if may_be_one else None
    if lone is not None:
        return replace(page, entries=(lone,))
    framed = [ListRequest(url) for url in framed_pages(fetched.text, fetched.url)]
    return replace(page, further=tuple(framed), kind=FRAME)
