"""Fictional documents of a city that does not exist, and the pages and rows replicas show them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

SEAL = "青溪市人民政府办公室"
NEWEST = date(2026, 3, 20)
PLACES = ("东湖", "西岭", "南浦", "北坪", "云台", "清河", "石桥", "柳林")
MATTERS = (
    "老旧小区改造", "农村供水保障", "数字政务建设", "防汛抢险救灾", "职业技能培训", "中小企业培育",
    "公共交通优化", "养老服务提升", "湿地生态修复", "学前教育普惠",
)  # fmt: skip
COUNT, PER_PAGE = 11, 5


@dataclass(frozen=True)
class Paper:
    """One document; `serial` makes it one of its own."""

    serial: int

    @property
    def subject(self) -> str:
        return PLACES[self.serial % 8] + MATTERS[self.serial % 10]

    @property
    def title(self) -> str:
        return f"{SEAL}关于印发{self.subject}第{self.serial}批行动实施方案的通知"

    @property
    def number(self) -> str:
        return f"青政办发〔2026〕{self.serial}号"

    @property
    def day(self) -> date:
        return NEWEST - timedelta(days=self.serial % 40)


def make_papers(first: int, count: int = COUNT) -> list[Paper]:
    """Papers in the order of a list, newest first."""
    return [Paper(first + i) for i in range(count)]


def page_of(papers: list[Paper], number: int, size: int = PER_PAGE) -> list[Paper]:
    """The papers on page `number`, counted from one."""
    return papers[(number - 1) * size : number * size]


def pages_of(papers: list[Paper], size: int = PER_PAGE) -> int:
    """How many pages a list of papers has."""
    return -(-len(papers) // size)


def body_html(paper: Paper) -> str:
    """The official text."""
    subject, n = paper.subject, paper.serial
    return (
        f"<p>{paper.number}</p><p>各区、县人民政府，市政府各部门：</p>"
        f"<p>现将《{subject}第{n}批行动实施方案》印发给你们，请结合实际认真贯彻执行。</p>"
        f"<p>一、到2028年完成{subject}重点项目{n + 20}个，由第{n}工作组牵头并按季度报告进度。</p>"
        f"<p>二、建立{subject}联席会议制度，市级财政安排专项资金{n * 3 + 100}万元予以支持。</p>"
        f"<p>三、{subject}工作情况纳入年度督查，对推进不力的第{n + 7}责任区予以通报。</p>"
        f'<p style="text-align:right">{SEAL}</p><p style="text-align:right">2026年2月{n % 27 + 1}日</p>'
    )


def detail_html(paper: Paper, opening: str = '<div id="zoom">', after: str = "") -> str:
    """A detail page; `opening` is the element that holds the text."""
    closing = re.sub(r"<(\w+).*", r"</\1>", opening)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{paper.title}</title>
<meta name="ArticleTitle" content="{paper.title}"><meta name="PubDate" content="{paper.day} 09:30">
</head><body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<h1>{paper.title}</h1>{opening}{body_html(paper)}{closing}{after}
<div class="foot">青溪市人民政府主办</div></body></html>"""


def row(address: str, paper: Paper, *, cut: int | None = None) -> str:
    """One `<li>` of a list; with `cut` the shown text is shortened and whole in title=."""
    shown = paper.title if cut is None else paper.title[:cut] + "…"
    return (
        f'<li><a href="{escape(address)}" title="{paper.title}" target="_blank">{shown}</a>'
        f"<span>{paper.day}</span></li>"
    )


SIDE = "".join(
    f'<li><a href="/xwzx/{n}.html">青溪市召开第{n}次经济运行调度会议部署下阶段工作</a><span>03-1{n}</span></li>'
    for n in range(5)
)


def list_html(rows: str, *, pager: str = "", head: str = "", side: bool = False) -> str:
    """A column page around its rows; `side` adds a column of news that is not the list."""
    news = f'<div class="side"><h3>要闻</h3><ul>{SIDE}</ul></div>' if side else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件_青溪市人民政府</title>
<meta name="SiteName" content="青溪市人民政府"><meta name="ColumnName" content="政策文件">{head}</head>
<body><div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>{news}
<div class="main"><h2>政策文件</h2><ul class="list">{rows}</ul>{pager}</div>
<div class="foot"><a href="/about.html">网站地图</a>青溪市人民政府主办</div></body></html>"""
