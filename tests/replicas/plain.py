"""Replica of portals of no known make: GB18030 called gb2312, links in scripts, documents that are attachments."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, ClassVar

from docx import Document

from gongbao.demo.portal import Answer
from tests.replicas.papers import body_html, detail_html, list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica

if TYPE_CHECKING:
    from tests.replicas.papers import Paper

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RARE = "㛃䶮"  # in GB18030, not in GB2312


class PlainReplica(Replica):
    """The old list's links are scripts; the other list's documents say 详见附件 and no more."""

    platform = "generic"
    columns: ClassVar = {"old": "/news/list.asp", "attached": "/files/index.html"}
    opening = '<div class="content">'

    def __init__(self) -> None:
        super().__init__()
        self.old, self.attached = make_papers(1200), make_papers(1220, 4)
        self.place(self.old, "/news/show.asp?id={p.serial}")
        self.place(self.attached, "/files/{p.serial}.html")
        self.list_pages = 3 + 1 + len(self.attached)  # an attachment each

    def lists(self, asked: Asked) -> Answer | str | None:
        """The old list, the list of wrappers, the files."""
        if asked.path == "/news/list.asp":
            return self._old(int(asked.query.get("page", "1")))
        if asked.path == "/files/index.html":
            return list_html("".join(row(self.where(p), p) for p in self.attached))
        for paper in self.attached:
            if asked.path == f"/files/{paper.serial}.docx":
                return Answer(_word(paper), WORD)
        return None

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """Old pages in their charset, wrappers around a file."""
        if paper in self.old:
            return _gb(detail_html(paper, self.opening).replace("工作组", f"工作组（{RARE}）"))
        link = f'<p>详见附件</p><p><a href="{paper.serial}.docx">附件：{paper.subject}方案.docx</a></p>'
        return detail_html(paper, self.opening).replace(body_html(paper), link)

    def _old(self, page: int) -> Answer:
        rows = "".join(
            f"""<li><a href="#" onclick="openInfo('{self.where(p)}')">{p.title}</a>[{p.day:%Y/%m/%d}]</li>"""
            for p in page_of(self.old, page)
        )
        more = f'<a href="?page={page + 1}">下一页</a>' if page < 3 else "下一页"
        return _gb(list_html(rows, pager=f'<div class="page">{more}</div>'))


def _gb(page: str) -> Answer:
    return Answer(
        page.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"), "text/html"
    )


def _word(paper: Paper) -> bytes:
    document = Document()
    for text in (
        paper.number,
        paper.title,
        f"一、{paper.subject}重点任务由第{paper.serial}工作组负责落实，按季度报告进度。",
    ):
        document.add_paragraph(text)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
