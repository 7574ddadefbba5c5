"""Replica of 开普 UCAP: a static list counted from one, a list filled from a channel, the channel itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from gongbao.demo.portal import Answer
from tests.replicas.papers import COUNT, PER_PAGE, body_html, list_html, make_papers, page_of, row
from tests.replicas.replica import Asked, Replica, json_answer, number

CHANNELS = {"filled": "0a" * 16, "channel": "0b" * 16, "named": "0c" * 16}


class UcapReplica(Replica):
    """`xxgk_list_2.shtml` and so on; JSON with the texts in it; a channel named in the head alone."""

    platform = "ucap"
    columns: ClassVar = {
        "static": "/qx/c100101/xxgk_list.shtml",
        "filled": "/qx/c100102/zfxxgk_list.shtml",
        "channel": f"/common/search/{CHANNELS['channel']}?_pageSize={PER_PAGE}",
        "named": "/qx/c100104/list.shtml",
    }
    opening = '<div id="UCAP-CONTENT">'

    def __init__(self) -> None:
        super().__init__()
        self.papers = {name: make_papers(600 + 20 * i) for i, name in enumerate(self.columns)}
        for papers in self.papers.values():
            self.place(papers, "/qx/c100101/{p.day:%Y%m}/{p.serial:032x}.shtml")
        self.list_pages = 3 + 4 + 3 + 4

    def lists(self, asked: Asked) -> Answer | str | None:
        """Static pages, frames, channels."""
        for page in (1, 2, 3):
            if asked.path == f"/qx/c100101/xxgk_list{'' if page == 1 else f'_{page}'}.shtml":
                return self._static(page)
        if asked.path == self.columns["filled"]:
            script = f"<script>$.get('/common/search/{CHANNELS['filled']}?_isJson=true&amp;page='+p);</script>"
            return list_html("", pager=script, side=True)
        if asked.path == self.columns["named"]:
            head = f'<meta name="channelid" content="{CHANNELS["named"]}">'
            return list_html(
                "", head=head, pager="<script>var u='/searchList/'+channelid;</script>"
            )
        for name, channel in CHANNELS.items():
            if asked.path in {f"/common/search/{channel}", f"/searchList/{channel}"}:
                return self._channel(name, asked)
        return None

    def _static(self, page: int) -> str:
        rows = "".join(row(self.where(p), p) for p in page_of(self.papers["static"], page))
        script = f"createPageHTML('page_div',3,{page},'xxgk_list','shtml',{COUNT});"
        return list_html(rows, pager=f'<div id="page_div"></div><script>{script}</script>')

    def _channel(self, name: str, asked: Asked) -> Answer:
        if asked.query.get("_isJson") != "true":
            return Answer(b"<html><body>channel</body></html>", "text/html")
        size = number(asked.query.get("_pageSize"), 15)
        papers = page_of(self.papers[name], number(asked.query.get("page")), size)
        rows = [
            {
                "title": p.title,
                "url": self.where(p),
                "contentHtml": body_html(p),
                "publishedTime": int(
                    datetime(p.day.year, p.day.month, p.day.day, 1, tzinfo=UTC).timestamp() * 1000
                ),
                "publishedTimeStr": f"{p.day} 09:00:00",
                "domainMetaList": [{"resultList": [{"key": "refno", "value": p.number}]}],
            }
            for p in papers
        ]
        return json_answer({"data": {"total": COUNT, "page": 1, "rows": size, "results": rows}})
