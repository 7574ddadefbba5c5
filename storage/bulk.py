"""Everything that passes, row by row: what exports read, in memory that does not grow with the archive."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storage import catalogue, selection
from storage.history import to_revision_view
from storage.models import Attachment, Document, Publication, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from storage.filters import Filters
    from storage.views import DocumentView, RevisionView

AT_ONCE = 50  # Documents or Revisions whose texts are held


@dataclass(frozen=True)
class OwnedRevision:
    """A Revision, and whose it is."""

    document_id: str
    portal: str
    url: str
    revision: RevisionView


def stream_documents(
    session: Session, filters: Filters, limit: int | None = None
) -> Iterator[DocumentView]:
    """Documents that pass the filters, the newest first."""
    ids = list(islice(selection.select_ids(session, filters), limit))
    for batch in selection.in_batches(ids, AT_ONCE):
        yield from catalogue.load_documents(session, batch, None)
        session.expunge_all()


def stream_revisions(
    session: Session, filters: Filters, limit: int | None = None, since: datetime | None = None
) -> Iterator[OwnedRevision]:
    """Revisions that speak for these Documents, the oldest of each first; `since`: those captured from then on."""
    return islice(_revisions(session, filters, since), limit)


def _revisions(
    session: Session, filters: Filters, since: datetime | None
) -> Iterator[OwnedRevision]:
    documents = list(selection.select_ids(session, filters))
    for batch in selection.in_batches(documents):
        ids = _revision_ids(session, batch, since)
        for some in selection.in_batches(ids, AT_ONCE):
            yield from _load(session, some)
            session.expunge_all()


def _revision_ids(session: Session, documents: Sequence[int], since: datetime | None) -> list[int]:
    query = (
        select(Document.id, Revision.id)
        .join(Revision, Revision.publication_id == Document.canonical_id)
        .where(Document.id.in_(documents), Revision.tampered.is_(False))
        .order_by(Revision.number)
    )
    if since is not None:
        query = query.where(Revision.captured_at >= since)
    of: dict[int, list[int]] = {number: [] for number in documents}
    for document, revision in session.execute(query):
        of[document].append(revision)
    return [revision for found in of.values() for revision in found]


def _load(session: Session, ids: Sequence[int]) -> Iterator[OwnedRevision]:
    query = (
        select(Revision, Publication.portal, Publication.url, Document.uid)
        .join(Publication, Publication.id == Revision.publication_id)
        .join(Document, Document.canonical_id == Publication.id)
        .where(Revision.id.in_(ids))
        .options(selectinload(Revision.attachments).defer(Attachment.text))
    )
    rows = {row.Revision.id: row for row in session.execute(query)}
    for row in map(rows.__getitem__, ids):
        yield OwnedRevision(row.uid, row.portal, row.url, to_revision_view(row.Revision))
