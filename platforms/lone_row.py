"""A list of one row: no structure repeats, so the one dated link of the page must be it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.list_nodes import link_address
from platforms.list_rows import read_row
from platforms.listing import open_list
from platforms.row_dates import find_dates

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from platforms.base import ListEntry

LEVELS = 4  # above a link, on which its row may stand
TITLE = 5  # characters a title has at least


def lone_entry(html: str, url: str) -> ListEntry | None:
    """The only link of a page that stands beside a date of its own; None when there is none, or more than one."""
    page = open_list(html, url or None)
    rows = {row.mem_id: row for a in page.tree.css("a") if (row := _row_of(a)) is not None}
    if len(rows) != 1:
        return None
    entry = read_row(next(iter(rows.values())), page.base, page.url)
    is_whole = entry is not None and entry.date and len(entry.title) >= TITLE
    return entry if is_whole else None


def _row_of(link: LexborNode) -> LexborNode | None:
    """The smallest element around a link that shows a date, when it links nothing else."""
    node: LexborNode | None = link
    for _ in range(LEVELS):
        if node is None or node.tag in {"body", "html"}:
            return None
        if find_dates(node).days:
            addresses = {link_address(a) for a in node.css("a")} - {None}
            return node if len(addresses) == 1 else None
        node = node.parent
    return None
