"""What became of one Document: its Revisions, and what other Documents say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storage.frontier import pointer_of
from storage.identity import find_document
from storage.models import Attachment, Publication, Revision, Verdict
from storage.relation import RelationView, relations_of
from storage.views import RevisionView, VerdictView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def list_revisions(session: Session, uid: str) -> list[RevisionView]:
    """The Revisions of a Document's canonical Publication, oldest first; [] for an unknown id."""
    document = find_document(session, uid)
    if document is None:
        return []
    query = (
        select(Revision)
        .where(Revision.publication_id == document.canonical_id, Revision.tampered.is_(False))
        .options(selectinload(Revision.attachments).defer(Attachment.text))
        .order_by(Revision.number)
    )
    return [to_revision_view(row) for row in session.scalars(query)]


def list_relations(session: Session, uid: str) -> list[RelationView]:
    """What a Document says of others and others of it; [] for an unknown id."""
    document = find_document(session, uid)
    return [] if document is None else relations_of(session, document)


def list_verdicts(session: Session, uid: str) -> list[VerdictView]:
    """Why the pages of a Document are it, in the order it was decided; [] for an unknown id."""
    document = find_document(session, uid)
    if document is None:
        return []
    query = (
        select(Verdict, Publication.url)
        .join(Publication, Publication.id == Verdict.publication_id)
        .where(Verdict.document_id == document.id)
        .order_by(Verdict.id)
    )
    return [
        VerdictView(row.at, url, row.verdict, row.evidence) for row, url in session.execute(query)
    ]


def to_revision_view(row: Revision) -> RevisionView:
    """A Revision as a value."""
    pointer = pointer_of(row)
    return RevisionView(
        number=row.number,
        captured_at=row.captured_at,
        content_hash=row.content_hash,
        title=row.title,
        text=row.text,
        record={**row.record, "text": row.text},
        warc=None
        if pointer is None
        else {"file": pointer.file, "offset": pointer.offset, "record_id": pointer.record_id},
        attachment_hashes=tuple(a.text_hash for a in row.attachments if a.text_hash),
    )
