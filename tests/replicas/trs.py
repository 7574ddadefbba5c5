"""Replicas of 拓尔思: static lists in their spellings, rows printed by script, search services as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import COUNT, PER_PAGE, list_html, make_papers, page_of, pages_of, row
from tests.replicas.replica import Asked, Replica, json_answer, number, to_answer

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer
    from tests.replicas.papers import Paper

STUB = "<html><body>" + " " * 300 + "</body></html>"
STATIC = {  # column → script of page n of 3, file of page n
    "zero": (
        'createPageHTML(3, {before}, "index", "shtml", "black2", 11);',
        "index_{before}.shtml",
    ),
    "records": ('createPageHTML(11, 3, {before}, "index", "html");', "index_{before}.html"),
    "element": ("createPageHTML('paging', 3, {here}, 'index', 'html', 11);", "index_{here}.html"),
    "plugin": ("$('.pagination').pagination({{totalPage:3}});", "index_{here}.html"),
    "unknown": ("var countPage = 3; var currentPage = getCurrent();", "index_{here}.html"),
    "named": (
        'var countPage = 3; var currentPage = {before}; var u = "index_8801_" + n + ".html";',
        "index_8801_{before}.html",
    ),
}


class TrsStatic(Replica):
    """Files counted from 0 and from 1, a second list in a comment, rows that pop up, stubs behind the end."""

    platform = "trs"
    columns: ClassVar = {name: f"/zwgk/{name}/" for name in STATIC}
    opening = '<div class="view TRS_UEDITOR trs_paper_default">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {name: make_papers(300 + 20 * i) for i, name in enumerate(STATIC)}
        for name, papers in self.papers.items():
            self.place(papers, "/zwgk/{n}/{p.day:%Y%m}/t{p.day:%Y%m%d}_{p.serial}.html", n=name)
        self.list_pages = 3 * len(STATIC)

    def lists(self, asked: Asked) -> Answer | str | None:
        """The files of each list; a stub where none is."""
        _, _, name, file = [*asked.path.split("/"), "", "", ""][:4]
        if name not in STATIC:
            return None
        for page in range(1, pages_of(self.papers[name]) + 1):
            if file in self._names(name, page):
                return self._page(name, page)
        return STUB if name == "zero" else None

    def _names(self, name: str, page: int) -> set[str]:
        own = STATIC[name][1].format(before=page - 1, here=page)
        if page > 1:
            return {own}
        twins = {own} if name == "unknown" else set()  # page 1 under its number too
        return {"", "index.html", "index.shtml", *twins}

    def _page(self, name: str, page: int) -> str:
        rows = "".join(self._row(name, p) for p in page_of(self.papers[name], page))
        script = STATIC[name][0].format(before=page - 1, here=page)
        old = "<!-- <ul>" + "".join(
            f'<li><a href="./200001/t20000101_{n}.html">关于撤下旧文件第{n}号的通知</a><span>2000-01-01</span></li>'
            for n in range(8)
        )
        return list_html(
            rows, pager=f'{old}</ul> --><div class="page"><script>{script}</script></div>'
        )

    def _row(self, name: str, paper: Paper) -> str:
        address = "." + self.where(paper).removeprefix(f"/zwgk/{name}")
        plain = row(address, paper, cut=22)
        if name != "element":
            return plain
        pop = f'<div class="popbox" style="display:none"><p><a href="{address}">{paper.subject}</a></p></div>'
        return plain.replace("</li>", f"{pop}</li>")


class TrsScripted(Replica):
    """Rows assigned by scripts; was5 by JSON and by page, igs, irs."""

    platform = "trs"
    columns: ClassVar = {
        "scripted": "/zwgk/gfxwj/",
        "was5": f"/was5/web/search?channelid=229105&templet=docs.jsp&prepage={PER_PAGE}",
        "pages": "/was5/web/search?channelid=280494",
        "igs": f"/igs/front/search/list.html?index=file-alias&type=documents&pageNumber=1&pageSize={PER_PAGE}",
        "irs": f"/irs/front/search?code=17a&dataTypeId=15&pageSize={PER_PAGE}",
    }
    opening = '<div class="TRS_Editor">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {name: make_papers(440 + 20 * i) for i, name in enumerate(self.columns)}
        for name, papers in self.papers.items():
            self.place(papers, "/zwgk/{n}/{p.day:%Y%m}/t{p.day:%Y%m%d}_{p.serial}.shtml", n=name)
        self.list_pages = 1 + 4 * 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """The column and the services."""
        if asked.path == self.columns["scripted"]:
            return self._scripted()
        if asked.path == "/was5/web/search":
            name = "was5" if "templet" in asked.query else "pages"
            return self._was5(name, number(asked.query.get("page")))
        if asked.path == "/igs/front/search/list.html":
            return self._igs(number(asked.query.get("pageNumber")))
        if asked.path == "/irs/front/search" and asked.form:
            return self._irs(asked.posted["pageNo"])
        return None

    def _scripted(self) -> str:
        rows = "".join(
            f"<script>var dUrl='{self.where(p)}';var dTitle='{p.title}';var dFN='{p.number}';"
            f"var dRN='（{p.day:%Y年%m月%d日}）';document.writeln('<li>'+dTitle+'</li>');</script>"
            for p in self.papers["scripted"]
        )
        return list_html(rows, side=False)

    def _was5(self, name: str, page: int) -> Answer:
        papers = page_of(self.papers[name], page)
        if name == "pages":
            rows = "".join(row(self.where(p), p) for p in papers)
            return to_answer(list_html(rows, pager="<script>var countPage = 3;</script>"))
        docs = [
            {
                "url": self.where(p),
                "title": p.title,
                "fileno": p.number,
                "time": f"{p.day} 10:00:00",
            }
            for p in papers
        ]
        return json_answer({"count": COUNT, "docs": docs})

    def _igs(self, page: int) -> Answer:
        rows = [
            {
                "DOCTITLE": p.title,
                "DOCPUBURL": self.where(p),
                "PUBDATE": str(p.day),
                "fileNum": p.number,
            }
            for p in page_of(self.papers["igs"], page)
        ]
        return json_answer({"page": {"content": rows, "totalElements": COUNT, "number": page}})

    def _irs(self, page: int) -> Answer:
        rows = [
            {
                "title": f"<em>{p.title[:4]}</em>{p.title[4:]}",
                "url": self.where(p),
                "time": str(p.day),
            }
            for p in page_of(self.papers["irs"], page)
        ]
        return json_answer({"code": 200, "data": {"middle": {"list": rows, "total": COUNT}}})
