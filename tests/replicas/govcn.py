"""Replica of www.gov.cn: an index of issues with a byte order mark, issue pages, a column filled from a JSON feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import list_html, make_papers
from tests.replicas.replica import Asked, Replica, json_answer

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer


class GovcnReplica(Replica):
    """Issues are named oldest first; an order and its title are one link; one document stands in both columns."""

    platform = "govcn"
    columns: ClassVar = {"gazette": "/gongbao/gbgl.json", "newest": "/zhengce/zuixin/"}
    opening = '<div class="pages_content" id="UCAP-CONTENT">'

    def __init__(self) -> None:
        super().__init__()
        self.issues = {12: make_papers(1080, 4), 13: make_papers(1090, 4), 14: make_papers(1100, 4)}
        self.feed = [self.issues[14][0], *make_papers(1110, 5)]
        for issue, papers in self.issues.items():
            self.place(
                papers, "/gongbao/2026/issue_{i}/202603/content_{p.serial}.html", i=str(issue)
            )
        self.place(self.feed[1:], "/zhengce/content/202603/content_{p.serial}.htm")
        self.list_pages = 1 + 3 + 2

    def lists(self, asked: Asked) -> Answer | str | None:
        """Index, issues, column, feed."""
        if asked.path == "/gongbao/gbgl.json":
            years = {
                f"第{i}号": {"gname": f"{self.base}/gongbao/2026/issue_{i}/"} for i in self.issues
            }
            return json_answer([{"values": {"2026年": years}}], bom=True)
        for issue, papers in self.issues.items():
            if asked.path == f"/gongbao/2026/issue_{issue}/":
                links = (f'<li><a href="{self.where(p)}">{p.title}</a></li>' for p in papers)
                return list_html("".join(links))
        if asked.path == "/zhengce/zuixin/":
            return list_html("", pager='<script>var u="./ZUIXINZHENGCE.json";</script>')
        if asked.path == "/zhengce/zuixin/ZUIXINZHENGCE.json":
            rows = [
                {"TITLE": p.title, "URL": self.where(p), "DOCRELPUBTIME": str(p.day)}
                for p in self.feed
            ]
            return json_answer(rows, bom=True)
        return None
