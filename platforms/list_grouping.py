"""Which rows of a page belong to one list: by names, by place, by the addresses they link."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from platforms.address_shape import shape_of
from platforms.list_nodes import link_address

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from platforms.list_survey import Page


def group_rows(rows: list[LexborNode], page: Page) -> list[list[LexborNode]]:
    """Rows of one shape together: same tags and classes above them, or the same grandparent."""
    shapes: dict[tuple[str, ...], list[LexborNode]] = defaultdict(list)
    for row in rows:
        shapes[_shape(row)].append(row)
    families: dict[tuple[int, str], list[LexborNode]] = {}
    for shape, members in shapes.items():
        for column in [members] if _is_named(shape) else _columns(members, page):
            families.setdefault(_family(column[0]), []).extend(column)
    order = {row.mem_id: i for i, row in enumerate(rows)}
    return [sorted(rows_, key=lambda r: order[r.mem_id]) for rows_ in families.values()]


def _is_named(shape: tuple[str, ...]) -> bool:
    """Whether a class tells the rows' place from others of the page."""
    return any(not part.endswith(".") for part in shape[1:])


def _columns(rows: list[LexborNode], page: Page) -> list[list[LexborNode]]:
    """Rows of one shape without names, apart where neither place nor addresses are alike."""
    found: list[tuple[set[object], list[LexborNode]]] = []
    for row in rows:
        marks: set[object] = {_family(row), _address_shape(row, page)}
        same = next((column for column in found if column[0] & marks), None)
        if same is None:
            found.append((marks, [row]))
        else:
            same[0].update(marks)
            same[1].append(row)
    return [members for _, members in found]


def _address_shape(row: LexborNode, page: Page) -> str:
    links = (node for is_day, node in page.below[row.mem_id] if not is_day)
    return next((shape_of(address) for node in links if (address := link_address(node))), "")


def _shape(row: LexborNode) -> tuple[str, ...]:
    parts = [row.tag or ""]
    node = row.parent
    for _ in range(3):
        if node is None:
            break
        parts.append(f"{node.tag}.{node.attributes.get('class') or ''}")
        node = node.parent
    return tuple(parts)


def _family(row: LexborNode) -> tuple[int, str]:
    parent = row.parent
    above = parent.parent if parent else None
    return (above.mem_id if above else 0, f"{parent.tag if parent else ''}>{row.tag}")
