"""One walk over a page: where its titled links and its dates stand, and how many lie below what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_nodes import link_address, text_of, walk_visible
from platforms.list_titles import is_generic, says_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode


Mark = tuple[bool, "LexborNode"]  # (is a date, node)
ROW_LEVELS = 5  # between a link that says 查看 and its row
HIGHEST = 200  # levels above a link or date that are looked at


@dataclass
class Page:
    """What is needed of a page to find its lists: its titled links and its dates, in their order,
    and which of them lie below each element (mem_id).
    """

    root: LexborNode
    base: str | None
    url: str | None
    marks: list[Mark] = field(default_factory=list)
    below: defaultdict[int, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    links_in: Counter[int] = field(default_factory=Counter)
    dates_in: Counter[int] = field(default_factory=Counter)

    @property
    def anchors(self) -> list[LexborNode]:
        """The titled links."""
        return [node for is_day, node in self.marks if not is_day]

    @property
    def date_nodes(self) -> list[LexborNode]:
        """The texts that show a date."""
        return [node for is_day, node in self.marks if is_day]


def survey(root: LexborNode, base: str | None, url: str | None) -> Page:
    """One walk over the visible page, noting links with a title and texts that are dates."""
    marks = list(_marks(root))
    silent = {node.mem_id for is_day, node in marks if not is_day and says_view(node)}
    page = _page(root, base, url, [mark for mark in marks if mark[1].mem_id not in silent])
    named = [m for m in marks if m[1].mem_id not in silent or _is_alone(m[1], page)]
    return _page(root, base, url, named) if len(named) > len(page.marks) else page


def _page(root: LexborNode, base: str | None, url: str | None, marks: list[Mark]) -> Page:
    page = Page(root, base, url, marks)
    for mark in marks:
        _note_above(mark, page)
    return page


def _marks(root: LexborNode) -> Iterator[Mark]:
    for node in walk_visible(root):
        is_day = bool(node.is_text_node)
        if _is_date(node) if is_day else (_is_titled_link(node) or _is_view(node)):
            yield is_day, node


def _is_alone(link: LexborNode, page: Page) -> bool:
    """Whether a link that says 查看 is the only one of a row with a date."""
    row = next(
        (node for node in islice(above(link), ROW_LEVELS) if page.dates_in[node.mem_id]), None
    )
    return row is not None and not page.links_in[row.mem_id] and page.dates_in[row.mem_id] <= 2


def _is_date(node: LexborNode) -> bool:
    text = node.text(deep=False)
    if len(text) > 400 or not any(c.isdigit() for c in text):
        return False
    text = dates.squeeze(text)
    if len(text) > 200:
        return False
    if dates.read_date(text) or dates.is_month_day(text):
        return True
    if dates.is_partial_date(text):
        return bool(re.search(r"(?:19|20)\d{2}\s?[-./年]\s?\d", text))
    if dates.find_labelled_date(text):
        return True
    return bool(dates.split_title_date(text)[1])


def _is_titled_link(node: LexborNode) -> bool:
    if node.tag != "a" and "onclick" not in node.attributes:
        return False
    address = link_address(node)
    if not address:
        return False
    texts = (text_of(node), dates.squeeze(node.attributes.get("title") or ""))
    return any(text and (not is_generic(text) or dates.read_date(text)) for text in texts)


def _is_view(node: LexborNode) -> bool:
    return node.tag == "a" and says_view(node) and bool(link_address(node))


def _note_above(mark: Mark, page: Page) -> None:
    is_day, node = mark
    counter = page.dates_in if is_day else page.links_in
    for element in islice(chain((node,), above(node)), HIGHEST):
        counter[element.mem_id] += 1
        page.below[element.mem_id].append(mark)


def above(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, from the inside out."""
    current = node.parent
    while current is not None:
        yield current
        current = current.parent


def alternates(row: LexborNode, page: Page) -> bool:
    """Whether links and dates take turns in an element, at least twice."""
    if page.links_in[row.mem_id] < 2 or page.dates_in[row.mem_id] < 2:
        return False
    kinds = [kind for kind, _ in page.below[row.mem_id]]
    turns = all(a != b for a, b in pairwise(kinds))
    return turns and len(kinds) % 2 == 0 and len(kinds) >= 4
