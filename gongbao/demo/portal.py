"""A demo portal: its pages, and what every CMS family must be able to do for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

from gongbao.demo.files import MEDIA_TYPES, build_annex

if TYPE_CHECKING:
    from gongbao.demo.noise import Noise
    from gongbao.demo.papers import Annex, Block, Paper

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Answer:
    """What a portal sends."""

    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Posting:
    """One document at one address of one portal."""

    paper: Paper
    serial: int
    path: str
    posted_at: datetime
    changed_at: datetime
    title: str  # as the page has it; lists keep the paper's
    number: str | None
    blocks: tuple[Block, ...]
    annex_path: str | None = None

    @property
    def annex(self) -> Annex | None:
        """The attachment, when the page offers one."""
        return self.paper.annex if self.annex_path else None

    @property
    def date(self) -> str:
        """The date of posting as lists show it."""
        return self.posted_at.date().isoformat()


@dataclass(frozen=True)
class StoredFile:
    """An attachment as it lies on the server."""

    answer: Answer
    changed_at: datetime


@dataclass(frozen=True)
class Column:
    """A watched column (栏目) of a portal."""

    name: str
    title: str
    kind: str
    path: str
    min_items: int = 5


@dataclass
class DemoPortal:
    """One government site of the demo. `validators`: content | bytes | date | none."""

    name: str
    title: str
    level: str
    region: str
    platform: str
    issuers: tuple[str, ...]
    columns: tuple[Column, ...]
    family: Family
    validators: str
    today: date
    base: str = ""  # http://127.0.3.1:8701, known once the server listens
    postings: list[Posting] = field(default_factory=list)  # newest first
    files: dict[str, StoredFile] = field(default_factory=dict)
    posted: int = 0  # documents ever posted

    @property
    def host(self) -> str:
        """Host and port."""
        return self.base.partition("//")[2]

    @property
    def site_code(self) -> str:
        """网站标识码: the region and four digits."""
        return f"{self.region}0001"

    def post(self, paper: Paper, posted_on: date) -> Posting:
        """Put a document on the portal."""
        self.posted += 1
        serial = 1201 + 7 * self.posted
        path = self.family.place(posted_on, serial)
        posted_at = datetime.combine(posted_on, time(9), BEIJING) + timedelta(minutes=serial % 480)
        posting = Posting(
            paper, serial, path, posted_at, posted_at, paper.title, paper.number, paper.blocks
        )
        if paper.annex:
            posting.annex_path = self.family.place_annex(path, serial, paper.annex.kind)
            data = build_annex(paper, paper.annex)
            file = StoredFile(Answer(data, MEDIA_TYPES[paper.annex.kind]), posted_at)
            self.files[file_path(posting.annex_path)] = file
        self.postings.append(posting)
        self.postings.sort(key=lambda one: (one.posted_at.date(), one.serial), reverse=True)
        return posting

    def find(self, path: str) -> Posting | None:
        """The document at an address."""
        return next((one for one in self.postings if one.path == path), None)

    def changed_at(self, path: str) -> datetime | None:
        """When the page or file at an address changed; None for lists, which nobody dates."""
        found = self.find(path) or self.files.get(path)
        return found.changed_at if found else None

    def find_paper(self, key: str) -> Posting:
        """Where the portal carries a document."""
        return next(one for one in self.postings if one.paper.key == key)


def file_path(address: str) -> str:
    """Where a file lies: a download address redirects to the folder of attachments."""
    _, found, filename = address.partition("filename=")
    return f"/attach/0/{filename}" if found else address


class Family(Protocol):
    """A module in `families/`: one CMS family's addresses and pages."""

    ENCODING: str
    CONTENT_TYPE: str

    def place(self, posted_on: date, serial: int) -> str:
        """The path of a detail page."""

    def place_annex(self, path: str, serial: int, kind: str) -> str:
        """The address of an attachment as the page names it, with its query."""

    def detail(self, portal: DemoPortal, posting: Posting, noise: Noise) -> str:
        """A detail page."""

    def lists(
        self, portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
    ) -> Answer | str | None:
        """Lists, list answers; None: no such address."""
