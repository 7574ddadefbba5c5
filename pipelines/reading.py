"""From a page to its record: the pure steps, in the order the crawl runs them as pipelines."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from crawler.items import DocumentItem
from pipelines.attachments import read_attachments
from pipelines.document_number import identify_number
from pipelines.extract import extract
from pipelines.fingerprint import fingerprint
from pipelines.integrity import check_integrity
from pipelines.metadata import read_metadata
from platforms.registry import parse_any_list

if TYPE_CHECKING:
    from crawler.items import PageItem
    from platforms.base import ListPage

STEPS = (read_metadata, identify_number, check_integrity, read_attachments, fingerprint)
UNREAD = frozenset({"list", "shell", "other"})
EXTRACTOR = "2"  # version of what is read: raised when the same page gives another record


def extractor_of(boilerplate: frozenset[str]) -> str:
    """The version of a reading: of the extractor, and of the boilerplate it leaves out."""
    if not boilerplate:
        return EXTRACTOR
    digest = hashlib.sha256(" ".join(sorted(boilerplate)).encode()).hexdigest()
    return f"{EXTRACTOR}+{digest[:8]}"


def read_page(page: PageItem) -> DocumentItem:
    """The record of one page (docs/record.md). Touches no database and no network."""
    item = extract(page)
    for step in STEPS:
        item = step(item)
    if page.is_html and item.page_kind in UNREAD:
        return read_as_list(item)
    return item


def read_as_list(item: DocumentItem) -> DocumentItem:
    """What shows no text may be a list; the list reader has its own verdict."""
    listing = parse_any_list(item.page.html, item.page.url)
    if listing.kind not in ("list", "home") and item.page_kind != "list":
        return item
    item.page_kind = "list"
    return fill_entries(item, listing)


def read_list_answer(page: PageItem, listing: ListPage) -> DocumentItem:
    """The record of an XML or JSON answer to a list request."""
    item = DocumentItem(page=page, url=page.url or None, portal=page.portal, page_kind="list")
    return fingerprint(fill_entries(item, listing))


def fill_entries(item: DocumentItem, listing: ListPage) -> DocumentItem:
    """Put the rows of a list into a record."""
    item.entries = [
        {"url": e.url, "title": e.title, "date": e.date, "document_number": e.document_number}
        for e in listing.entries
    ]
    item.next_page = listing.next.to_text() if listing.next else None
    item.total = listing.total
    return item
