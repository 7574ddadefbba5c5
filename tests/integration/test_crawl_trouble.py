"""What portals do to a crawl: each trouble has its outcome, none ends in a traceback, none becomes a Revision."""

from __future__ import annotations

import gzip
import json
import threading

import pytest

from crawler import settings
from tests.integration.local_site import (
    ROOT,
    Bench,
    BrokenStep,
    LocalSite,
    document_page,
    list_page,
)

CHALLENGE = (
    "<html><head><meta content='x'><script>$_ts=window['$_ts'];</script></head><body></body></html>"
)
SOFT_404 = "<html><head><title>提示</title></head><body><div>首页</div><p>您访问的页面不存在</p></body></html>"
SOFT_BLOCK = "<html><body><p>如果您是网站管理员，请登录知道创宇云防御</p></body></html>"


def test_every_trouble_of_a_page_has_its_outcome(site: LocalSite, bench: Bench) -> None:
    good = document_page("fine")
    packed = gzip.compress(good.encode() * 3)
    site.put_list(
        "/list.html",
        ["fine", "missing", "soft", "zipped", "torn", "huge", "home", "bytes", "scheme", "bomb"],
    )
    site.put("/", "<html><title>青川省人民政府</title><body>首页</body></html>")
    site.put("/doc/fine.html", gzip.compress(good.encode()), headers={"Content-Encoding": "gzip"})
    site.put("/doc/soft.html", SOFT_404)
    site.put("/doc/zipped.html", packed[: len(packed) // 2], headers={"Content-Encoding": "gzip"})
    site.put("/doc/torn.html", good[:500], length=5000)
    site.put("/doc/huge.html", b"x" * 100, length=30 * 1024 * 1024)
    site.put("/doc/home.html", b"", status=302, headers={"Location": "/"}, validators=False)
    site.put("/doc/bytes.html", b"<html><body><p>" + bytes(range(128, 255)) * 40)
    site.put(
        "/doc/scheme.html",
        b"",
        status=302,
        headers={"Location": "file:///etc/passwd"},
        validators=False,
    )
    site.put(
        "/doc/bomb.html", gzip.compress(b"0" * 40_000_000), headers={"Content-Encoding": "gzip"}
    )
    bench.define(site.base)
    bench.crawl()
    assert bench.titles() == ["fine实施方案"]
    states = bench.listings()
    assert states["/doc/fine.html"] == "fetched"
    assert {path for path, state in states.items() if state == "gone"} == {
        "/doc/missing.html", "/doc/soft.html", "/doc/home.html",
    }  # fmt: skip
    assert bench.source().pages == {"ok": 1, "gone": 2, "home": 1, "failed": 5, "encoding": 1}
    assert bench.source().outcome == "failed"  # more than half of the pages asked for
    assert {"page_failed", "page_encoding"} <= set(bench.issues())


def test_walls_and_haste_are_told_apart_and_left_alone(site: LocalSite, bench: Bench) -> None:
    names = [f"d{i}" for i in range(12)]
    site.put_list("/list.html", names)
    for name in names:
        site.put(f"/doc/{name}.html", CHALLENGE, status=412, validators=False)
    site.put("/doc/d1.html", SOFT_BLOCK)
    site.put("/doc/d2.html", "busy", status=503, headers={"Retry-After": "3600"}, validators=False)
    bench.define(site.base)
    bench.crawl()
    assert bench.source().pages == {"blocked": 4, "throttled": 1}
    assert len([p for p in site.paths() if "/doc/" in p]) == 5  # then the host is left alone
    assert bench.source().outcome == "blocked"
    assert bench.publications() == {}
    for name in names:
        site.put_document(name)
    bench.crawl()
    assert len(bench.titles()) == 7  # those not asked for; the others are tried again later
    assert "page_blocked" not in bench.issues()


LISTS = {
    "blocked": (412, CHALLENGE),
    "soft": (200, SOFT_BLOCK),
    "throttled": (429, "too many"),
    "gone": (404, "<h1>404</h1>"),
    "down": (500, "<h1>error</h1>"),
    "empty": (200, "<html><body><ul></ul></body></html>"),
}


def test_a_list_that_cannot_be_read_ends_the_visit(site: LocalSite, bench: Bench) -> None:
    for name, (status, body) in LISTS.items():
        site.put(f"/{name}.html", body, status=status, validators=False)
    bench.define(site.base, columns={name: f"/{name}.html" for name in LISTS})
    bench.crawl()
    expected = {name: "blocked" if name == "soft" else name for name in LISTS}
    assert {name: bench.source(name).outcome for name in LISTS} == expected
    assert {f"source_{outcome}" for outcome in expected.values()} <= set(bench.issues())
    assert bench.run().outcome == "blocked"
    assert all(bench.source(name).swept_at is None for name in LISTS)


def test_an_emptied_list_takes_nothing_away(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    bench.define(site.base)
    bench.crawl()
    aside = '<p><a href="/doc/z.html">关于网站停机维护的公告</a><span>2026-03-06</span></p></body>'
    site.put("/list.html", list_page([]).replace("</body>", aside))
    site.asked.clear()
    bench.crawl("qc", "recheck=all")
    assert bench.source().outcome == "empty"
    assert site.paths() == ["/list.html"]
    assert [p.state for p in bench.publications().values()] == ["live", "live"]
    site.put_list("/list.html", ["a", "b"])
    bench.crawl()
    assert bench.issues() == {}


def test_a_portal_that_is_down(bench: Bench) -> None:
    with LocalSite() as closed:
        base = closed.base
    bench.define(base)
    bench.crawl()
    assert bench.source().outcome == "down"


def test_private_addresses_are_refused(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    bench.environ["GONGBAO_ALLOW_PRIVATE"] = "false"
    bench.define(site.base)
    bench.define(site.base.replace("127.0.0.1", "localhost"), name="named")
    bench.crawl()
    assert bench.source().outcome == "failed"
    assert "private address" in bench.issues()["source_failed"]
    bench.crawl("named")
    assert bench.run().outcome == "failed"
    assert site.asked == []


def test_robots_are_obeyed(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b", "c"])
    for name in "abc":
        site.put_document(name)
    site.put(
        "/robots.txt", "User-agent: *\nDisallow: /doc/b\n", headers={"Content-Type": "text/plain"}
    )
    bench.define(site.base)
    bench.crawl()
    assert bench.source().pages == {"ok": 2, "blocked": 1}
    assert "/doc/b.html" not in site.paths()


@pytest.mark.parametrize(("status", "outcome"), [(403, "blocked"), (503, "down")])
def test_a_refused_robots_txt_keeps_us_out_unless_the_operator_has_a_reason(
    site: LocalSite, bench: Bench, status: int, outcome: str
) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    site.put("/robots.txt", "no", status=status, validators=False)
    bench.define(site.base)
    bench.crawl()
    assert site.paths() == []
    assert bench.source().outcome == outcome
    assert "robots_refused" in bench.issues()
    bench.define(site.base, head='robots = "agreed with the office by letter"')
    bench.crawl()
    assert len(bench.titles()) == 2


def test_the_budget_of_the_day_ends_the_crawl_politely(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b", "c", "d"])
    for name in "abcd":
        site.put_document(name)
    bench.define(site.base, crawl="budget = 4")
    bench.crawl()
    assert len(site.asked) == 4  # robots.txt, the list, two pages
    assert bench.run().outcome == "budget"
    assert "budget_spent" in bench.issues()
    bench.crawl()
    assert len(site.asked) == 4
    bench.define(site.base, crawl="budget = 40")
    bench.crawl()
    assert len(bench.titles()) == 4
    assert bench.issues() == {}


def test_one_visitor_per_host(site: LocalSite, bench: Bench) -> None:
    names = [f"d{i}" for i in range(8)]
    site.put_list("/list.html", names)
    site.put_list("/other.html", ["x", "y"])
    for name in [*names, "x", "y"]:
        site.put_document(name)
    released = threading.Event()
    site.replies["/doc/d0.html"].then = lambda: released.wait(90) and None
    bench.options = ["-s", "DOWNLOAD_TIMEOUT=100"]
    bench.define(site.base)
    bench.define(site.base, name="other", columns={"papers": "/other.html"})
    first = bench.start()
    while not any(a.path == "/list.html" for a in site.asked):
        assert first.poll() is None
    errors = bench.crawl("other")
    assert bench.source("papers").outcome == "throttled"
    released.set()
    assert errors.count("is being visited by another crawl") == 1
    _, told = first.communicate(timeout=60)
    assert first.returncode == 0, told
    assert bench.source().outcome == "ok"
    bench.crawl("other")
    assert bench.source("papers").outcome == "ok"


def test_the_second_crawl_of_a_host_waits_its_turn(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    site.replies["/doc/a.html"].wait = 2.0
    bench.environ["GONGBAO_LEASE_WAIT"] = "60s"
    bench.define(site.base)
    bench.define(site.base, name="twin")
    children = [bench.start("qc"), bench.start("twin")]
    for child in children:
        _, errors = child.communicate(timeout=90)
        assert child.returncode == 0, errors
    lists = [i for i, a in enumerate(site.asked) if a.path == "/list.html"]
    pages = [i for i, a in enumerate(site.asked) if "/doc/" in a.path]
    assert len(lists) == 2
    assert max(pages) < lists[1]  # the second came when the first had gone


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"GONGBAO_DATABASE_URL": "sqlite:///empty.db"}, "gongbao db upgrade"),
        ({"GONGBAO_ALLOW_PRIVATE": "perhaps"}, "GONGBAO_ALLOW_PRIVATE"),
    ],
)
def test_a_crawl_that_cannot_begin_says_why_in_one_line(
    bench: Bench, change: dict[str, str], message: str
) -> None:
    bench.define("http://127.0.0.1:9")
    bench.environ.update(change)
    child = bench.start()
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 2
    assert len(errors.splitlines()) == 1
    assert message in errors


def test_a_host_that_speaks_no_tls(site: LocalSite, bench: Bench) -> None:
    bench.define(site.base.replace("http:", "https:"))
    bench.crawl()
    assert bench.source().outcome == "tls"


def test_one_answer_to_every_address_is_no_document(site: LocalSite, bench: Bench) -> None:
    names = "abcdefgh"
    site.put_list("/list.html", list(names))
    for name in names:
        site.put(f"/doc/{name}.html", document_page("substitute"), validators=False)
    bench.define(site.base)
    bench.crawl()
    assert bench.source().outcome == "throttled"
    assert bench.titles() == ["substitute实施方案"]


def test_a_signpost_is_followed_once(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    site.put("/doc/a.html", "<html><script>window.location.href='/new/a.html';</script></html>")
    site.put("/doc/b.html", "<html><script>location.replace('/')</script></html>")
    site.put("/new/a.html", document_page("a"))
    site.put("/", "<html><title>青川省人民政府</title><body>首页</body></html>")
    bench.define(site.base)
    bench.crawl()
    assert bench.source().pages == {"ok": 1, "home": 1}
    assert list(bench.publications()) == ["/new/a.html"]
    assert bench.listings()["/doc/a.html"] == "fetched"
    site.asked.clear()
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"unchanged": 1, "home": 1}


def test_a_crawl_told_to_stop_ends_in_order(site: LocalSite, bench: Bench) -> None:
    names = [f"d{i}" for i in range(9)]
    site.put_list("/list.html", names)
    for name in names:
        site.put_document(name, wait=0.5)
    bench.define(site.base)
    child = bench.start()
    site.replies["/doc/d2.html"].then = child.terminate
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors
    assert "Traceback" not in errors
    assert bench.run().outcome == "shutdown"
    assert 0 < len(bench.titles()) < 9
    bench.crawl()
    assert len(bench.titles()) == 9


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_page_that_breaks_a_pipeline_fails_alone(
    site: LocalSite, bench: Bench, form: str
) -> None:
    site.put_list("/list.html", ["a", "b", "c"])
    for name in "abc":
        site.put_document(name)
    bench.define(site.base)
    broken = f"{BrokenStep.__module__}.{BrokenStep.__name__}"
    steps = {**settings.ITEM_PIPELINES, broken: 50}
    bench.options = ["-s", f"ITEM_PIPELINES={json.dumps(steps)}"]
    bench.environ |= {"PYTHONPATH": str(ROOT), "GONGBAO_LOG_FORMAT": form}
    errors = bench.crawl()
    assert bench.source().pages == {"ok": 2, "failed": 1}
    assert bench.listings()["/doc/b.html"] == "failed"
    assert "this makes no sense" in bench.issues()["page_failed"]
    lines = errors.splitlines()
    assert len(lines) == 1
    assert "this makes no sense" in (
        json.loads(lines[0])["message"] if form == "json" else lines[0]
    )
    bench.options = []
    bench.crawl()
    assert len(bench.titles()) == 2  # the third is tried again in an hour
