"""The list of feeds (OPML 2.0), to be taken over by a reader in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from feeds.cleaning import clean_line, encode_url, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.spec import FeedSpec


def build_opml(feeds: Iterable[FeedSpec], *, base_url: str, title: str = "公报 gongbao") -> bytes:
    """The feeds as an outline, each in its folder (province, level). ValueError as `build_feed`."""
    address = (encode_url(base_url) or "").rstrip("/")
    if not address:
        raise ValueError(f"not an http(s) address: {base_url}")
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean_line(title, 200)
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for spec in feeds:
        _add_feed(_open_folder(folders, spec.folder), spec, address)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _open_folder(
    folders: dict[tuple[str, ...], etree._Element], path: tuple[str, ...]
) -> etree._Element:
    """A folder, made with those around it: it has a text and nothing else, or validators take it for a feed."""
    if path not in folders:
        parent = _open_folder(folders, path[:-1])
        folders[path] = etree.SubElement(parent, "outline", {"text": to_plain(path[-1])})
    return folders[path]


def _add_feed(parent: etree._Element, spec: FeedSpec, address: str) -> None:
    title = to_plain(clean_line(spec.title, 200))
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": address + spec.address("rss"),
        "htmlUrl": address + spec.page,
    }
    etree.SubElement(parent, "outline", attributes)
