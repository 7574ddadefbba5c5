"""The read side: Documents with their Publications, and the change log, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, defer, joinedload, load_only, selectinload

from storage import selection
from storage.filters import Filters, apply_to_changes
from storage.highlight import mark_views
from storage.identity import find_document
from storage.models import Change, Document, Fact, Publication, Revision, Source
from storage.search_query import Query
from storage.views import ChangeView, DocumentView, PublicationView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session


HIDDEN = {
    "text": "",
    "attachments": [],
    "citations": [],
}  # of a page that is suspected of tampering


@dataclass(frozen=True)
class ChangeScope:
    """Which part of the change log; None means any."""

    before: int | None = None  # ids below this one
    document: str | None = None  # of this Document
    with_baseline: bool = True
    kinds: tuple[str, ...] = ()  # of these kinds alone
    silent: bool = False  # alone
    since: datetime | None = None  # told from then on
    until: datetime | None = None  # and before then


def list_documents(
    session: Session,
    filters: Filters,
    *,
    limit: int | None = None,
    offset: int = 0,
    after: str | None = None,
    with_text: bool = True,
) -> Iterator[DocumentView]:
    """Documents that pass the filters, the newest document first; with `q` those whose number it is and those
    with every word in the title before the others. `after`: go on behind this id (LookupError: no such id).
    """
    ids = selection.select_ids(session, filters)
    if after is not None:
        ids = _behind(session, ids, after)
    chosen = list(islice(ids, offset, None if limit is None else offset + limit))
    for batch in selection.in_batches(chosen):
        yield from load_documents(session, batch, filters.q, with_text=with_text)


def count_documents(session: Session, filters: Filters) -> int:
    """How many Documents pass the filters."""
    return selection.count(session, filters)


def get_document(session: Session, uid: str) -> DocumentView | None:
    """One Document by its id (a dissolved id leads to the living one)."""
    document = find_document(session, uid)
    return None if document is None else load_documents(session, [document.id], None)[0]


def list_changes(
    session: Session,
    *,
    since: int = 0,
    filters: Filters | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    scope: ChangeScope | None = None,
) -> Iterator[ChangeView]:
    """The change log: ids greater than `since`, oldest first unless told otherwise.

    Filters by place (portal, source, region, level, source_kind) mean where the Change was found, the others
    its Document; `changed_since` is its moment.
    """
    query = within(session, _change_query().where(Change.id > since), scope or ChangeScope())
    query = query.order_by(Change.id.desc() if newest_first else Change.id)
    query = query if filters is None else apply_to_changes(query, filters)
    if filters is None or not filters.q:
        yield from map(_to_change_view, session.execute(query.limit(limit)))
        return
    ids = set(selection.select_ids(session, Filters(q=filters.q)))
    rows = session.execute(query)
    passing = (_to_change_view(row) for row in rows if row.Change.document_id in ids)
    yield from islice(passing, limit)


def get_changes(session: Session, ids: Sequence[int]) -> list[ChangeView]:
    """Changes by their ids, oldest first."""
    query = _change_query().where(Change.id.in_(ids)).order_by(Change.id)
    return [_to_change_view(row) for row in session.execute(query)]


def newest_change(
    session: Session, filters: Filters | None = None, scope: ChangeScope | None = None
) -> tuple[int, datetime | None]:
    """Id of the newest Change of a part of the log and when it was told; (0, None) when there is none."""
    query = select(Change.id, Fact.told_at).join(Fact, Fact.id == Change.fact_id)
    query = query.join(Document, Document.id == Change.document_id)
    query = within(session, query, scope or ChangeScope())
    query = query if filters is None else apply_to_changes(query, filters)
    row = session.execute(query.order_by(Change.id.desc()).limit(1)).first()
    return (0, None) if row is None else (row[0], row[1])


def _behind(session: Session, ids: Iterator[int], uid: str) -> Iterator[int]:
    document = find_document(session, uid)
    if document is None:
        raise LookupError(f"{uid}: no such document to go on behind")
    return islice(dropwhile(lambda number: number != document.id, ids), 1, None)


SHOWN_OF_SOURCES = (Source.name, Source.portal_title, Source.region)
SHOWN_OF_PUBLICATIONS = (
    Publication.document_id, Publication.portal, Publication.url, Publication.state,
    Publication.current_id, Publication.revision_count, Publication.first_seen_at,
    Publication.last_seen_at,
)  # fmt: skip


def load_documents(
    session: Session, ids: Sequence[int], query: str | None, *, with_text: bool = True
) -> list[DocumentView]:
    """Documents by internal ids, in their order; `query`: words to show the text around."""
    current = joinedload(Publication.current)
    statement = (
        select(Document)
        .where(Document.id.in_(ids))
        .options(
            selectinload(Document.publications).options(
                load_only(*SHOWN_OF_PUBLICATIONS),
                selectinload(Publication.sources).load_only(*SHOWN_OF_SOURCES),
                current if with_text else current.options(defer(Revision.text)),
            )
        )
    )
    rows = {row.id: row for row in session.scalars(statement)}
    views = [_to_view(rows[number], with_text=with_text) for number in ids]
    words = Query(query) if query else None
    return mark_views(session, dict(zip(ids, views, strict=True)), words) if words else views


def _to_view(document: Document, *, with_text: bool) -> DocumentView:
    canonical = next((p for p in document.publications if p.id == document.canonical_id), None)
    record = _record_of(document, canonical.current if canonical else None, with_text=with_text)
    return DocumentView(
        id=document.uid,
        record=record,
        state=canonical.state if canonical else "live",
        first_seen_at=document.first_seen_at,
        changed_at=document.changed_at,
        publications=tuple(
            _to_publication_view(row, document.canonical_id) for row in document.publications
        ),
        variants=tuple(_variants(document, canonical)),
    )


def _record_of(document: Document, revision: Revision | None, *, with_text: bool) -> dict[str, Any]:
    if revision is None:
        return {}
    hidden = HIDDEN if revision.tampered else {}
    text = revision.text if with_text else ""
    return {**revision.record, "text": text, "title": document.title, **hidden}


def _to_publication_view(row: Publication, canonical_id: int | None) -> PublicationView:
    return PublicationView(
        portal=row.portal,
        portal_title=row.sources[0].portal_title if row.sources else row.portal,
        sources=tuple(source.name for source in row.sources),
        url=row.url,
        state=row.state,
        canonical=row.id == canonical_id,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        revisions=row.revision_count,
        region=row.sources[0].region if row.sources else "",
    )


def _variants(document: Document, canonical: Publication | None) -> Iterator[dict[str, Any]]:
    """The other Publications whose content is not that of the canonical one."""
    speaking = canonical.current if canonical else None
    for row in document.publications:
        other = row.current
        if not speaking or not other or row is canonical:
            continue
        if other.content_hash != speaking.content_hash:
            yield {"portal": row.portal, "url": row.url, "content_hash": other.content_hash}


def _change_query() -> Select[*tuple[Any, ...]]:
    """Changes with the names of what they join."""
    before, after = aliased(Revision), aliased(Revision)
    return (
        select(
            Change,
            Document.uid.label("document_uid"),
            Source.name.label("source_name"),
            before.number.label("from_number"),
            after.number.label("to_number"),
        )
        .join(Document, Document.id == Change.document_id)
        .outerjoin(Source, Source.id == Change.source_id)
        .outerjoin(before, before.id == Change.from_revision_id)
        .outerjoin(after, after.id == Change.to_revision_id)
        .execution_options(yield_per=selection.BATCH)
    )


def within(
    session: Session, query: Select[*tuple[Any, ...]], scope: ChangeScope
) -> Select[*tuple[Any, ...]]:
    """A query of Changes and their Documents, of that part of the log alone."""
    if scope.before is not None:
        query = query.where(Change.id < scope.before)
    if scope.document is not None:
        found = find_document(session, scope.document)
        query = query.where(Change.document_id == (found.id if found else None))
    if scope.kinds:
        query = query.where(Change.kind.in_(scope.kinds))
    if scope.silent:
        query = query.where(Change.silent.is_(True))
    if scope.since is not None:
        query = query.where(Change.detected_at >= scope.since)
    if scope.until is not None:
        query = query.where(Change.detected_at < scope.until)
    return query if scope.with_baseline else query.where(Change.baseline.is_(False))


def _to_change_view(found: Row[*tuple[Any, ...]]) -> ChangeView:
    row: Change = found.Change
    shown = row.entry
    return ChangeView(
        id=row.id, uid=row.uid, kind=row.kind, detected_at=row.detected_at, baseline=row.baseline,
        back_dated=row.back_dated, silent=row.silent, document_id=found.document_uid,
        document_number=row.document_number, title=row.title, category=row.category,
        portal=row.portal, source=found.source_name, url=row.url,
        from_revision=found.from_number, to_revision=found.to_number, summary=row.summary,
        inserted=row.inserted, deleted=row.deleted, operations=row.operations,
        truncated=row.truncated, issuers=tuple(shown.get("issuers") or ()),
        written_on=shown.get("written_on"), published_at=shown.get("published_at"),
        portal_title=shown.get("portal_title") or row.portal, region=shown.get("region") or "",
        validity=shown.get("validity"), content_hash=shown.get("content_hash"),
        excerpt=shown.get("excerpt") or "",
        attachments=tuple(shown.get("attachments") or ()), told_of=shown.get("document") or "",
    )  # fmt: skip
