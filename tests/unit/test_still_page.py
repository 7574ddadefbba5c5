"""A stored page shown again neither runs nor loads nor leads anywhere, and says what it said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from gongbao.web.still_page import make_still

URL = "https://yunling.example/art/1.html"
PAGE = """<html><head><title>云岭省公报</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="stylesheet" href="/a.css"><script src="/a.js"></script>
<style>@import url(b.css); p { color: red; background: url("/x.png") }</style></head>
<body onload="run()" background="/y.gif"><!-- <script>no()</script> -->
<h1 style="color: blue; background-image: url(//evil.example/t.gif)">关于春耕的通知</h1>
<p>正文 &amp; <a href="../2.html" target="_blank" onclick="go()">附件</a><a href="#end">尾</a>后文
<img src="/z.png" alt="印章" onerror="x()"><iframe src="/f.html">框</iframe>框后</p>
<form action="/q"><input name="a" autofocus><button formaction="/r">查</button></form>
<svg onload="x()"><script>1</script></svg><object data="/o.swf"></object>
<a href="javascript:alert(1)">点</a><td>8%</td></body></html>"""


@pytest.fixture(scope="module")
def still() -> str:
    return make_still(PAGE, URL)


def test_what_it_said_stays(still: str) -> None:
    text = "".join(html.document_fromstring(still).body.itertext())
    for words in ("关于春耕的通知", "正文 & 附件", "尾后文", "框后", "8%"):
        assert words in text
    assert 'alt="印章"' in still
    assert "color: blue" in still
    assert "color: red" in still


@pytest.mark.parametrize(
    "trace",
    ["<script", "<link", "<base", "<iframe", "<object", "<svg", "onload", "onclick", "onerror", "src=",
     "url(", "@import", "http-equiv", "action=", "autofocus", "target=", "background=", "<!--",
     'href="j', 'href=".'],
)  # fmt: skip
def test_what_runs_or_loads_is_gone(still: str, trace: str) -> None:
    assert trace not in still


def test_links_show_where_they_led(still: str) -> None:
    assert 'title="https://yunling.example/2.html"' in still
    assert 'href="#end"' in still


@pytest.mark.parametrize(
    "page", ["", " ", "\x00", "<", "<!doctype html>", "纯文本", "\ud800", "<p>" * 300]
)
def test_any_page_can_be_made_still(page: str) -> None:
    assert make_still(page, URL).startswith("<!doctype html>")


LOADED = re.compile(
    r"<(?:script|iframe|link|object|embed)\b|\s(?:src|href|on\w+)\s*=", re.IGNORECASE
)
PIECES = st.lists(
    st.sampled_from(
        ["<a href=x>", "<img src=x onerror=y>", "<style>", "</style>", "<div", " onclick=z", ">", '"', "'",
         "<!--", "-->", "<script>", "</script>", "<iframe srcdoc='<p>'>", "<base href=//e>", "文", "<math>",
         "<table><td>", "<noscript>", "<svg><a xlink:href=q>", "<![CDATA[", "&lt;", "<template>"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_no_broken_markup_keeps_what_loads(pieces: list[str]) -> None:
    still = make_still("".join(pieces), URL)
    tags = re.findall(r"<[a-zA-Z][^<>]*>", re.sub(r"(?s)<style.*?</style>", "", still))
    assert not [tag for tag in tags if LOADED.search(re.sub(r'"[^"]*"', '""', tag))], still
