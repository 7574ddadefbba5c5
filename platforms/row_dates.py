"""The dates a row of a list shows, wherever in it they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_aside import texts_before
from platforms.list_nodes import text_of, walk_visible
from platforms.list_table import cell_under

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LABEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:日期|时间|发布|成文|印发)\s*[:：]?")


YEAR = re.compile(r"((?:19|20)\d{2})\s?年?度?")
YEAR_LEVELS = 3  # above a row, on which its year may stand
MOST_ROWS = 60  # between a row and the line of its year


@dataclass
class Dated:
    """The dates found in a piece of a page, and the nodes (mem_id) that show them.

    `beside` are dates that end a short text of another kind (a number, a source).
    """

    days: list[tuple[str | None, str]] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)
    beside: list[str] = field(default_factory=list)

    def best(self) -> str | None:
        """The day of publication where one is labelled, else the last one without a label."""
        published = [day for label, day in self.days if dates.is_publication(label)]
        plain = [day for label, day in self.days if not label]
        days = published or plain or [day for _, day in self.days]
        return days[-1] if days else next(iter(self.beside), None)


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
    if len(found.days) < 2:
        return None
    cell = cell_under(row, dates.is_publication)
    return find_dates(cell).best() if cell else None


def date_under_year(row: LexborNode) -> str | None:
    """The day of a row that shows month and day, and stands under a year of its own line."""
    texts = (dates.squeeze(n.text(deep=False)) for n in walk_visible(row) if n.is_text_node)
    shown = next((text for text in texts if dates.is_month_day(text)), None)
    if shown is None:
        return None
    years = (YEAR.fullmatch(text) for text in texts_before(row, YEAR_LEVELS, MOST_ROWS))
    year = next((int(found[1]) for found in years if found), None)
    return dates.with_year(shown, year) if year else None


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
        return
    day = dates.split_title_date(text)[1] if len(text) <= 60 else None
    if day and not _within_link(node, row):
        found.beside.append(day)


def _within_link(node: LexborNode, row: LexborNode) -> bool:
    current: LexborNode | None = node
    while current is not None and current.mem_id != row.mem_id:
        if current.tag == "a":
            return True
        current = current.parent
    return row.tag == "a"


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
