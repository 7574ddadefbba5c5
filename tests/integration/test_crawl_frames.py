"""Pages whose text stands in a frame: fetched with it, asked for conditionally, changed when either is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipelines.rereading import reread
from storage import reading
from storage.warc import WarcStore
from tests.integration.local_site import Bench, LocalSite, document_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.reading import NewReading

OUTER, INNER = "/doc/a.html", "/frame/a.html"
TEXT = re.compile(r'<div id="zoom">.*</div>(?=</body>)', re.DOTALL)
PDF = b"%PDF-1.4\n%stub of a file nobody can read\n"


@pytest.fixture
def bench(tmp_path: Path, site: LocalSite) -> Iterator[Bench]:
    opened = Bench(tmp_path)
    site.put_list("/list.html", ["a", "b"])
    site.put_document("b")
    opened.define(site.base)
    yield opened
    opened.archive.close()


def put_framed(
    site: LocalSite, *, figure: str = "80%", foot: str = "", name: str = "a", frame: str = INNER
) -> None:
    """A page around a frame; the text comes with an attachment next to it."""
    found = TEXT.search(document_page(name, figure=figure, attachment="list.pdf"))
    assert found
    site.put(f"/doc/{name}.html", document_with(name, frame, foot))
    inner = f"<html><head><title>正文</title></head><body>{found[0]}</body></html>"
    site.put(frame, inner)
    site.put("/frame/list.pdf", PDF, headers={"Content-Type": "application/pdf"})


def test_the_text_of_a_frame_is_the_page_s(site: LocalSite, bench: Bench) -> None:
    """And so it stays: unchanged when both are, changed when either is, read again from WARC with its frame."""
    put_framed(site)
    bench.crawl()
    assert site.paths() == ["/list.html", OUTER, INNER, "/frame/list.pdf", "/doc/b.html"]
    assert bench.source().pages == {"ok": 2}
    (revision,) = bench.revisions(OUTER)
    assert revision.title == "a实施方案"
    assert "完成率达到80%以上" in revision.text
    assert revision.record["document_number"].startswith("青政办发〔2026〕")
    assert revision.record["published_at"].startswith("2026-03-05")
    assert [a.url for a in revision.attachments] == [f"{site.base}/frame/list.pdf"]
    assert set(bench.publications()) == {OUTER, "/doc/b.html"}
    renewed = read_stored(site, bench)
    assert renewed.record["text"] == revision.text
    assert renewed.content_hash == revision.content_hash
    site.asked.clear()
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"unchanged": 2}
    statuses = {a.path: a.status for a in site.asked if a.path in {OUTER, INNER}}
    assert statuses == {OUTER: 304, INNER: 304}
    put_framed(site, figure="85%")
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"ok": 1, "unchanged": 1}
    assert ["85%" in r.text for r in bench.revisions(OUTER)] == [False, True]
    put_framed(site, figure="85%", foot='<div class="foot">青川省人民政府主办 备案号0001</div>')
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"ok": 1, "unchanged": 1}
    assert len(bench.revisions(OUTER)) == 2


def read_stored(site: LocalSite, bench: Bench) -> NewReading:
    """The page read again from its records."""
    with bench.archive.reading() as session:
        stale = list(reading.stale_readings(session, lambda _: "another", url=site.base + OUTER))
    renewed = reread(stale[0], WarcStore(bench.folder / "data" / "warc"), None, frozenset())
    assert renewed is not None
    return renewed


def test_a_frame_that_cannot_be_had_makes_no_revision(site: LocalSite, bench: Bench) -> None:
    """Without validators: the payloads tell."""
    put_framed(site)
    for path in (OUTER, INNER):
        site.replies[path].validators = False
    bench.crawl()
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"unchanged": 2}
    site.put(INNER, "<h1>Internal Server Error</h1>", status=500, validators=False)
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"down": 1, "unchanged": 1}
    del site.replies[INNER]
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"shell": 1, "unchanged": 1}
    assert len(bench.revisions(OUTER)) == 1
    assert bench.publications()[OUTER].state == "live"


def test_which_frames_are_looked_into(site: LocalSite, bench: Bench) -> None:
    """Not those of other hosts, of a site's head, of the page itself; none of a page that has its text."""
    frames = {
        "c": "https://maps.example.com/x.html",
        "d": "/include/top.html",
        "e": "/doc/e.html",
        "f": "/show?id=7",
    }
    for name, frame in frames.items():
        site.put(f"/doc/{name}.html", document_with(name, frame))
    viewers = {name: f"/viewer?id={name}" for name in "hijk"}
    for name, frame in viewers.items():
        site.put(f"/doc/{name}.html", document_with(name, frame))
        site.put(
            frame, "<html><body><canvas></canvas><script src='/viewer.js'></script></body></html>"
        )
    site.put("/show?id=7", PDF, headers={"Content-Type": "application/pdf"})
    whole = document_page("g").replace("</body>", '<iframe src="/frame/g.html"></iframe></body>')
    site.put("/doc/g.html", whole)
    site.put("/frame/g.html", document_page("another"))
    site.put_list("/list.html", [*frames, "g", *viewers])
    bench.crawl()
    asked = [path for path in site.paths() if path != "/list.html"]
    assert asked == [
        "/doc/c.html", "/doc/d.html", "/doc/e.html", "/doc/f.html", "/show?id=7", "/doc/g.html",
        *(path for n in "hijk" for path in (f"/doc/{n}.html", viewers[n])),
    ]  # fmt: skip
    assert bench.source().pages == {"ok": 1, "shell": 8}  # a stub of a file holds no text
    assert "another" not in bench.revisions("/doc/g.html")[0].text


def document_with(name: str, frame: str, foot: str = "") -> str:
    """A page of a title and a frame."""
    iframe = f'<div class="art-con"><iframe src="{frame}" width="100%" height="900"></iframe></div>'
    return TEXT.sub(lambda _: iframe + foot, document_page(name))
