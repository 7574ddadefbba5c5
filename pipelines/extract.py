"""What stands on a page: title, official text, kind of page, attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from crawler.items import DocumentItem, PageItem
from pipelines.attachment_link import find_attachments
from pipelines.heading import (
    Heading,
    find_heading,
    guess_heading,
    is_letterhead,
    read_meta,
    told_titles,
)
from pipelines.main_text import Place, TextFinder, posting_line
from pipelines.page_kind import judge_kind
from pipelines.page_tree import clean_text
from pipelines.plain_text import read_plain
from pipelines.tree_walk import read_tree
from pipelines.trim import trim, without_boilerplate
from platforms import registry
from platforms.family import recognise_family
from platforms.inline_document import whole_page
from platforms.page import parse_html, select

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from pipelines.page_tree import Line, PageTree
    from platforms.base import Platform
    from portals.schema import DocumentRules

MISPLACED = 80  # weight of text below a heading under which it is doubted
LITTLE = 40  # the same below a line of posting, which may also stand under the text
POSTED_ABOVE = 0.2  # share of the text below a line of posting that stands above it
LIST_ANSWER = re.compile(r"^\s*(?:[\[{]|<\?xml|<datastore)", re.IGNORECASE)


def is_list_answer(html: str) -> bool:
    """Whether the text is data (JSON, or the XML of a list) and no page."""
    return (
        LIST_ANSWER.match(html.lstrip("\ufeff")) is not None and "<html" not in html[:2000].lower()
    )


def extract(page: PageItem) -> DocumentItem:
    """Read one page, HTML or plain text: everything but its metadata."""
    if page.is_html:
        page = replace(page, html=whole_page(page.html, page.url or None))
    item = DocumentItem(page, url=page.url or None, portal=page.portal)
    if not page.is_html:
        read_plain(page, item)
    elif is_list_answer(page.html):
        item.page_kind, item.explain["page_kind"] = "list", "data, no page"
    else:
        extract_html(page, item)
    return item


def extract_html(page: PageItem, item: DocumentItem) -> None:
    """Fill the item from an HTML page."""
    parser = parse_html(page.html)
    tree = read_tree(parser)
    item.tree, item.lines, item.meta = parser, tree.visible(), read_meta(parser)
    item.label_texts = tree.labels
    name_platform(page, item)
    found = find_text(page, item, tree)
    if not found.lines and tree.reveal(containers(item.platform)):
        found = find_text(page, item, tree)
        item.explain["text"] += ", hidden by its style"
    lines = without_boilerplate(found.lines, item)
    item.text = "\n".join(line.text for line in lines)
    item.attachments = find_attachments(parser, tree, page.url or None, found.first)
    judge_kind(item, tree, lines)


def name_platform(page: PageItem, item: DocumentItem) -> None:
    """The platform the portal file names, else the one the page shows."""
    if page.platform not in (None, "auto"):
        item.platform, item.explain["platform"] = page.platform, "portal file"
    else:
        item.platform, item.explain["platform"] = recognise_family(page.html, page.url)


@dataclass(frozen=True)
class Found:
    """The official lines, and the first line of the page that may carry an attachment."""

    lines: list[Line]
    first: int


def find_text(page: PageItem, item: DocumentItem, tree: PageTree) -> Found:
    """Find heading and text; both are explained."""
    parser, rules = item.tree, page.rules
    told = told_titles(parser, item.meta, page.listed.title)
    heading = ruled_heading(parser, tree, rules) or find_heading(tree, told)
    finder, heading = start_finder(tree, heading)
    place = ruled_place(parser, tree, rules) or finder.find(containers(item.platform))
    if heading.title is None:
        heading = guess_heading(tree, told, place, item.meta.get("sitename", ""))
    item.title, item.explain["title"] = heading.title, heading.evidence
    item.explain["text"] = place.evidence
    dropped = removed_lines(parser, tree, item.platform, rules)
    start = text_start(tree, place, heading)
    lines = [tree.lines[i] for i in place.indices() if i >= start and i not in dropped]
    trimmed = trim(lines, heading.title or "", tight=place.tight)
    return Found(trimmed, min(start, heading.behind or place.start))


def start_finder(tree: PageTree, heading: Heading) -> tuple[TextFinder, Heading]:
    """Look below the heading or, without one, below the line of posting; anywhere when little stands there."""
    first = heading.behind or posting_line(tree.lines)
    finder = TextFinder(tree, first)
    if first and (finder.total < MISPLACED or not heading.behind):
        whole = TextFinder(tree, 0)
        least = MISPLACED if heading.behind else max(MISPLACED, POSTED_ABOVE * whole.total)
        below, half = whole.below(first), whole.total / 2
        if below < least < half or (not heading.behind and below < LITTLE < half):
            return whole, replace(heading, first=0, behind=0)
    return finder, heading


def text_start(tree: PageTree, place: Place, heading: Heading) -> int:
    """Behind the heading, but not behind a number the document prints above it."""
    if not place.start <= heading.first < place.end:
        return max(place.start, heading.behind) if heading.behind < place.end else place.start
    above = tree.lines[place.start : heading.first]
    if any(is_letterhead(line.text) for line in above if not line.hidden):
        return place.start
    return heading.behind


def ruled_heading(
    parser: LexborHTMLParser, tree: PageTree, rules: DocumentRules | None
) -> Heading | None:
    """The heading where the portal file says it is."""
    if rules is None or rules.title is None:
        return None
    for node in select(parser, rules.title):
        if text := clean_text(node.text()):
            index = tree.find(node)
            element = tree.elements[index] if index is not None else None
            return Heading(
                text, "rule", element.start if element else 0, element.end if element else 0
            )
    return None


def ruled_place(
    parser: LexborHTMLParser, tree: PageTree, rules: DocumentRules | None
) -> Place | None:
    """The text where the portal file says it is; None when nothing is there."""
    if rules is None or rules.body is None:
        return None
    found = [index for node in select(parser, rules.body) if (index := tree.find(node)) is not None]
    spans = [(tree.elements[i].start, tree.elements[i].end) for i in found]
    spans = [(start, end) for start, end in spans if end > start]
    return Place(tuple(spans), f"rule {rules.body}", tight=True) if spans else None


def removed_lines(
    parser: LexborHTMLParser, tree: PageTree, platform: str | None, rules: DocumentRules | None
) -> set[int]:
    """Lines inside what the platform or the portal file takes out of the text."""
    removed = set(tree.lines_named(removals(platform)))
    for rule in rules.remove if rules else ():
        for node in select(parser, rule):
            index = tree.by_id.get(node.mem_id)
            if index is not None:
                removed.update(range(tree.elements[index].start, tree.elements[index].end))
    return removed


@cache
def containers(platform: str | None) -> tuple[str, ...]:
    """Where the families keep the text: the page's own family first."""
    return tuple(name for module in by_trust(platform) for name in module.CONTAINERS)


@cache
def removals(platform: str | None) -> frozenset[str]:
    """What the families put into the text that is not of it."""
    return frozenset(name for module in by_trust(platform) for name in module.REMOVE)


def by_trust(platform: str | None) -> list[Platform]:
    """The platforms, the page's own first."""
    return sorted(registry.PLATFORMS.values(), key=lambda module: platform != module.NAME)


class ExtractPipeline:
    """The first step of an item."""

    def process_item(self, item: PageItem) -> DocumentItem:
        """Read the page."""
        return extract(item)
