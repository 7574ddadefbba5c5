"""A feed ready to be written: addresses absolute, links to its other pages and archive documents known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING

from feeds.cleaning import clean_line

if TYPE_CHECKING:
    from feeds.entries import FeedEntry
    from feeds.spec import FeedFormat, FeedSpec

CHINA = timezone(timedelta(hours=8))
TITLE = 200  # characters
DESCRIPTIONS = {
    "changes": "中国政府门户公文的新增、修订、下架与废止；时间为发现时间",
    "documents": "中国政府门户公文，每件一条；时间为发现时间",
}


@dataclass(frozen=True)
class Chain:
    """Where a document of a feed stands among its archive documents (RFC 5005 § 4), by their names."""

    previous: str | None = None  # the archive document before this one
    part: str | None = None  # this one; None: the feed people subscribe to
    following: str | None = None
    is_closed: bool = False  # nothing is added to it any more


@dataclass(frozen=True)
class Paging:
    """Which document of a feed this is."""

    before: str | None = None  # the place this page goes on from
    previous: str | None = None  # the place of the page before it; None: the first one
    has_more: bool | None = None  # whether older entries follow; None: the feed has no other pages
    asked: str | None = None  # path and query it was asked for by, when these are not its own
    chain: Chain = Chain()


@dataclass(frozen=True)
class ReadyFeed:
    """What stands around the entries of one document of a feed."""

    spec: FeedSpec
    base_url: str
    format: FeedFormat
    updated: datetime
    paging: Paging
    after_last: str | None = None  # the place the next page goes on from, when there is one

    @property
    def chain(self) -> Chain:
        """Where it stands among the archive documents."""
        return self.paging.chain

    @property
    def title(self) -> str:
        """One line."""
        return clean_line(self.spec.title, TITLE)

    @property
    def description(self) -> str:
        """What its entries are."""
        return DESCRIPTIONS[self.spec.kind]

    @property
    def self_url(self) -> str:
        """Where this document stands."""
        return self.base_url + (
            self.paging.asked or self._path(self.paging.before, self.chain.part)
        )

    @property
    def home_url(self) -> str:
        """The HTML page that shows the same."""
        return self.base_url + self.spec.page

    @property
    def links(self) -> dict[str, str]:
        """The other documents of the feed (RFC 5005 §§ 3, 4): relation and address."""
        found = {
            "first": self._path() if self.paging.before else None,
            "previous": self._path(self.paging.previous) if self.paging.before else None,
            "next": self._path(self.after_last) if self.after_last else None,
            "current": self._path() if self.chain.part else None,
            "prev-archive": self._part(self.chain.previous),
            "next-archive": self._part(self.chain.following),
        }
        return {rel: self.base_url + path for rel, path in found.items() if path}

    def _part(self, name: str | None) -> str | None:
        return self._path(part=name) if name else None

    def _path(self, before: str | None = None, part: str | None = None) -> str:
        return self.spec.address(self.format, before, part)


def entry_url(base_url: str, entry: FeedEntry) -> str:
    """Our page of an entry."""
    return base_url + entry.path


def entry_body(base_url: str, entry: FeedEntry) -> str:
    """The entry's HTML with its links."""
    told = "查看对照" if "/diff?" in entry.path else "查看文件"
    links = [f'<a href="{escape(entry_url(base_url, entry))}">{told}</a>']
    if entry.via:
        links.append(f'<a href="{escape(entry.via)}">门户原文</a>')
    return f"{entry.html}<p>{' ｜ '.join(links)}</p>"
