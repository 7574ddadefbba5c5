"""What moved last: the state of the archive that feeds of Documents depend on, and copies that appeared."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from storage import catalogue, selection
from storage.filters import apply_filters
from storage.models import (
    Change,
    Document,
    Publication,
    PublicationSource,
    Revision,
    Source,
    Verdict,
)
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.filters import Filters
    from storage.views import DocumentView, PublicationView


def archive_state(session: Session) -> tuple[str, datetime | None]:
    """A text that changes whenever any Document or Publication does, and the moment of the last news: one question,
    answered from the ends of indexes.
    """
    *ids, moment = session.execute(_state_query()).one()
    return "-".join(str(each or 0) for each in (*ids, moment)), moment


@cache
def _state_query() -> Select[*tuple[Any, ...]]:
    """Made once: it is asked for every answer of a feed."""
    tables = (Change, Publication, Revision, Verdict)
    ends = [select(func.max(table.id)).scalar_subquery() for table in tables]
    moved = select(Document.changed_at).order_by(Document.changed_at.desc()).limit(1)
    return select(*ends, moved.scalar_subquery())


def newest_documents(
    session: Session, filters: Filters, limit: int, before: tuple[datetime, int] | None = None
) -> list[tuple[int, DocumentView]]:
    """The Documents that pass the filters by internal ids, the one that changed last first; `before`: only those
    that follow the one with this moment and id.
    """
    query = select(Document.id).order_by(Document.changed_at.desc(), Document.id.desc())
    if before is not None:
        moment, number = before
        same = and_(Document.changed_at == moment, Document.id < number)
        query = query.where(or_(Document.changed_at < moment, same))
    if filters.q:
        found = set(selection.select_ids(session, filters))
        ids = [number for number in session.scalars(query) if number in found][:limit]
    else:
        ids = list(session.scalars(apply_filters(query, filters).limit(limit)))
    return list(zip(ids, catalogue.load_documents(session, ids, filters.q), strict=True))


def newest_copies(
    session: Session, portal: str, source: str | None, limit: int, before: int | None = None
) -> list[tuple[int, DocumentView, PublicationView]]:
    """Documents that appeared on a portal although another one speaks for them, as they appeared there, the newest
    first, with the ids of these Publications; `before`: only lower ids.
    """
    columns = (Publication.id, Publication.url, Publication.document_id, Revision)
    query = _copies(select(*columns), portal, source).join(
        Revision, and_(Revision.publication_id == Publication.id, Revision.number == 1)
    )
    query = query.where(Revision.tampered.is_(False))
    if before is not None:
        query = query.where(Publication.id < before)
    rows = session.execute(query.order_by(Publication.id.desc()).limit(limit)).all()
    views = catalogue.load_documents(session, [row.document_id for row in rows], None)
    return [
        (row.id, replace(view, record={**row.Revision.record, "text": row.Revision.text}), place)
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
    query: Select[*tuple[Any, ...]], portal: str, source: str | None
) -> Select[*tuple[Any, ...]]:
    speaking = aliased(Publication)
    query = (
        query.join(Document, Document.id == Publication.document_id)
        .join(speaking, speaking.id == Document.canonical_id)
        .where(
            Publication.portal == portal,
            Publication.before_sweep.is_(False),
            Publication.state != PublicationState.MOVED,
            speaking.id != Publication.id,
        )
    )
    if source is None:
        return query.where(speaking.portal != portal)
    return (
        query.join(PublicationSource, PublicationSource.publication_id == Publication.id)
        .join(Source, Source.id == PublicationSource.source_id)
        .where(Source.name == source)
    )
