"""RSS 2.0 and Atom 1.0 by feedgen, mended with lxml: the only module that imports feedgen.

What feedgen 1.0.0 gets wrong is set right here: `rel` and `type` of entry links are lost, the channel
takes the last link for its home page, the time of building stands where the newest event belongs, one
character outside XML ends the feed, RFC 5005 links and tombstones (RFC 6721) are unknown.
"""

from __future__ import annotations

import re
import threading
from html import escape
from typing import TYPE_CHECKING, Any

from feedgen.entry import FeedEntry as MadeEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.cleaning import to_plain
from feeds.ready import CHINA, entry_body, entry_url
from feeds.spec import MEDIA_TYPES

if TYPE_CHECKING:
    from feeds.entries import FeedEntry
    from feeds.ready import ReadyFeed

TTL = 30  # minutes; readers poll no more seldom than that
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC}
ITEM_ORDER = (
    "title", "link", "description", f"{{{CONTENT}}}encoded", f"{{{DC}}}creator",
    f"{{{DC}}}identifier", "category", "enclosure", "guid", "pubDate",
)  # fmt: skip
# what the W3C validator takes for the address of an enclosure: a host with a dot, and a path
ENCLOSURE = re.compile(r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*(?::\d+)?/[^\[\]]*")

_feedgen_lock = threading.Lock()  # feedgen sets the process's locale while it writes a date


def write_rss_head(feed: ReadyFeed) -> tuple[bytes, bytes]:
    """What stands before and after the items."""
    made = _generator(feed)
    made.load_extension("dc", atom=False, rss=True)
    with _feedgen_lock:
        root = etree.fromstring(made.rss_str())
    _add_history(root[0], feed, at=3)
    return _split(root, b"</channel>")


def write_rss_item(entry: FeedEntry, base_url: str) -> bytes:
    """One item."""
    made = _entry(entry, base_url)
    made.load_extension("dc", atom=False, rss=True)
    made.description(escape(entry.summary, quote=False))
    if entry.authors:
        made.dc.dc_creator("、".join(entry.authors))
    if entry.document_number:
        made.dc.dc_identifier(entry.document_number)
    for attached in [a for a in entry.attachments if ENCLOSURE.fullmatch(a.url)][:1]:
        made.enclosure(attached.url, 0, attached.media_type)
    with _feedgen_lock:
        item = made.rss_entry()
    item[:] = sorted(item, key=lambda part: ITEM_ORDER.index(str(part.tag)))
    return _cut_out(item)


def write_atom_head(feed: ReadyFeed) -> tuple[bytes, bytes]:
    """What stands before and after the entries."""
    made = _generator(feed)
    made.subtitle(feed.description)
    with _feedgen_lock:
        root = etree.fromstring(made.atom_str())
    _add_history(root, feed, at=3)
    etree.cleanup_namespaces(root)
    return _split(root, b"</feed>")


def write_atom_entry(entry: FeedEntry, base_url: str) -> bytes:
    """One entry, with a tombstone behind it when a Document was withdrawn."""
    made = _entry(entry, base_url)
    made.summary(to_plain(entry.summary))
    made.author([{"name": to_plain(name)} for name in entry.authors])
    element = made.atom_entry()
    _mend_links(element, entry, base_url)
    return _cut_out(element) + (_write_tombstone(entry) if entry.removes else b"")


def _generator(feed: ReadyFeed) -> Any:  # feedgen has no types
    made = FeedGenerator()
    made.id(feed.spec.id)
    made.title(to_plain(feed.title))
    made.description(feed.description)
    made.language("zh-CN")
    made.updated(feed.updated.astimezone(CHINA))
    made.generator("gongbao")
    made.author({"name": "gongbao"})
    made.ttl(TTL)
    made.link(href=feed.self_url, rel="self", type=MEDIA_TYPES[feed.format])
    made.link(href=feed.home_url, rel="alternate", type="text/html")  # last: the channel's home
    return made


def _entry(entry: FeedEntry, base_url: str) -> Any:
    made = MadeEntry()
    made.id(entry.id)
    made.title(to_plain(entry.title))
    made.link(href=entry_url(base_url, entry), rel="alternate")
    made.published(entry.published.astimezone(CHINA))
    made.updated(entry.updated.astimezone(CHINA))
    for scheme, term, label in entry.categories:
        made.category(term=to_plain(term), scheme=f"urn:gongbao:{scheme}", label=to_plain(label))
    made.content(entry_body(base_url, entry), type="html")
    return made


def _add_history(parent: etree._Element, feed: ReadyFeed, at: int) -> None:
    """Links to the feed's other documents, and the mark of one that never changes (RFC 5005)."""
    if feed.chain.is_closed:
        parent.insert(at, etree.Element(f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY}))
    for rel, href in feed.links.items():
        parent.insert(at, etree.Element(f"{{{ATOM}}}link", {"href": href, "rel": rel}))


def _mend_links(element: etree._Element, entry: FeedEntry, base_url: str) -> None:
    for lost in element.findall("link"):
        element.remove(lost)
    _add_link(element, entry_url(base_url, entry), rel="alternate", type="text/html")
    if entry.via:
        _add_link(element, entry.via, rel="via")
    for attached in entry.attachments:
        title = to_plain(attached.title)
        _add_link(element, attached.url, rel="enclosure", type=attached.media_type, title=title)


def _add_link(parent: etree._Element, href: str, **more: str) -> None:
    etree.SubElement(parent, "link", {"href": href} | more)


def _write_tombstone(entry: FeedEntry) -> bytes:
    """RFC 6721: the Document's own entry stands for nothing any more."""
    when = entry.updated.astimezone(CHINA).isoformat()
    attributes = {"ref": entry.removes or "", "when": when}
    name = f"{{{TOMBSTONES}}}deleted-entry"
    grave = etree.Element(name, attributes, nsmap={"at": TOMBSTONES})
    return etree.tostring(grave, encoding="UTF-8", xml_declaration=False)


def _cut_out(element: etree._Element) -> bytes:
    """An element as it stands inside a feed: the feed declares the namespaces."""
    root = etree.Element("feed", nsmap=NAMESPACES)
    root.append(element)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return data[data.index(b">") + 1 : -len(b"</feed>")]


def _split(root: etree._Element, end: bytes) -> tuple[bytes, bytes]:
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    head, tail, rest = data.rpartition(end)
    return head, tail + rest
