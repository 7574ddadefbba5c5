"""In which frame of a page its text stands, and the page with that text in place."""

from __future__ import annotations

import pytest

from crawler.items import PageItem
from pipelines.frame import page_links
from platforms.frame import framed_pages, join_frame
from portals.schema import DocumentRules

URL = "http://www.qingxi.example/zwgk/2026/a.html"
FRAME = '<iframe src="/show/1.html" width="100%" height="900"></iframe>'
SHORT = "<p>经研究决定，任命王某为市商务局副局长，试用期一年。</p>"
LONG = (
    "<p>各县区人民政府，市政府各部门：现将本年度重点任务分工印发给你们，请结合实际认真抓好落实。</p>"
    * 4
)


def frame_of(body: str, rules: DocumentRules | None = None) -> str | None:
    html = f"<html><head><title>关于任免的通知</title></head><body><h1>关于任免的通知</h1>{body}</body></html>"
    found = page_links(PageItem(URL, html, rules=rules)).frame
    return found and found.removeprefix("http://www.qingxi.example")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (FRAME, "/show/1.html"),
        (f'<div class="art-con">{FRAME}</div>', "/show/1.html"),
        (f'<iframe src="/hot.html"></iframe><div id="zoom">{FRAME}</div>', "/show/1.html"),
        (
            f'<div id="zoom">{SHORT}</div>{FRAME}',
            None,
        ),  # it has a text, the frame is something else
        (f'<div id="zoom">{LONG}</div>{FRAME}', None),
        (f'{FRAME}<p><a href="/f/1.pdf">附件：任免名单.pdf</a></p>', None),
        (FRAME.replace("/show/1.html", "/f/1.pdf"), None),
        (FRAME.replace("/show/1.html", "/web/viewer.html?file=/f/1.pdf"), None),
        (FRAME.replace("/show/1.html", "https://map.example.com/1.html"), None),
        (FRAME.replace("/show/1.html", "//WWW.QINGXI.EXAMPLE/show/1.html"), "/show/1.html"),
        (FRAME.replace("/show/1.html", "about:blank"), None),
        (FRAME.replace("<iframe", '<iframe name="footer"'), None),
        (FRAME.replace("<iframe", '<iframe style="display:none"'), None),
        (FRAME.replace("900", "0"), None),
    ],
)
def test_where_the_text_stands(body: str, expected: str | None) -> None:
    assert frame_of(body) == expected


def test_the_portal_file_may_name_the_frame() -> None:
    body = f'<iframe src="/hot.html"></iframe><div class="x">{FRAME}</div>'
    assert frame_of(body) == "/hot.html"
    assert frame_of(body, DocumentRules(body=".x iframe")) == "/show/1.html"


def test_a_page_joined_with_its_frame() -> None:
    inner = '<html><head><base href="/f/"></head><body><p>正文</p><a href="1.pdf">附件</a></body></html>'
    outer = f"<html><body><h1>题</h1>{FRAME}<p>尾</p></body></html>"
    joined = join_frame(outer, URL, "http://www.qingxi.example/show/1.html", inner, URL)
    assert "iframe" not in joined
    assert joined.index("题") < joined.index("正文") < joined.index("尾")
    assert 'href="http://www.qingxi.example/f/1.pdf"' in joined
    assert join_frame(outer, URL, "http://www.qingxi.example/show/2.html", inner, URL) == outer


def test_a_page_of_nothing_but_frames() -> None:
    outer = """<html><head><title>题</title></head><frameset cols="20%,80%">
    <frame src="left.html" name="left"><frame src="main.html" name="main"></frameset></html>"""
    main = "http://www.qingxi.example/zwgk/2026/main.html"
    assert framed_pages(outer, URL) == [main]
    joined = join_frame(outer, URL, main, "<body><p>正文</p></body>", main)
    assert "<title>题</title>" in joined
    assert "<p>正文</p>" in joined
