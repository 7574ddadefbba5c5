"""The State Council Gazette (国务院公报) as www.gov.cn serves it: index of issues, issue pages, feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from platforms.base import ListEntry, ListPage, ListRequest
from platforms.json_entries import json_value
from platforms.list_nodes import join_address, link_address
from platforms.list_titles import split_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from platforms.listing import ListDocument

ITEM = re.compile(r"(?:^|/)content_\d+\.s?html?(?:$|[?#])", re.IGNORECASE)
ISSUE_PAGE = re.compile(r"/gongbao/", re.IGNORECASE)
FEED = re.compile(r"[\"'(]([\w./:-]*\b[A-Z][A-Z0-9_]{3,}\.json)\b")


def gazette_index(text: str, url: str | None) -> ListPage | None:
    """The issues an index names, as requests, newest first; None when the JSON is no index of
    issues.
    """
    try:
        names = list(dict.fromkeys(_issue_addresses(json_value(text))))
    except ValueError:
        return None
    if not names:
        return None
    addresses = sorted((join_address(url, name) for name in names), key=_issue_order, reverse=True)
    return ListPage(further=tuple(ListRequest(address) for address in addresses), total=None)


def issue_items(page: ListDocument) -> list[ListEntry]:
    """The items of an issue page: links to `content_{n}` of the gazette, order number and title
    apart.
    """
    if not page.url or not ISSUE_PAGE.search(page.url) or ITEM.search(page.url):
        return []
    found = []
    for node in page.tree.css("a[href]"):
        address = link_address(node)
        entry = _item(node, join_address(page.base, address)) if address else None
        if entry:
            found.append(entry)
    return found if len(found) > 1 else []


def feed_requests(text: str, base: str | None) -> tuple[ListRequest, ...]:
    """The JSON feed a column page is filled from (`ZUIXINZHENGCE.json`), as a request."""
    names = dict.fromkeys(found[1] for found in FEED.finditer(text))
    return tuple(ListRequest(join_address(base, name)) for name in names)


def _issue_addresses(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > 20:
        return
    if isinstance(value, list):
        for inner in value:
            yield from _issue_addresses(inner, depth + 1)
    elif isinstance(value, dict):
        name = value.get("gname")
        if isinstance(name, str) and name.strip():
            yield name.strip()
        for inner in value.values():
            yield from _issue_addresses(inner, depth + 1)


def _issue_order(address: str) -> tuple[int, ...]:
    """Year and number of an issue, as its address names them."""
    return tuple(
        int(number)
        for number in re.findall(r"\d+", address.rsplit("//", maxsplit=1)[-1].partition("/")[2])
    )


def _item(node: LexborNode, url: str) -> ListEntry | None:
    if not ITEM.search(url) or not ("/gongbao/" in url or "/zhengce/gb/" in url):
        return None
    number, title = split_order(node)
    return ListEntry(url, title, None, number) if title else None
