"""The dates a row of a list shows, wherever in it they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_nodes import text_of, walk_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

LABEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:日期|时间|发布|成文|印发)\s*[:：]?")


@dataclass
class Dated:
    """The dates found in a piece of a page, and the nodes (mem_id) that show them."""

    days: list[tuple[str | None, str]] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)

    def best(self) -> str | None:
        """The day of publication where one is labelled, else the last one without a label."""
        published = [day for label, day in self.days if dates.is_publication(label)]
        plain = [day for label, day in self.days if not label]
        days = published or plain or [day for _, day in self.days]
        return days[-1] if days else None


def find_dates(row: LexborNode, url: str = "") -> Dated:
    """Every date a row shows outside running text."""
    found = Dated()
    before = ""
    for node in walk_visible(row):
        if not node.is_text_node:
            continue
        text = dates.squeeze(node.text(deep=False))
        if not text:
            continue
        hit = dates.read_date(text) or _month_day(text, url)
        if hit:
            label = hit[0] or (before if LABEL.fullmatch(before) else None)
            found.days.append((label, hit[1]))
            found.nodes.add(node.mem_id)
        else:
            _note_other(node, text, row, found)
        before = text
    return found


def date_by_heading(row: LexborNode, found: Dated) -> str | None:
    """The day in the column that a table heads 发布日期; None where no heading tells."""
    table = row.parent
    if len(found.days) < 2 or row.tag != "tr" or table is None:
        return None
    heading = next((child for child in _rows_around(table) if child.mem_id != row.mem_id), None)
    cells = [text_of(cell) for cell in heading.iter()] if heading else []
    columns = [i for i, text in enumerate(cells) if len(text) < 12 and dates.is_publication(text)]
    own = list(row.iter())
    if len(columns) != 1 or len(own) != len(cells):
        return None
    return find_dates(own[columns[0]]).best()


def _rows_around(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table body, those of its `<thead>` first."""
    above = table.parent
    yield from above.css("thead tr") if above and table.tag == "tbody" else ()
    yield from (child for child in table.iter() if child.tag == "tr")


def date_shown(node: LexborNode, url: str = "") -> str | None:
    """The day a text node shows, alone or as a piece of a date."""
    text = dates.squeeze(node.text(deep=False))
    hit = dates.read_date(text) or _month_day(text, url) or dates.find_labelled_date(text)
    if hit or node.parent is None:
        return hit[1] if hit else None
    return find_dates(node.parent, url).best()


def _month_day(text: str, url: str) -> tuple[None, str] | None:
    day = dates.read_month_day(text, url) if url else None
    return (None, day) if day else None


def _note_other(node: LexborNode, text: str, row: LexborNode, found: Dated) -> None:
    """A date in pieces, or one that a longer text labels."""
    if dates.is_partial_date(text):
        whole = _split_date(node, row)
        if whole and whole[0].mem_id not in found.nodes:
            found.days.append((None, whole[1]))
            found.nodes.add(whole[0].mem_id)
        return
    labelled = (
        dates.find_labelled_date(text)
        if len(text) <= 200 and ("期" in text or "间" in text or "发布于" in text)
        else None
    )
    if labelled:
        found.days.append(labelled)
        found.nodes.add(node.mem_id)


def _split_date(node: LexborNode, row: LexborNode) -> tuple[LexborNode, str] | None:
    current = node.parent
    for _ in range(3):
        if current is None:
            return None
        text = text_of(current, joint=" ")
        if len(text) > 24:
            return None
        day = dates.read_split_date(text)
        if day:
            return current, day
        if current.mem_id == row.mem_id:
            return None
        current = current.parent
    return None
