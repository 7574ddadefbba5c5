"""The first page of a column's list, asked for as the crawl does, without a database: `portal check --live`, `new`."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from importlib.metadata import version
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from crawler.issue_tree import IssueTree
from crawler.outcome import Answer, is_html, judge_page, to_source_outcome
from gongbao.cli.fetch import Asking, FetchError, ask_page
from gongbao.drafting.decoding import read_text
from platforms import registry
from platforms.base import ListRequest
from platforms.charset import decode_page
from platforms.service import opening_requests
from storage.outcome import PageOutcome, SourceOutcome

if TYPE_CHECKING:
    from config import Settings
    from gongbao.cli.fetch import FetchedPage
    from platforms.base import ListEntry, ListPage, Platform
    from portals.schema import Portal, Source

DEEPEST = 3  # a frame, a year, an issue
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}


class HeadError(RuntimeError):
    """A list cannot be read. Raised in this module with the outcome, made a Head by `read`."""

    def __init__(self, outcome: SourceOutcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


@dataclass(frozen=True)
class Head:
    """What came of asking. `issues` are lower lists (issues of a gazette) the answer names."""

    outcome: SourceOutcome
    message: str = ""
    entries: tuple[ListEntry, ...] = ()
    issues: int = 0
    answer: FetchedPage | None = None  # the one with the rows

    @property
    def newest(self) -> str | None:
        """The newest day its rows show."""
        return max((entry.date for entry in self.entries if entry.date), default=None)


class HeadReader:
    """Visits one portal, obeying its robots.txt and leaving its delay between requests."""

    def __init__(self, portal: Portal, settings: Settings) -> None:
        self.portal, self.settings = portal, settings
        contact = f" (+{settings.contact})" if settings.contact else ""
        self.agent = portal.user_agent or f"gongbao/{version('gongbao')}{contact}"
        self.rules: dict[str, Protego] = {}
        self.asked_at: float | None = None

    def read(self, source: Source, opened: FetchedPage | None = None) -> Head:
        """Ask for the head of a column's list, unless its page is `opened`; never raises for what a portal does."""
        try:
            head = self._read(source, opened)
        except HeadError as error:
            return Head(error.outcome, str(error))
        demanded = max(source.checks.min_items, 1)
        rows = len(head.entries) + head.issues
        if rows < demanded:
            message = f"{rows} entries on the first list page, at least {demanded} demanded"
            return replace(head, outcome=SourceOutcome.EMPTY, message=message)
        return head

    def fetch(
        self, url: str, asking: Asking | None = None, *, is_list: bool = False
    ) -> FetchedPage:
        """One answer that is what it seems to be; HeadError otherwise."""
        self._obey(url)
        page = self._ask(url, asking or Asking())
        read = decode_page(page.body, page.content_type)
        answer = Answer(page.status, read.text, page.url, url, unreadable=read.replaced)
        verdict = judge_page(answer, self.portal.url, is_list=is_list)
        if verdict.outcome != PageOutcome.OK:
            raise HeadError(to_source_outcome(verdict.outcome), verdict.message)
        return page

    def _read(self, source: Source, opened: FetchedPage | None) -> Head:
        if source.render:
            raise HeadError(SourceOutcome.FAILED, "render = true needs a browser")
        if self.portal.platform == "auto":
            opened = opened or self.fetch(source.url, is_list=True)
        platform = self._find_platform(opened)
        found: Head | None = None
        for request in opening_requests(platform, source.url, source.list):
            page = opened if opened and request == ListRequest(source.url) else None
            head = self._read_one(platform, source, request, page)
            found = found if found and found.entries else head
        return found or Head(SourceOutcome.EMPTY, "the platform asks for nothing")

    def _find_platform(self, opened: FetchedPage | None) -> Platform:
        if self.portal.platform != "auto" or opened is None:
            return registry.PLATFORMS[self.portal.platform]
        text = read_text(self.portal, opened.body, opened.content_type)
        return registry.PLATFORMS[registry.recognise(text, opened.url)[0] or "generic"]

    def _read_one(
        self, platform: Platform, source: Source, request: ListRequest, page: FetchedPage | None
    ) -> Head:
        """The rows of one request; where it leads to lower lists alone, those of the first of them."""
        tree = IssueTree()
        page = page or self._ask_list(request)
        listed = self._parse(platform, page, request, source, tree)
        issues = len(listed.further) if len(listed.further) > 1 else 0
        for _ in range(DEEPEST):
            if listed.entries or not listed.further:
                break
            request = listed.further[0]
            page = self._ask_list(request)
            listed = self._parse(platform, page, request, source, tree)
        return Head(SourceOutcome.OK, entries=listed.entries, issues=issues, answer=page)

    def _ask_list(self, request: ListRequest) -> FetchedPage:
        asking = Asking(request.method, request.body, request.headers)
        return self.fetch(request.url, asking, is_list=True)

    def _parse(
        self,
        platform: Platform,
        page: FetchedPage,
        request: ListRequest,
        source: Source,
        tree: IssueTree,
    ) -> ListPage:
        text = read_text(self.portal, page.body, page.content_type)
        try:
            listed = platform.parse_list(text, replace(request, url=page.url), source.list)
            return tree.descend(listed, request, text) if source.kind == "gazette" else listed
        except Exception as error:  # a list that breaks its reader is this column's failure alone
            message = f"the list could not be read: {type(error).__name__}: {error}"
            raise HeadError(SourceOutcome.FAILED, message) from error

    def _ask(self, url: str, asking: Asking) -> FetchedPage:
        if self.asked_at is not None:
            sleep(max(0.0, self.asked_at + self.portal.delay - monotonic()))
        headers = {**HEADERS, "User-Agent": self.agent, **asking.headers}
        try:
            return ask_page(url, self.settings, replace(asking, headers=headers))
        except (FetchError, ValueError) as error:
            raise HeadError(_outcome_of(error), str(error)) from error
        finally:
            self.asked_at = monotonic()

    def _obey(self, url: str) -> None:
        """Raise where robots.txt keeps us out (RFC 9309); one that is refused keeps us out too."""
        parts = urlsplit(url)
        if self.portal.robots and parts.netloc.lower() in self.portal.hosts:
            return
        if parts.netloc not in self.rules:
            self.rules[parts.netloc] = self._read_robots(
                f"{parts.scheme}://{parts.netloc}/robots.txt"
            )
        if not self.rules[parts.netloc].can_fetch(url, self.agent):
            raise HeadError(SourceOutcome.BLOCKED, "robots.txt forbids it")

    def _read_robots(self, address: str) -> Protego:
        page = self._ask(address, Asking())
        text = decode_page(page.body).text
        verdict = judge_page(Answer(page.status, text, page.url, address), address)
        is_plain = verdict.outcome == PageOutcome.OK and not is_html(page.body)
        if verdict.outcome in (PageOutcome.BLOCKED, PageOutcome.THROTTLED, PageOutcome.DOWN):
            raise HeadError(
                to_source_outcome(verdict.outcome), f"robots.txt was refused: {verdict.message}"
            )
        return Protego.parse(text if is_plain else "")


def _outcome_of(error: Exception) -> SourceOutcome:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError):
        return SourceOutcome.TLS
    return SourceOutcome.DOWN if isinstance(cause, OSError) else SourceOutcome.FAILED
