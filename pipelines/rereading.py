"""Stored pages read again by today's extractor, so that a new version of ours is never taken for a change of theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.items import AttachmentFile, ListedAs, PageItem
from pipelines.deduplicate import evidence_of
from pipelines.fingerprint import NORMALISER
from pipelines.reading import extractor_of, read_page
from storage import reading
from storage.content_coding import BrokenBody
from storage.reading import NewReading
from storage.stored_page import read_stored_page

if TYPE_CHECKING:
    from portals.schema import Portal
    from storage.facts import AttachmentFacts
    from storage.reading import StaleReading
    from storage.session import Archive
    from storage.warc import WarcStore


def bring_up_to_date(archive: Archive, warc: WarcStore, portal: Portal, page: PageItem) -> bool:
    """Before a page is compared: read its last version as this one was read; True when that was needed."""
    extractor = extractor_of(page.boilerplate)
    with archive.reading() as session:
        stale = next(reading.stale_readings(session, lambda _: extractor, url=page.url), None)
    if stale is None:
        return False
    renewed = reread(stale, warc, portal, page.boilerplate)
    if renewed is None:
        return False
    with archive.writing() as session:
        reading.replace_reading(session, renewed)
    return True


def reread(
    stale: StaleReading, warc: WarcStore, portal: Portal | None, boilerplate: frozenset[str]
) -> NewReading | None:
    """Today's reading of a stored page; None when its record is missing or broken."""
    try:
        encoding = portal.encoding if portal else None
        html = read_stored_page(warc, stale.warc, stale.frame, encoding)
    except (LookupError, OSError, BrokenBody):
        return None
    item = read_page(replace(to_page(stale, html, portal), boilerplate=boilerplate))
    if item.content_hash is None or item.tampered["suspected"]:
        return None
    return NewReading(
        revision_id=stale.revision_id,
        record=item.to_record(),
        content_hash=item.content_hash,
        normaliser=NORMALISER,
        extractor=extractor_of(boilerplate),
        evidence=evidence_of(item, portal.region if portal else None),
    )


def to_page(stale: StaleReading, html: str, portal: Portal | None) -> PageItem:
    """The page as the crawl would hand it to the pipelines, its attachments as they were read."""
    source = next((s for s in portal.sources if s.name == stale.source), None) if portal else None
    is_auto = portal is None or portal.platform == "auto"
    return PageItem(
        url=stale.url,
        html=html,
        portal=stale.portal,
        source=stale.source,
        platform=None if is_auto or portal is None else portal.platform,
        region=portal.region if portal else None,
        rules=source.document if source else None,
        listed=ListedAs(stale.listed_title, stale.listed_on, stale.listed_number),
        attachments=[_to_file(facts) for facts in stale.attachments],
    )


def _to_file(facts: AttachmentFacts) -> AttachmentFile:
    return AttachmentFile(
        url=facts.url,
        title=facts.title,
        media_type=facts.media_type,
        sha256=facts.sha256,
        text=facts.text,
        text_hash=facts.text_hash,
        note=facts.note,
    )
