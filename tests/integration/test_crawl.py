"""Crawls of small local sites through `scrapy crawl`, as the scheduler starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.warc import WarcPointer, WarcStore
from tests.integration.local_site import Bench, LocalSite, document_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PDF = b"%PDF-1.4\n%stub of a file nobody can read\n"


@pytest.fixture
def any_bench(tmp_path: Path, archive_url: str) -> Iterator[Bench]:
    """On SQLite and on PostgreSQL."""
    opened = Bench(tmp_path, archive_url)
    yield opened
    opened.archive.close()


def records(bench: Bench) -> list[tuple[str, str]]:
    """Type and path of every WARC record."""
    found = []
    for path in sorted((bench.folder / "data" / "warc").rglob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                url = record.rec_headers.get_header("WARC-Target-URI")
                found.append((record.rec_type, "/" + url.split("/", 3)[3]))
    return found


def test_first_crawl_stores_every_page_with_its_attachments(
    site: LocalSite, any_bench: Bench
) -> None:
    bench = any_bench
    site.put_list("/list.html", ["a", "b"])
    site.put("/doc/a.html", document_page("a", attachment="/files/1.pdf"))
    site.put_document("b")
    site.put("/files/1.pdf", PDF, headers={"Content-Type": "application/pdf"})
    bench.define(site.base)
    bench.crawl()
    assert bench.titles() == ["a实施方案", "b实施方案"]
    assert bench.source().outcome == "ok"
    assert bench.source().pages == {"ok": 2}
    assert bench.source().swept_at is not None
    assert bench.run().outcome == "ok"
    assert bench.run().stats["gongbao/pages/ok"] == 2
    assert bench.run().stats["gongbao/listings/new"] == 2
    revision = bench.revisions("/doc/a.html")[0]
    assert [(a.title, a.outcome) for a in revision.attachments] == [("a任务清单.pdf", "ok")]
    assert revision.attachments[0].sha256
    pointer = WarcPointer(
        revision.warc_file or "", revision.warc_offset or 0, revision.warc_record or ""
    )
    stored = WarcStore(bench.folder / "data" / "warc").read(pointer)
    assert stored.body.decode() == document_page("a", attachment="/files/1.pdf")


def test_second_crawl_asks_for_the_list_alone(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    bench.define(site.base)
    bench.crawl()
    site.asked.clear()
    bench.crawl()
    assert site.paths() == ["/list.html"]
    assert bench.source().outcome == "unchanged"


def test_recheck_asks_conditionally_and_finds_the_changed_page(
    site: LocalSite, bench: Bench
) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    bench.define(site.base)
    bench.crawl()
    site.asked.clear()
    site.put("/doc/b.html", document_page("b", figure="85%"))
    bench.crawl("qc", "recheck=all")
    assert {a.path: a.status for a in site.asked if "/doc/" in a.path} == {
        "/doc/a.html": 304,
        "/doc/b.html": 200,
    }
    assert bench.source().pages == {"unchanged": 1, "ok": 1}
    assert len(bench.revisions("/doc/a.html")) == 1
    assert [("85%" in r.text) for r in bench.revisions("/doc/b.html")] == [False, True]


def test_the_same_payload_without_validators_is_a_revisit(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    site.put_document("a", validators=False)
    site.put_document("b", validators=False)
    bench.define(site.base)
    bench.crawl()
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"unchanged": 2}
    assert [kind for kind, path in records(bench) if path == "/doc/a.html"] == [
        "response",
        "revisit",
    ]


def test_a_changed_attachment_of_an_unchanged_page_is_read(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    site.put("/doc/a.html", document_page("a", attachment="/files/1.pdf"))
    site.put_document("b")
    site.put("/files/1.pdf", PDF, headers={"Content-Type": "application/pdf"})
    bench.define(site.base)
    bench.crawl()
    site.asked.clear()
    bench.crawl("qc", "recheck=all")
    assert [a.status for a in site.asked if a.path.startswith(("/doc", "/files"))] == [304] * 3
    assert bench.source().pages == {"unchanged": 2}
    site.put("/files/1.pdf", PDF + b"%more\n")
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"ok": 1, "unchanged": 1}
    assert "三、" in bench.revisions("/doc/a.html")[-1].text  # the page came from its WARC record


def test_a_walk_ends_where_nothing_is_new(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"], "/list_2.html")
    site.put_list("/list_2.html", ["c", "d"], "/list_3.html")
    site.put_list("/list_3.html", ["e", "c"], "/list_4.html")
    site.put_list("/list_4.html", ["e", "c"], "/list_5.html")  # the last page, repeated for ever
    site.put_list("/list_5.html", ["e", "c"], "/list_6.html")
    for name in "abcdenf":
        site.put_document(name)
    bench.define(site.base, min_items=2)
    bench.crawl()
    lists = [p for p in site.paths() if p.startswith("/list")]
    assert lists == ["/list.html", "/list_2.html", "/list_3.html", "/list_4.html"]
    assert len(bench.titles()) == 5
    site.put_list("/list.html", ["n", "a"], "/list_2.html")
    site.asked.clear()
    bench.crawl()
    assert site.paths() == ["/list.html", "/list_2.html", "/doc/n.html"]
    site.asked.clear()
    bench.crawl("qc", "full=1")
    assert [p for p in site.paths() if p.startswith("/list")] == lists


def test_a_page_in_two_columns_is_fetched_once(site: LocalSite, bench: Bench) -> None:
    site.put_list("/one.html", ["a", "b"])
    site.put_list("/two.html", ["b", "a"])
    for name in "ab":
        site.put_document(name)
    bench.define(site.base, columns={"one": "/one.html", "two": "/two.html"})
    bench.crawl()
    assert sorted(p for p in site.paths() if "/doc/" in p) == ["/doc/a.html", "/doc/b.html"]
    assert set(bench.listings().values()) == {"fetched"}
    assert bench.source("two").outcome == "ok"
    site.asked.clear()
    bench.crawl("qc", "sources=two", "recheck=all")
    assert site.paths() == ["/two.html", "/doc/b.html", "/doc/a.html"] or set(site.paths()) == {
        "/two.html",
        "/doc/a.html",
        "/doc/b.html",
    }


def test_the_platform_is_recognised_at_the_first_visit(site: LocalSite, bench: Bench) -> None:
    """A column may begin with a single document."""
    site.put_list("/list.html", ["a"])
    site.put_document("a")
    bench.define(site.base, platform="auto")
    bench.crawl()
    assert bench.titles() == ["a实施方案"]
    assert site.paths().count("/list.html") == 1
    assert bench.run().stats["gongbao/platform/plans"] == "generic"


def test_a_list_may_lead_to_a_file_itself(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    site.put_document("b")
    site.put("/doc/a.html", PDF, headers={"Content-Type": "application/pdf"})
    bench.define(site.base)
    bench.crawl()
    assert sum(bench.source().pages.values()) == 2
    site.asked.clear()
    bench.crawl("qc", "recheck=all")
    assert site.paths().count("/doc/a.html") <= 1


def test_a_killed_crawl_goes_on_where_it_was(site: LocalSite, bench: Bench) -> None:
    names = [f"d{i}" for i in range(6)]
    site.put_list("/list.html", names[:3], "/list_2.html")
    site.put_list("/list_2.html", names[3:])
    for name in names:
        site.put_document(name)
    bench.define(site.base)
    child = bench.start()
    site.replies["/doc/d3.html"].then = child.kill
    child.communicate(timeout=60)
    assert child.returncode == -9
    stored = set(bench.publications())
    assert stored == {"/doc/d0.html", "/doc/d1.html", "/doc/d2.html"}
    site.replies["/doc/d3.html"].then = None
    site.asked.clear()
    bench.crawl()
    assert set(bench.publications()) == {f"/doc/{name}.html" for name in names}
    assert not stored & set(site.paths())
    assert all(len(bench.revisions(path)) == 1 for path in bench.publications())


def test_a_killed_full_walk_reads_the_head_again_and_goes_on(site: LocalSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"], "/list_2.html")
    site.put_list("/list_2.html", ["c", "d"], "/list_3.html")
    site.put_list("/list_3.html", ["e", "f"], "/list_4.html")
    site.put_list("/list_4.html", ["g", "h"])
    for name in "abcdefghn":
        site.put_document(name)
    bench.define(site.base)
    child = bench.start()
    site.replies["/list_3.html"].then = child.kill
    child.communicate(timeout=60)
    assert bench.source().swept_at is None
    site.put_list("/list.html", ["n", "a"], "/list_2.html")
    site.put_list("/list_3.html", ["e", "f"], "/list_4.html")
    site.asked.clear()
    bench.crawl()
    lists = [path for path in site.paths() if path.startswith("/list")]
    assert lists == ["/list.html", "/list_2.html", "/list_3.html", "/list_4.html"]
    assert len(bench.titles()) == 9
    assert bench.source().swept_at is not None
    assert bench.source().frontier is None
