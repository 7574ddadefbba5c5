"""One walk over a page: where its titled links and its dates stand, and how many lie below what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_nodes import link_address, text_of, walk_visible
from platforms.list_titles import is_generic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode


Mark = tuple[bool, "LexborNode"]  # (is a date, node)
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
    page = Page(root, base, url)
    for node in walk_visible(root):
        is_day = bool(node.is_text_node)
        if _is_date(node) if is_day else _is_titled_link(node):
            page.marks.append((is_day, node))
    for mark in page.marks:
        _note_above(mark, page)
    return page


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
    text = text_of(node) or node.attributes.get("title") or ""
    return not is_generic(dates.squeeze(text)) or bool(dates.read_date(text))


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
