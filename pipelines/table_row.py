"""Which rows of a table are data, and how such a row becomes one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.page_tree import Line

if TYPE_CHECKING:
    from pipelines.page_tree import PageTree

ROW_LIMIT = 3000  # characters of a row that is still read as one line
CELL_LIMIT = 6  # paragraphs of a cell of such a row
LINKS_IN_ROW = 4  # links from which on a row is navigation


@dataclass(slots=True)
class Row:
    """An open row: its element, the stretches of its cells that hold text, whether it holds more than text."""

    element: int
    cells: list[tuple[int, int]]
    nested: bool = False  # with a table or a heading inside: a layout


def join_row(tree: PageTree, row: Row) -> None:
    """Make one line of a data row, its cells joined by tabs; a layout row stays as it is."""
    element = tree.elements[row.element]
    if len(row.cells) < 2 or row.nested or element.hidden or not is_data(tree, row.cells):
        return
    inside = tree.lines[element.start :]
    text = "\t".join(" ".join(line.text for line in tree.lines[a:b]) for a, b in row.cells)
    linked, files = sum(line.linked for line in inside), any(line.files for line in inside)
    tree.lines[element.start :] = [Line(text, linked, False, row.element, True, files)]
    close_up(tree, row.element, element.start)


def close_up(tree: PageTree, row: int, start: int) -> None:
    """Let what stood on the lines of a joined row stand on its one line."""
    tree.elements[row].end = start + 1
    for inner in tree.elements[row + 1 :]:
        inner.start, inner.end = min(inner.start, start), min(inner.end, start + 1)
    for link in reversed(tree.links):
        if link.line <= start:
            break
        link.line = start


def is_data(tree: PageTree, cells: list[tuple[int, int]]) -> bool:
    """Whether cells hold data rather than the columns of a layout."""
    if max(end - start for start, end in cells) > CELL_LIMIT:
        return False
    inside = tree.lines[cells[0][0] : cells[-1][1]]
    if any(line.hidden for line in inside) or sum(len(line.text) for line in inside) > ROW_LIMIT:
        return False
    return sum(line.linked > 0 for line in inside) < LINKS_IN_ROW
