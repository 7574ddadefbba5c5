"""Replicas of two makes that ask for pages of a part of a page: 河北's blocks, easysite's modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, number

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer

COLUMN = "49f10000-db03-4d0c-b4fe-2f3f659d3b6e"
TEMPLATE = "aaaaaaaa-db03-4d0c-b4fe-2f3f659d3b6e"
LIST, SIDE = "bbbbbbbb-db03-4d0c-b4fe-2f3f659d3b6e", "cccccccc-db03-4d0c-b4fe-2f3f659d3b6e"
MODULE = "0123456789abcdef0123456789abcdef"


class HebeiReplica(Replica):
    """A page of several blocks, one of which turns; past the end it repeats its last page."""

    platform = "hebei"
    columns: ClassVar = {"rules": f"/columns/{COLUMN}/index.html"}
    opening = '<div class="xxgk_gfxwjk-xqy-neir">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = make_papers(920)
        name = "{p.serial:08x}-1111-2222-3333-444444444444.html"
        self.place(self.papers, "/columns/{c}/{p.day:%Y%m/%d}/" + name, c=COLUMN)
        self.list_pages = 1 + 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """The column and its block."""
        folder = f"/columns/{COLUMN}/templates/{TEMPLATE}/blocks"
        if asked.path == self.columns["rules"]:
            script = f"$.get('{folder}/{SIDE}');load('{folder}/{LIST}?page='+page+'&fix=0');"
            return list_html(
                "", pager=f'<div id="{LIST}"></div><script>{script}</script>', side=True
            )
        if asked.path == f"{folder}/{LIST}" and asked.query.get("fix") == "0":
            papers = page_of(self.papers, min(number(asked.query.get("page")), 3))
            return "<ul>" + "".join(row(self.where(p), p) for p in papers) + "</ul>"
        return None


class EasysiteReplica(Replica):
    """Pagers whose links stand in a script, in `tagname`, or nowhere; numbers past the end are the last page."""

    platform = "easysite"
    columns: ClassVar = {
        "scripted": "/eportal/ui?pageId=3381",
        "built": "/zwgk/3382/index.html",
        "bare": "/eportal/ui?pageId=3383",
    }
    opening = '<div class="easysite-news-peruse">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {name: make_papers(940 + 20 * i) for i, name in enumerate(self.columns)}
        for papers in self.papers.values():
            self.place(papers, "/zwgk/3381/{p.day:%Y%m%d}09300{p.serial}/index.html")
        self.list_pages = 3 * 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """Pages of the lists."""
        page = min(number(asked.query.get("currentPage")), 3)
        if asked.path == "/eportal/ui":
            name = "scripted" if asked.query.get("pageId") == "3381" else "bare"
            return self._page(name, page if asked.query.get("moduleId") == MODULE else 1)
        for page in (1, 2, 3):
            if asked.path == f"/zwgk/3382/index{'' if page == 1 else page}.html":
                return self._page("built", page)
        return None

    def _page(self, name: str, page: int) -> str:
        rows = "".join(row(self.where(p), p) for p in page_of(self.papers[name], page))
        return list_html(
            rows, pager=f'<div class="easysite-total-page">{self._pager(name, page)}</div>'
        )

    def _pager(self, name: str, page: int) -> str:
        if name == "bare":
            return f'<script>var moduleId="{MODULE}";</script>共3页 <a href="#">下页</a>'
        if page == 3:
            return "<span>下页</span>"
        if name == "built":
            return (
                f'<a href="javascript:void(0)" tagname="/zwgk/3382/index{page + 1}.html">下页</a>'
            )
        address = f"/eportal/ui?pageId=3381&amp;currentPage={page + 1}&amp;moduleId={MODULE}&amp;staticRequest=yes"
        return f"""<a href="javascript:void(0)" onclick="queryArticleByCondition(this,'{address}')">下页</a>"""
