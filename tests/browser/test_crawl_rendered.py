"""Columns drawn by script (`render = true`), crawled with Chromium: skipped without one unless it is required."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from crawler.browser import missing_browser
from tests.integration.local_site import Bench, LocalSite, document_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IS_REQUIRED = os.environ.get("GONGBAO_REQUIRE_BROWSER") == "1"
WHY = missing_browser()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(WHY is not None and not IS_REQUIRED, reason=str(WHY)),
]
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件</title>
<script src="/app.js"></script></head>
<body><noscript>请启用 JavaScript 后访问</noscript><div id="app"></div>
<img src="/logo.png"><script src="https://stat.example.com/x.js"></script></body></html>"""
SCRIPT = """
const page = location.pathname.split('/').pop().replace('.html', '');
document.addEventListener('DOMContentLoaded', async () => {
  const answer = await fetch('/data/' + page + '.json', {headers: {'X-Requested-With': 'fetch'}});
  document.getElementById('app').innerHTML = (await answer.json()).html;
});
new Image().src = 'http://127.0.0.1:1/leak';
try { new WebSocket('ws://127.0.0.1:1/leak'); } catch (error) {}
"""


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as served:
        yield served


@pytest.fixture
def bench(tmp_path: Path, site: LocalSite) -> Iterator[Bench]:
    opened = Bench(tmp_path)
    opened.define(site.base)
    path = tmp_path / "definitions" / "test" / "qc.toml"
    path.write_text(path.read_text(encoding="utf-8") + "render = true\n", encoding="utf-8")
    yield opened
    opened.archive.close()


def put_data(site: LocalSite, name: str, page: str) -> None:
    """What a script puts into its page."""
    html = page.partition("<body>")[2].partition("</body>")[0]
    kind = {"Content-Type": "application/json"}
    site.put(f"/data/{name}.json", json.dumps({"html": html}), headers=kind)


def publish(site: LocalSite, *names: str, figure: str = "80%") -> None:
    """A list and documents that are nothing without their script."""
    rows = "".join(
        f'<li><a href="/doc/{n}.html">{n}实施方案</a><span>2026-03-05</span></li>' for n in names
    )
    site.put("/app.js", SCRIPT, headers={"Content-Type": "text/javascript"})
    for path in ("/list.html", *(f"/doc/{n}.html" for n in names)):
        site.put(path, SHELL)
    put_data(site, "list", f"<body><ul>{rows}</ul></body>")
    for name in names:
        put_data(site, name, document_page(name, figure=figure))


def test_list_and_pages_are_read_as_a_reader_sees_them(site: LocalSite, bench: Bench) -> None:
    publish(site, "a", "b", "c")
    bench.crawl()
    assert bench.source().outcome == "ok"
    assert bench.titles() == ["a实施方案", "b实施方案", "c实施方案"]
    assert site.paths() == [
        "/list.html", "/app.js", "/data/list.json",
        *(path for n in "abc" for path in (f"/doc/{n}.html", f"/data/{n}.json")),
    ]  # fmt: skip
    assert bench.run().stats["gongbao/requests"] == len(site.asked)
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"unchanged": 3}
    publish(site, "a", "b", "c", figure="85%")
    bench.crawl("qc", "recheck=all")
    assert bench.source().pages == {"ok": 3}
    assert ["85%" in r.text for r in bench.revisions("/doc/a.html")] == [False, True]


def test_robots_and_budget_hold_for_what_scripts_ask_for(site: LocalSite, bench: Bench) -> None:
    publish(site, "a")
    site.put("/robots.txt", "User-agent: *\nDisallow: /data/\n")
    bench.crawl()
    assert bench.source().outcome == "empty"
    assert site.paths() == ["/list.html", "/app.js"]
