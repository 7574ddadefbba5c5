"""Which Documents, in which order: filters, words and a number into internal ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, or_, select

from storage.filters import apply_filters
from storage.models import Attachment, Document, Publication, Revision
from storage.search import Query, propose, searched_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from storage.filters import Filters

BATCH = 200
Row = TypeVar("Row")


def select_ids(session: Session, filters: Filters) -> Iterator[int]:
    """Ids of the Documents that pass, the newest document first.

    With `q`, those whose number it is come first, then those with every word in the title.
    """
    dated = func.substr(func.coalesce(Document.written_on, Document.published_at, ""), 1, 10)
    order = (dated.desc(), Document.id.desc())
    if not filters.q:
        yield from session.scalars(apply_filters(select(Document.id), filters).order_by(*order))
        return
    query = apply_filters(select(Document.id, Document.title, Document.number), filters)
    rows = session.execute(query.order_by(*order))
    passing = [(row.id, row.title, row.number) for row in rows]
    yield from _matching(session, Query(filters.q), passing)


def count(session: Session, filters: Filters) -> int:
    """How many Documents pass."""
    if filters.q:
        return sum(1 for _ in select_ids(session, filters))
    return session.scalar(apply_filters(select(func.count(Document.id)), filters)) or 0


def in_batches(rows: Sequence[Row], size: int = BATCH) -> Iterator[Sequence[Row]]:
    """A sequence in pieces that fit into one question to a database."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _matching(
    session: Session,
    query: Query,
    passing: Sequence[tuple[int, str, str | None]],
) -> Iterator[int]:
    proposed, is_certain = propose(session, query)
    bearing = {row[0] for row in passing if row[2] == query.text}
    rows = [row for row in passing if row[0] in proposed or row[0] in bearing]
    rows.sort(key=lambda row: (row[0] not in bearing, not query.matches(row[1])))
    sure = proposed | bearing if is_certain else bearing
    for batch in in_batches(rows):
        held = _confirm(session, query, [row[0] for row in batch if row[0] not in sure])
        yield from (row[0] for row in batch if row[0] in sure or row[0] in held)


def _confirm(session: Session, query: Query, ids: list[int]) -> set[int]:
    """Those Documents whose text holds every word: what the database sees at once need not be fetched."""
    sure = _find_literally(session, query.literals, ids)
    return sure | _read(session, query, [number for number in ids if number not in sure])


def _find_literally(session: Session, words: list[str], ids: list[int]) -> set[int]:
    if not ids or not words:
        return set()
    tests = [or_(Revision.title.contains(word), Revision.text.contains(word)) for word in words]
    found = (
        select(Document.id)
        .join(Publication, Publication.id == Document.canonical_id)
        .join(Revision, Revision.id == Publication.current_id)
        .where(Document.id.in_(ids), *tests)
    )
    return set(session.scalars(found))


def _read(session: Session, query: Query, ids: list[int]) -> set[int]:
    """Those Documents whose text holds every word, after reading them all."""
    if not ids:
        return set()
    files: dict[int, list[str]] = {}
    rows = session.execute(
        select(Document.id, Document.number, Revision.title, Revision.text, Revision.id)
        .join(Publication, Publication.id == Document.canonical_id)
        .join(Revision, Revision.id == Publication.current_id)
        .where(Document.id.in_(ids))
    ).all()
    attached = select(Attachment.revision_id, Attachment.text).where(
        Attachment.revision_id.in_([row[4] for row in rows]), Attachment.text.is_not(None)
    )
    for revision_id, text in session.execute(attached.order_by(Attachment.position)):
        files.setdefault(revision_id, []).append(text or "")
    return {
        row[0]
        for row in rows
        if query.matches(searched_text(row[2], row[1], row[3], files.get(row[4], ())))
    }
