"""Gazettes (政府公报) made of pages: a list of years leads to lists of issues, an issue to its articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from platforms import registry
from platforms.address import address_key, is_http
from platforms.base import ListEntry, ListPage, ListRequest
from platforms.issue_name import issue_order
from platforms.page import parse_html
from platforms.verdict import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator


class IssueTree:
    """Remembers which lower lists of one walk are issues: one that holds no articles is a document itself."""

    def __init__(self) -> None:
        self.issues: dict[str, ListEntry] = {}

    def descend(self, page: ListPage, request: ListRequest, text: str) -> ListPage:
        """A page with the years or issues it leads to as further requests, newest first."""
        own = address_key(request.url)
        found = {address_key(link.url): link for link in _named_links(text, request.url)}
        fresh = {key: link for key, link in found.items() if key not in {*self.issues, own}}
        entries = tuple(e for e in page.entries if address_key(e.url) not in {*found, own})
        self.issues |= fresh
        if own in self.issues and not fresh and not _is_contents(entries, request.url, text):
            return ListPage(entries=(self.issues[own],))
        newest_first = sorted(
            fresh.values(), key=lambda link: issue_order(link.title) or (), reverse=True
        )
        asked = tuple(ListRequest(link.url) for link in newest_first)
        return replace(page, entries=entries, further=(*page.further, *asked))


def _named_links(text: str, url: str) -> Iterator[ListEntry]:
    """Links (and options of a menu) to pages of the same host that are called like a year or an issue."""
    for node in parse_html(text).css("a[href], option[value]"):
        named = node.attributes
        title = (named.get("title") or node.text()).strip()
        if not issue_order(title):
            title = node.text().strip()
        address = urljoin(url, (named.get("href") or named.get("value") or "").strip())
        is_near = is_http(address) and urlsplit(address).netloc == urlsplit(url).netloc
        if is_near and issue_order(title) and not FILE.search(address):
            yield ListEntry(address, title)


def _is_contents(entries: tuple[ListEntry, ...], url: str, text: str) -> bool:
    """Whether an issue's page lists its articles, rather than being one text or a frame around a file."""
    return bool(entries) and registry.parse_any_list(text, url).kind in ("list", "home")
