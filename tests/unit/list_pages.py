"""Pieces of list pages as portals print them, for the tests of list reading (fictional places)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms import generic
from platforms.base import ListRequest
from portals.schema import ListRules

if TYPE_CHECKING:
    from platforms.base import ListPage

NO_RULES = ListRules()
COLUMN = "https://www.qingxi.gov.cn/zwgk/zcwj/"


def page(body: str, head: str = "") -> str:
    menu = "".join(
        f'<li><a href="/{c}/">{c}</a></li>' for c in ("首页", "要闻", "公开", "服务", "互动")
    )
    return (
        f"<!doctype html><html><head><title>青溪市人民政府</title>{head}</head><body>"
        f'<div class="header"><span>2026年11月21日 星期六</span><ul class="nav">{menu}</ul></div>'
        f'<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="./">政策文件</a></div>'
        f"{body}"
        '<div class="footer"><a href="/about/content/post_123456.html">关于我们</a>'
        '<a href="/map/content/post_123457.html">网站地图</a> 版权所有 青溪市人民政府办公室</div></body></html>'
    )


def titles(listed: ListPage) -> list[str]:
    return [entry.title for entry in listed.entries]


def dates(listed: ListPage) -> list[str | None]:
    return [entry.date for entry in listed.entries]


def read(html: str, url: str = COLUMN) -> ListPage:
    return generic.parse_list(html, ListRequest(url), NO_RULES)


def rows(markup: str, count: int = 5) -> str:
    """`count` rows; {n} 1, 2, …; {d} the day."""
    days = ((n, f"{20 - n:02d}") for n in range(1, count + 1))
    return "".join(markup.replace("{n}", str(n)).replace("{d}", day) for n, day in days)


TITLE = "关于印发青溪市第{n}号工作方案的通知"
WANTED = [TITLE.format(n=n) for n in range(1, 6)]
DAYS = [f"2026-09-{20 - n:02d}" for n in range(1, 6)]
LINK = '<a href="./202609/t202609{d}_{n}.html">' + TITLE + "</a>"
LISTED = (
    '<div class="main"><ul>' + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul></div>"
)
