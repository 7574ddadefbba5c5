"""Boilerplate learned from a portal's archive leaves the texts, and nobody is told of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from config import Settings
from portals.loader import load_portal
from scheduler.learning import learn_boilerplate
from scheduler.publish import publish_pending
from storage.models import Change, Revision
from tests.integration.local_site import Bench, LocalSite, document_page

if TYPE_CHECKING:
    from pathlib import Path

LINE = "青溪发布融媒矩阵第{}号展位"
NAMES = [f"第{n}批重点事项" for n in range(1, 25)]


def put_pages(site: LocalSite, remark: str) -> None:
    for number, name in enumerate(NAMES):
        page = document_page(name).replace(
            "</div></body>", f"<p>{LINE.format(number)}</p></div></body>"
        )
        site.put(f"/doc/{number}.html", page.replace("<body>", f"<body><!-- {remark} -->"))
    site.put_list("/list.html", [str(number) for number in range(len(NAMES))])


def texts(bench: Bench) -> list[str]:
    with bench.archive.reading() as session:
        return list(session.scalars(select(Revision.text).order_by(Revision.id)))


def test_learned_lines_leave_quietly(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with LocalSite() as site:
        put_pages(site, "first")
        bench.define(site.base)
        bench.crawl()
        assert all("青溪发布融媒矩阵" in text for text in texts(bench))
        portal = load_portal(tmp_path / "definitions" / "test" / "qc.toml")
        with bench.archive.writing() as session:
            assert learn_boilerplate(session, portal) == 1
            assert learn_boilerplate(session, portal) == 0
        publish_pending(bench.archive, Settings())
        put_pages(site, "second")
        bench.crawl("qc", "recheck=all")
    publish_pending(bench.archive, Settings())
    left = texts(bench)
    assert len(left) == len(NAMES)
    assert not any("青溪发布融媒矩阵" in text for text in left)
    assert all("2026年3月4日" in text for text in left)
    with bench.archive.reading() as session:
        assert {c.kind for c in session.scalars(select(Change))} == {"new"}
    bench.archive.close()
