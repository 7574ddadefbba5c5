"""Columns and the addresses seen in them: committed list page by list page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from platforms.address import address_key
from storage import search_index
from storage.facts import AttachmentFacts, KnownPage, WaitingPage
from storage.frame import frame_of
from storage.models import Listing, Publication, PublicationSource, Revision, Source
from storage.outcome import ListingState, PublicationState
from storage.warc import WarcPointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from platforms.base import ListEntry
    from portals.schema import Portal
    from portals.schema import Source as SourceDefinition

CUT = re.compile(r"(?:…|\.{2,})+$")
RETRY_AFTER = (timedelta(0), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


def sync_sources(session: Session, portal: Portal) -> None:
    """Bring the rows of a portal's columns up to its file; columns that left the file stay, disabled."""
    rows = {row.name: row for row in session.scalars(select(Source).filter_by(portal=portal.name))}
    for definition in portal.sources:
        row = rows.pop(definition.name, None)
        if row is None:
            row = Source(portal=portal.name, name=definition.name, outcome="never", pages={})
            session.add(row)
        _describe(row, portal, definition)
    for row in rows.values():
        row.disabled = row.disabled or "no longer in the portal file"


def _describe(row: Source, portal: Portal, definition: SourceDefinition) -> None:
    row.title, row.kind, row.url = definition.title, definition.kind, definition.url
    row.portal_title, row.region, row.level = portal.title, portal.region, portal.level
    row.disabled = portal.disabled or definition.disabled


def get_source(session: Session, portal: str, name: str) -> Source:
    """The row of one column; LookupError when `sync_sources` never saw it."""
    row = session.scalar(select(Source).filter_by(portal=portal, name=name))
    if row is None:
        raise LookupError(f"{portal}/{name}: no such source in the archive")
    return row


def record_list_page(
    session: Session, source: Source, entries: Iterable[ListEntry], now: datetime
) -> int:
    """Commit one list page: its addresses become Listings; returns how many are new."""
    by_key = {address_key(entry.url): entry for entry in entries}
    known = {
        row.url_key: row
        for row in session.scalars(
            select(Listing).where(Listing.source_id == source.id, Listing.url_key.in_(by_key))
        )
    }
    for key, entry in by_key.items():
        _record_entry(session, source, key, entry, known.get(key), now)
    source.first_seen_at = source.first_seen_at or now
    _attach_known(session, source, by_key, now)
    return len(by_key) - len(known)


def count_listings(session: Session, source: Source) -> int:
    """How many addresses were ever seen in a column."""
    query = select(func.count()).select_from(Listing).where(Listing.source_id == source.id)
    return session.scalar(query) or 0


def _record_entry(
    session: Session, source: Source, key: str, entry: ListEntry, row: Listing | None, now: datetime
) -> None:
    if row is None:
        row = Listing(
            source_id=source.id, url_key=key, url=entry.url, state=ListingState.LISTED, attempts=0,
            before_sweep=source.swept_at is None, first_seen_at=now, retry_at=now,
        )  # fmt: skip
        session.add(row)
    elif _says_otherwise(row, entry):
        _make_due(session, key, now)
    row.title, row.listed_on = entry.title, entry.date
    row.document_number, row.last_seen_at = entry.document_number, now


def _says_otherwise(row: Listing, entry: ListEntry) -> bool:
    """Whether a list says something else of a page than before; a title cut at another place does not count."""
    pairs = ((row.listed_on, entry.date), (row.document_number, entry.document_number))
    if any(old and new and old != new for old, new in pairs):
        return True
    old, new = (CUT.sub("", "".join(title.split())) for title in (row.title, entry.title))
    return bool(old and new) and not (old.startswith(new) or new.startswith(old))


def _make_due(session: Session, url_key: str, now: datetime) -> None:
    """The page is visited in this very run."""
    row = session.scalar(select(Publication).filter_by(url_key=url_key))
    if row is not None and row.next_visit_at is not None and row.next_visit_at > now:
        row.next_visit_at = now


def _attach_known(session: Session, source: Source, keys: Iterable[str], now: datetime) -> None:
    """A page another column of the archive already holds is not fetched again: it stands here too."""
    for publication in session.scalars(
        select(Publication).where(Publication.url_key.in_(list(keys)))
    ):
        attach_source(session, publication.id, source.id, now)
        mark_listing(session, source.id, publication.url_key, ListingState.FETCHED, now)


def attach_source(session: Session, publication_id: int, source_id: int, now: datetime) -> None:
    """Say that a Publication stands in a column."""
    if session.get(PublicationSource, (publication_id, source_id)) is None:
        session.add(
            PublicationSource(publication_id=publication_id, source_id=source_id, first_seen_at=now)
        )
        search_index.note_place(session, publication_id)


def mark_listing(
    session: Session,
    source_id: int,
    url_key: str,
    state: ListingState,
    now: datetime,
    outcome: str | None = None,
) -> None:
    """What became of an address of a list; a failed or gone one is tried again later, at growing distances."""
    session.flush()
    row = session.scalar(select(Listing).filter_by(source_id=source_id, url_key=url_key))
    if row is None:
        return
    row.state, row.outcome = state, outcome
    if state in (ListingState.FAILED, ListingState.GONE):
        row.attempts += 1
        row.retry_at = now + RETRY_AFTER[min(row.attempts, len(RETRY_AFTER) - 1)]


def waiting_pages(
    session: Session, source: Source, now: datetime, *, due_only: bool = True
) -> list[WaitingPage]:
    """The Listings of a column that wait to be fetched, or tried again, in the order they were first seen."""
    query = (
        select(Listing)
        .where(Listing.source_id == source.id, Listing.state != ListingState.FETCHED)
        .order_by(Listing.id)
    )
    rows = session.scalars(query.where(Listing.retry_at <= now) if due_only else query)
    return [
        WaitingPage(r.url, source.name, r.title, r.listed_on, r.document_number, r.attempts)
        for r in rows
    ]


def known_addresses(
    session: Session, source: Source, now: datetime, *, due_only: bool
) -> list[str]:
    """The addresses of a column's Publications to visit again: those that are due, or all of them."""
    query = (
        select(Publication.url)
        .join(PublicationSource, PublicationSource.publication_id == Publication.id)
        .where(PublicationSource.source_id == source.id, Publication.portal == source.portal)
        .order_by(Publication.next_visit_at, Publication.id)
    )
    if due_only:
        query = query.where(Publication.next_visit_at <= now)
    return list(session.scalars(query))


def known_pages(
    session: Session, source: Source, now: datetime, *, due_only: bool
) -> list[KnownPage]:
    """The same with what the archive holds of them."""
    urls = known_addresses(session, source, now, due_only=due_only)
    return [page for url in urls if (page := known_page(session, url, source)) is not None]


def known_page(session: Session, url: str, source: Source | None = None) -> KnownPage | None:
    """The Publication at an address, if the archive has one, and what the list of `source` says of it."""
    row = session.scalar(select(Publication).filter_by(url_key=address_key(url)))
    return None if row is None else _to_known(session, row, source)


def _to_known(session: Session, row: Publication, source: Source | None) -> KnownPage:
    revision = _newest(session, row)
    listing = _listing_of(session, row, source)
    return KnownPage(
        url=row.url,
        source=None if source is None else source.name,
        etag=row.etag,
        last_modified=row.last_modified,
        payload_digest=row.payload_digest,
        title=revision.title if revision else "",
        warc=pointer_of(revision),
        attachments=() if revision is None else to_attachment_facts(revision),
        captured_at=None if revision is None else revision.captured_at,
        frame=frame_of(revision, row),
        tampered=revision is not None and revision.tampered,
        listed_title=listing.title if listing else None,
        listed_on=listing.listed_on if listing else None,
        document_number=listing.document_number if listing else None,
    )


def _listing_of(session: Session, row: Publication, source: Source | None) -> Listing | None:
    if source is None:
        return None
    return session.scalar(select(Listing).filter_by(source_id=source.id, url_key=row.url_key))


def _newest(session: Session, row: Publication) -> Revision | None:
    """What was read at the last visit: also a hijacked page, whose validators the Publication keeps."""
    return session.scalar(
        select(Revision).filter_by(publication_id=row.id).order_by(Revision.number.desc()).limit(1)
    )


def pointer_of(revision: Revision | None) -> WarcPointer | None:
    """Where a Revision's page lies."""
    if revision is None or revision.warc_file is None or revision.warc_offset is None:
        return None
    return WarcPointer(revision.warc_file, revision.warc_offset, revision.warc_record or "")


def to_attachment_facts(revision: Revision) -> tuple[AttachmentFacts, ...]:
    """The attachments of a Revision as values."""
    return tuple(
        AttachmentFacts(
            a.url, a.title, a.media_type, a.outcome, a.sha256, a.text, a.text_hash, a.etag,
            a.last_modified, a.note, a.is_main,
        )
        for a in revision.attachments
    )  # fmt: skip


def finish_sweep(session: Session, source: Source, now: datetime) -> None:
    """A full walk reached the end of the list."""
    source.frontier = None
    source.swept_at = source.swept_at or now
    source.last_swept_at = now


def is_sweep_due(session: Session, portal: str, names: Sequence[str], before: datetime) -> bool:
    """Whether a column (of those named, or any) was walked to its end, but not since then."""
    query = select(Source.id).where(
        Source.portal == portal, Source.disabled.is_(None), Source.last_swept_at < before
    )
    if names:
        query = query.where(Source.name.in_(names))
    return session.scalar(query.limit(1)) is not None


def next_run(session: Session, portal: str) -> datetime | None:
    """When a portal is due; None when nobody has planned it."""
    query = select(Source.next_run_at).filter_by(portal=portal).order_by(Source.next_run_at)
    return next((at for at in session.scalars(query) if at is not None), None)


def plan_run(session: Session, portal: str, at: datetime) -> None:
    """Set when a portal is due."""
    for row in session.scalars(select(Source).filter_by(portal=portal)):
        row.next_run_at = at


def count_missing(session: Session, portal: str) -> tuple[int, int]:
    """How many Publications of a portal are absent without confirmation, and how many are live."""
    states = list(session.scalars(select(Publication.state).filter_by(portal=portal)))
    return states.count(PublicationState.ABSENT), states.count(PublicationState.LIVE)
