"""A JSON answer as a page of a list: entries, total, and the request for the next page where it is
plain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from platforms.base import ListPage, ListRequest
from platforms.json_entries import entries_of, json_value, markup_of, total_of
from platforms.listing import read_list, unique_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

START = re.compile(r"\s*(?:[\[{]|[\w.$]{1,60}\s*\(\s*[\[{])")
PAGE_PARAMETERS = ("page", "pageno", "pagenum", "pagenumber", "pageindex", "cur_page", "p")
SIZE_PARAMETERS = ("n", "pagesize", "_pagesize", "size", "rows", "perpage", "pg")


def is_json(text: str) -> bool:
    """Whether a text is a JSON or JSONP answer."""
    if not START.match(text.lstrip("\ufeff")):
        return False
    try:
        return isinstance(json_value(text), dict | list)
    except ValueError:
        return False


def read_json_list(text: str, request: ListRequest) -> ListPage:
    """Read a JSON answer of any make; HTML it carries as text is read as a list page."""
    try:
        value = json_value(text)
    except ValueError:
        return ListPage()
    base = request.url or None
    entries = unique_entries(entries_of(value, base))
    markup = None if entries else markup_of(value)
    if markup:
        entries = read_list(markup, base).entries
    total = total_of(value)
    return ListPage(entries, _next_page(request, len(entries), total, value), total)


def _next_page(
    request: ListRequest, count: int, total: int | None, value: Any
) -> ListRequest | None:
    """The same request one page on; None where page or end cannot be told from the request."""
    parts = urlsplit(request.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = {name.lower(): name for name, _ in pairs}
    query = {name.lower(): text for name, text in pairs}
    key = next((k for k in PAGE_PARAMETERS if query.get(k, "").isdecimal()), None)
    if key is None or not count or request.method != "GET":
        return None
    page = int(query[key])
    if not _goes_on(page, query, count, total):
        return None
    turned = [(name, str(page + 1) if name == names[key] else text) for name, text in pairs]
    return ListRequest(parts._replace(query=urlencode(turned, safe="/:,")).geturl())


def _goes_on(page: int, query: Mapping[str, str], count: int, total: int | None) -> bool:
    size = next((int(query[k]) for k in SIZE_PARAMETERS if query.get(k, "").isdecimal()), 0)
    if total is None:
        return bool(size) and count >= size
    return max(page, 1) * (size or count) < total
