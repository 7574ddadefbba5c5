"""The pager of a list page: where it stands, where it leads, what total it states."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from platforms.list_dates import squeeze
from platforms.list_nodes import TEMPLATE, link_address, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from platforms.list_structure import Block

NEXT = re.compile(
    r"[\[【(（]*(?:下一?页|后一?页|下页|向后|next(?:page)?)(?:[(（]\w[)）])?[\]】)）]*[>»›→]*|[>›»]",
    re.IGNORECASE,
)
PAGER_CLASS = re.compile(r"page(?!list|con|_list)|pagin|fenye|pages", re.IGNORECASE)
CURRENT = re.compile(r"\b(?:current|active|on|cur|selected|now\w*|this)\b")
MOST_NUMBERS = 60  # page numbers of a pager that are looked at
MOST_PAGERS = 200
PAGE_TEXT = re.compile(r"第?\s*\d{1,4}\s*页?")
TOTALS = (
    re.compile(
        r"(?:共计|共有|共|总计|合计|总数)(?:为|找到|检索到|搜索到|查到)?约?\s*[:：]?\s*(\d{1,7})\s*(?:条|项|篇|件|个(?!页)|则)"
    ),
    re.compile(r"总(?:记录|条目|信息)?(?:数|条数)\s*[:：]?\s*(\d{1,7})"),
    re.compile(r"记录(?:总数|数)\s*[:：]?\s*(\d{1,7})"),
    re.compile(r"(?<![每页\d])\s(\d{1,7})\s*条(?:记录|信息|数据)"),
)
SCRIPT_TOTAL = re.compile(
    r"\b(?:totalRecords?|totalCount|(?:m_n)?[rR]ecordCount|total_records)[\"']?\s*[:=]\s*[\"']?(\d{1,7})\b"
)


def find_next_link(tree: LexborHTMLParser, url: str | None) -> str | None:
    """The address behind 下一页, `>` or the page number that follows the current one."""
    relation = tree.css_first("link[rel=next]")
    if relation and relation.attributes.get("href"):
        return relation.attributes["href"]
    clickable = [node for node in tree.css("a, [onclick]") if not _is_off(node)]
    for node in clickable:
        if any(says_next(text) for text in _names_of(node)):
            address = link_address(node)
            if address and not TEMPLATE.search(address):
                return address
    return _following_number([a for a in clickable if a.tag == "a"]) or _following_option(tree)


def says_next(text: str) -> bool:
    """Whether a text is 下一页 or one of its kin."""
    return len(text) < 40 and bool(NEXT.fullmatch(re.sub(r"\s", "", text)))


def _names_of(node: LexborNode) -> Iterator[str]:
    """What a link is called: its text, its tip, that of its picture."""
    image = node.css_first("img[alt]")
    yield text_of(node) if node.tag == "a" or not node.css_first("a") else ""
    yield squeeze(node.attributes.get("title") or "")
    yield squeeze(image.attributes.get("alt") or "") if image else ""


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
        if _is_current(anchor) or not link_address(anchor):
            return number
    parents = {p.mem_id: p for anchor, _ in numbered if (p := _row_of_numbers(anchor))}
    found = (_unlinked_number(parent) for parent in parents.values())
    return next((number for number in found if number is not None), None)


def _is_current(anchor: LexborNode) -> bool:
    """Whether a number, or the element it stands in alone, is marked as the page shown."""
    parent = anchor.parent
    nodes = [anchor, parent] if parent is not None and parent.tag in {"li", "span"} else [anchor]
    return any(CURRENT.search(node.attributes.get("class") or "") for node in nodes)


def _following_option(tree: LexborHTMLParser) -> str | None:
    """The address in the option behind the chosen one, where a box of pages holds addresses."""
    for box in islice(tree.css("select"), MOST_PAGERS):
        options = list(islice(box.css("option"), 2000))
        pairs = [(o, (o.attributes.get("value") or "").strip()) for o in options]
        if len(pairs) < 2 or not all(
            PAGE_TEXT.fullmatch(text_of(o)) and "." in v for o, v in pairs
        ):
            continue
        chosen = next((i for i, (o, _) in enumerate(pairs) if "selected" in o.attributes), 0)
        return pairs[chosen + 1][1] if chosen + 1 < len(pairs) else None
    return None


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
        if says_next(text) and len(squeeze(text)) > 1:
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
    above = _levels_above(pager)
    far = [(_distance(block.rows[0], above), i) for i, block in enumerate(blocks)]
    nearest = min(far)[0]
    close = [i for distance, i in far if distance == nearest]
    first = close[0] if len(close) < len(blocks) else 0
    chosen = blocks[first]
    if chosen.score * 12 < blocks[0].score:
        return blocks
    return [chosen, *(block for i, block in enumerate(blocks) if i != first)]


def _levels_above(node: LexborNode) -> dict[int, int]:
    """The elements around a node (mem_id), each with the number of steps to it."""
    found: dict[int, int] = {}
    current: LexborNode | None = node
    while current is not None:
        found[current.mem_id] = len(found)
        current = current.parent
    return found


def _distance(node: LexborNode, above: dict[int, int]) -> int:
    """Steps from the pager to the element that holds both it and the node."""
    current: LexborNode | None = node
    while current is not None and current.mem_id not in above:
        current = current.parent
    return above[current.mem_id] if current is not None else len(above)


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
