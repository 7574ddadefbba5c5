"""The one row of a list that has no other."""

from __future__ import annotations

import pytest

from platforms.lone_row import lone_entry

URL = "http://www.qingxi.example/zwgk/zfwj/"
PAGE = """<html><head><title>政府文件</title></head><body><div class="nav"><a href="/">首页</a>今天是2026年3月9日</div>
{rows}<div class="foot"><a href="/map.html">网站地图</a></div></body></html>"""
TITLE = "青溪市人民政府关于印发防汛预案的通知"
LINK = f'<a href="a.html">{TITLE}</a>'


@pytest.mark.parametrize(
    ("rows", "is_one"),
    [
        (f"<ul><li>{LINK}<span>2026-03-05</span></li></ul>", True),
        (f'<ul><li><a href="a.html"><img src="x.png"></a>{LINK}<i>[2026/3/5]</i></li></ul>', True),
        (f"<table><tr><td>1</td><td>{LINK}</td><td>2026年3月5日</td></tr></table>", True),
        (f"<ul><li>{LINK}</li></ul>", False),
        (
            f"<ul><li>{LINK}<b>2026-03-05</b></li><li><a href='b.html'>{TITLE}</a><b>2026-03-04</b></li></ul>",
            False,
        ),
        ("<ul><li><a href='b.html'>更多</a><span>2026-03-05</span></li></ul>", False),
        ("", False),
    ],
)
def test_one_row(rows: str, *, is_one: bool) -> None:
    entry = lone_entry(PAGE.format(rows=rows), URL)
    found = None if entry is None else (entry.url, entry.title, entry.date)
    assert found == ((f"{URL}a.html", TITLE, "2026-03-05") if is_one else None)
