"""What moved last: the state of the archive that feeds of Documents depend on, and copies that appeared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from storage import catalogue, selection
from storage.filters import apply_filters, apply_to_changes
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
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.catalogue import ChangeScope
    from storage.filters import Filters
    from storage.views import DocumentView, PublicationView


@dataclass(frozen=True)
class ChangeKey:
    """What is needed to know a Change by."""

    id: int
    uid: str
    detected_at: datetime


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


def change_keys(
    session: Session, filters: Filters, scope: ChangeScope, limit: int | None = None
) -> list[ChangeKey]:
    """The Changes of a part of the log that pass the filters (`q` aside), the one told last first."""
    query = _keys(session, filters, scope).order_by(Change.id.desc()).limit(limit)
    return [ChangeKey(*row) for row in session.execute(query)]


def later_changes(
    session: Session, filters: Filters, scope: ChangeScope, since: int, limit: int
) -> list[ChangeKey]:
    """The Changes from an id on, the one told first first."""
    query = _keys(session, filters, scope).where(Change.id >= since)
    rows = session.execute(query.order_by(Change.id).limit(limit))
    return [ChangeKey(*row) for row in rows]


def later_copies(
    session: Session, portal: str, source: str | None, since: int, limit: int
) -> list[tuple[int, datetime]]:
    """The copies on a portal from an id on, the first one first."""
    query = _whole_copies(_copy_times(portal, source, None, None))
    query = query.where(Publication.id >= since).order_by(Publication.id).limit(limit)
    return [(row.id, row.first_seen_at) for row in session.execute(query)]


def later_documents(
    session: Session, filters: Filters, since: tuple[datetime, int], limit: int
) -> list[tuple[datetime, int]]:
    """Moments and ids of the Documents from one of them on, the one that changed first first."""
    moment, number = since
    same = and_(Document.changed_at == moment, Document.id >= number)
    query = select(Document.changed_at, Document.id).where(or_(Document.changed_at > moment, same))
    query = query.order_by(Document.changed_at, Document.id)
    if not filters.q:
        rows = session.execute(apply_filters(query, filters).limit(limit))
        return [(row.changed_at, row.id) for row in rows]
    found = set(selection.select_ids(session, filters))
    passing = (row for row in session.execute(query) if row.id in found)
    return [(row.changed_at, row.id) for row in islice(passing, limit)]


def count_changes(session: Session, filters: Filters, scope: ChangeScope) -> int:
    """How many Changes of a part of the log pass the filters (`q` aside)."""
    found = _keys(session, filters, scope).with_only_columns(func.count())
    return session.scalar(found) or 0


def change_moment(
    session: Session, filters: Filters, scope: ChangeScope, *, first: bool = False
) -> datetime | None:
    """When the last Change of a part of the log was found, or the first one."""
    order = Change.detected_at if first else Change.detected_at.desc()
    row = session.execute(_keys(session, filters, scope).order_by(order).limit(1)).first()
    return None if row is None else row.detected_at


def _keys(session: Session, filters: Filters, scope: ChangeScope) -> Select[*tuple[Any, ...]]:
    query = select(Change.id, Change.uid, Change.detected_at).join(
        Document, Document.id == Change.document_id
    )
    return apply_to_changes(catalogue.within(session, query, scope), filters)


def copy_moments(
    session: Session,
    portal: str,
    source: str | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[tuple[int, datetime]]:
    """Copies on a portal by the ids of their Publications and the moments they were found, the first one first."""
    query = _whole_copies(_copy_times(portal, source, since, until))
    return [(row.id, row.first_seen_at) for row in session.execute(query.order_by(Publication.id))]


def copy_moment(
    session: Session,
    portal: str,
    source: str | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> datetime | None:
    """When the last copy before `until` was found; the first one from `since` on, when that is given."""
    seen = Publication.first_seen_at
    query = _whole_copies(_copy_times(portal, source, since, until))
    row = session.execute(query.order_by(seen if since else seen.desc()).limit(1)).first()
    return None if row is None else row.first_seen_at


def _copy_times(
    portal: str, source: str | None, since: datetime | None, until: datetime | None
) -> Select[*tuple[Any, ...]]:
    query = _copies(select(Publication.id, Publication.first_seen_at), portal, source)
    if since is not None:
        query = query.where(Publication.first_seen_at >= since)
    return query if until is None else query.where(Publication.first_seen_at < until)


def _whole_copies(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Those that were no hijacked page at first sight, each with what it said then."""
    return query.join(
        Revision, and_(Revision.publication_id == Publication.id, Revision.number == 1)
    ).where(Revision.tampered.is_(False))


def newest_copies(
    session: Session,
    portal: str,
    source: str | None,
    limit: int | None,
    before: int | None = None,
    among: Collection[int] | None = None,
) -> list[tuple[int, DocumentView, PublicationView]]:
    """Documents that appeared on a portal although another one speaks for them, as they appeared there, the newest
    first, with the ids of these Publications; `before`: only lower ids; `among`: only these.
    """
    columns = (
        Publication.id, Publication.url, Publication.document_id, Publication.entry, Revision,
    )  # fmt: skip
    query = _whole_copies(_copies(select(*columns), portal, source))
    if before is not None:
        query = query.where(Publication.id < before)
    if among is not None:
        query = query.where(Publication.id.in_(among))
    rows = session.execute(query.order_by(Publication.id.desc()).limit(limit)).all()
    views = catalogue.load_documents(session, [row.document_id for row in rows], None)
    return [
        (row.id, *_as_seen(view, place, row.Revision, row.entry))
        for row, view in zip(rows, views, strict=True)
        for place in view.publications
        if place.url == row.url
    ]


def _as_seen(
    view: DocumentView, place: PublicationView, revision: Revision, kept: dict[str, Any]
) -> tuple[DocumentView, PublicationView]:
    """A copy as it was when it appeared: what was kept of it then, or its first Revision."""
    record = {**revision.record, "text": revision.text}
    if not kept:
        return replace(view, record=record), place
    shown = {name: value for name, value in kept.items() if name in record}
    place = replace(place, portal_title=kept["portal_title"], region=kept["region"])
    text = {"text": kept["excerpt"]}
    return replace(view, id=kept["document"], record=record | shown | text), place


def newest_copy(session: Session, portal: str, source: str | None) -> tuple[int, datetime | None]:
    """Id and moment of the newest copy on a portal; (0, None) when there is none."""
    query = _copies(select(Publication.id, Publication.first_seen_at), portal, source)
    row = session.execute(query.order_by(Publication.id.desc()).limit(1)).first()
    return (0, None) if row is None else (row.id, row.first_seen_at)


def occupied_columns(session: Session) -> set[tuple[str, str, str]]:
    """Portal, name and region of every column in which a page was ever seen."""
    query = select(Source.portal, Source.name, Source.region).where(
        select(PublicationSource.source_id).where(PublicationSource.source_id == Source.id).exists()
    )
    return {(row.portal, row.name, row.region) for row in session.execute(query)}


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
