"""The base of all replicas: a portal in the manner of one family, served on this machine, with a log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from gongbao.demo.portal import Answer
from gongbao.demo.server import PortalServer
from tests.replicas.papers import Paper, detail_html

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from gongbao.demo.server import LoggedRequest

NOT_FOUND = Answer(
    b"<html><head><title>404</title></head><body>404 Not Found</body></html>", "text/html", 404
)


@dataclass(frozen=True)
class Asked:
    """One request, taken apart."""

    path: str
    query: dict[str, str]
    form: str
    headers: Mapping[str, str]
    target: str

    @property
    def posted(self) -> dict[str, Any]:
        """The posted JSON; empty when none was posted."""
        return json.loads(self.form) if self.form else {}


class Replica:
    """A portal. Subclasses set `platform` and `columns`, fill `details` and answer list requests."""

    platform = "generic"
    columns: ClassVar[dict[str, str]]  # name of the source → path
    more: ClassVar[dict[str, str]] = {}  # name of the source → further lines of the portal file
    opening = '<div id="zoom">'  # of a detail page's text
    min_items = 1

    def __init__(self) -> None:
        self.log: list[LoggedRequest] = []
        self.details: dict[str, Paper] = {}  # target → document
        self.list_pages = 0  # pages of all lists, and indirections on the way to them
        self.server = PortalServer(("127.0.0.1", 0), self.platform, self._answer, self.log.append)
        self.base = self.server.base

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.stop()

    @property
    def titles(self) -> list[str]:
        """The titles of all its documents."""
        return sorted(paper.title for paper in self.details.values())

    def requests(self) -> int:
        """Requests since the log was emptied, robots.txt apart."""
        return sum(one.path != "/robots.txt" for one in self.log)

    def place(self, papers: list[Paper], pattern: str, **parts: str) -> None:
        """Give documents their addresses; in `pattern` a document is `p`."""
        self.details |= {pattern.format(p=paper, **parts): paper for paper in papers}

    def where(self, paper: Paper) -> str:
        """The address of a document."""
        return next(target for target, one in self.details.items() if one == paper)

    def lists(self, asked: Asked) -> Answer | str | None:
        """A list page or list answer; None when nothing of that kind is there."""
        raise NotImplementedError

    def detail(self, paper: Paper, asked: Asked) -> Answer | str:
        """A document's page."""
        return detail_html(paper, self.opening)

    def _answer(self, _: str, target: str, form: str, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(target)
        asked = Asked(
            parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), form, headers, target
        )
        paper = self.details.get(target)
        found = self.detail(paper, asked) if paper else self.lists(asked)
        if found is None:
            return NOT_FOUND
        return found if isinstance(found, Answer) else to_answer(found)


def to_answer(text: str, kind: str = "text/html; charset=utf-8") -> Answer:
    """A text as an answer."""
    return Answer(text.encode(), kind)


def json_answer(value: Any, *, bom: bool = False) -> Answer:
    """A value as a JSON answer."""
    text = json.dumps(value, ensure_ascii=False)
    return Answer((b"\xef\xbb\xbf" if bom else b"") + text.encode(), "application/json")


def number(text: str | None, default: int = 1) -> int:
    """A page number from a request."""
    return int(text) if text and text.isdecimal() else default
