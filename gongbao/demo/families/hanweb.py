"""大汉 JCMS: the list stands as a datastore in a script, further groups come from dataproxy.jsp."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from gongbao.demo.pages import (
    NAVIGATION,
    Style,
    article_tags,
    body_html,
    column_tags,
    related,
    site_tags,
)
from gongbao.demo.portal import Answer

if TYPE_CHECKING:
    from datetime import date

    from gongbao.demo.noise import Noise
    from gongbao.demo.portal import Column, DemoPortal, Posting

ENCODING = "UTF-8"
CONTENT_TYPE = "text/html; charset=utf-8"
PER_PAGE = 3  # rows a page of the browser shows; a group holds three such pages
GROUP = 3 * PER_PAGE
WEB_ID = 42
PROXY = "/module/web/jpage/dataproxy.jsp"
STYLE = Style(
    open='<p style="text-indent: 2em; line-height: 2;"><span style="font-family: 仿宋_GB2312;">',
    centre='<p style="text-align: center;"><span style="font-size: 22px;">',
    right='<p style="text-align: right; padding-right: 2em;"><span>',
    close="</span></p>",
)


def place(posted_on: date, serial: int) -> str:
    """`/art/2026/7/8/art_1229001001_1201.html`."""
    return f"/art/{posted_on.year}/{posted_on.month}/{posted_on.day}/art_1229001001_{serial}.html"


def place_annex(path: str, serial: int, kind: str) -> str:
    """The extension stands in the query alone; the answer is a redirect to the file."""
    return f"/module/download/downfile.jsp?classid=0&filename={serial:08x}{serial * 31:08x}.{kind}"


def lists(
    portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
) -> Answer | str | None:
    """Column pages, further groups, downloads, counters."""
    if path == "/module/download/downfile.jsp":
        location = f"/attach/0/{query.get('filename', '')}"
        return Answer(b"", CONTENT_TYPE, 302, (("Location", location),))
    if path == "/module/visitcount/visit.jsp":
        return Answer(f"document.write({noise.hits()})".encode(), "text/javascript")
    if path == PROXY:
        return _proxy(portal, query)
    column = next((one for one in portal.columns if one.path == path), None)
    return _column_page(portal, column, noise) if column else None


def _column_id(column: Column) -> str:
    return column.path.split("/col")[-1].split("/")[0]


def _unit_id(column: Column) -> str:
    return f"77{_column_id(column)[-5:]}"


def _members(portal: DemoPortal, column: Column) -> list[Posting]:
    plans = column.kind == "plan"
    return [one for one in portal.postings if not plans or "工作要点" in one.paper.title]


def _proxy(portal: DemoPortal, query: dict[str, str]) -> Answer | None:
    column = next((c for c in portal.columns if _column_id(c) == query.get("columnid")), None)
    if column is None or query.get("unitid", _unit_id(column)) != _unit_id(column):
        return None
    group = int(query.get("page", "0"))  # the column page holds group 0 and names group 1
    start = int(query.get("startrecord", group * GROUP + 1)) - 1
    end = int(query.get("endrecord", start + GROUP))
    rows = _members(portal, column)
    total = (
        f"<totalrecord>{len(rows)}</totalrecord><totalpage>{-(-len(rows) // PER_PAGE)}</totalpage>"
    )
    text = _datastore(portal, column, rows[start:end], group + 1, total)
    return Answer(
        f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(), "text/xml;charset=UTF-8"
    )


def _datastore(
    portal: DemoPortal, column: Column, rows: list[Posting], following: int, total: str = ""
) -> str:
    address = (
        f"{PROXY}?page={following}&appid=1&webid={WEB_ID}&path=/&columnid={_column_id(column)}"
        f"&unitid={_unit_id(column)}&webname={quote(portal.title)}&permissiontype=0"
    )
    records = "\n".join(f"<record><![CDATA[\n{_row(one)}]]></record>" for one in rows)
    link = f'<nextgroup><![CDATA[<a href="{address}"></a>]]></nextgroup>' if rows else ""
    return f"<datastore>\n{total}{link}\n<recordset>\n{records}\n</recordset></datastore>"


def _row(posting: Posting) -> str:
    title = posting.paper.title
    shown = title if len(title) < 30 else f"{title[:28]}..."
    return (
        f'<li class="clearfix"><a target="_blank" href="{posting.path}" '
        f'title="{escape(title)}">{escape(shown)}</a><b>{posting.date}</b></li>'
    )


def _column_page(portal: DemoPortal, column: Column, noise: Noise) -> str:
    rows, unit = _members(portal, column), _unit_id(column)
    return f"""{_head(portal, column.title, "")}
<body>{_top(portal, noise)}
<div class="position">当前位置：<a href="/">首页</a> &gt; 政务公开 &gt; {column.title}</div>
<div id="{unit}" class="list_con"><div class="default_pgContainer"><ul></ul></div></div>
<script type="text/xml">{_datastore(portal, column, rows[:GROUP], 1)}</script>
<script>$("#{unit}").jpage({{dataProxy:"{PROXY}",totalRecord:{len(rows)},perPage:{PER_PAGE},
params:{{columnid:{_column_id(column)},unitid:{unit},webid:{WEB_ID},path:"/",col:1,appid:1,
webname:"{quote(portal.title)}",permissiontype:0,sourceContentType:1}}}});</script>
{_bottom(portal, noise)}</body></html>"""


def detail(portal: DemoPortal, posting: Posting, noise: Noise) -> str:
    """A page with the catalogue's table above the text and the download below it."""
    paper = posting.paper
    source = paper.issuer.replace("云岭省人民政府", "省政府")
    time = posting.posted_at.strftime("%Y-%m-%d %H:%M")
    tags = article_tags(portal, posting, source, time)
    return f"""{_head(portal, portal.columns[0].title, tags, posting.title)}
<body>{_top(portal, noise)}
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{portal.columns[0].path}">政务公开</a>
 &gt; {portal.columns[0].title} &gt; 正文</div>
<table class="xxgk_table" width="100%"><tbody>{_catalogue(posting)}</tbody></table>
<div class="main-txt"><h1 class="con-title">{escape(posting.title)}</h1>
<ul class="sp_time"><li>日期：{time}</li><li>来源：{source}</li>
<li>浏览次数：<span id="hits">{noise.hits()}</span>
<script src="/module/visitcount/visit.jsp?type=3&amp;i_articleid={posting.serial}"></script></li>
<li>字体：[<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a>]</li></ul>
<div id="zoom"><!--ZJEG_RSS.content.begin-->
{body_html(posting, STYLE)}
{_download(posting)}<!--ZJEG_RSS.content.end--></div>
{noise.share()}
<div class="tools">
<a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
<div class="ewm"><img src="/images/qr{noise.token()[:4]}.png" alt=""><p>扫一扫在手机打开当前页</p></div></div>
<div class="xgwz"><h3>相关阅读</h3><ul>{related(portal, posting, noise)}</ul></div>
{_bottom(portal, noise)}</body></html>"""


def _catalogue(posting: Posting) -> str:
    paper = posting.paper
    written = paper.written_on.isoformat()
    pairs = (
        ("索&nbsp;引&nbsp;号", f"000099801/{paper.written_on.year}-{posting.serial:05}"),
        ("主题分类", paper.topic),
        ("发文机关", paper.issuer.replace("云岭省人民政府", "省政府")),
        ("成文日期", written),
        ("发文字号", posting.number or ""),
        ("公开日期", posting.date),
    )
    cells = [f"<th>{label}：</th><td>{escape(value)}</td>" for label, value in pairs]
    return "".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))


def _download(posting: Posting) -> str:
    if not posting.annex or not posting.annex_path:
        return ""
    name = f"{posting.annex.title}.{posting.annex.kind}"
    return (
        f'<p><img src="/module/jslib/icons/{posting.annex.kind}.png" alt="">'
        f'<a href="{escape(posting.annex_path)}" title="{name}">{name}</a></p>\n'
    )


def _head(portal: DemoPortal, column: str, tags: str, title: str | None = None) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{escape(title or portal.title)}</title>
{site_tags(portal)}
{column_tags(column)}
{tags}
<script src="/module/jslib/jquery/jquery.js"></script></head>"""


def _top(portal: DemoPortal, noise: Noise) -> str:
    return f"""{noise.trap()}<div class="header"><a class="logo" href="/">{portal.title}</a>
<span>无障碍浏览 | 长者专区 | 繁體</span><span class="now">{noise.clock()}</span>
<form action="/jrobot/search.do"><input name="q"><input type="hidden" name="t" value="{noise.token()}"></form></div>
<ul class="nav">{noise.links(NAVIGATION, "/col/col12290090")}</ul>"""


def _bottom(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="footer"><p>主办：{portal.title}办公厅　承办：云岭省政府信息中心</p>
<p>网站标识码：{portal.site_code}　云ICP备00000001号　访问量：{noise.hits()}</p>
<p>友情链接：{noise.friends()}</p></div>"""
