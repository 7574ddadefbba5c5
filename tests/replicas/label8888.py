"""Replica of 龙讯: a frame whose script names the label, one that gives its identity alone, a column with rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import PER_PAGE, list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, number

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer
    from tests.replicas.papers import Paper

LABEL = "/site/label/8888"
NOTHING = '<div class="xxgk_nodata">暂无相关信息</div>'


class LabelReplica(Replica):
    """The label answers pieces of HTML, and a remark past the end."""

    platform = "label8888"
    columns: ClassVar = {
        "named": "/public/column/1681?type=4&catId=51&action=list",
        "built": "/public/column/1682?type=4&catId=52&action=list",
        "rows": "/content/column/6600053",
    }
    opening = '<div class="wzcon j-fontContent">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {"51": make_papers(800), "52": make_papers(820), "53": make_papers(840)}
        for organ, papers in self.papers.items():
            self.place(papers, "/public/16{o}/{p.serial}0001.html", o=organ)
        self.list_pages = 4 + 4 + 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """Columns and the label."""
        if asked.path == LABEL:
            return self._label(asked)
        if asked.path == "/public/column/1681":
            address = (
                f"{LABEL}?IsAjax=1&amp;dataType=html&amp;labelName=publicInfoList&amp;siteId=678"
                f"&amp;pageSize={PER_PAGE}&amp;pageIndex=1&amp;action=list&amp;organId=1681&amp;catId=51&amp;_=0.731"
            )
            return list_html("", pager=f"<script>Ls.load('{address}');</script>", side=True)
        if asked.path == "/public/column/1682":
            script = f"var siteId = '678', pageSize = {PER_PAGE};"
            return list_html(
                "", pager=f"<script>{script}</script><form><label>索引号：</label></form>"
            )
        if asked.path == "/content/column/6600053":
            return self._column(number(asked.query.get("pageIndex")))
        return None

    def _label(self, asked: Asked) -> str:
        if asked.query.get("siteId") != "678" or asked.query.get("labelName") != "publicInfoList":
            return NOTHING
        papers = page_of(self.papers[asked.query["catId"]], number(asked.query.get("pageIndex")))
        return f'<div class="xxgk_navli">{self._rows(papers)}</div>' if papers else NOTHING

    def _column(self, page: int) -> str:
        papers = page_of(self.papers["53"], min(page, 3))
        pager = '<div id="page_list" class="ls-pagination"></div><script>Ls.pagination({total:3})</script>'
        return list_html("".join(row(self.where(p), p) for p in papers), pager=pager)

    def _rows(self, papers: list[Paper]) -> str:
        return "".join(
            f'<ul><li class="mc"><div><a href="{self.where(p)}" title="{p.title}">{p.title[:20]}...</a></div></li>'
            f'<li class="rq">{p.day}</li></ul>'
            for p in papers
        )
