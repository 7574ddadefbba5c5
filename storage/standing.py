"""Where a Document stands, and what is to be read there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time by the web)
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from storage.history import to_revision_view
from storage.identity import find_document
from storage.models import Attachment, Publication, Revision
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.views import RevisionView


@dataclass(frozen=True)
class Standing:
    """A Document at one address, with the content that speaks there."""

    portal: str
    portal_title: str
    url: str
    state: str
    canonical: bool
    first_seen_at: datetime
    published_at: str | None  # as the page said when it was first read
    revision: RevisionView | None  # None while nothing of it may be shown


def list_standings(session: Session, uid: str) -> list[Standing]:
    """Every address a Document has not moved away from, in the order they were found; [] for an unknown id."""
    document = find_document(session, uid)
    if document is None:
        return []
    files = joinedload(Publication.current).selectinload(Revision.attachments)
    query = (
        select(Publication)
        .where(
            Publication.document_id == document.id,
            Publication.state != PublicationState.MOVED,
        )
        .options(files.defer(Attachment.text), selectinload(Publication.sources))
        .order_by(Publication.id)
    )
    rows = list(session.scalars(query))
    dates = _first_dates(session, rows)
    return [_to_standing(row, document.canonical_id, dates.get(row.id)) for row in rows]


def _first_dates(session: Session, rows: list[Publication]) -> dict[int, str | None]:
    """What the first Revision of each says of its publication: later ones may name the day of building."""
    query = select(Revision.publication_id, Revision.record).where(
        Revision.publication_id.in_([row.id for row in rows]), Revision.number == 1
    )
    return {key: record.get("published_at") for key, record in session.execute(query)}


def _to_standing(row: Publication, canonical_id: int | None, published: str | None) -> Standing:
    shown = row.current if row.current is not None and not row.current.tampered else None
    return Standing(
        portal=row.portal,
        portal_title=row.sources[0].portal_title if row.sources else row.portal,
        url=row.url,
        state=row.state,
        canonical=row.id == canonical_id,
        first_seen_at=row.first_seen_at,
        published_at=published,
        revision=None if shown is None else to_revision_view(shown),
    )
