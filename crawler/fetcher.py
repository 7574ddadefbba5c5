"""Asking for one address: every answer and every failure becomes an outcome here, nowhere else."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from scrapy import Request
from scrapy.exceptions import CloseSpider

from crawler.browser import Browser, Given
from crawler.echo import Echo
from crawler.middlewares.snapshot import payload_digest
from crawler.outcome import Answer, Verdict, is_html, judge_file, judge_page
from crawler.refusal import judge_failure
from platforms.charset import Decoded, canonical_encoding, decode_as
from storage.outcome import PageOutcome
from storage.warc import StoredResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

    from portals.schema import Portal
    from storage.facts import KnownPage
    from storage.warc import WarcPointer

Kind = Literal["list", "page", "file"]
FILE_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xff\xd8\xff",
    b"\x89PNG",
)
ECHO = Verdict(PageOutcome.THROTTLED, "the same answer to several addresses")
RENDERED = (
    "X-Gongbao-Rendered",
    "true",
)  # in WARC: a page as a browser showed it, not as it was sent
ATTACHMENT_LIMIT = 100 * 1024 * 1024  # bytes; pages have DOWNLOAD_MAXSIZE

DRAWN = frozenset(
    {PageOutcome.OK, PageOutcome.GONE, PageOutcome.BLOCKED}
)  # "please enable JavaScript"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ask:
    """One address to ask for, and what we know of it."""

    url: str
    kind: Kind = "page"
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    known: KnownPage | None = None  # the page as the archive holds it
    referer: str | None = None
    asked_as: str | None = None  # the address that led here
    is_frame: bool = False  # within another page: a viewer may be the same in many
    render: bool = False  # a page of scripts: read as a browser shows it


@dataclass(frozen=True)
class Fetched:
    """How it ended, and when an answer came: what it was. `text` is empty for files."""

    ask: Ask
    verdict: Verdict
    at: datetime
    url: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    text: str = ""
    is_file: bool = False  # the body is a file, not a page
    warc: WarcPointer | None = None
    digest: str | None = None

    @property
    def outcome(self) -> PageOutcome:
        return self.verdict.outcome

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Fetcher:
    """Asks through Scrapy's downloader (all middlewares apply); never raises but to close the spider."""

    def __init__(self, crawler: Any, portal: Portal) -> None:
        self.crawler = crawler
        self.portal = portal
        self.stop_reason: str | None = None  # set by whoever wants the crawl to end
        self.echo = Echo()
        self.browser = Browser(crawler)

    async def fetch(self, ask: Ask) -> Fetched:
        """The answer to one request, judged."""
        self._stop_if_told()
        try:
            response = await self.crawler.engine.download_async(to_request(ask))
            fetched = await self._draw(self._read(ask, response))
            if fetched.outcome == PageOutcome.OK and self._is_echo(fetched):
                fetched = replace(fetched, verdict=ECHO)
        except Exception as error:  # the network may fail in any way; each has an outcome
            fetched = Fetched(ask, judge_failure(error), datetime.now(UTC), ask.url)
        self._stop_if_told()
        logger.info("%s %s %s", fetched.outcome.value, ask.url, fetched.verdict.message)
        return fetched

    def _stop_if_told(self) -> None:
        if self.stop_reason is not None:
            raise CloseSpider(self.stop_reason)

    def _read(self, ask: Ask, response: Response) -> Fetched:
        meta = response.request.meta if response.request else {}
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        fetched = Fetched(
            ask, Verdict(PageOutcome.OK), meta.get("fetched_at") or datetime.now(UTC), response.url,
            response.status, headers, response.body,
            is_file=_is_file(response.body), warc=meta.get("warc"), digest=meta.get("payload_digest"),
        )  # fmt: skip
        return self._judge(fetched)

    def _judge(self, fetched: Fetched) -> Fetched:
        ask = fetched.ask
        wants_text = not fetched.is_file and (ask.kind != "file" or is_html(fetched.body))
        decoded = self._decode(fetched) if wants_text else Decoded("", "", 0)
        answer = Answer(
            fetched.status, decoded.text, fetched.url, ask.asked_as or ask.url, fetched.headers,
            decoded.replaced,
        )  # fmt: skip
        if ask.kind == "file" or (fetched.is_file and ask.kind == "page"):
            verdict = judge_file(answer, fetched.body)
        else:
            verdict = judge_page(answer, self.portal.url, is_list=ask.kind == "list")
        if verdict.outcome == PageOutcome.UNCHANGED and not (ask.etag or ask.last_modified):
            verdict = Verdict(PageOutcome.FAILED, "not modified, to a question nobody asked")
        return replace(fetched, verdict=verdict, text=decoded.text)

    async def _draw(self, fetched: Fetched) -> Fetched:
        """What a browser makes of a page of scripts, which may well say that it needs one."""
        if not _wants_drawing(fetched):
            return fetched
        kind = fetched.headers.get("content-type", "")
        drawn = await self.browser.draw(fetched.url, Given(200, kind, fetched.body))
        charset = canonical_encoding(self.portal.encoding or "") or "utf-8"
        headers = {"content-type": f"text/html; charset={charset}"}
        body = drawn.html.encode(charset, "xmlcharrefreplace")
        stored = StoredResponse(drawn.url, 200, (*headers.items(), RENDERED), body)
        pointer = self.crawler.spider.warc.write_response(stored, fetched.at)
        return self._judge(
            replace(
                fetched, url=drawn.url, headers=headers, body=body, warc=pointer,
                digest=payload_digest(body),
            )
        )  # fmt: skip

    def _is_echo(self, fetched: Fetched) -> bool:
        known = fetched.ask.known
        if fetched.ask.is_frame:
            return False
        if known is not None and known.payload_digest == fetched.digest:
            return False
        return self.echo.is_echo(fetched.url, fetched.ask.kind, fetched.digest)

    def _decode(self, fetched: Fetched) -> Decoded:
        return decode_as(fetched.body, self.portal.encoding, fetched.headers.get("content-type"))


def to_request(ask: Ask) -> Request:
    """The Scrapy request; `meta["ask"]` is what the middlewares look at."""
    meta: dict[str, Any] = {"ask": ask}
    if ask.kind == "file":
        meta["download_maxsize"] = ATTACHMENT_LIMIT
    headers = dict(ask.headers)
    if ask.referer:
        headers.setdefault("Referer", ask.referer)
    return Request(
        ask.url, method=ask.method, body=ask.body, headers=headers, meta=meta, dont_filter=True
    )


def _wants_drawing(fetched: Fetched) -> bool:
    is_page = fetched.status == 200 and not fetched.is_file and is_html(fetched.body)
    return fetched.ask.render and is_page and fetched.outcome in DRAWN


def _is_file(body: bytes) -> bool:
    return body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(FILE_STARTS)
