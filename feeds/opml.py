"""The list of feeds (OPML 2.0), to be taken over by a reader in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from feeds.cleaning import clean_line, encode_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.spec import FeedSpec

FOLDERS = {
    "portal": "门户",
    "source": "栏目",
    "region": "地区",
    "level": "层级",
    "category": "类别",
    "document": "单个文件",
}


def build_opml(feeds: Iterable[FeedSpec], *, base_url: str, title: str = "公报 gongbao") -> bytes:
    """The feeds as an outline, those with a folder in their path inside it. ValueError as `build_feed`."""
    address = (encode_url(base_url) or "").rstrip("/")
    if not address:
        raise ValueError(f"not an http(s) address: {base_url}")
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean_line(title, 200)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for spec in feeds:
        name = spec.path.partition("/")[0] if "/" in spec.path else ""
        if name and name not in folders:
            folders[name] = etree.SubElement(body, "outline", {"text": FOLDERS.get(name, name)})
        _add_feed(folders[name] if name else body, spec, address)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add_feed(parent: etree._Element, spec: FeedSpec, address: str) -> None:
    title = clean_line(spec.title, 200)
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": address + spec.address("rss"),
        "htmlUrl": address + spec.page,
    }
    etree.SubElement(parent, "outline", attributes)
