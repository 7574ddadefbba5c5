"""Small judges of a crawl: stale lists, hosts in trouble, echoes, signposts."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.echo import Echo
from crawler.report import PATIENCE, Breaker, SourceReport, subject_of
from crawler.script_redirect import next_address
from storage.outcome import PageOutcome

PAGE = "http://www.qingchuan.example/doc/1.html"


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        (["2026-03-01", "2026-01-10"], None),
        (["2026-01-10", "2025-12-01"], "2026-01-10"),
        (["2026-01-10", "2030-01-01"], "2026-01-10"),  # a date to come is a slip of the pen
        ([], None),
    ],
)
def test_stale_lists(dates: list[str], newest: str | None) -> None:
    assert SourceReport(dates=dates).newest_is_older(30, date(2026, 3, 15)) == newest


def test_a_host_in_trouble_is_left_alone() -> None:
    breaker = Breaker()
    opened = [breaker.note(PAGE, PageOutcome.DOWN) for _ in range(PATIENCE)]
    assert opened == [False] * (PATIENCE - 1) + [True]
    assert breaker.is_open("http://WWW.qingchuan.example/other")
    assert not breaker.is_open("http://xz.qingchuan.example/")


def test_any_answer_closes_the_row() -> None:
    breaker = Breaker()
    for outcome in [PageOutcome.BLOCKED] * (PATIENCE - 1) + [PageOutcome.GONE, PageOutcome.BLOCKED]:
        breaker.note(PAGE, outcome)
    assert not breaker.is_open(PAGE)


def test_the_subject_of_an_issue() -> None:
    assert subject_of(PAGE, PageOutcome.BLOCKED) == "www.qingchuan.example"
    assert subject_of(PAGE, PageOutcome.ENCODING) == PAGE


def test_echo() -> None:
    echo = Echo()
    assert [echo.is_echo(f"{PAGE}?id={i}", "page", "d") for i in range(4)] == [
        False,
        False,
        True,
        True,
    ]
    assert [echo.is_echo(PAGE, "page", "e") for _ in range(4)] == [False] * 4
    assert not echo.is_echo(PAGE, "list", "f")
    assert echo.is_echo(PAGE + "?id=9", "page", "f")
    assert not any(echo.is_echo(f"{PAGE}?id={i}", "file", "g") for i in range(9))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("<script>window.location.href='/b.html'</script>", "http://www.qingchuan.example/b.html"),
        (
            '<body onload="x()"><script>location = "b.html"</script>',
            "http://www.qingchuan.example/doc/b.html",
        ),
        ("<script>location.replace('http://x.example/')</script>正在跳转", "http://x.example/"),
        ("<script>var _cofing1={href:'/b.html'};</script>", "http://www.qingchuan.example/b.html"),
        (
            "<meta http-equiv='Refresh' content='5; URL=b.html?x=1&amp;y=2'>网站已迁移，5秒后自动跳转到新的地址",
            "http://www.qingchuan.example/doc/b.html?x=1&y=2",
        ),
        ("<script>top.location='/doc/1.html'</script>", None),
        ("<script>location='javascript:void(0)'</script>", None),
        ("<p>" + "关于印发实施方案的通知" * 5 + "</p><script>location.href='/b'</script>", None),
        ("<p>没有脚本</p>", None),
    ],
)
def test_signposts(text: str, target: str | None) -> None:
    assert next_address(text, PAGE) == target
