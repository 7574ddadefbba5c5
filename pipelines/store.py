"""One page, one transaction: the last step hands what was read to storage."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.deduplicate import evidence_of, identify, voice_rank
from pipelines.fingerprint import NORMALISER
from pipelines.presence import is_replaced_by_list, recognise
from pipelines.reading import extractor_of
from pipelines.relation import find_relations
from pipelines.rereading import bring_up_to_date
from storage import repository
from storage.facts import AttachmentFacts, PageFacts, VisitFacts
from storage.outcome import PageOutcome
from storage.presence import OUTCOMES, known_titles

if TYPE_CHECKING:
    from crawler.items import DocumentItem
    from portals.schema import Portal, Source
    from storage.facts import Recorded

FIGURES = re.compile(r"\d+(?:\.\d+)?")
UNREAD_KINDS = {"shell": PageOutcome.SHELL, "other": PageOutcome.FAILED, "list": PageOutcome.FAILED}


class StorePipeline:
    """Step: record the page. Counts `gongbao/pages/…` and `gongbao/revisions/new`."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        return cls(crawler)

    def process_item(self, item: DocumentItem) -> DocumentItem:
        spider = self.crawler.spider
        outcome = outcome_of(item)
        is_read = outcome in (PageOutcome.OK, PageOutcome.HIJACKED)
        if is_read:
            bring_up_to_date(spider.archive, spider.warc, spider.portal, item.page)
        with spider.archive.writing() as session:
            if is_read:
                facts = to_facts(item, spider.portal)
                recorded = repository.record_page(session, facts, identify, recognise)
                self._count(recorded)
                outcome = OUTCOMES.get(recorded.row, outcome)
            else:
                visit = to_visit(item, outcome)
                if outcome == PageOutcome.FAILED and is_replaced_by_list(
                    list_links(item), item.lines, known_titles(session, visit)
                ):
                    visit = to_visit(item, PageOutcome.HOME)
                repository.record_visit(session, visit)
                outcome = visit.outcome
        message = describe(item, outcome)
        spider.count_page(item.page.source, outcome, item.page.url, message)
        return item

    def _count(self, recorded: Recorded) -> None:
        stats = self.crawler.stats
        if recorded.is_new_document:
            stats.inc_value("gongbao/documents/new")
        if recorded.is_new_revision:
            stats.inc_value("gongbao/revisions/new")


def outcome_of(item: DocumentItem) -> PageOutcome:
    """How reading a page ended: a page without text of its own is no document, unless its attachment holds it."""
    if item.tampered["suspected"]:
        return PageOutcome.HIJACKED
    if (item.page_kind != "list" and item.text.strip()) or any(a.text for a in item.attachments):
        return PageOutcome.OK
    return UNREAD_KINDS.get(item.page_kind, PageOutcome.SHELL)


def to_facts(item: DocumentItem, portal: Portal) -> PageFacts:
    """What storage keeps of a page."""
    page = item.page
    if item.content_hash is None:
        raise ValueError(f"{page.url}: no content hash: the fingerprint step did not run")
    return PageFacts(
        url=page.url,
        portal=portal.name,
        source=page.source,
        at=page.fetched_at or datetime.now(UTC),
        record=item.to_record(),
        content_hash=item.content_hash,
        normaliser=NORMALISER,
        extractor=extractor_of(page.boilerplate),
        evidence=item.evidence or evidence_of(item, portal.region),
        home=voice_rank(item.issuers, portal, _source_of(portal, page.source)),
        tampered=bool(item.tampered["suspected"]),
        requested_url=page.requested_url,
        etag=page.etag,
        last_modified=page.last_modified,
        payload_digest=page.payload_digest,
        frame=page.frame,
        warc=page.warc,
        attachments=tuple(_to_attachment_facts(item)),
        relations=find_relations(item),
        container=FIGURES.sub("0", str(item.explain.get("text") or ""))[:120] or None,
    )


def to_visit(item: DocumentItem, outcome: PageOutcome) -> VisitFacts:
    """A visit that brought no text."""
    page = item.page
    return VisitFacts(
        url=page.requested_url or page.url,
        portal=page.portal or "",
        source=page.source,
        at=page.fetched_at or datetime.now(UTC),
        outcome=outcome,
        message=describe(item, outcome),
    )


def describe(item: DocumentItem, outcome: PageOutcome) -> str:
    """Why a page is not simply stored: what makes it suspect, or what it is instead of its document."""
    if outcome == PageOutcome.OK:
        return ""
    if item.tampered["suspected"]:
        return "; ".join(item.tampered["evidence"])
    if outcome in OUTCOMES.values() and item.text.strip():
        return f"shows nothing of its document: {' '.join(item.text.split())[:40]}"
    if outcome == PageOutcome.HOME:
        return "a list stands where the document stood"
    return f"no text of its own, page kind {item.page_kind}"


def list_links(item: DocumentItem) -> list[str]:
    """The texts of the links of a page."""
    return [node.text() for node in item.tree.css("a[href]")] if item.tree else []


def _source_of(portal: Portal, name: str | None) -> Source | None:
    return next((source for source in portal.sources if source.name == name), None)


def _to_attachment_facts(item: DocumentItem) -> list[AttachmentFacts]:
    return [
        AttachmentFacts(
            url=a.url,
            title=a.title,
            media_type=a.media_type,
            outcome=a.outcome,
            sha256=a.sha256,
            text=a.text,
            text_hash=a.text_hash,
            etag=a.etag,
            last_modified=a.last_modified,
            note=a.note,
            is_main=a.is_main,
        )
        for a in item.attachments
    ]
