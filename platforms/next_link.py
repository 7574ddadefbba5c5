"""The pager of a list page: where it stands, where it leads, what total it states."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from platforms.list_dates import squeeze
from platforms.list_nodes import TEMPLATE, link_address, text_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from platforms.list_structure import Block

NEXT = re.compile(
    r"(?:下一?页|后一?页|下页|向后|next(?:\s*page)?)\s*[>»›→]*|[>›»]{1}", re.IGNORECASE
)
PAGER_CLASS = re.compile(r"page(?!list|con|_list)|pagin|fenye|pages", re.IGNORECASE)
CURRENT = re.compile(r"\b(?:current|active|on|cur|selected|now\w*|this)\b")
MOST_NUMBERS = 60  # page numbers of a pager that are looked at
MOST_PAGERS = 200
TOTALS = (
    re.compile(
        r"(?:共计|共有|共|总计|合计|总数)为?\s*[:：]?\s*(\d{1,7})\s*(?:条|项|篇|件|个(?!页)|则)"
    ),
    re.compile(r"总(?:记录|条目|信息)?(?:数|条数)\s*[:：]?\s*(\d{1,7})"),
    re.compile(r"记录总数\s*[:：]?\s*(\d{1,7})"),
)
SCRIPT_TOTAL = re.compile(
    r"\b(?:totalRecords?|totalCount|recordCount|total_records)[\"']?\s*[:=]\s*[\"']?(\d{1,7})\b"
)


def find_next_link(tree: LexborHTMLParser, url: str | None) -> str | None:
    """The address behind 下一页, `>` or the page number that follows the current one."""
    relation = tree.css_first("link[rel=next]")
    if relation and relation.attributes.get("href"):
        return relation.attributes["href"]
    anchors = [a for a in tree.css("a") if not _is_off(a)]
    for anchor in anchors:
        text = text_of(anchor) or squeeze(anchor.attributes.get("title") or "")
        title = squeeze(anchor.attributes.get("title") or "")
        if NEXT.fullmatch(text) or NEXT.fullmatch(title):
            address = link_address(anchor)
            if address and not TEMPLATE.search(address):
                return address
    return _following_number(anchors)


def _is_off(anchor: LexborNode) -> bool:
    names = anchor.attributes.get("class") or ""
    return "disabled" in names or "disabled" in anchor.attributes


def _following_number(anchors: list[LexborNode]) -> str | None:
    """The link numbered one above the number that is no link, or is marked as current."""
    numbered = [(a, n) for a in anchors if (n := _page_number(a)) is not None][:MOST_NUMBERS]
    current = _current_number(numbered)
    if current is None:
        return None
    links = (link_address(a) for a, number in numbered if number == current + 1)
    return next((address for address in links if address), None)


def _page_number(node: LexborNode) -> int | None:
    text = node.text(deep=True)
    text = squeeze(text).strip("[]【】() ") if len(text) < 60 else ""
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _current_number(numbered: list[tuple[LexborNode, int]]) -> int | None:
    for anchor, number in numbered:
        if CURRENT.search(anchor.attributes.get("class") or "") or not link_address(anchor):
            return number
    parents = {p.mem_id: p for anchor, _ in numbered if (p := _row_of_numbers(anchor))}
    found = (_unlinked_number(parent) for parent in parents.values())
    return next((number for number in found if number is not None), None)


def _row_of_numbers(anchor: LexborNode) -> LexborNode | None:
    """The element around the numbers: the parent, or the one above where each has an element."""
    parent = anchor.parent
    alone = parent is not None and len(list(islice(parent.iter(), 2))) == 1
    return parent.parent if parent is not None and alone and parent.parent else parent


def _unlinked_number(parent: LexborNode) -> int | None:
    for child in islice(parent.iter(), MOST_NUMBERS):
        number = _page_number(child)
        if number is not None and child.tag != "a" and not child.css_first("a[href]"):
            return number
    return None


def find_pager(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that turns pages: the one named so, or around 下一页."""
    for anchor in tree.css("a, span, button, li"):
        text = anchor.text(deep=True)
        if len(text) < 40 and NEXT.fullmatch(squeeze(text)) and len(squeeze(text)) > 1:
            return anchor
    named = (node for node in tree.css("div, ul, p, td, nav") if PAGER_CLASS.search(_names(node)))
    for node in islice(named, MOST_PAGERS):
        text = text_of(node)
        if len(text) < 200 and re.search(r"\d|页|createPage|^$", text):
            return node
    return None


def _names(node: LexborNode) -> str:
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def near_pager(blocks: list[Block], pager: LexborNode | None) -> list[Block]:
    """Blocks in their order, but the one that stands closest to the pager first."""
    if pager is None or len(blocks) < 2:
        return blocks
    above = _ancestors(pager)
    far = [(_distance(block.rows[0], above), i) for i, block in enumerate(blocks)]
    nearest = min(far)[0]
    close = [i for distance, i in far if distance == nearest]
    first = close[0] if len(close) < len(blocks) else 0
    chosen = blocks[first]
    if chosen.score * 12 < blocks[0].score:
        return blocks
    return [chosen, *(block for i, block in enumerate(blocks) if i != first)]


def _ancestors(node: LexborNode) -> set[int]:
    found: set[int] = set()
    current: LexborNode | None = node
    while current is not None:
        found.add(current.mem_id)
        current = current.parent
    return found


def _distance(node: LexborNode, above: set[int]) -> int:
    steps = 0
    current: LexborNode | None = node
    while current is not None and current.mem_id not in above:
        current, steps = current.parent, steps + 1
    return steps


def read_total(tree: LexborHTMLParser, text: str) -> int | None:
    """The number of entries a list page states, in words or in its paging script."""
    body = tree.body
    visible = squeeze(text_of(body, joint=" ")) if body else ""
    for form in TOTALS:
        found = form.search(visible)
        if found:
            return int(found[1])
    found = SCRIPT_TOTAL.search(text)
    return int(found[1]) if found else None
