"""Facts that wait to be told, and the Changes told of them: one transaction each, one publisher at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from storage import absence, entry, outbox
from storage.models import Change, Document, Fact, Publication, Revision, Source
from storage.outcome import TROUBLED_PAGES, ChangeKind, PublicationState
from storage.repository import new_change_uid

if TYPE_CHECKING:
    from collections.abc import Iterable
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
class Cause:
    """A Document that repeals another one."""

    title: str
    number: str | None
    is_news: bool  # the last that was told of it was news


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
    portal: str = ""
    told_state: str | None = None
    cause: Cause | None = None  # another Document says that this one is repealed
    is_repealed: bool = False  # told already that it is


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


def pending_ids(session: Session, portal: str | None = None) -> list[int]:
    """The facts not told yet, oldest first; with `portal` its own and those that others caused."""
    query = select(Fact.id).where(Fact.told_at.is_(None)).order_by(Fact.id)
    if portal is not None:
        query = query.join(Publication, Publication.id == Fact.publication_id).where(
            or_(Publication.portal == portal, Fact.cause_id.is_not(None))
        )
    return list(session.scalars(query))


def changed_ids(session: Session, fact_ids: Iterable[int]) -> list[int]:
    """Those of these facts that bring another Revision of a Document people know."""
    query = (
        select(Fact.id)
        .join(Publication, Publication.id == Fact.publication_id)
        .join(Document, Document.id == Publication.document_id)
        .where(
            Fact.told_at.is_(None),
            Fact.cause_id.is_(None),
            Fact.state == PublicationState.LIVE,
            Document.canonical_id == Publication.id,
            Document.told_revision_id != Fact.revision_id,
        )
        .order_by(Fact.id)
    )
    wanted = set(fact_ids)
    return [fact_id for fact_id in session.scalars(query) if fact_id in wanted]


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
        portal=publication.portal,
        told_state=document.told_state,
        cause=_cause(session, fact),
        is_repealed=_is_told_repealed(session, document),
    )  # fmt: skip


def _cause(session: Session, fact: Fact) -> Cause | None:
    if fact.cause_id is None:
        return None
    document = session.get_one(Document, fact.cause_id)
    query = select(Change.baseline).filter_by(document_id=document.id).order_by(Change.id.desc())
    baseline = session.scalar(query.limit(1))
    return Cause(document.title, document.number, is_news=baseline is False)


def _is_told_repealed(session: Session, document: Document) -> bool:
    query = select(Change.id).filter_by(document_id=document.id, kind=ChangeKind.REPEALED).limit(1)
    return session.scalar(query) is not None


def tell(session: Session, fact_id: int, told: Told | None, now: datetime) -> int | None:
    """Mark a fact as told, with the Change it makes (or none); returns the Change's id."""
    fact = session.get_one(Fact, fact_id)
    publication = session.get_one(Publication, fact.publication_id)
    document = publication.document
    fact.told_at = now
    if document.canonical_id != publication.id:
        _keep_copy(session, document, publication, fact)
        return None
    before = document.told_revision_id
    if fact.cause_id is None:
        _remember_told(document, fact)
    if told is None:
        return None
    change = _to_change(session, fact, publication, told, now)
    change.from_revision_id = before if told.kind != "new" else None
    session.add(change)
    document.changed_at = now
    session.flush()
    outbox.enqueue(session, change, now)
    return change.id


def _keep_copy(session: Session, document: Document, publication: Publication, fact: Fact) -> None:
    """A copy is an entry of its portal's feeds: from now on it stays as it was seen."""
    if publication.entry or publication.before_sweep:
        return
    revision = session.get(Revision, fact.revision_id)
    if revision is not None and revision.number == 1:
        publication.entry = entry.freeze_copy(document, publication, revision)


def _remember_told(document: Document, fact: Fact) -> None:
    document.told_state = fact.state
    if fact.state != PublicationState.QUARANTINED:
        document.told_revision_id = fact.revision_id


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
        entry=entry.freeze(document, publication, revision, told.kind),
    )  # fmt: skip


def _told_revision(session: Session, document: Document, now: Revision) -> Revision | None:
    """What people were told: of this Publication or the address it moved from, else its Revision before."""
    if document.told_revision_id is None:
        return None
    told = session.get_one(Revision, document.told_revision_id)
    if told.publication_id == now.publication_id or _has_moved(session, told, now):
        return told
    return None if now.previous_id is None else session.get(Revision, now.previous_id)


def _has_moved(session: Session, told: Revision, now: Revision) -> bool:
    """Whether what spoke before left its address for this one; a copy that stood beside it differs as copies do."""
    old, new = (session.get_one(Publication, r.publication_id) for r in (told, now))
    return old.state == PublicationState.MOVED and absence.is_successor(new, old)


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
