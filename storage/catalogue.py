"""The read side: Documents, their Publications and Revisions, and the change log, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage import search
from storage.filters import Filters, apply_filters
from storage.frontier import pointer_of
from storage.identity import find_document
from storage.models import Change, Document, Publication, Revision, Source
from storage.views import ChangeView, DocumentView, PublicationView, RevisionView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

EXCERPT = 300
SNIPPET = 60


def list_documents(
    session: Session, filters: Filters, *, limit: int | None = None, offset: int = 0
) -> Iterator[DocumentView]:
    """Documents that pass the filters: best match first when `q` is set, else the newest first."""
    ids = _matching_ids(session, filters)
    for number, document_id in enumerate(ids):
        if number < offset:
            continue
        if limit is not None and number >= offset + limit:
            return
        yield _to_view(session, session.get_one(Document, document_id), filters.q)


def count_documents(session: Session, filters: Filters) -> int:
    """How many Documents pass the filters."""
    if filters.q:
        return sum(1 for _ in _matching_ids(session, filters))
    query = apply_filters(select(func.count()).select_from(Document), filters)
    return int(session.scalar(query) or 0)


def get_document(session: Session, uid: str) -> DocumentView | None:
    """One Document by its id (a dissolved id leads to the living one)."""
    document = find_document(session, uid)
    return None if document is None else _to_view(session, document, None)


def list_revisions(session: Session, uid: str) -> list[RevisionView]:
    """The Revisions of a Document's canonical Publication, oldest first; [] for an unknown id."""
    document = find_document(session, uid)
    if document is None:
        return []
    query = (
        select(Revision)
        .where(Revision.publication_id == document.canonical_id, Revision.tampered.is_(False))
        .order_by(Revision.number)
    )
    return [_to_revision_view(row) for row in session.scalars(query)]


def revision_at(session: Session, uid: str, moment: datetime) -> RevisionView | None:
    """The Revision that was live in the archive at a moment; None before the first."""
    rows = [row for row in list_revisions(session, uid) if row.captured_at <= moment]
    return rows[-1] if rows else None


def list_changes(
    session: Session,
    *,
    since: int = 0,
    filters: Filters | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    with_baseline: bool = True,
    document: str | None = None,
) -> Iterator[ChangeView]:
    """The change log: ids greater than `since`, oldest first unless told otherwise."""
    query = select(Change).where(Change.id > since)
    if filters is not None and filters.to_query():
        passing = apply_filters(select(Document.id), filters)
        query = query.where(Change.document_id.in_(passing))
    if document is not None:
        found = find_document(session, document)
        query = query.where(Change.document_id == (found.id if found else None))
    if not with_baseline:
        query = query.where(Change.baseline.is_(False))
    query = query.order_by(Change.id.desc() if newest_first else Change.id).limit(limit)
    for row in session.scalars(query):
        yield _to_change_view(row)


def feed_state(session: Session, filters: Filters | None = None) -> tuple[int, datetime | None]:
    """The newest Change's id and moment that a feed with these filters depends on; (0, None) when there is none."""
    newest = next(list_changes(session, filters=filters, limit=1, newest_first=True), None)
    return (0, None) if newest is None else (newest.id, newest.detected_at)


def list_sources(session: Session) -> Sequence[Source]:
    """Every column the archive knows, by portal."""
    return session.scalars(select(Source).order_by(Source.portal, Source.id)).all()


def _matching_ids(session: Session, filters: Filters) -> Iterator[int]:
    query = apply_filters(select(Document.id), filters)
    if not filters.q:
        yield from session.scalars(query.order_by(Document.changed_at.desc(), Document.id.desc()))
        return
    found = search.find_documents(session, filters.q) or []
    passing = set(session.scalars(query))
    for document_id in found:
        if document_id in passing and search.matches(
            filters.q, _searched_text(session, session.get_one(Document, document_id))
        ):
            yield document_id


def _searched_text(session: Session, document: Document) -> str:
    revision = _speaking(document)
    if revision is None:
        return document.title
    files = [a.text for a in revision.attachments if a.text]
    return "\n".join([revision.title, document.number or "", revision.text, *files])


def _speaking(document: Document) -> Revision | None:
    return None if document.canonical is None else document.canonical.current


def _to_view(session: Session, document: Document, query: str | None) -> DocumentView:
    revision = _speaking(document)
    canonical = document.canonical
    record: dict[str, Any] = {}
    if revision is not None:
        record = {**revision.record, "text": revision.text}
        record["title"] = document.title
    publications = tuple(
        _to_publication_view(session, row, document.canonical_id) for row in document.publications
    )
    return DocumentView(
        id=document.uid,
        record=record,
        state=canonical.state if canonical else "live",
        first_seen_at=document.first_seen_at,
        changed_at=document.changed_at,
        publications=publications,
        variants=tuple(_variants(document)),
        snippet=_snippet(query, revision.text) if query and revision else None,
    )


def _to_publication_view(
    session: Session, row: Publication, canonical_id: int | None
) -> PublicationView:
    title = session.scalar(select(Source.portal_title).filter_by(portal=row.portal).limit(1))
    return PublicationView(
        portal=row.portal,
        portal_title=title or row.portal,
        sources=tuple(source.name for source in row.sources),
        url=row.url,
        state=row.state,
        canonical=row.id == canonical_id,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        revisions=row.revision_count,
    )


def _variants(document: Document) -> Iterator[dict[str, Any]]:
    """The other Publications whose content is not that of the canonical one."""
    speaking = _speaking(document)
    for row in document.publications:
        other = row.current
        if speaking and other and row.id != document.canonical_id:
            if other.content_hash != speaking.content_hash:
                yield {"portal": row.portal, "url": row.url, "content_hash": other.content_hash}


def _snippet(query: str, text: str) -> str:
    place = min((p for p in (text.find(word) for word in query.split()) if p >= 0), default=0)
    start = max(0, place - SNIPPET // 2)
    cut = text[start : place + SNIPPET].replace("\n", " ")
    return ("…" if start else "") + cut + ("…" if place + SNIPPET < len(text) else "")


def _to_revision_view(row: Revision) -> RevisionView:
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
    )


def _to_change_view(row: Change) -> ChangeView:
    speaking = row.to_revision
    record: dict[str, Any] = speaking.record if speaking else {}
    is_hidden = row.kind == "tampered"
    return ChangeView(
        id=row.id, uid=row.uid, kind=row.kind, detected_at=row.detected_at, baseline=row.baseline,
        back_dated=row.back_dated, silent=row.silent, document_id=row.document.uid,
        document_number=row.document_number, title=row.title, category=row.category,
        portal=row.portal, source=row.source.name if row.source else None, url=row.url,
        from_revision=row.from_revision.number if row.from_revision else None,
        to_revision=speaking.number if speaking else None, summary=row.summary,
        inserted=row.inserted, deleted=row.deleted, operations=row.operations,
        truncated=row.truncated, issuers=tuple(row.document.issuers),
        written_on=None if is_hidden else record.get("written_on"),
        published_at=None if is_hidden else record.get("published_at"),
        portal_title=row.source.portal_title if row.source else row.portal,
        excerpt="" if is_hidden or speaking is None else speaking.text[:EXCERPT],
        attachments=() if is_hidden else tuple(record.get("attachments", ())),
    )  # fmt: skip
