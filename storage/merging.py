"""Two Documents found to be one, and one found to be two: logged, explained, undone; old ids redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from platforms.address import address_key
from storage import identity, search_index
from storage.models import (
    Change,
    Citation,
    Document,
    Fact,
    Publication,
    Redirect,
    Relation,
    TextBand,
    Verdict,
)
from storage.presence import FORMER
from storage.voice import refresh_document

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

BY_HAND = "by hand"


def merge_by_hand(session: Session, uid: str, into: str, now: datetime) -> Document:
    """Let one Document be part of another for good; LookupError for an unknown id."""
    gone, kept = _find(session, uid), _find(session, into)
    if gone.id == kept.id:
        raise LookupError(f"{uid} and {into} are one document already")
    for publication in _publications(session, gone):
        publication.is_pinned = True
    merge(session, gone, kept, BY_HAND, now)
    return kept


def split_by_hand(session: Session, uid: str, url: str, now: datetime) -> Document:
    """Let a Publication be a Document of its own; LookupError when it is not one of several of this Document."""
    document = _find(session, uid)
    rows = _publications(session, document)
    key = address_key(url)
    publication = next((p for p in rows if p.url_key.partition(FORMER)[0] == key), None)
    if publication is None:
        raise LookupError(f"{url}: no publication of {document.uid}")
    if len(rows) == 1:
        raise LookupError(f"{url} is the only publication of {document.uid}")
    return _split(session, document, publication, now)


def merge(session: Session, gone: Document, kept: Document, reason: str, now: datetime) -> None:
    """Dissolve one Document into another. No Change: what people know of either holds of both."""
    moved = _publications(session, gone)
    for publication in moved:
        publication.document = kept
        _log(
            session, publication, kept, "merged", f"{gone.uid} into {kept.uid}: {reason}", gone, now
        )
    was_unknown = kept.told_revision_id is None
    _repoint(session, gone, kept)
    refresh_document(session, kept)
    if was_unknown or (kept.canonical in moved and gone.told_revision_id is not None):
        kept.told_revision_id, kept.told_state = gone.told_revision_id, gone.told_state
    kept.first_seen_at = min(kept.first_seen_at, gone.first_seen_at)
    search_index.forget_document(session, gone.id)
    gone_uid = gone.uid
    gone.canonical = None
    gone.told_revision_id = None
    session.flush()
    session.expire(gone, ["publications"])
    session.delete(gone)
    session.flush()
    session.add(Redirect(uid=gone_uid, document_id=kept.id))
    session.flush()


def _repoint(session: Session, gone: Document, kept: Document) -> None:
    """Everything that named the one names the other."""
    session.flush()
    for table in (TextBand, Citation):
        session.execute(delete(table).where(table.document_id == gone.id))
    said = {(r.kind, r.number, r.title_key) for r in _relations(session, kept)}
    for row in _relations(session, gone):
        if (row.kind, row.number, row.title_key) in said:
            session.delete(row)
        else:
            row.document_id = kept.id
    session.flush()
    for column in (
        Change.document_id, Verdict.document_id, Redirect.document_id, Relation.target_id, Fact.cause_id,
    ):  # fmt: skip
        session.execute(
            update(column.class_).where(column == gone.id).values({column.key: kept.id})
        )


def _split(
    session: Session, document: Document, publication: Publication, now: datetime
) -> Document:
    former = _former_uid(session, publication)
    apart = Document(
        uid=former or identity.new_uid(), title="", title_key="", issuers=[], issuer_names="",
        category="other", first_seen_at=publication.first_seen_at, changed_at=now,
        told_revision_id=publication.current_id, told_state=publication.state,
    )  # fmt: skip
    if former:
        session.delete(session.get_one(Redirect, former))
        session.flush()
    session.add(apart)
    session.flush()
    publication.document, publication.is_pinned = apart, True
    spoke = document.canonical is publication
    if spoke:
        document.canonical = None
    session.execute(
        update(Change).where(Change.publication_id == publication.id).values(document_id=apart.id)
    )
    reason = f"{publication.url} out of {document.uid} into {apart.uid}: {BY_HAND}"
    _log(session, publication, apart, "split", reason, document, now)
    for row in (document, apart):
        refresh_document(session, row)
    if spoke and document.canonical is not None:
        document.told_revision_id = document.canonical.current_id
        document.told_state = document.canonical.state
    session.flush()
    return apart


def _former_uid(session: Session, publication: Publication) -> str | None:
    """The id this Publication's Document had before it was merged, unless it lives again."""
    query = (
        select(Verdict.from_uid)
        .filter_by(publication_id=publication.id, verdict="merged")
        .order_by(Verdict.id.desc())
    )
    uid = session.scalar(query.limit(1))
    return uid if uid and session.get(Redirect, uid) is not None else None


def _find(session: Session, uid: str) -> Document:
    document = identity.find_document(session, uid)
    if document is None:
        raise LookupError(f"{uid}: no such document")
    return document


def _publications(session: Session, document: Document) -> list[Publication]:
    query = select(Publication).filter_by(document_id=document.id).order_by(Publication.id)
    return list(session.scalars(query))


def _relations(session: Session, document: Document) -> list[Relation]:
    return list(session.scalars(select(Relation).filter_by(document_id=document.id)))


def _log(
    session: Session,
    publication: Publication,
    document: Document,
    verdict: str,
    reason: str,
    former: Document,
    now: datetime,
) -> None:
    row = Verdict(
        at=now, publication_id=publication.id, document_id=document.id, verdict=verdict,
        evidence=reason, from_uid=former.uid,
    )  # fmt: skip
    session.add(row)
