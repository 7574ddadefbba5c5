"""Replicas of families that link or number their pages: 博达 VSB, 苏迪 Webplus, iList."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, ClassVar

from gongbao.demo.portal import Answer
from tests.replicas.papers import list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, number, to_answer

if TYPE_CHECKING:
    from tests.replicas.papers import Paper


class VsbReplica(Replica):
    """Files numbered downwards from the total; a script that says totals which say nothing of the files."""

    platform = "vsb"
    columns: ClassVar = {"papers": "/zfxxgk/zc/zfwj.htm"}
    opening = '<div id="vsb_content"><div class="v_news_content">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = make_papers(1000)
        self.place(self.papers, "/info/1041/{p.serial}.htm")
        self.list_pages = 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """`zfwj.htm`, `zfwj/2.htm`, `zfwj/1.htm`."""
        files = {"/zfxxgk/zc/zfwj.htm": 1, "/zfxxgk/zc/zfwj/2.htm": 2, "/zfxxgk/zc/zfwj/1.htm": 3}
        page = files.get(asked.path)
        return self._page(page) if page else None

    def _page(self, page: int) -> str:
        up = "../.." if page == 1 else "../../.."
        rows = "".join(row(up + self.where(p), p) for p in page_of(self.papers, page))
        following = {1: '<a href="zfwj/2.htm" class="Next">下页</a>', 2: '<a href="1.htm">下页</a>'}
        pager = following.get(page, '<span class="NextDisabled">下页</span>')
        return list_html(
            rows, pager=f"<div>共11条 {pager}</div><script>var totalPage=3,currentPage=1;</script>"
        )


class WebplusReplica(Replica):
    """No page without a cookie: the first answer leads back to itself with one. The pager links nothing."""

    platform = "webplus"
    columns: ClassVar = {"papers": "/zfwj/list.htm"}
    opening = '<div class="wp_articlecontent">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = make_papers(1020)
        self.place(self.papers, "/{p.day:%Y/%m%d}/c105a{p.serial}/page.htm")
        self.list_pages = 3 + 1  # the first is asked for twice

    def lists(self, asked: Asked) -> Answer | str | None:
        """`list.htm`, `list2.htm`, `list3.htm`."""
        if asked.path == "/robots.txt":
            return None
        if "CT6T=1" not in asked.headers.get("Cookie", ""):
            headers = (("Location", asked.target), ("Set-Cookie", "CT6T=1; Path=/"))
            return Answer(b"", "text/html", 302, headers)
        for page in (1, 2, 3):
            if asked.path == f"/zfwj/list{'' if page == 1 else page}.htm":
                rows = "".join(row(self.where(p), p) for p in page_of(self.papers, page))
                said = f'第<em class="curr_page">{page}</em>/<em class="all_pages">3</em>页'
                return list_html(
                    rows,
                    pager=f'<div class="wp_paging">{said} <a href="javascript:;">下一页</a></div>',
                )
        return None


class IlistReplica(Replica):
    """Addresses with a session id that changes with every answer; past the end the last page again."""

    platform = "ilist"
    columns: ClassVar = {
        "linked": "/info/iList.jsp?node_id=GKqx&cat_id=15971",
        "numbered": "/info/iList.jsp?node_id=GKqx&cat_id=15972",
    }
    opening = '<div class="info_content">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {"15971": make_papers(1040), "15972": make_papers(1060)}
        for category, papers in self.papers.items():
            self.place(papers, "/info/{p.serial}?cat={c}", c=category)
        self.list_pages = 3 + 4
        self.sessions = count(1)

    def lists(self, asked: Asked) -> Answer | str | None:
        """Pages, and documents under whatever session id."""
        path, _, _ = asked.path.partition(";")
        category = asked.query.get("cat_id")
        if path == "/info/iList.jsp" and category in self.papers:
            return self._page(category, min(number(asked.query.get("cur_page")), 3))
        bare = asked.target.replace(asked.path, path, 1)
        paper = self.details.get(bare)
        return self.detail(paper, asked) if paper else None

    def _page(self, category: str, page: int) -> Answer:
        session = f";jsessionid={next(self.sessions):032X}"
        rows = "".join(
            row(self._address(p, session), p) for p in page_of(self.papers[category], page)
        )
        following = (
            f"/info/iList.jsp{session}?node_id=GKqx&amp;cat_id={category}&amp;cur_page={page + 1}"
        )
        link = f'<a href="{following}">下一页</a>' if category == "15971" and page < 3 else ""
        return to_answer(list_html(rows, pager=f'<div class="page">{link}</div>'))

    def _address(self, paper: Paper, session: str) -> str:
        return self.where(paper).replace("?", f"{session}?")
