"""The parts that pages of every family share: standard tags, the text as HTML, an error page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongbao.demo.noise import Noise
    from gongbao.demo.papers import Block
    from gongbao.demo.portal import DemoPortal, Posting

NAVIGATION = (
    "首页",
    "政务公开",
    "政务服务",
    "政民互动",
    "数据开放",
    "走进本地",
    "专题专栏",
    "长者模式",
)


@dataclass(frozen=True)
class Style:
    """How a family's editor writes paragraphs."""

    open: str = '<p style="text-indent: 2em;">'
    centre: str = '<p style="text-align: center;">'
    right: str = '<p style="text-align: right;">'
    close: str = "</p>"
    indent: str = ""
    table: str = '<table border="1" cellspacing="0" width="100%">'
    letterhead: bool = True  # the number stands above the text


def site_tags(portal: DemoPortal) -> str:
    """The tags of 国办发〔2017〕47号 that stand on every page of a site."""
    return "\n".join(
        _tag(name, value)
        for name, value in (
            ("SiteName", portal.title),
            ("SiteDomain", portal.host),
            ("SiteIDCode", portal.site_code),
        )
    )


def column_tags(title: str, kind: str = "政策文件") -> str:
    """The tags of a column."""
    pairs = (
        ("ColumnName", title),
        ("ColumnDescription", f"{title}栏目公布{title}"),
        ("ColumnKeywords", f"{title},政府信息公开"),
        ("ColumnType", kind),
    )
    return "\n".join(_tag(name, value) for name, value in pairs)


def article_tags(portal: DemoPortal, posting: Posting, source: str, pub_date: str) -> str:
    """The tags of a content page."""
    pairs = (
        ("ArticleTitle", posting.title),
        ("PubDate", pub_date),
        ("ContentSource", source),
        ("Keywords", posting.paper.topic),
        ("Author", ""),
        ("Description", ""),
        ("Image", ""),
        ("Url", portal.base + posting.path),
    )
    return "\n".join(_tag(name, value) for name, value in pairs)


def _tag(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def body_html(posting: Posting, style: Style) -> str:
    """The text of the document as the family's editor would have left it."""
    parts = letterhead(posting, style) if style.letterhead else []
    parts += [block_html(block, style) for block in posting.blocks]
    return "\n".join(parts)


def letterhead(posting: Posting, style: Style) -> list[str]:
    """The number above the text; that of an order in two lines."""
    number = posting.number or ""
    if posting.paper.is_order:
        organ, _, serial = number.partition("令")
        return [centred(f"{organ}令", style), centred(serial, style)]
    return [centred(number, style)] if number else []


def centred(text: str, style: Style) -> str:
    """A centred paragraph."""
    return f"{style.centre}{escape(text)}{style.close}"


def block_html(block: Block, style: Style) -> str:
    """One block of the text."""
    text = escape(block.text)
    match block.kind:
        case "table":
            html = _table_html(block, style)
        case "number":
            html = centred(block.text, style)
        case "title":
            html = f"{style.centre}<strong>{text}</strong>{style.close}"
        case "signature" | "date":
            html = f"{style.right}{text}{style.close}"
        case "heading":
            html = f"{style.open}{style.indent}<strong>{text}</strong>{style.close}"
        case _ if text.endswith("："):  # the addressees are not indented
            html = f"{style.open.replace('text-indent: 2em;', '')}{text}{style.close}"
        case _:
            html = f"{style.open}{style.indent}{text}{style.close}"
    return html


def _table_html(block: Block, style: Style) -> str:
    rows = (
        "<tr>" + "".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"{style.table}<tbody>\n" + "\n".join(rows) + "\n</tbody></table>"


def related(portal: DemoPortal, posting: Posting, noise: Noise, count: int = 4) -> str:
    """Related reading: other documents of the portal, in any order."""
    others = [other for other in portal.postings if other is not posting]
    return "\n".join(
        f'<li><a href="{other.path}">{escape(other.paper.title)}</a></li>'
        for other in noise.some(others, count)
    )


def missing_page(portal: DemoPortal) -> str:
    """What a portal answers where it has nothing."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="{portal.family.ENCODING}"><title>404 - {portal.title}</title></head>
<body><div class="error"><h2>404</h2><p>抱歉，您访问的页面不存在或已删除！</p>
<p><a href="/">返回首页</a></p></div></body></html>"""


def home_page(portal: DemoPortal, noise: Noise) -> str:
    """A home page with the newest documents and the columns."""
    columns = "".join(f'<li><a href="{c.path}">{c.title}</a></li>' for c in portal.columns)
    newest = "".join(
        f'<li><a href="{p.path}">{escape(p.paper.title)}</a></li>' for p in portal.postings[:6]
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="{portal.family.ENCODING}"><title>{portal.title}</title>
{site_tags(portal)}
{column_tags("首页", "首页")}</head>
<body><ul class="nav">{noise.links(NAVIGATION, "/nav/")}</ul>
<div class="box"><h2>要闻</h2><ul>{newest}</ul></div>
<div class="box"><h2>政府信息公开</h2><ul>{columns}</ul></div>
<div class="footer">您是第{noise.hits()}位访问者　主办：{portal.title}办公室　{noise.friends()}</div></body></html>"""
