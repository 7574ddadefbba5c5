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
SHAPES = {
    "li and span": "<ul>" + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul>",
    "date first": "<ul>" + rows(f"<li><span>[2026-09-{{d}}]</span>{LINK}</li>") + "</ul>",
    "bare text": "<ul>" + rows(f"<li>{LINK} (2026/09/{{d}})</li>") + "</ul>",
    "broken line": "<ul>"
    + rows(f"<li><h4>{LINK}<span>[\n\t 2026-09-{{d}} ]</span></h4></li>")
    + "</ul>",
    "dots": "<ul>" + rows(f"<li>{LINK}<em>2026.09.{{d}}</em></li>") + "</ul>",
    "Chinese": "<ul>" + rows(f"<li>{LINK}<em>2026年9月{{d}}日</em></li>") + "</ul>",
    "with time": "<ul>" + rows(f"<li>{LINK}<em>2026-09-{{d}} 08:30:01</em></li>") + "</ul>",
    "labelled": "<ul>"
    + rows(f"<li>{LINK}<p>来源：市府办 发布时间：2026-09-{{d}} 浏览：12</p></li>")
    + "</ul>",
    "in two pieces": "<ul>"
    + rows(f"<li><div><b>{{d}}</b><i>2026-09</i></div>{LINK}</li>")
    + "</ul>",
    "year below": "<ul>" + rows(f"<li><p><b>09-{{d}}</b><i>2026</i></p>{LINK}</li>") + "</ul>",
    "without year": "<ul>" + rows(f"<li>{LINK}<span>09-{{d}}</span></li>") + "</ul>",
    "inside the link": "<ul>"
    + rows('<li><a href="t202609{d}_{n}.html">' + TITLE + "<span>2026-09-{d}</span></a></li>")
    + "</ul>",
    "glued to the text": "<ul>"
    + rows('<li><a href="t202609{d}_{n}.html">' + TITLE + " 2026-09-{d}</a></li>")
    + "</ul>",
    "table": "<table><tr><th>序号</th><th>标题</th><th>日期</th></tr>"
    + rows(f"<tr><td>{{n}}</td><td>{LINK}</td><td>2026-09-{{d}}</td></tr>")
    + "</table>",
    "divs": '<div class="list">'
    + rows(f'<div class="row"><div class="t">{LINK}</div><div class="d">2026-09-{{d}}</div></div>')
    + "</div>",
    "definition list": "<dl>" + rows(f"<dd>{LINK}<span>2026-09-{{d}}</span></dd>") + "</dl>",
    "chunks of lists": "<div>"
    + rows(f"<ul class='c{{n}}'><li>{LINK}<span>2026-09-{{d}}</span></li></ul>")
    + "</div>",
    "cards": '<div class="list">'
    + rows(
        '<a class="card" href="t202609{d}_{n}.html"><h3>' + TITLE + "</h3>"
        "<p>为贯彻落实有关会议精神，结合本市实际，制定本方案。</p><span>2026-09-{d}</span></a>"
    )
    + "</div>",
    "onclick": "<ul>"
    + rows(
        "<li><a href='javascript:void(0)' onclick=\"openInfo('./t202609{d}_{n}.html')\">"
        + TITLE
        + "</a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "row with onclick": "<ul>"
    + rows(
        "<li onclick=\"location.href='/zwgk/t202609{d}_{n}.html'\"><p>"
        + TITLE
        + "</p><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "cut text, whole title": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发青溪市第{n}号工作...</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "cut without dots": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发青溪市第{n}号</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "bullet and tip": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="标题：'
        + TITLE
        + ' 发布时间：2026-09-{d}">· '
        + TITLE[:12]
        + "…</a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "flat in one paragraph": "<p>" + rows(f"{LINK}<span>2026-09-{{d}}</span><br>") + "</p>",
    "dt and dd": "<dl>" + rows(f"<dt>{LINK}</dt><dd>2026-09-{{d}}</dd>") + "</dl>",
    "with a second link": "<ul>"
    + rows(f'<li>{LINK}<a href="./jd{{n}}.html">解读</a><span>2026-09-{{d}}</span></li>')
    + "</ul>",
    "column name first": "<ul>"
    + rows(f'<li>[<a href="./gfxwj/">规范性文件</a>]{LINK}<span>2026-09-{{d}}</span></li>')
    + "</ul>",
    "all in one comment": "<!-- <ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul> -->",
    "empty flag rows": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li><li><i class='flag'></i></li>")
    + "</ul>",
    "image beside": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html"><img src="a.jpg"></a>'
        + LINK
        + "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "commented twin": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul><!-- <ul>"
    + rows('<li><a href="old{n}.html">旧稿第{n}号重复的标题</a><span>2020-01-0{n}</span></li>', 9)
    + "</ul> -->",
    "template beside": '<script type="text/x-handlebars-template"><li><a href="{{url}}">{{title}}</a>'
    "<span>2026-01-01</span></li></script><ul><li><a href='{{link}}'>模板里的标题不是条目</a>"
    "<span>2026-01-01</span></li>" + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul>",
    "rows a script will show later": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    .replace("<li>", '<li style="display:none">')
    .replace('<li style="display:none">', "<li>", 2)
    + "</ul>",
    "a list a script will show": '<div style="display: none">'
    + rows(f"<p>{LINK}<span>2026-09-{{d}}</span></p>")
    + "</div>",
    "popups of rows": "<ul>"
    + rows(
        f'<li>{LINK}<span>2026-09-{{d}}</span><div class="popbox"><ul><li><a href="a{{n}}.html">另一个文件的标题</a>'
        "<span>2020-01-01</span></li></ul></div></li>"
    )
    + "</ul>",
    "summary behind the same link": '<div class="list">'
    + rows(
        f'<div class="row"><h4>{LINK}</h4><p><a href="./202609/t202609{{d}}_{{n}}.html">为贯彻落实会议精神，结合本市'
        "实际，制定本方案，请认真组织实施，确保各项任务落到实处。</a></p><span>2026-09-{d}</span></div>"
    )
    + "</div>",
    "cut in the middle": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发…{n}号工作方案的通知</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "new": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html">' + TITLE + "<b>NEW</b></a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "attributes of the link": "<table>"
    + rows(
        '<tr><td>{n}</td><td><a href="t202609{d}_{n}.html" mc="'
        + TITLE
        + '" rq="2026-09-{d}" wh="青政发〔2026〕{n}号">'
        "关于印发青溪市…</a></td></tr>"
    )
    + "</table>",
    "a date in the header near one link": '<div class="top"><a href="/sj/">手机版</a>今天是 2026-11-21</div><ul>'
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul>",
    "tables in tables": rows(
        f"<table><tr><td><img></td><td>{LINK}</td><td>[2026-09-{{d}}]</td></tr></table>"
    ),
    "date in the row below": "<table>"
    + rows(f"<tr><td>{LINK}</td></tr><tr><td>2026-09-{{d}}</td></tr>")
    + "</table>",
    "hidden trap": '<div style="display:none"><a href="/btatw23/bt">隐藏的陷阱链接不可取用</a> 2026-01-01</div><ul>'
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul>",
}
