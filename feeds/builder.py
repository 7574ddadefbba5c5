"""A feed as bytes: RSS 2.0 and Atom 1.0 by feedgen, mended with lxml, and JSON Feed 1.1.

What feedgen 1.0.0 gets wrong is set right here: `rel` and `type` of entry links are lost, the channel
takes the last link for its home page, the time of building stands where the newest event belongs, one
character outside XML ends the feed, RFC 5005 links and tombstones (RFC 6721) are unknown. The bytes
hang on the arguments alone.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING, Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.cleaning import clean_line, encode_url
from feeds.spec import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.entries import FeedEntry
    from feeds.spec import FeedFormat, FeedSpec

MAX_ENTRIES = 100
MAX_BYTES = 1_000_000
TTL = 30  # minutes; readers poll no more seldom than that
CHINA = timezone(timedelta(hours=8))
NO_EVENT = datetime(2026, 1, 1, tzinfo=UTC)  # the date of a feed in which nothing has happened yet
DESCRIPTIONS = {
    "changes": "中国政府门户公文的新增、修订、下架与废止；时间为发现时间",
    "documents": "中国政府门户公文，每件一条；时间为发现时间",
}
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
ITEM_ORDER = (
    "title", "link", "description", f"{{{CONTENT}}}encoded", f"{{{DC}}}creator",
    f"{{{DC}}}identifier", "category", "enclosure", "guid", "pubDate",
)  # fmt: skip

_feedgen_lock = threading.Lock()  # feedgen sets the process's locale while it writes a date


@dataclass(frozen=True)
class _Feed:
    """A feed ready to be written: addresses absolute, entries chosen."""

    spec: FeedSpec
    base_url: str
    format: FeedFormat
    updated: datetime
    entries: tuple[FeedEntry, ...]
    before: str | None = None  # the place this page goes on from
    has_more: bool = False  # than these entries

    @property
    def title(self) -> str:
        return clean_line(self.spec.title, 200)

    @property
    def self_url(self) -> str:
        return self.base_url + self.spec.address(self.format, self.before)

    @property
    def pages(self) -> dict[str, str]:
        """The other pages (RFC 5005 § 3): the first, and the next when there are more entries."""
        found = {}
        if self.before:
            found["first"] = self.base_url + self.spec.address(self.format)
        if self.has_more and self.entries:
            place = self.entries[-1].place
            found["next"] = self.base_url + self.spec.address(self.format, place)
        return found

    @property
    def home_url(self) -> str:
        return self.base_url + self.spec.page

    def link(self, entry: FeedEntry) -> str:
        return self.base_url + entry.path

    def body(self, entry: FeedEntry) -> str:
        """The entry's body with its links."""
        told = "查看对照" if "/diff?" in entry.path else "查看文件"
        links = [f'<a href="{escape(self.link(entry))}">{told}</a>']
        if entry.via:
            links.append(f'<a href="{escape(entry.via)}">门户原文</a>')
        return f"{entry.html}<p>{' ｜ '.join(links)}</p>"


def build_feed(
    spec: FeedSpec,
    entries: Sequence[FeedEntry],
    *,
    base_url: str,
    format: FeedFormat,  # noqa: A002  (the word of the interface)
    updated: datetime | None = None,
    before: str | None = None,
    has_more: bool | None = None,
) -> bytes:
    """The feed of `entries` (newest first): at most a hundred and a megabyte, the newest kept.

    `updated` is the newest event's time when it is not the newest entry's; `before` the place this page goes
    on from, `has_more` whether older entries follow these (None: the feed has no other pages). ValueError when
    `base_url` is no http(s) address.
    """
    address = encode_url(base_url)
    if address is None:
        raise ValueError(f"not an http(s) address: {base_url}")
    address = address.rstrip("/")
    chosen = _choose(entries)
    moment = updated or max((entry.updated for entry in chosen), default=NO_EVENT)
    while True:
        is_cut = has_more is not None and (has_more or len(chosen) < len(entries))
        feed = _Feed(spec, address, format, moment.astimezone(CHINA), chosen, before, is_cut)
        data = WRITERS[format](feed)
        if len(data) <= MAX_BYTES or not chosen:
            return data
        chosen = chosen[: len(chosen) * 9 // 10]


def _choose(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """The first of each id, up to the limit."""
    first = {entry.id: entry for entry in reversed(entries)}
    kept = [entry for entry in entries if first.pop(entry.id, None) is not None]
    return tuple(kept[:MAX_ENTRIES])


def _generator(feed: _Feed) -> Any:  # feedgen has no types
    made = FeedGenerator()
    made.id(feed.spec.id)
    made.title(feed.title)
    made.description(DESCRIPTIONS[feed.spec.kind])
    made.language("zh-CN")
    made.updated(feed.updated)
    made.generator("gongbao")
    made.author({"name": "gongbao"})
    made.ttl(TTL)
    made.link(href=feed.self_url, rel="self", type=MEDIA_TYPES[feed.format])
    made.link(href=feed.home_url, rel="alternate", type="text/html")  # last: the channel's home
    return made


def _add_entry(made: Any, feed: _Feed, entry: FeedEntry) -> Any:
    item = made.add_entry(order="append")
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=feed.link(entry), rel="alternate")
    item.published(entry.published.astimezone(CHINA))
    item.updated(entry.updated.astimezone(CHINA))
    for scheme, term, label in entry.categories:
        item.category(term=term, scheme=f"urn:gongbao:{scheme}", label=label)
    item.content(feed.body(entry), type="html")
    return item


def _write_rss(feed: _Feed) -> bytes:
    made = _generator(feed)
    made.load_extension("dc", atom=False, rss=True)
    for entry in feed.entries:
        item = _add_entry(made, feed, entry)
        item.title(_plain(entry.title))
        item.summary(escape(entry.summary, quote=False))
        if entry.authors:
            item.dc.dc_creator("、".join(entry.authors))
        if entry.document_number:
            item.dc.dc_identifier(entry.document_number)
        for attached in entry.attachments[:1]:
            item.enclosure(attached.url, 0, attached.media_type)
    with _feedgen_lock:
        root = etree.fromstring(made.rss_str())
    channel = root[0]
    for item in channel.iterfind("item"):
        item[:] = sorted(item, key=lambda part: ITEM_ORDER.index(str(part.tag)))
    for rel, href in feed.pages.items():
        _add_link(channel, href, rel=rel, at=3)
    return _serialise(root)


def _plain(title: str) -> str:
    """A title no reader can take for markup: RSS does not say whether it is text or HTML."""
    return title.replace("<", "＜").replace(">", "＞")


def _write_atom(feed: _Feed) -> bytes:
    made = _generator(feed)
    made.subtitle(DESCRIPTIONS[feed.spec.kind])
    for entry in feed.entries:
        item = _add_entry(made, feed, entry)
        item.summary(entry.summary)
        item.author([{"name": name} for name in entry.authors])
    with _feedgen_lock:
        root = etree.fromstring(made.atom_str())
    for rel, href in feed.pages.items():
        _add_link(root, href, rel=rel, at=3)
    elements = list(root.iterfind(f"{{{ATOM}}}entry"))
    for element, entry in zip(elements, feed.entries, strict=True):
        _mend_links(element, feed, entry)
        if entry.removes:
            _add_tombstone(root, entry)
    etree.cleanup_namespaces(root)
    return _serialise(root)


def _mend_links(element: etree._Element, feed: _Feed, entry: FeedEntry) -> None:
    for lost in element.findall(f"{{{ATOM}}}link"):
        element.remove(lost)
    _add_link(element, feed.link(entry), rel="alternate", type="text/html")
    if entry.via:
        _add_link(element, entry.via, rel="via")
    for attached in entry.attachments:
        _add_link(
            element, attached.url, rel="enclosure", type=attached.media_type, title=attached.title
        )


def _add_link(parent: etree._Element, href: str, *, at: int | None = None, **more: str) -> None:
    link = etree.Element(f"{{{ATOM}}}link", {"href": href} | more)
    parent.insert(len(parent) if at is None else at, link)


def _add_tombstone(root: etree._Element, entry: FeedEntry) -> None:
    """RFC 6721: the Document's own entry stands for nothing any more."""
    when = entry.updated.astimezone(CHINA).isoformat()
    attributes = {"ref": entry.removes or "", "when": when}
    etree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", attributes, nsmap={"at": TOMBSTONES})


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _write_json(feed: _Feed) -> bytes:
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "description": DESCRIPTIONS[feed.spec.kind],
        "language": "zh-CN",
        "items": [_json_item(feed, entry) for entry in feed.entries],
    }
    if "next" in feed.pages:
        told["next_url"] = feed.pages["next"]
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _json_item(feed: _Feed, entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": feed.link(entry),
        "external_url": entry.via,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": feed.body(entry),
        "content_text": entry.summary,
        "date_published": entry.published.astimezone(CHINA).isoformat(),
        "date_modified": entry.updated.astimezone(CHINA).isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [label for _, _, label in entry.categories],
        "attachments": [
            {"url": a.url, "mime_type": a.media_type, "title": a.title} for a in entry.attachments
        ],
        "_gov": entry.facts,
    }
    return {name: value for name, value in item.items() if value or name == "content_text"}


WRITERS: dict[FeedFormat, Callable[[_Feed], bytes]] = {
    "rss": _write_rss,
    "atom": _write_atom,
    "json": _write_json,
}
