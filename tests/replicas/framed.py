"""Replica of a portal whose texts stand elsewhere: in frames, behind signposts, in pages that move at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.papers import body_html, detail_html, list_html, make_papers, row
from tests.replicas.replica import Asked, Replica

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer
    from tests.replicas.papers import Paper

TOP = '<iframe src="/include/top.html" width="1000" height="120" scrolling="no"></iframe>'
FRAME = '<iframe src="/show/{n}.html" width="100%" height="900" frameborder="0"></iframe>'
WAYS = (
    '<html><head><script>var _cofing1={{href:"/show/{n}.html"}};</script></head><body></body></html>',
    "<html><script>window.location.href='/show/{n}.html';</script></html>",
    '<html><head><meta http-equiv="refresh" content="0;url=/show/{n}.html"></head></html>',
    '<html><head><meta http-equiv="refresh" content="5;url=/show/{n}.html"></head>页面即将跳转</html>',
)


class FramedReplica(Replica):
    """Documents in frames below a frame of navigation, behind four kinds of signpost, and a list in a frame."""

    platform = "jpaas"
    columns: ClassVar = {
        "framed": "/zwgk/zcfb/index.html",
        "led": "/zwgk/gg/index.html",
        "inner": "/zwgk/wj/index.html",
    }
    opening = '<div class="art-con">'

    def __init__(self) -> None:
        super().__init__()
        self.framed, self.led = make_papers(1400, 4), make_papers(1420, 4)
        self.place(self.framed, "/art/2026/art_{p.serial:032x}.html")
        self.place(self.led, "/art/2026/art_{p.serial:032x}.html")
        self.inner = make_papers(1440, 4)
        self.place(self.inner, "/art/2026/art_{p.serial:032x}.html")
        self.list_pages = 4 + len(self.framed) + len(self.led)  # an indirection each

    def lists(self, asked: Asked) -> Answer | str | None:
        """The lists, and the pages where the texts are."""
        if asked.path == self.columns["inner"]:
            return list_html(
                "", pager='<iframe src="list.html" width="100%" height="800"></iframe>'
            )
        lists = {
            self.columns["framed"]: self.framed,
            self.columns["led"]: self.led,
            "/zwgk/wj/list.html": self.inner,
        }
        if asked.path in lists:
            return list_html("".join(row(self.where(p), p) for p in lists[asked.path]))
        for paper in self.framed:
            if asked.path == f"/show/{paper.serial}.html":
                return f"<html><body><div>{body_html(paper)}</div></body></html>"
        led = {f"/show/{paper.serial}.html": paper for paper in self.led}
        found = led.get(asked.path)
        return detail_html(found, self.opening) if found else None

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """What stands at the address of the list."""
        if paper in self.inner:
            return detail_html(paper, self.opening)
        if paper in self.led:
            return WAYS[self.led.index(paper)].format(n=paper.serial)
        frame = FRAME.format(n=paper.serial)
        page = detail_html(paper, self.opening).replace(body_html(paper), frame)
        return page.replace("<h1>", TOP + "<h1>")
