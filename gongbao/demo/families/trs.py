"""拓尔思 TRS WCM: static lists counted from zero, attachments beside the page, a table of metadata."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from gongbao.demo.pages import (
    NAVIGATION,
    Style,
    article_tags,
    body_html,
    column_tags,
    related,
    site_tags,
)
from gongbao.demo.turning import ListPage, find_list_page

if TYPE_CHECKING:
    from datetime import date

    from gongbao.demo.noise import Noise
    from gongbao.demo.portal import Answer, DemoPortal, Posting

ENCODING = "utf-8"
CONTENT_TYPE = "text/html"
ROOT = "/zwgk/zfwj/"
PER_PAGE = 7
STYLE = Style(
    open='<p align="justify" style="text-indent: 2em;">',
    centre='<p align="center">',
    right='<p align="right">',
    letterhead=False,
)


def place(posted_on: date, serial: int) -> str:
    """`/zwgk/zfwj/202607/t20260708_1201.html`."""
    return f"{ROOT}{posted_on:%Y%m}/t{posted_on:%Y%m%d}_{serial}.html"


def place_annex(path: str, serial: int, kind: str) -> str:
    """`./P020260708….pdf` beside the page."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/P0{name[1:9]}{serial * 104729:012d}.{kind}"


def lists(
    portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
) -> Answer | str | None:
    """The static pages of the list."""
    path = ROOT if path == f"{ROOT}index.html" else path
    page = find_list_page(portal, path, PER_PAGE, _name_list_page)
    return _list_page(portal, page, noise) if page else None


def _name_list_page(index: int) -> str:
    return f"{ROOT}index_{index}.html" if index else ROOT


def _list_page(portal: DemoPortal, page: ListPage, noise: Noise) -> str:
    shown = "\n".join(
        f'<li><a href=".{one.path.removeprefix(ROOT[:-1])}" target="_blank" '
        f'title="{escape(one.paper.title)}">{escape(one.paper.title[:32])}</a><span>{one.date}</span></li>'
        for one in page.rows
    )
    return f"""{_head(portal, "")}
<body>{_top(portal, noise)}
<div class="location">您的位置：<a href="/">首页</a>&gt;<a href="/zwgk/">政务公开</a>&gt;市政府文件</div>
<div class="list-right"><h2>市政府文件</h2>
<ul class="gov-item">
{shown}
</ul>
<div class="page"><script>createPageHTML({len(page.names)}, {page.position}, "index", "html");</script></div></div>
{_bottom(portal, noise)}</body></html>"""


def detail(portal: DemoPortal, posting: Posting, noise: Noise) -> str:
    """A page with labelled cells above and the editor's container below."""
    time = posting.posted_at.strftime("%Y-%m-%d %H:%M")
    source = portal.title if posting.paper.home == portal.name else "云岭省人民政府网"
    return f"""{_head(portal, article_tags(portal, posting, source, time), posting.title)}
<body>{_top(portal, noise)}
<div class="location">您的位置：<a href="/">首页</a>&gt;<a href="/zwgk/">政务公开</a>&gt;
<a href="{ROOT}">市政府文件</a></div>
<table class="gkxl-top"><tbody>{_catalogue(posting)}</tbody></table>
<div class="xl-title"><h1>{escape(posting.title)}</h1></div>
<div class="xl-info">发布时间：{time}　来源：{source}　点击数：<em>{noise.hits()}</em>　【字体：<a href="#">大</a>
<a href="#">中</a> <a href="#">小</a>】</div>
{noise.share()}
<div class="xl-content"><div class="view TRS_UEDITOR trs_paper_default trs_web">
{body_html(posting, STYLE)}
</div></div>
{_download(posting)}
<div class="xl-tool"><a href="javascript:;">打印</a><a href="javascript:;">关闭</a>
<span>责任编辑：qx{noise.token()[:3]}</span></div>
<div class="relevant"><h4>相关信息</h4><ul>{related(portal, posting, noise)}</ul></div>
{_bottom(portal, noise)}</body></html>"""


def _catalogue(posting: Posting) -> str:
    paper = posting.paper
    pairs = [
        ("索引号：", f"01180100X/{paper.written_on.year}-{posting.serial:06}"),
        ("主题分类：", paper.topic),
        ("发布机构：", paper.issuer),
        ("成文日期：", paper.written_on.isoformat()),
        ("标　　题：", posting.title),
    ]
    if posting.number:
        pairs.append(("发文字号：", posting.number))
    return "".join(
        f"<tr><td><b>{label}</b></td><td>{escape(value)}</td></tr>" for label, value in pairs
    )


def _download(posting: Posting) -> str:
    if not posting.annex or not posting.annex_path:
        return ""
    name = posting.annex_path.rpartition("/")[2]
    return (
        '<div class="fujian"><span>附件下载：</span>'
        f'<a href="./{name}" target="_blank">{posting.annex.title}.{posting.annex.kind}</a></div>'
    )


def _head(portal: DemoPortal, tags: str, title: str = "市政府文件") -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{escape(title)}_{portal.title}</title>
{site_tags(portal)}
{column_tags("市政府文件")}
{tags}
<link rel="stylesheet" href="/images/style.css"></head>"""


def _top(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="top"><span>欢迎访问{portal.title}！现在是北京时间{noise.clock()}</span></div>
<ul class="menu">
{noise.links(NAVIGATION, "/m")}
</ul>{noise.trap()}"""


def _bottom(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="foot"><p>{noise.friends()}</p>
<p>版权所有：{portal.title}　网站标识码：{portal.site_code}　今日访问：{noise.hits()}</p>
<script>var _trk="{noise.token()}";</script></div>"""
