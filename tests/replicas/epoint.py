"""Replica of 国泰新点: a frame with its siteGuid, the service named as such, the full-text search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import PER_PAGE, list_html, make_papers
from tests.replicas.replica import Asked, Replica, json_answer

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer

GUID = "11111111-2222-3333-4444-555555555555"
ACTION = "/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"
SEARCH = "/inteligentsearch/rest/esinteligentsearch/getFullTextDataNew"


class EpointReplica(Replica):
    """Pages counted from zero, sent as text; an answer within an answer; rows that say no total."""

    platform = "epoint"
    columns: ClassVar = {
        "frame": "/govpub/govGuidePub.html?categorynum=003001002004&lm=cate7",
        "service": f"{ACTION}?siteGuid={GUID}&categorynum=003001002005&pageSize={PER_PAGE}",
        "search": f"{SEARCH}?cnum=001&categorynum=003001002006",
    }
    opening = '<div class="ewb-article-content">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {
            "003001002004": make_papers(860, 17),
            "003001002005": make_papers(880),
            "003001002006": make_papers(900, 17),
        }
        for papers in self.papers.values():
            self.place(
                papers, "/govxxgk/011/{p.day}/{p.serial:08x}-1111-2222-3333-444444444444.html"
            )
        self.list_pages = 3 + 3 + 2

    def lists(self, asked: Asked) -> Answer | str | None:
        """The frame and the services."""
        if asked.path == "/govpub/govGuidePub.html":
            head = f'<script>var siteInfo = {{"siteGuid":"{GUID}","webname":"ewb-site"}};</script>'
            return list_html("", head=head, side=True)
        if asked.path == ACTION and asked.form:
            return self._action(asked)
        if asked.path == SEARCH and asked.form:
            return self._search(asked)
        return None

    def _action(self, asked: Asked) -> Answer:
        params = asked.posted["params"]
        assert isinstance(params["pageIndex"], str)
        if params["siteGuid"] != GUID:
            return json_answer({"custom": {"data": []}, "status": {"code": 1}})
        start = int(params["pageIndex"]) * params["pageSize"]
        papers = self.papers[params["categorynum"]][start : start + params["pageSize"]]
        rows = [
            {"title": p.title, "infourl": self.where(p), "infodate": str(p.day)} for p in papers
        ]
        custom = (
            {"data": rows} if params["categorynum"].endswith("4") else json.dumps({"data": rows})
        )
        return json_answer({"custom": custom, "status": {"code": 1}})

    def _search(self, asked: Asked) -> Answer:
        posted = asked.posted
        papers = self.papers[posted["condition"][0]["equal"]]
        rows = [
            {"title": p.title, "linkurl": self.where(p), "webdate": f"{p.day} 08:00:00"}
            for p in papers[posted["pn"] : posted["pn"] + posted["rn"]]
        ]
        return json_answer({"result": {"totalcount": len(papers), "records": rows}})
