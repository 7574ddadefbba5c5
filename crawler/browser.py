"""Pages drawn by script (`render = true`): a browser shows them, and all it asks for is asked for by the crawl.

Chromium never touches the network itself: each request of a page goes through the crawl's own downloader, so that
guard, lease, robots.txt, delay, budget and WARC hold for scripts and data as for pages.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from platforms.frame import is_same_host

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--proxy-server=http://127.0.0.1:9",  # what escapes interception finds no way out
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
)
ASKED_FOR = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
KEPT = frozenset({"script", "stylesheet"})  # asked for once a run
OF_OURS = frozenset(
    {"host", "connection", "content-length", "accept-encoding", "cookie", "user-agent"}
)
TIDY = "document.querySelectorAll('noscript').forEach(node => node.remove())"  # nobody sees them
MOST = 60  # requests of one page beside itself
SECONDS = 60.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drawn:
    """A page as a reader sees it, and where scripts led to."""

    url: str
    html: str


@dataclass(frozen=True)
class Given:
    """An answer handed to the browser."""

    status: int
    kind: str
    body: bytes


def missing_browser() -> str | None:
    """Why nothing can be rendered here; None when it can."""
    if importlib.util.find_spec("playwright") is None:
        return "render = true needs the browser extra: pip install 'gongbao[browser]'"
    if find_chromium() is None:
        return (
            "render = true needs Chromium, and there is none on the PATH (apt-get install chromium)"
        )
    return None


def find_chromium() -> str | None:
    """Where a Chromium is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One Chromium for one run, started when the first page is to be drawn."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.playwright: Any = None
        self.context: Any = None
        self.kept: dict[str, Given] = {}
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    async def draw(self, url: str, given: Given) -> Drawn:
        """The page at an address whose own answer is there already; TimeoutError and the browser's errors."""
        await self._start()
        async with asyncio.timeout(SECONDS):
            page = await self.context.new_page()
            try:
                await page.route("**/*", _Visit(self, url, given).answer)
                await page.goto(url, wait_until="networkidle", timeout=SECONDS * 1000)
                await page.evaluate(TIDY)
                return Drawn(page.url, await page.content())
            finally:
                await page.close()

    async def ask(self, request: Any) -> Given:
        """What a script asks for, by way of the crawl."""
        if request.method == "GET" and request.url in self.kept:
            return self.kept[request.url]
        response = await self.crawler.engine.download_async(
            Request(
                request.url,
                method=request.method,
                body=request.post_data_buffer,
                headers=_own_headers(request.headers),
                dont_filter=True,
            )
        )
        kind = response.headers.get("Content-Type", b"").decode("latin-1")
        given = Given(response.status, kind, response.body)
        if request.resource_type in KEPT and request.method == "GET":
            self.kept[request.url] = given
        return given

    async def _start(self) -> None:
        if self.context is not None:
            return
        from playwright.async_api import async_playwright  # noqa: PLC0415  (an extra, and it loads slowly)

        self.playwright = await async_playwright().start()
        browser = await self.playwright.chromium.launch(
            executable_path=find_chromium(),
            args=list(ARGUMENTS),
            chromium_sandbox=os.geteuid() != 0,
        )
        self.context = await browser.new_context(
            user_agent=self.crawler.settings["USER_AGENT"],
            service_workers="block",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        await self.context.route_web_socket("**/*", lambda socket: socket.close())

    async def close(self) -> None:
        """End the browser with the spider."""
        if self.playwright is not None:
            await self.context.browser.close()
            await self.playwright.stop()
            self.playwright = self.context = None


class _Visit:
    """Answers what one page asks for."""

    def __init__(self, browser: Browser, url: str, given: Given) -> None:
        self.browser, self.url = browser, url
        self.given: Given | None = given  # until the browser has taken it
        self.count = 0

    async def answer(self, route: Any) -> None:
        """Its own address from what is there, its host's by the crawl, nothing else."""
        request = route.request
        if self.given is not None and request.is_navigation_request():
            given, self.given = self.given, None
            await _fulfil(route, given)
            return
        self.count += 1
        if self.count > MOST or not self._may_ask(request):
            await route.abort()
            return
        try:
            given = await self.browser.ask(request)
        except (
            Exception
        ) as error:  # refused or failed: the page sees a failed request, as any browser's would
            logger.info("%s for %s: %s", request.url, self.url, error)
            await route.abort()
        else:
            await _fulfil(route, given)

    def _may_ask(self, request: Any) -> bool:
        is_inner = request.resource_type == "document" and request.frame.parent_frame is not None
        is_wanted = request.resource_type in ASKED_FOR and not is_inner
        return is_wanted and is_same_host(request.url, self.url)


async def _fulfil(route: Any, given: Given) -> None:
    headers = {"Content-Type": given.kind} if given.kind else {}
    await route.fulfill(status=given.status, headers=headers, body=given.body)


def _own_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """What a script sets; the rest is the crawl's."""
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in OF_OURS and not name.lower().startswith(("sec-", "proxy-", ":"))
    }
