"""A county's own small CMS: a plain list with a 下一页 link, label and value pairs in a definition list."""

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
CONTENT_TYPE = "text/html;charset=UTF-8"
ROOT = "/zwgk/gggs/"
PER_PAGE = 6
STYLE = Style(
    open='<p><span style="font-size: 18px;">',
    centre='<p style="text-align:center"><span style="font-size: 20px;">',
    right='<p style="text-align:right"><span style="font-size: 18px;">',
    close="</span></p>",
    indent="&nbsp;&nbsp;&nbsp;&nbsp;",
    letterhead=False,
)


def place(posted_on: date, serial: int) -> str:
    """`/zwgk/gggs/content/2026-07-08/1201.htm`."""
    return f"{ROOT}content/{posted_on.isoformat()}/{serial}.htm"


def place_annex(path: str, serial: int, kind: str) -> str:
    """`/upload/file/…`."""
    return f"/upload/file/{path.split('/')[-2][:7]}/{serial * 611953}.{kind}"


def lists(
    portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
) -> Answer | str | None:
    """The pages of the list."""
    page = find_list_page(portal, path, PER_PAGE, _name_list_page)
    return _list_page(portal, page, noise) if page else None


def _name_list_page(index: int) -> str:
    return f"{ROOT}list-{index + 1}.htm" if index else f"{ROOT}list.htm"


def _list_page(portal: DemoPortal, page: ListPage, noise: Noise) -> str:
    shown = "\n".join(
        f'<li><span class="time">{one.date}</span><a href="{one.path}">{escape(one.paper.title)}</a></li>'
        for one in page.rows
    )
    return f"""{_head(portal, "")}
<body>{_top(portal, noise)}
<div class="crumb">当前位置：<a href="/">首页</a> / <a href="/zwgk/">政务公开</a> / 公告公示</div>
<div class="list-box"><ul class="news-list">
{shown}
</ul>
<div class="pages">{_pager(page.position, page.names)}</div></div>
{_bottom(portal, noise)}</body></html>"""


def _pager(page: int, names: list[str]) -> str:
    before = f'<a href="{names[page - 1]}">上一页</a>' if page else "<span>上一页</span>"
    is_last = page + 1 == len(names)
    after = "<span>下一页</span>" if is_last else f'<a href="{names[page + 1]}">下一页</a>'
    return (
        f'<a href="{names[0]}">首页</a>{before}<b>{page + 1}/{len(names)}</b>{after}'
        f'<a href="{names[-1]}">尾页</a>'
    )


def detail(portal: DemoPortal, posting: Posting, noise: Noise) -> str:
    """A page that looks different at every visit, but for the document."""
    source = posting.paper.issuer if posting.paper.home == portal.name else "本站整理"
    time = posting.posted_at.strftime("%Y-%m-%d %H:%M:%S")
    return f"""{_head(portal, article_tags(portal, posting, source, time), posting.title)}
<body>{_top(portal, noise)}
<div class="crumb">当前位置：<a href="/">首页</a> / <a href="/zwgk/">政务公开</a> /
<a href="{ROOT}list.htm">公告公示</a></div>
<div class="article"><h2 class="article-title">{escape(posting.title)}</h2>
<div class="article-info"><span>发布时间：{time}</span><span>信息来源：{source}</span>
<span>浏览：{noise.hits()} 次</span></div>
<dl class="article-meta"><dt>文号</dt><dd>{posting.number or "无"}</dd><dt>成文日期</dt>
<dd>{posting.paper.written_on}</dd></dl>
<div class="article-content" id="content">
{body_html(posting, STYLE)}
</div>
{_download(posting)}
<p class="editor">编辑：{noise.token()[:5]}　审核：{noise.token()[:5]}</p>
{noise.share()}
<div class="guess"><h3>猜您喜欢</h3><ul>{related(portal, posting, noise)}</ul></div></div>
{_bottom(portal, noise)}</body></html>"""


def _download(posting: Posting) -> str:
    if not posting.annex or not posting.annex_path:
        return ""
    name = f"{posting.annex.title}.{posting.annex.kind}"
    return f'<div class="attach">附件：<a href="{posting.annex_path}" download="{name}">{name}</a></div>'


def _head(portal: DemoPortal, tags: str, title: str = "公告公示") -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)}-{portal.title}</title>
{site_tags(portal)}
{column_tags("公告公示")}
{tags}</head>"""


def _top(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="wrap-{noise.token()[:5]}"><header><h1 class="site">{portal.title}</h1>
<input type="hidden" id="csrf" value="{noise.token()}"></header>
<nav><ul>{noise.links(NAVIGATION, "/c/")}</ul></nav>{noise.trap()}</div>"""


def _bottom(portal: DemoPortal, noise: Noise) -> str:
    return f"""<footer><p>{noise.friends()}</p><p>{portal.title}主办　网站标识码：{portal.site_code}</p>
<p>在线人数：{noise.hits()}　页面执行时间：0.{noise.hits()}秒</p></footer>"""
