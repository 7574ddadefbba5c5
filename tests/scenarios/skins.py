"""Pages in the manner of several families: what is official on them, and all that moves around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Sheet:
    """One document as an editor types it; a page without labels shows neither number nor organ in a table."""

    title: str
    lines: list[str]
    number: str | None = None
    issuer: str = "柳河县人民政府办公室"
    written: str | None = None  # 2026年3月4日
    posted: str = "2026-03-05"
    validity: str | None = None
    grid: list[list[str]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)  # address, name

    def labels(self) -> list[tuple[str, str]]:
        """What a table of labels says."""
        pairs = [("文号", self.number), ("发布机构", self.issuer if self.number else None)]
        pairs += [("有效性", self.validity)]
        return [(name, value) for name, value in pairs if value]

    def paragraphs(self) -> list[str]:
        """The official text, line by line."""
        signed = [self.issuer, self.written] if self.written else []
        return [*self.lines, *signed]


@dataclass
class Around:
    """What stands around the text and may change at any time."""

    visits: str = "128"
    built: str = "2026-03-05 09:00:12"
    earlier: str = "关于做好春季农业生产工作的通知"
    later: str = "关于开展安全生产大检查的通知"
    related: tuple[str, ...] = ("柳河县防汛抗旱应急预案", "柳河县2025年重点工作任务分工方案")
    source: str = "县政府办公室"
    editor: str = "管理员"
    shares: str = "分享到： 微信 微博 QQ空间"
    menu: tuple[str, ...] = ("首页", "政务公开", "互动交流")
    popup: str = ""
    comments: str = "0"
    token: str = "t1"


Skin = "Callable[[Sheet, Around], str]"


def _grid(sheet: Sheet) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in sheet.grid
    )
    return f"<table border='1'>{rows}</table>" if rows else ""


def _files(sheet: Sheet) -> str:
    return "".join(f'<p>附件：<a href="{url}">{name}</a></p>' for url, name in sheet.files)


def _body(sheet: Sheet, mark: str = "p") -> str:
    text = "".join(f"<{mark}>{escape(line)}</{mark}>" for line in sheet.lines)
    signed = sheet.paragraphs()[len(sheet.lines) :]
    tail = "".join(f'<{mark} style="text-align:right">{line}</{mark}>' for line in signed)
    return text + _grid(sheet) + tail + _files(sheet)


def _page(sheet: Sheet, around: Around, main: str, head: str = "") -> str:
    menu = "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(around.menu))
    related = "".join(
        f'<li><a href="/r{i}.html">{t}</a></li>' for i, t in enumerate(around.related)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(sheet.title)}_柳河县人民政府</title>
{head}<script>var token="{around.token}";</script></head><body>{around.popup}
<div class="header"><ul class="nav">{menu}</ul></div><div class="wrap">
<div class="location">当前位置：<a href="/">首页</a>&gt;<a href="/zwgk/">政务公开</a>&gt;正文</div>
{main}<div class="xgnr"><h3>相关信息</h3><ul>{related}</ul></div></div>
<div class="footer"><p>主办单位：柳河县人民政府办公室　网站标识码：2205240001</p>
<p>页面生成时间：{around.built}　总访问量：{around.visits}9</p></div></body></html>"""


def hanweb(sheet: Sheet, around: Around) -> str:
    """JCMS: labels in a table, the text between comments, print and close below."""
    rows = "".join(f"<tr><td>{n}：</td><td>{escape(v)}</td></tr>" for n, v in sheet.labels())
    head = (
        f'<meta name="ArticleTitle" content="{escape(sheet.title)}">'
        f'<meta name="PubDate" content="{around.built[:16]}"><meta name="ContentSource" content="{around.source}">'
        f'<meta name="others" content="页面生成时间 {around.built}">'
    )
    main = (
        f'<table class="xxgk-table">{rows}</table><div class="title">{escape(sheet.title)}</div>'
        f'<div class="info">发布日期：{sheet.posted}　来源：{around.source}　浏览次数：<span>{around.visits}</span>次'
        f"　字号：[ <a>大</a> <a>中</a> <a>小</a> ]</div>"
        f'<div class="main-txt" id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{_body(sheet)}'
        '<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div>'
        f'<div class="bottom">【<a>打印</a>】【<a>关闭</a>】　{around.shares}</div>'
    )
    return _page(sheet, around, main, head)


def trs(sheet: Sheet, around: Around) -> str:
    """TRS: an editor's container, font sizes above, the next pages below."""
    main = (
        f'<div class="article"><h1>{escape(sheet.title)}</h1>'
        f'<div class="artinfo"><span>{sheet.number or ""}</span><span>时间：{sheet.posted}</span>'
        f"<span>来源：{around.source}</span><span>【字体：大 中 小】</span><span>阅读：{around.visits}</span></div>"
        f'<div class="view TRS_UEDITOR trs_paper_default trs_web"><div class="TRS_Editor">{_body(sheet)}</div></div>'
        f'<p>责任编辑：{around.editor}</p><p class="pn">上一篇：<a href="/p.html">{around.earlier}</a></p>'
        f'<p class="pn">下一篇：<a href="/n.html">{around.later}</a></p></div>'
    )
    return _page(sheet, around, main)


def epoint(sheet: Sheet, around: Around) -> str:
    """Epoint: an information line with readers, a list of labels."""
    labels = "".join(f"<li><span>{n}：</span><span>{v}</span></li>" for n, v in sheet.labels())
    main = (
        f'<ul class="ewb-info-list">{labels}</ul><div class="ewb-article"><h3>{escape(sheet.title)}</h3>'
        f'<div class="ewb-article-sources">【信息时间：{sheet.posted}　阅读次数：'
        f'<span id="infoViewCount">{around.visits}</span>】'
        "【我要打印】【关闭】</div>"
        f'<div class="ewb-article-info">{_body(sheet)}</div></div>'
        f'<div class="ewb-share">{around.shares} 扫一扫在手机打开当前页</div>'
    )
    return _page(sheet, around, main)


def ucap(sheet: Sheet, around: Around) -> str:
    """UCAP: two columns of labels, a container with an id of its own."""
    cells = "".join(f"<tr><td><b>{n}：</b></td><td>{v}</td></tr>" for n, v in sheet.labels())
    main = (
        f'<table class="bd1"><tr><td><b>标　　题：</b></td><td>{escape(sheet.title)}</td></tr>{cells}'
        f"<tr><td><b>发布日期：</b></td><td>{sheet.posted}</td></tr></table>"
        f'<div class="pages_content" id="UCAP-CONTENT">{_body(sheet)}</div>'
        f'<div class="comment"><h4>网友评论（{around.comments}条）</h4></div>'
        f'<div class="zan">点赞 {around.visits}　收藏 {around.comments}</div>'
    )
    return _page(sheet, around, main)


def vsb(sheet: Sheet, around: Around) -> str:
    """VSB: everything in a form, neighbours in table rows."""
    main = (
        f'<form name="_newscontent_fromname"><div><h1 align="center">{escape(sheet.title)}</h1>'
        f"<div align='center'>{sheet.posted}　作者：{around.editor}　"
        f"点击：[<span id='dynclicks'>{around.visits}</span>]</div>"
        f'<div id="vsb_content_2"><div class="v_news_content"><p>{sheet.number or ""}</p>{_body(sheet)}</div></div>'
        f'<p>上一条：<a href="/p.htm">{around.earlier}</a></p><p>下一条：<a href="/n.htm">{around.later}</a></p>'
        "<p>【<a>关闭</a>】</p></div></form>"
    )
    return _page(sheet, around, main)


def tables(sheet: Sheet, around: Around) -> str:
    """A site of 2006: tables for layout, one cell of lines broken by <br>."""
    text = "<br>&nbsp;&nbsp;&nbsp;&nbsp;".join(map(escape, sheet.paragraphs()))
    number = f"<tr><td align=center>{sheet.number}</td></tr>" if sheet.number else ""
    main = (
        f'<table width="95%"><tr><td align="center"><b>{escape(sheet.title)}</b></td></tr>{number}'
        f'<tr><td align="center">发布时间：{sheet.posted}　点击数：{around.visits}　录入：{around.editor}</td></tr>'
        f"<tr><td><p>&nbsp;&nbsp;&nbsp;&nbsp;{text}</p>{_grid(sheet)}{_files(sheet)}</td></tr>"
        f"<tr><td align=right>已有{around.visits}人浏览　<a>打印本页</a>　<a>关闭窗口</a></td></tr></table>"
    )
    return _page(sheet, around, main)


def soup(sheet: Sheet, around: Around) -> str:
    """Divs without names, one for each line."""
    number = f"<div>{sheet.number}</div>" if sheet.number else ""
    main = (
        f"<div><div><h2>{escape(sheet.title)}</h2><div>{sheet.posted} 浏览量：{around.visits}</div>{number}"
        f"<div>{_body(sheet, 'div')}</div><div>{around.shares}</div><div>编辑：{around.editor}</div></div></div>"
    )
    return _page(sheet, around, main)


SKINS: dict[str, Callable[[Sheet, Around], str]] = {
    "hanweb": hanweb, "trs": trs, "epoint": epoint, "ucap": ucap, "vsb": vsb, "tables": tables,
    "soup": soup,
}  # fmt: skip
