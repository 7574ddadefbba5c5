"""A gazette made of pages, crawled: years, issues, articles; what is new costs three list pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.local_site import Bench, LocalSite, document_page, list_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = "/zwgk/zfgb/"


@pytest.fixture
def bench(tmp_path: Path, site: LocalSite) -> Iterator[Bench]:
    opened = Bench(tmp_path)
    opened.define(site.base, columns={"gazette": ROOT})
    path = tmp_path / "definitions" / "test" / "qc.toml"
    text = path.read_text(encoding="utf-8").replace('kind = "plan"', 'kind = "gazette"')
    path.write_text(text, encoding="utf-8")
    yield opened
    opened.archive.close()


def put_rows(site: LocalSite, path: str, rows: dict[str, str]) -> None:
    """A list of links without dates, as years and issues have them."""
    links = "".join(f'<li><a href="{to}">{title}</a></li>' for title, to in rows.items())
    site.put(
        path,
        f'<html><head><title>政府公报</title></head><body><ul class="list">{links}</ul></body></html>',
    )


def put_issue(site: LocalSite, path: str, names: list[str]) -> None:
    site.put(path, list_page(names))
    for name in names:
        site.put_document(name)


def publish(site: LocalSite) -> None:
    """Two years, the older first; one issue of them is a single page around a text of its own."""
    put_rows(
        site, ROOT, {"2024年": f"{ROOT}2024/", "2025年": f"{ROOT}2025/", "2026年": f"{ROOT}2026/"}
    )
    put_rows(site, f"{ROOT}2024/", {f"2024年第{n}期": f"{ROOT}2024/d{n}/" for n in (1, 2, 3)})
    put_rows(site, f"{ROOT}2025/", {f"2025年第{n}期": f"{ROOT}2025/d{n}/" for n in (1, 2, 3)})
    put_rows(site, f"{ROOT}2026/", {f"2026年第{n}期": f"{ROOT}2026/d{n}/" for n in (1, 2, 3)})
    for year in (2024, 2025, 2026):
        for n in (1, 2, 3):
            names = [f"{year}-{n}-{k}" for k in "abcd"]
            put_issue(site, f"{ROOT}{year}/d{n}/", names)
    site.put(f"{ROOT}2024/d2/", document_page("2024-2"))


def test_every_article_of_every_issue_is_found_once(site: LocalSite, bench: Bench) -> None:
    publish(site)
    bench.crawl()
    articles = [path for path in bench.listings() if path.startswith("/doc/")]
    assert len(articles) == 8 * 4
    assert [path for path in bench.listings() if not path.startswith("/doc/")] == [
        f"{ROOT}2024/d2/"
    ]
    assert "2024-2实施方案" in bench.titles()
    assert len(bench.titles()) == 33
    assert bench.source("gazette").outcome == "ok"


def test_a_walk_killed_among_the_issues_forgets_none(site: LocalSite, bench: Bench) -> None:
    """What is left includes an issue that is a single page: that it is one must not be forgotten either."""
    publish(site)
    child = bench.start()
    site.replies[f"{ROOT}2024/d3/"].then = child.kill
    child.communicate(timeout=60)
    assert child.returncode == -9
    site.replies[f"{ROOT}2024/d3/"].then = None
    bench.crawl()
    assert len(bench.titles()) == 33
    assert "2024-2实施方案" in bench.titles()
    assert bench.source("gazette").frontier is None


def test_a_new_issue_is_found_from_the_top(site: LocalSite, bench: Bench) -> None:
    """The list of years shows the oldest first; the newest issue is read first all the same."""
    publish(site)
    bench.crawl()
    put_rows(site, f"{ROOT}2026/", {f"2026年第{n}期": f"{ROOT}2026/d{n}/" for n in (1, 2, 3, 4)})
    put_issue(site, f"{ROOT}2026/d4/", ["2026-4-a", "2026-4-b", "2026-4-c"])
    site.asked.clear()
    bench.crawl()
    lists = [path for path in site.paths() if not path.startswith("/doc/")]
    assert lists == [ROOT, f"{ROOT}2026/", f"{ROOT}2026/d4/", f"{ROOT}2026/d3/"]
    assert "2026-4-a实施方案" in bench.titles()
    assert len(bench.titles()) == 36
    site.asked.clear()
    bench.crawl()
    assert len(site.paths()) <= 3
