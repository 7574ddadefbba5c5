"""The five portals as web servers on this machine, each on a loopback address of its own."""

from __future__ import annotations

import threading
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from gongbao.demo.cast import build_portals
from gongbao.demo.changes import apply_changes
from gongbao.demo.noise import Noise
from gongbao.demo.pages import home_page, missing_page
from gongbao.demo.portal import Answer
from gongbao.demo.server import PortalServer, open_servers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from types import TracebackType

    from gongbao.demo.portal import DemoPortal
    from gongbao.demo.server import LoggedRequest

ROBOTS = b"User-agent: *\nDisallow: /admin/\nDisallow: /module/visitcount/\n"


class DemoSite:
    """Five portals whose documents are dated relative to `today`; the same seed makes the same site.

    `port` 0 takes any free port. `overrides` replaces the answer of an address, (portal, path) → Answer,
    for tests of walls and failures. `done` says what `apply_changes` did.
    """

    def __init__(self, today: date, *, seed: int = 1, port: int = 0) -> None:
        self.today = today
        self.portals = build_portals(today)
        self.done: list[dict[str, Any]] = []
        self.overrides: dict[tuple[str, str], Answer] = {}
        self.log: list[LoggedRequest] = []
        self._seed, self._port = seed, port
        self._shuffles = 0
        self._lock = threading.RLock()
        self._servers: list[PortalServer] = []

    def start(self) -> None:
        """Listen; afterwards `addresses` are known."""
        self._servers = open_servers(list(self.portals), self._port, self.answer, self._record)
        for name, server in zip(self.portals, self._servers, strict=True):
            self.portals[name].base = server.base
            server.start()

    def stop(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.stop()
        self._servers = []

    def __enter__(self) -> DemoSite:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def addresses(self) -> dict[str, str]:
        """Portal → base address without a final slash."""
        return {name: portal.base for name, portal in self.portals.items()}

    def requests(self, portal: str, path: str | None = None) -> list[LoggedRequest]:
        """What was asked of a portal so far, or of one path of it, oldest first."""
        with self._lock:
            return [r for r in self.log if r.portal == portal and path in (None, r.path)]

    def apply_changes(self) -> list[dict[str, Any]]:
        """Publish, edit, repost, take down and hijack, once; shuffle counters and navigation everywhere."""
        with self._lock:
            if not self.done:
                self.done = apply_changes(self.portals, self.today)
                self._shuffles += 1
            return self.done

    def answer(self, name: str, target: str, form: str, headers: Mapping[str, str]) -> Answer:
        """What a portal says to a request, conditional ones included."""
        with self._lock:
            portal = self.portals[name]
            path = urlsplit(target).path
            query = dict(parse_qsl(urlsplit(target).query) + parse_qsl(form))
            if override := self.overrides.get((name, path)):
                return override
            answer = self._produce(portal, path, query, self._noise(portal, path))
            if answer is None:
                page = missing_page(portal).encode(_codec(portal))
                return Answer(page, portal.family.CONTENT_TYPE, HTTPStatus.NOT_FOUND)
            if answer.status != HTTPStatus.OK or portal.validators == "none":
                return answer
            return _condition(answer, self._validators(portal, path, query, answer), headers)

    def _record(self, request: LoggedRequest) -> None:
        with self._lock:
            self.log.append(request)

    def _noise(self, portal: DemoPortal, path: str) -> Noise:
        turn = self._shuffles
        if portal.validators == "none":
            turn = sum(r.path == path for r in self.log if r.portal == portal.name) + 1000
        return Noise(f"{self._seed}/{portal.name}{path}/{turn}")

    def _produce(
        self, portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
    ) -> Answer | None:
        if path == "/robots.txt":
            return Answer(ROBOTS, "text/plain")
        if path == "/":
            return _page(portal, home_page(portal, noise))
        if path in portal.files:
            return portal.files[path].answer
        if posting := portal.find(path):
            return _page(portal, portal.family.detail(portal, posting, noise))
        found = portal.family.lists(portal, path, query, noise)
        return _page(portal, found) if isinstance(found, str) else found

    def _validators(
        self, portal: DemoPortal, path: str, query: dict[str, str], answer: Answer
    ) -> dict[str, str]:
        changed = portal.changed_at(path)
        dated = {"Last-Modified": _http_date(changed)} if changed else {}
        if portal.validators == "date":
            return dated
        if portal.validators == "bytes":
            return {"ETag": f'"{sha256(answer.body).hexdigest()[:24]}"'}
        quiet = self._produce(portal, path, query, Noise("quiet")) or answer
        return {"ETag": f'W/"{sha256(quiet.body).hexdigest()[:24]}"', **dated}


def _codec(portal: DemoPortal) -> str:
    return "gb18030" if portal.family.ENCODING == "gb2312" else portal.family.ENCODING


def _page(portal: DemoPortal, html: str) -> Answer:
    return Answer(html.encode(_codec(portal)), portal.family.CONTENT_TYPE)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _condition(answer: Answer, validators: dict[str, str], headers: Mapping[str, str]) -> Answer:
    """304 when the visitor holds what would be sent (RFC 9110: If-None-Match goes before the date)."""
    extra = tuple(validators.items())
    if _is_held(validators, headers):
        return Answer(b"", answer.content_type, HTTPStatus.NOT_MODIFIED, extra)
    return Answer(answer.body, answer.content_type, answer.status, (*answer.headers, *extra))


def _is_held(validators: dict[str, str], headers: Mapping[str, str]) -> bool:
    etag, modified = validators.get("ETag"), validators.get("Last-Modified")
    if etag and "If-None-Match" in headers:
        offered = [one.strip().removeprefix("W/") for one in headers["If-None-Match"].split(",")]
        return etag.removeprefix("W/") in offered or "*" in offered
    if modified and "If-Modified-Since" in headers:
        try:
            since = parsedate_to_datetime(headers["If-Modified-Since"])
        except ValueError:
            return False
        return parsedate_to_datetime(modified) <= since
    return False
