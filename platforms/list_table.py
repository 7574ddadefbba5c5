"""Tables of a list: the cell of a row that stands under a certain heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.list_nodes import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborNode

LONGEST_HEADING = 11


def cell_under(row: LexborNode, is_heading: Callable[[str], bool]) -> LexborNode | None:
    """The cell in the one column with such a heading; None where no heading tells."""
    table = row.parent
    if row.tag != "tr" or table is None:
        return None
    heading = next((child for child in _rows_around(table) if child.mem_id != row.mem_id), None)
    cells = [text_of(cell) for cell in heading.iter()] if heading else []
    columns = [
        i for i, text in enumerate(cells) if len(text) <= LONGEST_HEADING and is_heading(text)
    ]
    own = list(row.iter())
    return own[columns[0]] if len(columns) == 1 and len(own) == len(cells) else None


def _rows_around(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table body, those of its `<thead>` first."""
    above = table.parent
    yield from above.css("thead tr") if above and table.tag == "tbody" else ()
    yield from (child for child in table.iter() if child.tag == "tr")
