"""A JSON answer as a page of a list: entries, total, and the request for the next page where it is
plain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms.base import ListPage
from platforms.json_entries import (
    count_rows,
    entries_of,
    json_value,
    markup_of,
    strip_lead,
    total_of,
    unfolded,
)
from platforms.listing import read_list, unique_entries
from platforms.turning import ANY, Turning, find_number, turn

if TYPE_CHECKING:
    from platforms.base import ListRequest

HEAD = 2_000  # characters in which a value must begin
START = re.compile(r"\s*(?:[\[{]|[\w.$]{1,60}\s*\(\s*[\[{])")


def is_json(text: str) -> bool:
    """Whether a text is a JSON or JSONP answer."""
    if not START.match(strip_lead(text[:HEAD])):
        return False
    try:
        return isinstance(json_value(text), dict | list)
    except ValueError:
        return False


def read_json_list(text: str, request: ListRequest, turning: Turning = ANY) -> ListPage:
    """Read a JSON answer of any make; HTML it carries as text is read as a list page."""
    try:
        value = unfolded(json_value(text))
    except ValueError:
        return ListPage()
    base = request.url or None
    entries = unique_entries(entries_of(value, base))
    markup = None if entries else markup_of(value)
    if markup:
        entries = read_list(markup, base).entries
    total = total_of(value)
    count = max(len(entries), count_rows(value) if entries else 0)
    size = find_number(request, turning.size)
    is_of_page = size is not None and size[1] == count == total  # may count this page alone
    following = turn(request, count, None if is_of_page else total, turning)
    return ListPage(entries, following, total)
