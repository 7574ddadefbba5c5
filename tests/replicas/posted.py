"""Replica of services that answer to posted parameters alone: a form as of 网信办, JSON as of 税务总局."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl

from tests.replicas.papers import COUNT, PER_PAGE, make_papers, page_of
from tests.replicas.replica import Asked, Replica, json_answer, number

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer
    from tests.replicas.papers import Paper


class PostedReplica(Replica):
    """Both want to be asked from a page of their own; a GET is nothing to them."""

    columns: ClassVar = {
        "form": f"/cms/JsonList?channelCode=A0937&perPage={PER_PAGE}&pageno=1&condition=0&fuhao=%3D&value=",
        "json": f"/getFileListByCodeId?codeId=&channelId=0f3a&page=1&size={PER_PAGE}",
    }
    more: ClassVar = {"form": 'list.post = "form"\n', "json": 'list.post = "json"\n'}
    opening = '<div id="BodyLabel">'

    def __init__(self) -> None:
        super().__init__()
        self.form, self.json = make_papers(1500), make_papers(1520)
        self.place(self.form, "/2026/c_{p.serial}.htm")
        self.place(self.json, "/zcfgk/c100/c{p.serial}/content.html")
        self.list_pages = 2 * 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """Answers to what is posted."""
        if not asked.form or "Referer" not in asked.headers or asked.query:
            return None
        if asked.path == "/cms/JsonList":
            posted = dict(parse_qsl(asked.form, keep_blank_values=True))
            if posted.get("channelCode") != "A0937" or posted.get("fuhao") != "=":
                return None
            papers = page_of(self.form, number(posted.get("pageno")))
            return json_answer({"totalRec": COUNT, "list": [self._cms_row(p) for p in papers]})
        if asked.path == "/getFileListByCodeId" and asked.posted.get("channelId") == "0f3a":
            papers = page_of(self.json, number(asked.posted.get("page")))
            rows = [
                {"title": p.title, "url": self.where(p), "publishedTime": str(p.day)}
                for p in papers
            ]
            return json_answer({"results": {"data": {"total": COUNT, "results": rows}}})
        return None

    def _cms_row(self, paper: Paper) -> dict[str, str]:
        address = self.base.removeprefix("http:") + self.where(paper)
        return {"topic": paper.title, "infourl": address, "pubtime": f"{paper.day} 09:00:00.0"}
