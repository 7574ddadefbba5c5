"""What stands on a page: title, official text, kind of page, attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import DocumentItem
from pipelines.attachment_link import attachment_links, find_attachments
from pipelines.heading import Heading, find_heading, guess_heading, read_meta, told_titles
from pipelines.main_text import Place, TextFinder
from pipelines.page_kind import judge_kind
from pipelines.page_tree import clean_text, read_tree
from pipelines.plain_text import read_plain
from pipelines.trim import trim
from platforms import registry
from platforms.family import recognise_family
from platforms.page import parse_html, select

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from crawler.items import PageItem
    from pipelines.page_tree import Line, PageTree
    from portals.schema import DocumentRules

__all__ = ["ExtractPipeline", "attachment_links", "extract"]


def extract(page: PageItem) -> DocumentItem:
    """Read one page, HTML or plain text: everything but its metadata."""
    item = DocumentItem(page, url=page.url or None, portal=page.portal)
    if page.is_html:
        extract_html(page, item)
    else:
        read_plain(page, item)
    return item


def extract_html(page: PageItem, item: DocumentItem) -> None:
    """Fill the item from an HTML page."""
    parser = parse_html(page.html)
    tree = read_tree(parser)
    item.tree, item.lines, item.meta = parser, tree.visible(), read_meta(parser)
    name_platform(page, item)
    lines = find_text(page, item, tree)
    if not lines and tree.reveal(containers(item.platform)):
        lines = find_text(page, item, tree)
        item.explain["text"] += ", hidden by its style"
    item.text = "\n".join(line.text for line in lines)
    item.attachments = find_attachments(parser, page.url or None)
    judge_kind(item, tree, lines)


def name_platform(page: PageItem, item: DocumentItem) -> None:
    """The platform the portal file names, else the one the page shows."""
    if page.platform not in (None, "auto"):
        item.platform, item.explain["platform"] = page.platform, "portal file"
    else:
        item.platform, item.explain["platform"] = recognise_family(page.html, page.url)


def find_text(page: PageItem, item: DocumentItem, tree: PageTree) -> list[Line]:
    """Find heading and text; both are explained."""
    parser, rules = item.tree, page.rules
    told = told_titles(parser, item.meta, page.listed.title)
    heading = ruled_heading(parser, tree, rules) or find_heading(tree, told)
    finder = TextFinder(tree, heading.behind or 0)
    place = ruled_place(parser, tree, rules) or finder.find(containers(item.platform))
    if heading.title is None:
        heading = guess_heading(tree, told, place.start, item.meta.get("sitename", ""))
    item.title, item.explain["title"] = heading.title, heading.evidence
    item.explain["text"] = place.evidence
    dropped = removed_lines(parser, tree, item.platform, rules)
    start = max(place.start, heading.behind or 0) if (heading.behind or 0) < place.end else place.start
    lines = [tree.lines[i] for i in range(start, place.end) if i not in dropped]
    return trim(lines, heading.title or "")


def ruled_heading(
    parser: LexborHTMLParser, tree: PageTree, rules: DocumentRules | None
) -> Heading | None:
    """The heading where the portal file says it is."""
    if rules is None or rules.title is None:
        return None
    for node in select(parser, rules.title):
        if text := clean_text(node.text()):
            index = tree.find(node)
            return Heading(text, tree.elements[index].end if index is not None else None, "rule")
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
    if not spans:
        return None
    return Place(min(s for s, _ in spans), max(e for _, e in spans), f"rule {rules.body}")


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


def containers(platform: str | None) -> tuple[str, ...]:
    """Where the families keep the text: the page's own family first."""
    return tuple(name for module in by_trust(platform) for name in module.CONTAINERS)


def removals(platform: str | None) -> frozenset[str]:
    """What the families put into the text that is not of it."""
    return frozenset(name for module in by_trust(platform) for name in module.REMOVE)


def by_trust(platform: str | None) -> list[registry.Platform]:
    """The platforms, the page's own first."""
    return sorted(registry.PLATFORMS.values(), key=lambda module: module.NAME != platform)


class ExtractPipeline:
    """The first step of an item."""

    def process_item(self, item: PageItem) -> DocumentItem:
        """Read the page."""
        return extract(item)
