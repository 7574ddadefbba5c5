"""One row of a list: its link, whole title, date and document number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms.base import ListEntry
from platforms.list_dates import split_title_date, squeeze, to_day
from platforms.list_nodes import join_address, link_address, text_of, texts_of, walk_visible
from platforms.list_titles import is_generic, link_title, says_view, split_order, title_weight
from platforms.row_dates import date_by_heading, date_under_year, find_dates

if TYPE_CHECKING:
    from collections.abc import Collection

    from selectolax.lexbor import LexborNode

NUMBER_BODY = (
    r"[\u4e00-\u9fffA-Za-z0-9（）()]{1,24}[〔﹝\[【（(［]\s*(?:19|20)\d{2}\s*[〕﹞\]】）)］]\s*第?\s*[\d０-９]{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,24}(?:令|公告|通告)\s*[（(〔]?(?:\d{4}\s*年?)?[〕]?\s*第\s*[\d〇一二三四五六七八九十百零]{1,6}\s*号[）)]?"
    r"|[\u4e00-\u9fff]{0,20}第\s*[\d〇一二三四五六七八九十百零]{1,5}\s*号令?"
    r"|[\u4e00-\u9fff]{2,24}公告\s*\d{4}\s*年第\s*\d{1,4}\s*号"
)
NUMBER = re.compile(
    rf"[（(\[]?\s*(?:(?:发文字号|发文号|文件编号|文号|字号)\s*[:：]\s*)?({NUMBER_BODY})\s*[）)\]]?"
)
LABELLED_NUMBER = re.compile(rf"(?:发文字号|文件编号|文号)\s*[:：]\s*({NUMBER_BODY})")


def read_row(row: LexborNode, base: str | None, url: str | None = None) -> ListEntry | None:
    """The entry a row shows; None when it links nothing that could be a document."""
    link = main_link(row)
    if link is None:
        return None
    node, address = link
    absolute = join_address(base, address)
    found = find_dates(row, absolute)
    order, bare = split_order(node, found.nodes)
    inner = {} if order else numbers_within(node, found.nodes)
    title, glued = link_title(node, row, found.nodes | inner.keys())
    if is_generic(title):
        return None
    day = date_by_heading(row, found) or found.best() or glued or to_day(node.attributes.get("rq"))
    day = day or date_under_year(row)
    number = node.attributes.get("wh") or order or next(iter(inner.values()), None)
    return ListEntry(absolute, bare if order else title, day, number or find_number(row, node))


def main_link(row: LexborNode) -> tuple[LexborNode, str] | None:
    """The link of a row that carries its title, and its address."""
    links = [(node, address) for node in _links(row) if (address := link_address(node))]
    named = [(node, address, title_weight(node)) for node, address in links]
    longest = max((weight for *_, weight in named), default=0)
    for node, address, weight in named:
        if weight and weight >= 0.6 * longest:
            return _first_to(address, named) or node, address
    if longest:
        return None
    if len(links) == 1 and not text_of(links[0][0]):
        return links[0]
    return next((link for link in links if says_view(link[0])), None)


def _first_to(address: str, named: list[tuple[LexborNode, str, int]]) -> LexborNode | None:
    """Of several links to one address the first is the title, the next its summary."""
    return next((node for node, where, weight in named if where == address and weight > 4), None)


def _links(row: LexborNode) -> list[LexborNode]:
    anchors = [n for n in walk_visible(row) if not n.is_text_node and n.tag == "a"]
    if row.tag == "a":
        anchors.insert(0, row)
    if any(link_address(a) for a in anchors):
        return anchors
    clickable = [n for n in walk_visible(row) if not n.is_text_node and "onclick" in n.attributes]
    return [row, *clickable] if "onclick" in row.attributes else clickable


def numbers_within(link: LexborNode, skip: Collection[int] = ()) -> dict[int, str]:
    """Document numbers that stand in a link as pieces of their own beside its title, by node
    (mem_id).
    """
    found: dict[int, str] = {}
    for node in walk_visible(link, skip):
        if node.is_text_node and "号" in (text := squeeze(node.text(deep=False))):
            number = NUMBER.fullmatch(text) if len(text) <= 60 else None
            if number and _has_title(text_of(link, {*skip, node.mem_id})):
                found[node.mem_id] = number[1].strip()
    return found


def _has_title(rest: str) -> bool:
    """Whether the rest of a link is a title rather than nothing, or a summary in sentences."""
    return len(rest) >= 6 and not rest.endswith(("。", "…", "..."))


def find_number(row: LexborNode, link: LexborNode) -> str | None:
    """The document number (发文字号) a row shows beside its title, as printed."""
    skip = {link.mem_id} if link.mem_id != row.mem_id else ()
    for text in (split_title_date(squeeze(piece))[0] for piece in texts_of(row, skip)):
        found = NUMBER.fullmatch(text) if len(text) <= 60 else None
        found = found or (LABELLED_NUMBER.search(text) if "号" in text else None)
        if found:
            return found[1].strip()
    return None
