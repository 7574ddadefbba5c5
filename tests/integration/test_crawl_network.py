"""Between us and a portal: a proxy, servers that never answer, that say one coding and send another."""

from __future__ import annotations

import gzip
import zlib

from tests.integration.local_site import Bench, LocalSite, document_page, list_page

HOST = "http://www.qingchuan.example"


def test_a_portal_behind_a_proxy_is_asked_through_it_alone(site: LocalSite, bench: Bench) -> None:
    """The operator's proxy may be private, and resolves the name: nobody here knows it."""
    site.put(f"{HOST}/list.html", list_page(["a", "b"]))
    for name in "ab":
        site.put(f"{HOST}/doc/{name}.html", document_page(name))
    bench.environ["GONGBAO_ALLOW_PRIVATE"] = "false"
    bench.define(HOST, head=f'proxy = "{site.base}"')
    bench.crawl()
    assert bench.titles() == ["a实施方案", "b实施方案"]
    assert [asked.path for asked in site.asked] == [
        f"{HOST}{path}" for path in ("/robots.txt", "/list.html", "/doc/a.html", "/doc/b.html")
    ]


def test_a_server_that_never_answers_is_down(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b", "c"])
    for name in "abc":
        site.put_document(name)
    site.replies["/doc/b.html"].wait = 60.0
    bench.define(site.base)
    bench.options = ["-s", "DOWNLOAD_TIMEOUT=3"]
    bench.crawl()
    assert bench.source().pages == {"ok": 2, "down": 1}
    assert bench.listings()["/doc/b.html"] == "failed"
    assert site.paths().count("/doc/b.html") == 0  # it never came to an answer
    assert bench.run().stats["gongbao/requests"] == 6  # one more try, no third


def test_what_a_coding_is_called_matters_less_than_what_it_is(
    site: LocalSite, bench: Bench
) -> None:
    site.put_list("/list.html", ["a", "b", "c", "d", "e"], headers={"Content-Encoding": "utf-8"})
    bodies = {
        "a": (document_page("a").encode(), "gzip"),
        "b": (gzip.compress(document_page("b").encode()), "identity"),
        "c": (gzip.compress(gzip.compress(document_page("c").encode())), "gzip"),
        "d": (zlib.compress(document_page("d").encode())[2:-4], "deflate"),
        "e": (gzip.compress(document_page("e").encode())[:-30], "gzip"),
    }
    for name, (body, coding) in bodies.items():
        site.put(f"/doc/{name}.html", body, headers={"Content-Encoding": coding})
    bench.define(site.base)
    bench.crawl()
    assert bench.source().pages == {"ok": 4, "failed": 1}
    assert bench.titles() == [f"{name}实施方案" for name in "abcd"]
    assert "truncated" in bench.issues()["page_failed"]
