"""Reading a list page: rows by a portal's rules or by structure, wherever the page hides them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from platforms.address_shape import shape_of
from platforms.base import ListEntry, ListPage, ListRequest
from platforms.inline_data import inline_entries, written_markup
from platforms.list_aside import side_heading
from platforms.list_dates import squeeze, to_day
from platforms.list_nodes import (
    COMMENT_CLOSING,
    COMMENT_OPENING,
    base_address,
    clean_title,
    join_address,
    strip_server_comments,
)
from platforms.list_rows import find_number, main_link, read_row
from platforms.list_structure import find_blocks
from platforms.list_survey import survey
from platforms.list_titles import link_title
from platforms.next_link import find_next_link, find_pager, near_pager, read_total
from platforms.page import parse_html, select
from platforms.row_dates import find_dates
from platforms.text_spans import spans

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from platforms.list_structure import Block
    from portals.schema import ListRules

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
FEW = 3  # visible rows that may be a side show of a list that stands elsewhere
CONDITIONAL = re.compile(r"^\[if\b|<!\[endif\]|^\s*#include", re.IGNORECASE)


@dataclass(frozen=True)
class ListDocument:
    """A list page ready for reading: its text, its tree, its own address and what links hang on."""

    text: str
    tree: LexborHTMLParser
    url: str | None
    base: str | None

    @cached_property
    def blocks(self) -> list[Block]:
        """The lists of the page, best first."""
        body = self.tree.body
        if body is None:
            return []
        return near_pager(find_blocks(survey(body, self.base, self.url)), self.pager)

    @cached_property
    def pager(self) -> LexborNode | None:
        """The element that turns pages."""
        return find_pager(self.tree)

    def is_own(self, block: Block) -> bool:
        """Whether the best block is the column's: a page without rows may show 热点 at its side."""
        heading = None if self.pager else side_heading(block.rows[0])
        title = self.tree.css_first("title") if heading else None
        return heading is None or (title is not None and heading in title.text())


@lru_cache(maxsize=2)
def open_list(text: str, url: str | None) -> ListDocument:
    """Parse a list page once for all that reads it."""
    text = strip_server_comments(text)
    tree = parse_html(text)
    return ListDocument(text, tree, url, base_address(tree, url))


@lru_cache(maxsize=4)
def read_list(text: str, url: str | None, rules: ListRules | None = None) -> ListPage:
    """Entries, next address and stated total of a list page of unknown make."""
    page = open_list(text, url)
    return ListPage(
        entries=unique_entries(read_entries(page, rules)),
        next=next_by_link(page, rules),
        total=read_total(page.tree, page.text),
    )


def read_entries(page: ListDocument, rules: ListRules | None = None) -> list[ListEntry]:
    """Rows by the portal's rules where it has some, else those of the best block of the page."""
    if rules and rules.item:
        return entries_by_rules(page, rules)
    blocks = find_list_blocks(page)
    best = blocks[0] if blocks and page.is_own(blocks[0]) else None
    visible = best.entries if best else []
    shown = len(visible) if best and best.dated else 0
    inline = inline_entries(page.text, page.base)
    if len(inline) > 2 * shown:
        return inline
    commented = _commented_entries(page) if shown < FEW else []
    if len(commented) > 2 * shown and not _are_alike(visible, commented):
        return commented
    return visible or _unveiled_entries(page) or _written_entries(page)


def find_list_blocks(page: ListDocument) -> list[Block]:
    """The lists of a page, best first; the one that stands with the pager comes before others."""
    return page.blocks


def _are_alike(visible: list[ListEntry], commented: list[ListEntry]) -> bool:
    """Whether a row in sight has an address like those in a comment: that is then an old list."""
    shapes = {shape_of(entry.url) for entry in commented}
    return any(entry.date and shape_of(entry.url) in shapes for entry in visible)


def _commented_entries(page: ListDocument) -> list[ListEntry]:
    """Entries of a page whose whole list stands inside comments."""
    best: list[ListEntry] = []
    for _, inner in spans(page.text, COMMENT_OPENING, COMMENT_CLOSING):
        if "<a" not in inner.lower() or CONDITIONAL.search(inner):
            continue
        blocks = find_list_blocks(replace(page, text=inner, tree=parse_html(inner)))
        if blocks and blocks[0].dated and len(blocks[0].entries) > len(best):
            best = blocks[0].entries
    return best


def _unveiled_entries(page: ListDocument) -> list[ListEntry]:
    """Entries of a page that hides its whole list until a script has arranged it."""
    shown = HIDDEN.sub("", page.text)
    if shown == page.text:
        return []
    blocks = find_list_blocks(replace(page, text=shown, tree=parse_html(shown)))
    return blocks[0].entries if blocks and blocks[0].dated > 2 else []


def _written_entries(page: ListDocument) -> list[ListEntry]:
    """Entries that scripts write into the page row by row."""
    written = written_markup(page.text)
    blocks = (
        find_list_blocks(replace(page, text=written, tree=parse_html(written))) if written else []
    )
    return blocks[0].entries if blocks and blocks[0].dated > 2 else []


def entries_by_rules(page: ListDocument, rules: ListRules) -> list[ListEntry]:
    """Rows as a portal file describes them; what it leaves open is read from the row's structure."""
    rows = select(page.tree, rules.item or "")
    found = (_ruled_row(row, page, rules) for row in rows)
    return [entry for entry in found if entry]


def _ruled_row(row: LexborNode, page: ListDocument, rules: ListRules) -> ListEntry | None:
    if not (rules.link or rules.title or rules.date):
        return read_row(row, page.base, page.url)
    address, node = _ruled_link(row, rules)
    if not address:
        return None
    absolute = join_address(page.base, address)
    dates = find_dates(row, absolute)
    title = clean_title(rule_text(row, rules.title) or "") if rules.title else ""
    title = title or link_title(node, row, dates.nodes)[0]
    date = _ruled_date(row, rules.date) if rules.date else dates.best()
    return ListEntry(absolute, title, date, find_number(row, node)) if title else None


def _ruled_link(row: LexborNode, rules: ListRules) -> tuple[str | None, LexborNode]:
    if not rules.link:
        link = main_link(row)
        return (link[1], link[0]) if link else (None, row)
    if is_row_xpath(rules.link):
        text = rule_text(row, rules.link, attribute="href")
        return (text or None), row
    for node in row.css(rules.link):
        link = main_link(node)
        if link:
            return link[1], link[0]
    return None, row


def _ruled_date(row: LexborNode, rule: str) -> str | None:
    text = rule_text(row, rule) or ""
    found = re.search(r"(?:19|20)\d{2}\s?[-./年].*", squeeze(text))
    return to_day(found[0]) if found else to_day(text)


def is_row_xpath(rule: str) -> bool:
    """Whether a rule for a part of a row is XPath."""
    return rule.startswith(("/", "./", "("))


def rule_text(row: LexborNode, rule: str | None, attribute: str | None = None) -> str | None:
    """What a rule finds in a row, as text; of an element found by XPath, `attribute` if given."""
    if not rule:
        return None
    if not is_row_xpath(rule):
        node = row.css_first(rule)
        return squeeze(node.text(deep=True, separator=" ")) if node else None
    markup = row.html or ""
    root = lxml_html.fromstring(f"<table>{markup}</table>" if row.tag in {"tr", "td"} else markup)
    element = next(root.iter(row.tag), root)
    found = element.xpath(rule)
    hit = found[0] if isinstance(found, list) and found else found
    if isinstance(hit, lxml_html.HtmlElement):
        return hit.get(attribute) if attribute else squeeze(str(hit.text_content()))
    return squeeze(str(hit)) if hit else None


def next_by_link(page: ListDocument, rules: ListRules | None = None) -> ListRequest | None:
    """The next page where the page links it: by the portal's rule, else 下一页 and its kin."""
    if rules and rules.next:
        root = page.tree.body
        address = rule_text(root, rules.next, attribute="href") if root else None
        if root and not is_row_xpath(rules.next):
            node = root.css_first(rules.next)
            address = node.attributes.get("href") if node else None
    else:
        address = find_next_link(page.tree, page.url)
    if not address:
        return None
    absolute = join_address(page.base, address)
    return None if absolute == page.url else ListRequest(absolute)


def unique_entries(entries: list[ListEntry]) -> tuple[ListEntry, ...]:
    """Entries in their order, each address once; of twins the one with a date stays."""
    kept: dict[str, ListEntry] = {}
    for entry in entries:
        twin = kept.get(entry.url)
        if twin is None or (entry.date and not twin.date):
            kept[entry.url] = entry
    return tuple(kept.values())
