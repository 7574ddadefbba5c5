"""What moved last: the state of the archive that feeds of Documents depend on, and copies that appeared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import catalogue, selection
from storage.filters import Filters, apply_filters
from storage.models import Change, Document, Publication, PublicationSource, Source

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.views import DocumentView, PublicationView


def archive_state(session: Session) -> tuple[str, datetime | None]:
    """A text that changes whenever any Document or Publication does, and the moment of the last one."""
    ids = [session.scalar(select(func.max(table.id))) or 0 for table in (Change, Publication)]
    moment = session.scalar(select(func.max(Publication.changed_at)))
    visible = session.scalar(select(func.count(Document.id))) or 0
    return "-".join(map(str, (*ids, visible, moment))), moment


def newest_documents(session: Session, filters: Filters, limit: int) -> list[DocumentView]:
    """The Documents that pass the filters, the one that changed last first."""
    query = select(Document.id, Document.changed_at)
    if filters.q:
        ids = set(selection.select_ids(session, filters))
        rows = [row for row in session.execute(query).all() if row.id in ids]
    else:
        rows = list(session.execute(apply_filters(query, filters)))
    rows.sort(key=lambda row: (row.changed_at, row.id), reverse=True)
    return catalogue.load_documents(session, [row.id for row in rows[:limit]], filters.q)


def newest_copies(
    session: Session, portal: str, source: str | None, limit: int
) -> list[tuple[DocumentView, PublicationView]]:
    """Documents that appeared on a portal although another one speaks for them, the newest first."""
    query = _copies(select(Publication.url, Publication.document_id), portal, source)
    rows = session.execute(query.order_by(Publication.id.desc()).limit(limit)).all()
    views = catalogue.load_documents(session, [row.document_id for row in rows], None)
    return [
        (view, place)
        for row, view in zip(rows, views, strict=True)
        for place in view.publications
        if place.url == row.url
    ]


def newest_copy(session: Session, portal: str, source: str | None) -> tuple[int, datetime | None]:
    """Id and moment of the newest copy on a portal; (0, None) when there is none."""
    query = _copies(select(Publication.id, Publication.first_seen_at), portal, source)
    row = session.execute(query.order_by(Publication.id.desc()).limit(1)).first()
    return (0, None) if row is None else (row.id, row.first_seen_at)


def _copies(
    query: Select[*tuple[object, ...]], portal: str, source: str | None
) -> Select[*tuple[object, ...]]:
    query = query.join(Document, Document.id == Publication.document_id).where(
        Publication.portal == portal,
        Publication.before_sweep.is_(False),
        Document.canonical_id != Publication.id,
    )
    if source is None:
        return query
    return (
        query.join(PublicationSource, PublicationSource.publication_id == Publication.id)
        .join(Source, Source.id == PublicationSource.source_id)
        .where(Source.name == source)
    )
