"""Facts that wait to be told, and the Changes told of them: one transaction each, one publisher at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.models import Change, Document, Fact, Publication, Revision, Source
from storage.outcome import TROUBLED_PAGES, PublicationState
from storage.repository import new_change_uid

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Snapshot:
    """A Publication's condition at one moment: its state and the Revision that spoke."""

    state: str
    revision: int  # 1, 2, …
    content_hash: str
    record: dict[str, Any]  # with text
    attachments: dict[str, str | None]  # address → text hash
    unread: frozenset[str]  # addresses of attachments that could not be fetched


@dataclass(frozen=True)
class Pending:
    """One fact to be told: what people know (`told`), and what holds now."""

    fact_id: int
    told: Snapshot | None
    now: Snapshot
    speaks: bool  # the fact comes from the canonical Publication
    is_known: bool  # people were told of the Document before
    earlier_hashes: tuple[str, ...]  # of the Publication, before the told Revision
    found_at: datetime
    source_first_seen_at: datetime | None
    before_sweep: bool
    copies: tuple[str, ...]  # addresses where the Document stands otherwise


@dataclass(frozen=True)
class Told:
    """A Change as the publisher decided it."""

    kind: str
    summary: str
    inserted: int
    deleted: int
    operations: list[dict[str, Any]]
    truncated: bool
    silent: bool
    baseline: bool
    back_dated: bool


def pending_ids(session: Session) -> list[int]:
    """The facts not told yet, oldest first."""
    query = select(Fact.id).where(Fact.told_at.is_(None)).order_by(Fact.id)
    return list(session.scalars(query))


def load_pending(session: Session, fact_id: int) -> Pending | None:
    """One fact with all the publisher needs to judge it; None when it was told meanwhile."""
    fact = session.get_one(Fact, fact_id)
    if fact.told_at is not None or fact.revision_id is None:
        return None
    publication = session.get_one(Publication, fact.publication_id)
    document = publication.document
    revision = session.get_one(Revision, fact.revision_id)
    told = _told_revision(session, document, revision)
    source = publication.sources[0] if publication.sources else None
    return Pending(
        fact_id=fact_id,
        told=_snapshot(told, document.told_state or "live") if told else None,
        now=_snapshot(revision, fact.state),
        speaks=document.canonical_id == publication.id,
        is_known=document.told_revision_id is not None,
        earlier_hashes=_earlier_hashes(session, told),
        found_at=publication.first_seen_at,
        source_first_seen_at=source.first_seen_at if source else None,
        before_sweep=publication.before_sweep,
        copies=tuple(p.url for p in document.publications if p is not publication and p.state == "live"),
    )  # fmt: skip


def tell(session: Session, fact_id: int, told: Told | None, now: datetime) -> int | None:
    """Mark a fact as told, with the Change it makes (or none); returns the Change's id."""
    fact = session.get_one(Fact, fact_id)
    publication = session.get_one(Publication, fact.publication_id)
    document = publication.document
    fact.told_at = now
    if document.canonical_id != publication.id:
        return None
    before = document.told_revision_id
    document.told_state = fact.state
    if fact.state != PublicationState.QUARANTINED:
        document.told_revision_id = fact.revision_id
    if told is None:
        return None
    change = _to_change(session, fact, publication, told, now)
    change.from_revision_id = before if told.kind != "new" else None
    session.add(change)
    document.changed_at = now
    session.flush()
    return change.id


def skip(session: Session, fact_id: int, now: datetime) -> None:
    """Mark a fact as told that tells people nothing (a variant on another portal)."""
    session.get_one(Fact, fact_id).told_at = now


def _to_change(
    session: Session, fact: Fact, publication: Publication, told: Told, now: datetime
) -> Change:
    document: Document = publication.document
    revision = session.get_one(Revision, fact.revision_id)
    is_hijacked = fact.state == PublicationState.QUARANTINED
    source: Source | None = publication.sources[0] if publication.sources else None
    return Change(
        uid=new_change_uid(), fact_id=fact.id, kind=told.kind, detected_at=fact.at,
        baseline=told.baseline, back_dated=told.back_dated, silent=told.silent,
        truncated=told.truncated, document_id=document.id, publication_id=publication.id,
        source_id=source.id if source else None, to_revision_id=fact.revision_id,
        document_number=document.number if is_hijacked else revision.record["document_number"],
        title=document.title if is_hijacked else revision.title,
        category=revision.record["category"], portal=publication.portal, url=publication.url,
        summary=told.summary, inserted=told.inserted, deleted=told.deleted,
        operations=told.operations,
    )  # fmt: skip


def _told_revision(session: Session, document: Document, now: Revision) -> Revision | None:
    """What people were told: of this Publication, or its Revision before when another one spoke until now."""
    if document.told_revision_id is None:
        return None
    told = session.get_one(Revision, document.told_revision_id)
    if told.publication_id == now.publication_id:
        return told
    return None if now.previous_id is None else session.get(Revision, now.previous_id)


def _earlier_hashes(session: Session, told: Revision | None) -> tuple[str, ...]:
    if told is None:
        return ()
    query = (
        select(Revision.content_hash)
        .where(
            Revision.publication_id == told.publication_id,
            Revision.number < told.number,
            Revision.tampered.is_(False),
        )
        .order_by(Revision.number)
    )
    return tuple(session.scalars(query))


def _snapshot(revision: Revision, state: str) -> Snapshot:
    return Snapshot(
        state=state,
        revision=revision.number,
        content_hash=revision.content_hash,
        record={**revision.record, "text": revision.text},
        attachments={a.url_key: a.text_hash for a in revision.attachments},
        unread=frozenset(a.url_key for a in revision.attachments if a.outcome in TROUBLED_PAGES),
    )
