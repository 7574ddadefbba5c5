"""An old TRS site: GB18030 bytes that call themselves gb2312, tables for layout, no metadata but tags."""

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

ENCODING = "gb2312"
CONTENT_TYPE = "text/html"
ROOT = "/xxgk/wjgb/"
PER_PAGE = 6
STYLE = Style(
    open="<P>",
    centre="<P align=center>",
    right="<P align=right>",
    close="</P>",
    indent="　　",
    table="<TABLE border=1 width=95% align=center>",
)


def place(posted_on: date, serial: int) -> str:
    """`/xxgk/wjgb/202607/t20260708_1201.shtml`."""
    return f"{ROOT}{posted_on:%Y%m}/t{posted_on:%Y%m%d}_{serial}.shtml"


def place_annex(path: str, serial: int, kind: str) -> str:
    """`./P020260708….pdf` beside the page."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/P0{name[1:9]}{serial * 7919:09d}.{kind}"


def lists(
    portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
) -> Answer | str | None:
    """The static pages of the list."""
    path = ROOT if path == f"{ROOT}index.shtml" else path
    page = find_list_page(portal, path, PER_PAGE, _name_list_page)
    return _list_page(portal, page, noise) if page else None


def _name_list_page(index: int) -> str:
    return f"{ROOT}index_{index}.shtml" if index else ROOT


def _list_page(portal: DemoPortal, page: ListPage, noise: Noise) -> str:
    shown = "\n".join(
        f'<tr><td width="75%"><a href=".{one.path.removeprefix(ROOT[:-1])}" title="{escape(one.paper.title)}">'
        f"{escape(one.paper.title)}</a></td><td>[{one.date.replace('-', '/')}]</td></tr>"
        for one in page.rows
    )
    total = len(portal.postings)
    return f"""{_head(portal, "文件公报", "")}
<BODY>{_top(portal, noise)}
<table width="1000" align="center"><tr>
<td class="dqwz">当前位置：<a href="/">首页</a> » 信息公开 » 文件公报</td></tr></table>
<table width="1000" align="center" class="list">
{shown}
</table>
<div align="center"><script language="javascript">
createPageHTML({len(page.names)}, {page.position}, "index", "shtml", "black2", {total});</script></div>
{_bottom(portal, noise)}</BODY></HTML>"""


def detail(portal: DemoPortal, posting: Posting, noise: Noise) -> str:
    """A page of nested tables; the number stands above the text alone, PubDate is when it was built."""
    built = f"{posting.changed_at:%Y-%m-%d} {noise.clock()}"
    source = portal.title if posting.paper.home == portal.name else "省政府网站"
    return f"""{_head(portal, escape(posting.title), article_tags(portal, posting, source, built))}
<meta name="others" content="页面生成时间 {built}:00">
<BODY>{_top(portal, noise)}
<table width="1000" align="center"><tr>
<td class="dqwz">当前位置：<a href="/">首页</a> » 信息公开 » <a href="{ROOT}">文件公报</a></td></tr></table>
<table width="1000" align="center"><tr>
<td align="center" class="title">{escape(posting.title)}</td></tr>
<tr><td align="center" class="info">发布时间：{posting.date}&nbsp;&nbsp;来源：{source}&nbsp;&nbsp;
阅读：{noise.hits()}次&nbsp;&nbsp;[
<a href="#">大</a> <a href="#">中</a> <a href="#">小</a> ]</td></tr>
<tr><td><div class="TRS_Editor">
<style type="text/css">.TRS_Editor P{{line-height:1.8;font-size:14pt;}}</style>
<div class="Custom_UnionStyle">
{body_html(posting, STYLE)}
</div></div></td></tr>
<tr><td>{_download(posting)}</td></tr>
<tr><td align="right">{noise.share()}<a href="javascript:window.print()">【打印】</a>
<a href="javascript:window.close()">【关闭】</a></td></tr>
<tr><td><b>相关链接</b><ul>{related(portal, posting, noise, 3)}</ul></td></tr></table>
{_bottom(portal, noise)}</BODY></HTML>"""


def _download(posting: Posting) -> str:
    if not posting.annex or not posting.annex_path:
        return ""
    name = posting.annex_path.rpartition("/")[2]
    return f'附件：<a href="./{name}">{posting.annex.title}.{posting.annex.kind}</a>'


def _head(portal: DemoPortal, title: str, tags: str) -> str:
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>{title}</TITLE>
{site_tags(portal)}
{column_tags("文件公报")}
{tags}</HEAD>"""


def _top(portal: DemoPortal, noise: Noise) -> str:
    return f"""<table width="1000" align="center"><tr><td class="banner">{portal.title}</td></tr>
<tr><td><ul class="nav">{noise.links(NAVIGATION, "/lm")}</ul></td></tr></table>{noise.trap()}"""


def _bottom(portal: DemoPortal, noise: Noise) -> str:
    return f"""<table width="1000" align="center"><tr><td align="center">{noise.friends()}<br>
主办：{portal.title}办公室　云ICP备00000003号　网站标识码：{portal.site_code}<br>
您是第 {noise.hits()} 位访问者</td></tr></table>"""
