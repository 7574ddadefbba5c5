"""Finding the list in a page nobody described: rows that repeat, each a link with its date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from platforms.address_shape import is_column_address, is_document_address
from platforms.list_aside import is_aside, is_beside, side_heading, within_aside
from platforms.list_grouping import group_rows
from platforms.list_nodes import is_hidden, text_of
from platforms.list_rows import read_row
from platforms.list_survey import HIGHEST, above, alternates
from platforms.row_dates import date_shown, find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

    from platforms.base import ListEntry
    from platforms.list_survey import Page

WALLS = frozenset({"ul", "ol", "table", "tbody", "body", "html", "main", "form", "section"})
PARTED = frozenset({"li", "tr"})  # rows that may hold two entries side by side
MOST_LINKS = 10  # in one row
DEEPEST = 8  # levels between a date and its row


@dataclass
class Block:
    """Rows of one shape, in the order of the page."""

    rows: list[LexborNode] = field(default_factory=list)
    entries: list[ListEntry] = field(default_factory=list)
    dated: int = 0
    score: float = 0.0


def find_blocks(page: Page) -> list[Block]:
    """The lists of a page, best first; lists without dates only when none has any."""
    rows = _unique(row for row in (_dated_row(n, page) for n in page.date_nodes) if row)
    rows = _innermost(rows)
    single = [row for row in rows if not _is_crowded(row, page) or alternates(row, page)]
    blocks = [_complete(members, page) for members in group_rows(single, page)]
    good = [block for block in blocks if block.dated and _is_worth(block)]
    if not any(len(b.entries) > 1 and not is_beside(b.rows[0]) for b in good):
        undated = [b for b in _undated_blocks(page) if not good or len(b.entries) >= 5]
        good = undated + good if undated else good
    for block in good:
        block.score = _score(block)
    return sorted(good, key=lambda block: -block.score)


def _is_worth(block: Block) -> bool:
    """A date beside a single link is a list only when the link could be a document's."""
    return block.dated > 1 or any(
        entry.date and len(entry.title) > 5 and is_document_address(entry.url)
        for entry in block.entries
    )


def _unique(rows: Iterable[LexborNode]) -> list[LexborNode]:
    seen: dict[int, LexborNode] = {}
    for row in rows:
        seen.setdefault(row.mem_id, row)
    return list(seen.values())


def _dated_row(node: LexborNode, page: Page) -> LexborNode | None:
    """The smallest element that holds a date and a link, widened to all that belongs to the two."""
    row = node.parent
    for _ in range(DEEPEST):
        if row is None or row.tag in {"body", "html"}:
            return None
        if page.links_in[row.mem_id]:
            break
        row = row.parent
    else:
        return None
    return _widen(row, page) if row and page.links_in[row.mem_id] <= MOST_LINKS else row


def _innermost(rows: list[LexborNode]) -> list[LexborNode]:
    """Rows that hold no other row."""
    outer = {node.mem_id for row in rows for node in islice(above(row), HIGHEST)}
    return [row for row in rows if row.mem_id not in outer]


def _is_crowded(row: LexborNode, page: Page) -> bool:
    """Whether an element holds more links than a row does."""
    return page.links_in[row.mem_id] > MOST_LINKS


def _pairs_of(row: LexborNode, page: Page) -> Iterator[tuple[LexborNode, ListEntry]]:
    """Links and dates that take turns without an element around each pair."""
    marks = page.below[row.mem_id]
    for first, second in zip(marks[::2], marks[1::2], strict=True):
        link, day = (first[1], second[1]) if second[0] else (second[1], first[1])
        entry = read_row(link, page.base, page.url)
        if entry:
            yield link, replace(entry, date=date_shown(day, entry.url))


def _widen(row: LexborNode, page: Page) -> LexborNode:
    """Climb while the parent adds no date and hardly a link."""
    own_dates, own_links = page.dates_in[row.mem_id], page.links_in[row.mem_id]
    while True:
        parent = row.parent
        if parent is None or parent.tag in WALLS:
            return row
        if page.dates_in[parent.mem_id] > own_dates:
            return row
        if page.links_in[parent.mem_id] > min(own_links + 2, MOST_LINKS):
            return row
        if _has_twin(row):
            return row
        row = parent


def _has_twin(row: LexborNode) -> bool:
    """Whether an element stands among others of its kind."""
    parent = row.parent
    if parent is None or row.tag not in {"li", "tr", "dd"}:
        return False
    return sum(child.tag == row.tag for child in parent.iter()) > 1


def _complete(rows: list[LexborNode], page: Page) -> Block:
    """A block's entries: its dated rows, and rows of the same parents whose date is missing."""
    have = {row.mem_id for row in rows}
    names = {row.attributes.get("class") for row in rows}
    block = Block()
    for parent in _unique(row.parent for row in rows if row.parent):
        for child in parent.iter():
            is_kin = child.tag == rows[0].tag and (
                _may_be_row(child, page) or _is_turned_away(child, names)
            )
            if is_kin or child.mem_id in have:
                _take(block, child, page)
    return block


def _is_turned_away(node: LexborNode, names: set[str | None]) -> bool:
    """Whether a hidden element is a row that the browser shows on a later page."""
    same = node.attributes.get("class") in names
    return same and is_hidden(node) and bool(find_dates(node).days)


def _may_be_row(node: LexborNode, page: Page) -> bool:
    links = page.links_in[node.mem_id]
    if node.tag not in PARTED and page.dates_in[node.mem_id] > 1 and alternates(node, page):
        return False
    return 0 < links <= MOST_LINKS and len(text_of(node)) >= 6 and not is_aside(node)


def _take(block: Block, row: LexborNode, page: Page) -> None:
    if alternates(row, page):
        for link, paired in _pairs_of(row, page):
            _add(block, link, paired)
        return
    entry = read_row(row, page.base, page.url)
    if entry is None or entry.url == page.url:
        return
    if is_column_address(entry.url) and (entry.date is None or _is_menu_word(entry.title)):
        return
    _add(block, row, entry)


def _is_menu_word(title: str) -> bool:
    """Whether a link beside today's date is one of the page's head rather than an issue."""
    return len(title) < 6 and not any(c.isdigit() for c in title)


def _add(block: Block, row: LexborNode, entry: ListEntry) -> None:
    block.rows.append(row)
    block.entries.append(entry)
    block.dated += entry.date is not None or bool(find_dates(row).days)


def _undated_blocks(page: Page) -> list[Block]:
    rows = _unique(_single_row(anchor, page) for anchor in page.anchors)
    blocks = []
    for members in group_rows([row for row in rows if not within_aside(row)], page):
        block = Block()
        for row in members:
            _take(block, row, page)
        if _is_plausible(block):
            blocks.append(block)
    return blocks


def _single_row(anchor: LexborNode, page: Page) -> LexborNode:
    row = anchor
    while True:
        parent = row.parent
        if (
            parent is None
            or parent.tag in WALLS
            or page.links_in[parent.mem_id] > 1
            or _has_twin(row)
        ):
            return row
        row = parent


def _is_plausible(block: Block) -> bool:
    """Titles as long as documents have, at addresses as documents have."""
    count = len(block.entries)
    if count < 2:
        return False
    letters = sum(len(entry.title) for entry in block.entries) / count
    documents = sum(is_document_address(entry.url) for entry in block.entries)
    return letters >= 9 and documents >= 0.7 * count


def _score(block: Block) -> float:
    count = len(block.entries)
    letters = min(sum(len(entry.title) for entry in block.entries) / count, 24)
    documents = sum(is_document_address(entry.url) for entry in block.entries) / count
    score = count * (0.4 + block.dated / count) * (0.5 + documents) * (letters / 24 + 0.2)
    if side_heading(block.rows[0]):
        return score * 0.1
    return score * (0.3 if within_aside(block.rows[0]) else 1.0)
