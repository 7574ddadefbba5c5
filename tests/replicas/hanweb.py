"""Replicas of 大汉: JCMS with its datastore, and jpaas with its units and its policy library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from gongbao.demo.portal import Answer
from tests.replicas.papers import COUNT, PER_PAGE, list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, json_answer, number

if TYPE_CHECKING:
    from tests.replicas.papers import Paper

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
LIBRARY = "/jpaas-jpolicy-console-server/interface/getPolicyByOrgId"
SEARCH = "/api-gateway/jpaas-jpolicy-web-server/front/info/do-search"
POLICY = "/jpaas-jpolicy-web-server/front/info/detail?iid="


class HanwebReplica(Replica):
    """Rows as CDATA (lower case), groups behind nextgroup, titles cut; a column that says its numbers in a script."""

    platform = "hanweb"
    columns: ClassVar = {"groups": "/col/col100/index.html", "records": "/col/col200/index.html"}

    def __init__(self) -> None:
        super().__init__()
        self.groups, self.records = make_papers(100), make_papers(120)
        for column, papers in ((100, self.groups), (200, self.records)):
            self.place(papers, "/art/2026/3/{p.day:%d}/art_{c}_{p.serial}.html", c=str(column))
        self.list_pages = 3 + 2

    def lists(self, asked: Asked) -> Answer | str | None:
        """Column pages and answers of the proxy."""
        if asked.path == self.columns["groups"]:
            return self._page(self._group(1))
        if asked.path == self.columns["records"]:
            return self._page(self._script())
        if asked.path == PROXY and "page" in asked.query:
            return self._group(number(asked.query["page"]))
        if asked.path == PROXY and asked.form:
            return self._records(
                number(asked.query["startrecord"]), number(asked.query["endrecord"])
            )
        return None

    def _page(self, store: str) -> str:
        script = f'<div id="77001"><script type="text/xml">{store}</script></div>'
        return list_html("", pager=script, side=True)

    def _group(self, page: int) -> str:
        following = f"{PROXY}?page={page + 1}&webid=1&columnid=100&unitid=77001"
        more = f"<nextgroup><![CDATA[<a href='{following}'></a>]]></nextgroup>" if page < 3 else ""
        return f"<datastore>{more}<recordset>{self._rows(page_of(self.groups, page))}</recordset></datastore>"

    def _script(self) -> str:
        rows = self._rows(self.records[:6])
        return (
            f"<datastore><totalrecord>{COUNT}</totalrecord><recordset>{rows}</recordset></datastore></script>"
            f"<script>var p={{webid:1,columnid:200,unitid:77002,perPage:2,totalRecord:{COUNT}}};"
            f"var proxy='{PROXY}';"
        )

    def _records(self, start: int, end: int) -> str:
        rows = self._rows(self.records[start - 1 : end])
        return f"<datastore><totalrecord>{COUNT}</totalrecord><recordset>{rows}</recordset></datastore>"

    def _rows(self, papers: list[Paper]) -> str:
        cells = (row(self.where(p), p, cut=18) for p in papers)
        return "".join(f"<record><![cdata[{cell}]]></record>" for cell in cells)


class JpaasReplica(Replica):
    """A column that is a frame, one that shows its first page, the library by GET and by POST."""

    platform = "jpaas"
    columns: ClassVar = {
        "frame": "/zwgk/zcfb/index.html",
        "whole": "/zwgk/gfxwj/index.html",
        "library": f"{LIBRARY}?category=1&orgId=7&pageNo=1&pageSize={PER_PAGE}",
        "search": f"{SEARCH}?orgId=8&pageNo=1&pageSize={PER_PAGE}",
    }
    opening = '<div class="art-con">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {name: make_papers(200 + 20 * i) for i, name in enumerate(self.columns)}
        for name in ("frame", "whole"):
            self.place(self.papers[name], "/art/2026/art_{p.serial:032x}.html")
        for name in ("library", "search"):
            self.place(self.papers[name], POLICY + "{p.serial:032x}")
        self.list_pages = 4 + 3 + 3 + 3

    def lists(self, asked: Asked) -> Answer | str | None:
        """Column pages, units, the library."""
        if asked.path == UNIT:
            return self._unit(asked)
        if asked.path == LIBRARY:
            return self._library(number(asked.query["pageNo"]))
        if asked.path == SEARCH and asked.form:
            return self._search(number(str(asked.posted["pageNo"])))
        for name in ("frame", "whole"):
            if asked.path == self.columns[name]:
                rows = self._rows(name, 1) if name == "whole" else ""
                return list_html(rows, pager=self._pager(name), side=name == "frame")
        return None

    def _pager(self, name: str) -> str:
        side = {"webId": "w", "pageId": "other", "tagId": "图片新闻", "tplSetId": "t"}
        data = {
            "webId": "w",
            "pageId": name,
            "tagId": "当前栏目list",
            "tplSetId": "t",
            "parseType": "bulidstatic",
        }
        return f"""<div queryData="{side}" unitUrl="{UNIT}"></div>
<div class="page" count="{COUNT}" rows="{PER_PAGE}" pageNo="1" unitUrl="{UNIT}" queryData="{data}"></div>"""

    def _unit(self, asked: Asked) -> Answer:
        if "Referer" not in asked.headers:
            return Answer(b"<html><body>403 Forbidden</body></html>", "text/html", 403)
        page = min(json.loads(asked.query["paramJson"])["pageNo"], 3)  # the last page for ever
        rows = (
            self._rows(asked.query["pageId"], page) if asked.query["pageId"] in self.papers else ""
        )
        return json_answer({"success": True, "data": {"html": f"<ul>{rows}</ul>"}})

    def _rows(self, name: str, page: int) -> str:
        return "".join(row(self.where(p), p, cut=20) for p in page_of(self.papers[name], page))

    def _library(self, page: int) -> Answer:
        rows = [
            {"iid": f"{p.serial:032x}", "title": p.title, "publishDate": str(p.day)}
            for p in page_of(self.papers["library"], page)
        ]
        return json_answer({"code": "200", "data": {"list": rows, "total": COUNT}})

    def _search(self, page: int) -> Answer:
        rows = [
            {
                "infoid": f"{p.serial:032x}",
                "title": p.title,
                "issue": p.number,
                "publishdate": str(p.day),
            }
            for p in page_of(self.papers["search"], page)
        ]
        return json_answer({"data": {"bean": {"results": rows, "totalCount": COUNT}}})
