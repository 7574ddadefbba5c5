"""Readings: what an extractor made of a stored page. A newer extractor reads again; that is no Revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from platforms.address import address_key
from storage.frame import frame_of
from storage.frontier import pointer_of, to_attachment_facts
from storage.models import Listing, Publication, PublicationSource, Revision, Source
from storage.voice import keep_evidence, refresh_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from storage.facts import AttachmentFacts, Evidence, FrameFacts
    from storage.warc import WarcPointer


@dataclass(frozen=True)
class StaleReading:
    """A Revision read by another extractor than today's, with what reading it again needs."""

    revision_id: int
    url: str
    portal: str
    source: str | None
    warc: WarcPointer
    attachments: tuple[AttachmentFacts, ...]
    listed_title: str | None
    listed_on: str | None
    listed_number: str | None
    frame: FrameFacts | None = None


@dataclass(frozen=True)
class NewReading:
    """What today's extractor makes of it."""

    revision_id: int
    record: dict[str, Any]  # docs/record.md
    content_hash: str
    normaliser: int
    extractor: str
    evidence: Evidence


def stale_readings(
    session: Session, extractor_of: Callable[[Source | None], str], *, url: str | None = None
) -> Iterator[StaleReading]:
    """Revisions whose stored page was read otherwise than today: all of them, or the one that speaks at an address.

    `extractor_of` gives today's version for a column: what it has learned to leave out is part of it.
    """
    query = (
        select(Revision, Publication)
        .join(Publication, Publication.id == Revision.publication_id)
        .where(Revision.warc_file.is_not(None))
        .order_by(Revision.id)
    )
    if url is not None:
        query = query.where(
            Publication.url_key == address_key(url), Publication.current_id == Revision.id
        )
    for revision, publication in session.execute(query):
        pointer = pointer_of(revision)
        source = publication.sources[0] if publication.sources else None
        if pointer is not None and revision.extractor != extractor_of(source):
            yield _to_stale(session, revision, publication, pointer)


def _to_stale(
    session: Session, revision: Revision, publication: Publication, pointer: WarcPointer
) -> StaleReading:
    source = publication.sources[0] if publication.sources else None
    listing = None
    if source is not None:
        query = select(Listing).filter_by(source_id=source.id, url_key=publication.url_key)
        listing = session.scalar(query)
    return StaleReading(
        revision_id=revision.id,
        url=publication.url,
        portal=publication.portal,
        source=source.name if source else None,
        warc=pointer,
        attachments=to_attachment_facts(revision),
        listed_title=listing.title if listing else None,
        listed_on=listing.listed_on if listing else None,
        listed_number=listing.document_number if listing else None,
        frame=frame_of(revision),
    )


def learned_boilerplate(session: Session, portal: str, source: str) -> frozenset[str]:
    """The keys of the lines a column has learned to leave out of its texts."""
    learned = session.scalar(select(Source.boilerplate).filter_by(portal=portal, name=source))
    return frozenset(learned or ())


def list_sources(session: Session) -> list[Source]:
    """Every column the archive knows."""
    return list(session.scalars(select(Source).order_by(Source.id)))


def newest_texts(session: Session, source: Source, limit: int) -> list[str]:
    """The texts that speak for a column's pages, newest first."""
    query = (
        select(Revision.text)
        .join(Publication, Publication.current_id == Revision.id)
        .join(PublicationSource, PublicationSource.publication_id == Publication.id)
        .where(PublicationSource.source_id == source.id, Revision.tampered.is_(False))
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def replace_reading(session: Session, reading: NewReading) -> bool:
    """Let a Revision say what today's extractor reads in its page; True when its content hash moved."""
    revision = session.get_one(Revision, reading.revision_id)
    has_moved = revision.content_hash != reading.content_hash
    revision.title, revision.text = reading.record["title"] or "", reading.record["text"]
    revision.record = {k: v for k, v in reading.record.items() if k != "text"}
    revision.content_hash, revision.normaliser = reading.content_hash, reading.normaliser
    revision.extractor = reading.extractor
    publication = session.get_one(Publication, revision.publication_id)
    if publication.current_id == revision.id:
        keep_evidence(publication, reading.evidence)
        refresh_document(session, publication.document)
    return has_moved
