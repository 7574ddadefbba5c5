"""Middlewares alone: leases, conditional requests, second tries."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from protego import Protego
from scrapy import Request
from scrapy.http import Response

from crawler.fetcher import Ask, to_request
from crawler.middlewares import lease as lease_middleware
from crawler.middlewares import retry, robots
from crawler.middlewares.conditional import ConditionalMiddleware
from crawler.middlewares.lease import LeaseMiddleware
from crawler.middlewares.robots import RobotsMiddleware
from crawler.refusal import Refused
from storage import lease

if TYPE_CHECKING:
    from storage.session import Archive

HOST = "www.qingchuan.example"
PAGE = f"http://{HOST}/doc/1.html"
OTHER = "elsewhere:1:2"  # a holder on another machine


class Silent:
    """Scrapy's signals and looping call, which nobody runs here."""

    running = False

    def connect(self, *args: object, **more: object) -> None:
        """Nobody calls."""


def make_lease(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, patience: float = 0
) -> LeaseMiddleware:
    """The middleware of a spider whose portal is `HOST`."""
    monkeypatch.setattr(lease_middleware, "create_looping_call", lambda call: Silent())
    monkeypatch.setattr(lease_middleware, "POLL_SECONDS", 0.01)
    spider = SimpleNamespace(
        archive=archive,
        portal=SimpleNamespace(hosts=frozenset({HOST})),
        settings_of_house=SimpleNamespace(lease_wait=timedelta(seconds=patience)),
        fetcher=SimpleNamespace(stop_reason=None),
    )
    return LeaseMiddleware(SimpleNamespace(spider=spider, signals=Silent()))


def hold(archive: Archive, holder: str, seconds: float = 60) -> None:
    """Let somebody else visit the host."""
    with archive.writing() as session:
        row = lease.acquire(
            session, f"host:{HOST}", holder, datetime.now(UTC), timedelta(seconds=seconds)
        )
    assert row is not None


def holder_of(archive: Archive, host: str = HOST) -> str | None:
    """Who visits a host now."""
    with archive.reading() as session:
        return lease.holder_of(session, f"host:{host}", datetime.now(UTC))


def ask(middleware: LeaseMiddleware, url: str = PAGE) -> None:
    """One request."""
    asyncio.run(middleware.process_request(Request(url)))


def test_a_host_is_held_from_the_first_request_to_the_end(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    middleware = make_lease(sqlite_archive, monkeypatch)
    assert holder_of(sqlite_archive) is None
    ask(middleware)
    ask(middleware)
    assert holder_of(sqlite_archive) == lease.this_process()
    middleware.release()
    assert holder_of(sqlite_archive) is None


def test_a_host_others_visit_is_throttled_and_not_waited_for_twice(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    hold(sqlite_archive, OTHER)
    middleware = make_lease(sqlite_archive, monkeypatch, patience=0.05)
    for _ in range(2):
        with pytest.raises(Refused, match="another crawl") as refused:
            ask(middleware)
        assert refused.value.verdict.outcome == "throttled"
    assert len(caplog.records) == 1


def test_an_expired_lease_is_taken_over(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(sqlite_archive, OTHER, seconds=0.1)
    ask(make_lease(sqlite_archive, monkeypatch, patience=5))
    assert holder_of(sqlite_archive) == lease.this_process()


def test_a_lost_lease_ends_the_crawl(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_middleware, "LENGTH", timedelta(0))
    middleware = make_lease(sqlite_archive, monkeypatch)
    ask(middleware)
    middleware.renew()
    assert middleware.crawler.spider.fetcher.stop_reason is None
    hold(sqlite_archive, OTHER)
    middleware.renew()
    assert middleware.crawler.spider.fetcher.stop_reason == "lease_lost"
    middleware.release()
    assert holder_of(sqlite_archive) == OTHER


def test_foreign_hosts_are_given_back_when_idle(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    middleware = make_lease(sqlite_archive, monkeypatch)
    ask(middleware)
    ask(middleware, "http://files.elsewhere.example/1.pdf")
    middleware.used = dict.fromkeys(middleware.used, -1e9)
    middleware.renew()
    assert holder_of(sqlite_archive, "files.elsewhere.example") is None
    assert holder_of(sqlite_archive) == lease.this_process()


def test_validators_are_sent_but_not_after_a_redirect() -> None:
    request = to_request(Ask(PAGE, etag='"v1"', last_modified="Thu, 05 Mar 2026 08:00:00 GMT"))
    ConditionalMiddleware().process_request(request)
    assert request.headers["If-None-Match"] == b'"v1"'
    assert request.headers["If-Modified-Since"] == b"Thu, 05 Mar 2026 08:00:00 GMT"
    moved = request.replace(url=f"http://{HOST}/", meta={**request.meta, "redirect_urls": [PAGE]})
    ConditionalMiddleware().process_request(moved)
    assert "If-None-Match" not in moved.headers
    assert "If-Modified-Since" not in moved.headers


@pytest.mark.parametrize(
    ("status", "named", "tries", "pause"),
    [
        (503, None, 0, 0.5),
        (503, None, 1, 2.0),
        (503, "3", 0, 3.0),
        (503, "3600", 0, None),
        (503, "Wed, 21 Oct 2026 07:28:00 GMT", 0, None),
        (429, None, 0, None),
        (429, "2", 0, 2.0),
    ],
)
def test_how_long_to_wait_before_asking_again(
    status: int, named: str | None, tries: int, pause: float | None
) -> None:
    headers: dict[str, Any] = {} if named is None else {"Retry-After": named}
    request = Request(PAGE, meta={"retry_times": tries})
    assert retry._pause(request, Response(PAGE, status, headers)) == pause


@pytest.mark.parametrize(
    ("line", "delay", "pauses"),
    [
        ("Crawl-delay: 7", 1.0, [0, 7, 7]),
        ("Crawl-delay: 7", 9.0, []),
        ("Crawl-delay: 600", 1.0, [0, 60, 60]),
        ("Disallow: /x", 1.0, []),
    ],
)
def test_a_crawl_delay_is_the_least_distance(
    monkeypatch: pytest.MonkeyPatch, line: str, delay: float, pauses: list[float]
) -> None:
    portal = SimpleNamespace(robots=None, hosts=frozenset({HOST}), delay=delay)
    crawler = SimpleNamespace(
        spider=SimpleNamespace(portal=portal), settings={"USER_AGENT": "gongbao/1"}
    )
    middleware = RobotsMiddleware(crawler)
    middleware.rules[HOST] = Protego.parse(f"User-agent: *\n{line}\n")
    clock, slept = [100.0], []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(robots, "monotonic", lambda: clock[0])
    monkeypatch.setattr(robots, "asyncio", SimpleNamespace(sleep=sleep))
    for _ in range(3):
        asyncio.run(middleware.process_request(Request(PAGE)))
    assert slept == pauses
