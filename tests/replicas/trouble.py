"""Replica of a portal in trouble: a page for each way a visit can end, and honest pages between them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from gongbao.demo.portal import Answer
from tests.replicas.papers import body_html, detail_html, list_html, make_papers, row
from tests.replicas.replica import Asked, Replica, to_answer

if TYPE_CHECKING:
    from tests.replicas.papers import Paper

HTML = "text/html; charset=utf-8"
RUISHU = b"<html><head><meta content='x9f'><script>$_ts=window['$_ts'];</script></head><body></body></html>"
CLEARANCE = (
    b"<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>"
    b'<script>;go({"bts":["1"],"ct":"x","ha":"md5"})</script>'
)
SOFT = "<html><body><p>浏览器安全检查中，如果您是网站管理员，请登录知道创宇云防御</p></body></html>"
SPAM = "澳门新葡京娱乐城官网app下载_百家乐在线投注平台登录入口"
TROUBLES = (  # outcome, how the page answers
    ("gone", "missing"), ("blocked", "challenge 412"), ("throttled", "busy"), ("blocked", "challenge 521"),
    ("down", "error"), ("blocked", "soft block"), ("tls", "other scheme"), ("encoding", "bytes"),
    ("hijacked", "spam"), ("shell", "frame"), ("home", "sent home"), ("failed", "torn"),
)  # fmt: skip


LISTS = {  # outcome of a column → how its list answers
    "blocked": Answer(RUISHU, HTML, 412),
    "throttled": Answer("访问过于频繁，请稍后再试".encode(), HTML, 429),
    "gone": Answer(b"<html><body><h1>404 Not Found</h1></body></html>", HTML, 404),
    "down": Answer(b"<h1>Internal Server Error</h1>", HTML, 500),
    "encoding": Answer(b"<html><body><p>" + bytes(range(128, 255)) * 40, "text/html"),
    "failed": Answer(b"\x1f\x8b\x08\x00torn", HTML, headers=(("Content-Encoding", "gzip"),)),
    "empty": to_answer(list_html("")),
}


class ColumnsReplica(Replica):
    """A column for each way a visit to a list can end; the one called tls is asked by the other scheme."""

    columns: ClassVar = {
        name: f"/zwgk/{name}/index.html" for name in ("ok", *LISTS, "tls", "disabled", "never")
    }

    def __init__(self) -> None:
        super().__init__()
        self.place(make_papers(1390, 3), "/zwgk/doc/{p.serial}.html")

    def lists(self, asked: Asked) -> Answer | str | None:
        """The lists."""
        if asked.path == self.columns["ok"]:
            return list_html("".join(row(self.where(p), p) for p in self.details.values()))
        return next((LISTS[n] for n in LISTS if asked.path == self.columns[n]), None)


class TroubledReplica(Replica):
    """Every second page of its one list is in trouble."""

    columns: ClassVar = {"papers": "/zwgk/index.html"}

    def __init__(self) -> None:
        super().__init__()
        self.good = make_papers(1300, len(TROUBLES))
        self.bad = make_papers(1350, len(TROUBLES))
        self.ways = dict(zip(self.bad, TROUBLES, strict=True))
        self.place([*self.good, *self.bad], "/zwgk/doc/{p.serial}.html")

    def lists(self, asked: Asked) -> Answer | str | None:
        """The list and the home page."""
        if asked.path == "/":
            return "<html><head><title>青溪市人民政府</title></head><body><a href='/zwgk/'>政务公开</a></body></html>"
        if asked.path != self.columns["papers"]:
            return None
        pairs = zip(self.good, self.bad, strict=True)
        return list_html("".join(row(self._address(p), p) for pair in pairs for p in pair))

    def _address(self, paper: Paper) -> str:
        is_other = paper in self.ways and self.ways[paper][1] == "other scheme"
        return (self.base.replace("http:", "https:") if is_other else "") + self.where(paper)

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """An honest page with a tag that tells it is the same, or the trouble."""
        if paper in self.ways:
            return self._trouble(paper, self.ways[paper][1])
        answer = to_answer(detail_html(paper))
        tag = '"' + hashlib.sha256(answer.body).hexdigest()[:16] + '"'
        if asked.headers.get("If-None-Match") == tag:
            return Answer(b"", HTML, 304)
        return Answer(answer.body, HTML, headers=(("ETag", tag),))

    def _trouble(self, paper: Paper, way: str) -> Answer | str:
        page = detail_html(paper)
        frame = '<iframe src="/viewer/show.html" width="900" height="1200"></iframe>'
        answers: dict[str, Answer | str] = {
            "missing": Answer(b"<html><body><h1>404 Not Found</h1></body></html>", HTML, 404),
            "challenge 412": Answer(RUISHU, HTML, 412),
            "challenge 521": Answer(CLEARANCE, HTML, 521),
            "soft block": SOFT,
            "busy": Answer("系统繁忙".encode(), HTML, 503, (("Retry-After", "3600"),)),
            "error": Answer(b"<h1>Internal Server Error</h1>", HTML, 500),
            "bytes": Answer(b"<html><body><p>" + bytes(range(128, 255)) * 40, "text/html"),
            "spam": page.replace(paper.title, SPAM).replace(body_html(paper), f"<p>{SPAM}</p>" * 5),
            "frame": page.replace(body_html(paper), frame),
            "sent home": Answer(b"", HTML, 302, (("Location", "/"),)),
            "torn": Answer(b"\x1f\x8b\x08\x00torn", HTML, headers=(("Content-Encoding", "gzip"),)),
        }
        return answers[way]
