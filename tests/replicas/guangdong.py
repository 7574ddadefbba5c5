"""Replicas of 广东: gkmlpt with its service, NFCMS with the tree of a gazette and a static list."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import COUNT, PER_PAGE, body_html, list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, json_answer, number

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer
    from tests.replicas.papers import Paper

SID = "904001"


def _epoch(paper: Paper) -> int:
    day = paper.day
    return int(datetime(day.year, day.month, day.day, 1, tzinfo=UTC).timestamp())


class GkmlptReplica(Replica):
    """Frames with `_CONFIG`: everything, one category, a bureau's own path. Wants the right SID."""

    platform = "gkmlpt"
    columns: ClassVar = {
        "everything": "/gkmlpt/index",
        "policy": "/gkmlpt/policy#101",
        "bureau": "/qxlyj/gkmlpt/policy#202",
    }
    opening = '<div class="article-content">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {"0": make_papers(700), "101": make_papers(720), "202": make_papers(740)}
        for category, papers in self.papers.items():
            self.place(papers, "/gkmlpt/content/12/{c}/post_{p.serial}.html", c=category)
        self.list_pages = 3 * (1 + 3)

    def lists(self, asked: Asked) -> Answer | str | None:
        """Frames and the service."""
        if asked.path.rsplit("/gkmlpt/", 1)[-1] in {"index", "policy"}:
            return self._frame('TREE:[{"id":101,"name":"政策","children":[]}]')
        folder, _, category = asked.path.partition("/gkmlpt/api/all/")
        owner = {"": ("0", "101"), "/qxlyj": ("202",)}.get(folder, ())
        if category not in owner or asked.query.get("sid") != SID:
            return None
        return self._answer_of(category, number(asked.query.get("page")))

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """The text stands in the page and, a second time, in its data."""
        data = json.dumps({"title": paper.title, "content": body_html(paper)}, ensure_ascii=False)
        page = str(super().detail(paper, asked))
        config = f"<script>window._CONFIG={{SID:'{SID}',DETAIL:{data.replace('<', chr(92) + 'u003C')}}}</script>"
        return page.replace("</head>", f"{config}</head>")

    def _frame(self, tree: str) -> str:
        config = f"<script>window._CONFIG={{SID:'{SID}',{tree},SERVICE_AREA_ID:1}};</script>"
        return list_html("", head=config, side=True)

    def _answer_of(self, category: str, page: int) -> Answer:
        articles = [
            {
                "id": p.serial,
                "title": p.title,
                "document_number": p.number,
                "publisher": "青溪市人民政府办公室",
                "date": _epoch(p) - 864_000,
                "display_publish_time": _epoch(p),
                "url": self.where(p),
                "post_url": "",
            }
            for p in page_of(self.papers[category], page)
        ]
        return json_answer({"classify": {"id": 1, "post_count": COUNT}, "articles": articles})


class NfcmsReplica(Replica):
    """A gazette of two years with issues out of order and a column of explanations, which is no year; a static list."""

    platform = "nfcms"
    columns: ClassVar = {"gazette": "/postmeta/i/1000.json", "library": "/zwgk/wjk/index.html"}
    opening = '<div id="zoomcon">'
    children: ClassVar = {
        "1000": [("1001", "1998年"), ("1003", "政策解读"), ("1002", "2026年")],
        "1001": [("1011", "1998年第1期（总第20期）")],
        "1002": [("1021", "2026年第1期（总第300期）"), ("1022", "2026年第2期（总第301期）")],
    }

    def __init__(self) -> None:
        super().__init__()
        self.issues = {
            "1011": make_papers(760, 3),
            "1021": make_papers(770, 4),
            "1022": make_papers(780, 4),
        }
        self.library = make_papers(790)
        for papers in (*self.issues.values(), self.library):
            self.place(papers, "/zfgb/2026/content/post_{p.serial}.html")
        self.list_pages = 1 + 2 + 3 + 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """The tree in JSON, the static list."""
        if asked.path.startswith("/postmeta/i/"):
            return self._column(asked.path.rsplit("/", 1)[1].removesuffix(".json"))
        for page in (1, 2, 3):
            if asked.path == f"/zwgk/wjk/index{'' if page == 1 else f'_{page}'}.html":
                return self._static(page)
        return None

    def _column(self, name: str) -> Answer:
        children = [
            {"id": int(child), "name": title, "publish_count": 0}
            for child, title in self.children.get(name, [])
        ]
        articles = [
            {
                "id": p.serial,
                "title": p.title,
                "url": self.base + self.where(p),
                "date": f"{p.day} 10:00:00",
                "EXT_zh": p.number,
                "EXT_sx": "有效",
            }
            for p in self.issues.get(name, [])
        ]
        return json_answer({"category": {"id": name}, "children": children, "articles": articles})

    def _static(self, page: int) -> str:
        rows = "".join(
            row(self.where(p), p).replace("</li>", f'<span class="wh">{p.number}</span></li>')
            for p in page_of(self.library, page, PER_PAGE)
        )
        more = f'<a href="index_{page + 1}.html">下一页</a>' if page < 3 else "<span>下一页</span>"
        return list_html(rows, pager=f'<div class="page">{more}</div>')


class InlineReplica(GkmlptReplica):
    """The text of a document stands in its data alone, as the application would show it."""

    columns: ClassVar = {"policy": "/gkmlpt/policy#101"}

    def __init__(self) -> None:
        super().__init__()
        self.details = {target: p for target, p in self.details.items() if "/101/" in target}
        self.list_pages = 1 + 3

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """A frame around nothing."""
        page = str(super().detail(paper, asked))
        return page.replace(body_html(paper), "").replace(f"<h1>{paper.title}</h1>", "")
