"""What a page says of its document: 索引号 发文机关 成文日期 发布日期 主题分类 有效性 …, with the evidence that won.

`EVIDENCE` is the order of trust, the best first; `explain[field]` tells which of them gave the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines import evidence
from pipelines import publication_date as publication
from pipelines.authorship import read_issuers
from pipelines.gazette import read_gazette_issue
from pipelines.genre import to_category
from pipelines.page_facts import PageFacts
from pipelines.page_tree import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import DocumentItem
    from pipelines.page_facts import Found

EVIDENCE: dict[str, tuple[Callable[[PageFacts], Found | None], ...]] = {
    "index_number": (evidence.index_by_label,),
    "registration_number": (evidence.registration_by_label, evidence.registration_by_line),
    "written_on": (
        evidence.written_by_signature, evidence.written_by_caption, evidence.written_by_label,
        evidence.written_by_issue_label, evidence.written_by_any_signature,
        evidence.written_by_lone_date,
    ),
    "published_at": (
        publication.by_rule, publication.by_label, publication.by_bare_line,
        publication.by_header_line, publication.by_tag, publication.by_list,
        publication.by_update_label, publication.by_address, publication.by_issue_label,
        publication.by_build_time,
    ),
    "effective_on": (evidence.effective_by_label, evidence.effective_by_text),
    "expires_on": (evidence.expiry_by_label, evidence.expiry_by_text),
    "validity": (evidence.validity_by_label, evidence.validity_by_title, evidence.validity_by_script),
    "subject": (evidence.subject_by_label,),
    "genre": (evidence.genre_by_title, evidence.genre_by_letterhead, evidence.genre_by_label),
    "source": (
        evidence.source_by_label, evidence.source_by_tag, evidence.source_by_last_line,
        evidence.source_by_script,
    ),
    "recipients": (evidence.recipients_in_text,),
}  # fmt: skip


def read_metadata(item: DocumentItem) -> DocumentItem:
    """Fill an extracted page's metadata, in place; what nothing proves stays empty."""
    facts = PageFacts.gather(item)
    item.labels = facts.table.flat()
    for name in EVIDENCE:
        setattr(item, name, explained(facts, name))
    issuers = read_issuers(facts)
    if issuers:
        item.issuers, item.explain["issuers"] = issuers.names, issuers.evidence
    item.category = to_category(facts.title, item.genre, item.page_kind)
    item.gazette_issue = read_gazette_issue(
        facts.frame.header, column_issue(item), head_title(item)
    )
    return item


def explained(facts: PageFacts, name: str) -> str | None:
    """The first evidence of a field that says something; noted in `explain`."""
    for read in EVIDENCE[name]:
        found = read(facts)
        if found:
            found = publication.refine(found, facts) if name == "published_at" else found
            facts.item.explain[name] = found.evidence
            return found.value
    return None


def head_title(item: DocumentItem) -> str:
    """What the page's head calls the page."""
    node = item.tree.css_first("title") if item.tree else None
    return clean_text(node.text()) if node else ""


def column_issue(item: DocumentItem) -> str:
    """A gazette's column name (2007年第23号), where the column is one."""
    if not any("公报" in line for line in item.lines[:40]):
        return ""
    return item.meta.get("lanmu") or item.meta.get("columnname") or ""


class MetadataPipeline:
    """Scrapy's door to `read_metadata`."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        """Fill the metadata of one page."""
        return read_metadata(item)
