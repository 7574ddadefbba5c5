"""A fictional government site of one column: papers that can be edited, moved, reposted, broken, and rendered anew."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import docx

from tests.integration.local_site import LocalSite, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

TASKS = (
    "完善重大行政决策程序", "推进基层政务公开标准化", "优化营商环境", "加强行政执法监督", "健全应急预案体系",
    "整治老旧小区管网", "扩大公办幼儿园学位", "建设城市书房", "改造农村厕所", "保障冬季清洁取暖",
    "修缮历史文化街区", "清理拖欠企业账款", "推广电子证照应用", "落实河湖长制", "提升社区养老服务",
)  # fmt: skip
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
UNITS = (
    "市司法局",
    "市财政局",
    "市教育局",
    "市住房城乡建设局",
    "市民政局",
    "市水利局",
    "市文化旅游局",
)


def paragraphs(topic: str, count: int = 6) -> list[str]:
    """The body of a paper; other topics share hardly a sentence."""
    rnd = random.Random(topic)  # noqa: S311  (no secret)
    return [
        f"{'一二三四五六七八九十'[i]}、围绕{topic}，{rnd.choice(TASKS)}，由{rnd.choice(UNITS)}会同"
        f"{rnd.choice(UNITS)}负责，第{rnd.randint(1, 4)}季度完成{rnd.randint(11, 99)}个{topic}项目，"
        f"投入资金{rnd.randint(100, 990)}万元，{rnd.choice(TASKS)}，同步{rnd.choice(TASKS)}，"
        f"完成率达到{rnd.randint(61, 99)}%以上。"
        for i in range(count)
    ]


@dataclass
class Paper:
    """What a page says; tests change its values between two crawls."""

    topic: str
    title: str = ""
    number: str | None = None
    issuer: str = "青川市人民政府办公室"
    written: str = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
    posted: str = TODAY.isoformat()
    validity: str | None = None
    lines: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    annex: tuple[str, bytes] | None = None
    signed: bool = True
    path: str = ""
    wrapper: str = ""  # words a reposting portal puts around the text

    def __post_init__(self) -> None:
        self.title = self.title or f"关于印发青川市{self.topic}实施方案的通知"
        self.lines = self.lines or paragraphs(self.topic)
        self.path = self.path or f"/doc/{abs(hash_of(self.topic))}.html"


def hash_of(topic: str) -> int:
    """A number for an address, the same in every process."""
    return random.Random(topic).randint(10**6, 10**7)  # noqa: S311  (no secret)


def word_file(*lines: str, author: str = "a") -> bytes:
    """A .docx of these lines; another author makes other bytes of the same text."""
    document = docx.Document()
    document.core_properties.author = author
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass
class Look:
    """What a page shows beside the paper: all that may move without any change of substance."""

    built: str = "2026-03-05 09:00:12"
    visits: int = 17
    token: str = "a1b2"
    menu: tuple[str, ...] = ("首页", "政务公开", "办事服务")
    related: tuple[str, ...] = ("市长调研重点项目", "全市防汛工作会议召开")
    advert: str = ""
    comments: int = 0
    trap: str = ""
    crlf: bool = False
    swapped: bool = False  # order of attributes
    container: str = "TRS_Editor"
    anchor: str = "zoom"
    template: str = "old"
    banner: tuple[str, ...] = ()  # lines a new template puts into the article's container


class Town:
    """One portal on an address of its own; `show()` renders every paper and the list."""

    def __init__(self, host: str, *, title: str = "青川市人民政府", issuer: str = "") -> None:
        self.site = LocalSite(host)
        self.base, self.title, self.issuer = self.site.base, title, issuer or "青川市人民政府办公室"
        self.papers: list[Paper] = []
        self.look = Look()
        self.broken: dict[str, Reply] = {}  # path → what is answered instead
        self.everything: Reply | None = None  # what every address answers

    def __enter__(self) -> Town:
        self.site.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.site.__exit__(kind, error, trace)

    def add(self, topic: str, **values: Any) -> Paper:
        """Publish a paper of this portal."""
        self.papers.append(Paper(topic, **{"issuer": self.issuer, **values}))
        return self.papers[-1]

    def show(self) -> None:
        """Put the site online as it is now."""
        pages = {p.path: Reply(self.render(p), validators=False) for p in self.papers}
        pages["/list.html"] = Reply(self.render_list(), validators=False)
        pages["/"] = Reply(
            frame(self.look, self.title, "<h2>要闻</h2><p>欢迎访问</p>"), validators=False
        )
        for paper in self.papers:
            if paper.annex:
                pages["/files/" + quote(paper.annex[0])] = Reply(
                    paper.annex[1], headers={"Content-Type": DOCX}, validators=False
                )
        pages |= self.broken
        self.site.replies = (
            pages if self.everything is None else dict.fromkeys(pages, self.everything)
        )

    def render(self, paper: Paper) -> bytes:
        """The page of a paper."""
        return frame(
            self.look,
            f"{paper.title}-{self.title}",
            article(paper, self.look),
            head(paper, self.look),
        )

    def render_list(self) -> bytes:
        """The list of the column."""
        rows = "".join(
            f'<li><a href="{p.path}" title="{escape(p.title)}">{escape(p.title)}</a><span>{p.posted}</span></li>'
            for p in self.papers
        )
        return frame(self.look, f"政策文件-{self.title}", f'<ul class="list">{rows}</ul>')


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def head(paper: Paper, look: Look) -> str:
    """The metadata of 国办发〔2017〕47号; PubDate is the time of building, as it often is."""
    return (
        f'<meta name="ArticleTitle" content="{escape(paper.title)}"><meta name="PubDate" content="{look.built[:16]}">'
        f'<meta name="others" content="页面生成时间 {look.built}">'
    )


def article(paper: Paper, look: Look) -> str:
    """Heading, table of labels and text, in one of two templates."""
    labels = [("发文字号", paper.number), ("发布机构", paper.issuer), ("有效性", paper.validity)]
    cells = [(name, value) for name, value in labels if value]
    text = "".join(f"<p>{escape(line)}</p>" for line in (*look.banner, *body(paper)))
    grid = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in paper.table
    )
    text += f"<table border='1'>{grid}</table>" if grid else ""
    if paper.annex:
        text += f'<p>附件：<a href="/files/{paper.annex[0]}">{paper.annex[0]}</a></p>'
    if look.template == "old":
        table = "".join(f"<tr><th>{n}：</th><td>{escape(v)}</td></tr>" for n, v in cells)
        return f'<table class="bmxx">{table}</table><h1>{escape(paper.title)}</h1>' + box(
            look, text, paper
        )
    items = "".join(f"<li><b>{n}：</b><span>{escape(v)}</span></li>" for n, v in cells)
    return (
        f'<ul class="xxgk">{items}</ul><div class="tit"><h1>{escape(paper.title)}</h1></div>'
        + box(look, text, paper)
    )


def body(paper: Paper) -> Iterable[str]:
    """The lines of the text, from the addressees to the date."""
    yield from ([paper.wrapper] if paper.wrapper else [])
    yield "各县（区）人民政府，市政府各部门："
    yield from paper.lines
    if paper.signed:
        yield paper.issuer
        yield paper.written


def box(look: Look, text: str, paper: Paper) -> str:
    """The container of the text with the counters that stand beside it."""
    pair = (f'class="{look.container}"', f'id="{look.anchor}"')
    attributes = " ".join(reversed(pair) if look.swapped else pair)
    return (
        f'<div class="info">发布日期：{paper.posted} 浏览次数：{look.visits} 评论：{look.comments}</div>'
        f"<div {attributes}>{text}</div>"
    )


def frame(look: Look, title: str, content: str, meta: str = "") -> bytes:
    """Navigation, related reading, adverts and scripts around the content."""
    menu = "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(look.menu))
    related = "".join(
        f'<li><a href="/r/{i}.html">{name}</a></li>' for i, name in enumerate(look.related)
    )
    trap = f'<a href="/{look.trap}/bt" style="display:none"></a>' if look.trap else ""
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)}</title>{meta}
<script>var token="{look.token}";var now="{look.built}";</script></head>
<body>{trap}<div class="header"><ul class="nav">{menu}</ul></div>
<div class="main">{content}</div>
<div class="xgxw"><h3>相关阅读</h3><ul>{related}</ul></div>{look.advert}
<div class="footer"><p>主办：青川市人民政府办公室 备案号：青ICP备00000001号</p>
<p>今天是{look.built[:10]} 访问量：{look.visits}</p></div>
</body></html>"""
    return (page.replace("\n", "\r\n") if look.crlf else page).encode()
