"""The rules of the W3C feed validator that our feeds can break, as a list of what is wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
URI = re.compile(
    r"https?://[A-Za-z0-9.\-\[\]:]+(?:[/?#](?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
)
ID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ITEM_ORDER = [
    "title", "link", "description", f"{CONTENT}encoded", f"{DC}creator", f"{DC}identifier",
    "category", "enclosure", "guid", "pubDate",
]  # fmt: skip


def faults(data: bytes, format_: str) -> list[str]:
    """Everything wrong with a feed; empty for a good one."""
    return list({"rss": _rss, "atom": _atom, "json": _json}[format_](data))


def _rss(data: bytes) -> Iterable[str]:
    root = etree.fromstring(data)
    channel = root[0]
    for name in ("title", "link", "description", "language", "lastBuildDate", "ttl", "docs"):
        if not channel.findtext(name):
            yield f"channel without {name}"
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [link.get("type") for link in own] != ["application/rss+xml"]:
        yield "MissingAtomSelfLink"
    if own and channel.findtext("link") == own[0].get("href"):
        yield "the feed is its own home page"
    if int(channel.findtext("ttl") or 999) > 60:
        yield "ttl too long"
    yield from _moments([channel.findtext("lastBuildDate") or ""])
    items = channel.findall("item")
    yield from _repeated((item.findtext("guid") or "" for item in items), "guid")
    for item in items:
        yield from _rss_item(item)


def _rss_item(item: Any) -> Iterable[str]:
    tags = [part.tag for part in item]
    if tags != sorted(tags, key=ITEM_ORDER.index):
        yield f"item out of order: {tags}"
    for name in ("title", "link", "description", f"{CONTENT}encoded", "guid", "pubDate"):
        if not item.findtext(name):
            yield f"item without {name}"
    for name in ("title", "link", "description", "enclosure", "guid", "pubDate"):
        if tags.count(name) > 1:
            yield f"Duplicate {name}"
    if "author" in tags:
        yield "InvalidContact"
    if {f"{DC}date", f"{DC}title"} & set(tags):
        yield "DuplicateItemSemantics"
    guid = item.find("guid")
    if guid.get("isPermaLink") != "false" or not ID.fullmatch(guid.text):
        yield f"InvalidHttpGUID {guid.text}"
    if re.search("[<>\n]", item.findtext("title")):
        yield "ContainsHTML in title"
    yield from _addresses([item.findtext("link")])
    for enclosure in item.findall("enclosure"):
        yield from _addresses([enclosure.get("url")])
        if not enclosure.get("type") or not (enclosure.get("length") or "").isdigit():
            yield "enclosure without type or length"
    yield from _moments([item.findtext("pubDate")])
    yield from _body(item.findtext(f"{CONTENT}encoded"))
    yield from _body(item.findtext("description"))


def _atom(data: bytes) -> Iterable[str]:
    root = etree.fromstring(data)
    if root.get("{http://www.w3.org/XML/1998/namespace}lang") != "zh-CN":
        yield "no xml:lang"
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "feed without author"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        yield from _atom_element(element)
    if "application/atom+xml" not in {
        link.get("type") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"
    }:
        yield "MissingSelf"
    yield from _repeated((e.findtext(f"{ATOM}id") for e in entries), "id")
    yield from _repeated((e.findtext(f"{ATOM}updated") for e in entries), "updated")
    for entry in entries:
        content = entry.find(f"{ATOM}content")
        if content is None or content.get("type") != "html":
            yield "content is not html"
        else:
            yield from _body(content.text)
        if not entry.findtext(f"{ATOM}summary") or not entry.findtext(f"{ATOM}published"):
            yield "entry without summary or published"
    graves = [(g.get("ref"), g.get("when")) for g in root.findall(TOMBSTONE)]
    yield from _repeated(graves, "tombstone")
    yield from (f"tombstone {ref}" for ref, _ in graves if not ID.fullmatch(ref or ""))


def _atom_element(element: Any) -> Iterable[str]:
    if not ID.fullmatch(element.findtext(f"{ATOM}id") or ""):
        yield "InvalidTAG or no id"
    if not element.findtext(f"{ATOM}title"):
        yield "no title"
    links = element.findall(f"{ATOM}link")
    yield from _addresses(link.get("href") for link in links)
    yield from (f"link without rel {link.get('href')}" for link in links if not link.get("rel"))
    alternates = [(link.get("type"), link.get("hreflang")) for link in links
                  if link.get("rel") == "alternate"]  # fmt: skip
    if len(alternates) != 1:
        yield f"DuplicateAtomLink: {alternates}"
    for name in ("updated", "published"):
        text = element.findtext(f"{ATOM}{name}") or "+08:00"
        if not text.endswith("+08:00"):
            yield f"date {text}"
    for category in element.findall(f"{ATOM}category"):
        if not category.get("term") or not (category.get("scheme") or "").isascii():
            yield "category"


def _json(data: bytes) -> Iterable[str]:
    feed = json.loads(data)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or feed["language"] != "zh-CN":
        yield "version or language"
    yield from _addresses([feed["home_page_url"], feed["feed_url"]])
    yield from _repeated((item["id"] for item in feed["items"]), "id")
    for item in feed["items"]:
        if not (isinstance(item["id"], str) and ID.fullmatch(item["id"])):
            yield f"id {item['id']}"
        yield from _addresses([item["url"], item.get("external_url") or item["url"]])
        yield from _body(item["content_html"])
        for name in ("date_published", "date_modified"):
            if datetime.fromisoformat(item[name]).utcoffset() is None:
                yield f"naive {name}"
        if not (item["title"] and item["_gov"]):
            yield "no title or no _gov"
        for attached in item.get("attachments", []):
            if not attached["mime_type"]:
                yield "attachment without mime_type"


def _addresses(addresses: Iterable[str | None]) -> Iterable[str]:
    yield from (f"UriNotIri {url}" for url in addresses if not URI.fullmatch(url or ""))


def _moments(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        moment = parsedate_to_datetime(text)
        if not text.endswith("+0800"):
            yield f"zone of {text}"
        if moment.strftime("%a") != text[:3]:
            yield f"IncorrectDOW {text}"


def _repeated(values: Iterable[Any], name: str) -> Iterable[str]:
    yield from (f"Duplicate {name} {v}" for v, n in Counter(values).items() if n > 1)


def _body(html: str) -> Iterable[str]:
    fragment = etree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")
    for element in fragment.iter():
        if element.tag not in {"div", "p", "br", "del", "ins", "a"}:
            yield f"SecurityRisk {element.tag}"
        if set(element.attrib) - {"href", "style"}:
            yield f"attributes {element.attrib}"
        if element.tag == "a":
            yield from _addresses([element.get("href")])
