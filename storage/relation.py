"""What Documents say of each other: cited by number or title, bound to the Document meant as soon as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage import search_index
from storage.models import Document, Fact, Publication, Relation
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.facts import RelationFacts

LONG_TITLE = 8  # characters: a shorter title alone names no Document
REPEALS = "repeals"


@dataclass(frozen=True)
class RelationView:
    """One thing a Document says of another one, or another one of it."""

    kind: str
    is_outgoing: bool  # said by the Document asked for
    document_id: str | None  # of the other one; None when the archive does not hold it
    number: str | None
    title: str | None
    sentence: str


def record_relations(
    session: Session, document: Document, found: Iterable[RelationFacts], now: datetime
) -> None:
    """Keep what a Document says of others; what it no longer says is forgotten."""
    session.flush()
    said = {(f.kind, f.number or "", f.title_key): f for f in found}
    rows = {
        (row.kind, row.number, row.title_key): row
        for row in session.scalars(select(Relation).filter_by(document_id=document.id))
    }
    for key in rows.keys() - said.keys():
        session.delete(rows[key])
    for key in [key for key in said if key not in rows]:
        row = Relation(
            document_id=document.id, kind=key[0], number=key[1], title_key=key[2],
            title=said[key].title or "", sentence=said[key].sentence,
        )  # fmt: skip
        session.add(row)
        _bind(session, document, row, now)
    session.flush()


def bind_waiting(session: Session, document: Document, now: datetime) -> None:
    """Bind what others said of a Document before the archive knew it."""
    named = []
    if document.number:
        named.append(Relation.number == document.number)
    if document.title_key:
        named.append(Relation.title_key == document.title_key)
    if not named:
        return
    query = select(Relation).where(
        Relation.target_id.is_(None), Relation.document_id != document.id, or_(*named)
    )
    for row in session.scalars(query).all():
        _bind(session, session.get_one(Document, row.document_id), row, now)


def relations_of(session: Session, document: Document) -> list[RelationView]:
    """What a Document says of others and others of it, in the order it was found."""
    query = select(Relation).where(
        or_(Relation.document_id == document.id, Relation.target_id == document.id)
    )
    rows = session.scalars(query.order_by(Relation.id)).all()
    ids = {number for row in rows for number in (row.document_id, row.target_id) if number}
    others = session.scalars(select(Document).where(Document.id.in_(ids))).all() if rows else []
    known = {other.id: other for other in others}
    return [_to_view(row, document, known) for row in rows]


def _bind(session: Session, document: Document, row: Relation, now: datetime) -> None:
    target = _find_target(session, document, row)
    if target is None:
        return
    row.target_id = target.id
    if row.kind == REPEALS:
        _note_repeal(session, document, target, now)


def _find_target(session: Session, document: Document, row: Relation) -> Document | None:
    """The one Document meant: by number where one is cited (the title must not speak against it), else by title."""
    query = select(Document).where(Document.id != document.id)
    if row.number:
        known = session.scalars(query.where(Document.number == row.number)).all()
        found = [d for d in known if not row.title_key or _titles_agree(d.title_key, row.title_key)]
        return found[0] if len(found) == 1 else None
    if len(row.title_key) < LONG_TITLE:
        return None
    found = [d for d in _titled(session, query, row) if _is_neighbour(session, d, document)]
    return found[0] if len(found) == 1 else None


def _titled(session: Session, query: Select[Document], row: Relation) -> Iterable[Document]:
    """A notice that carries rules is called by its own title or, after 关于印发, by theirs."""
    names = [row.title_key]
    if row.title_key.endswith("的通知") is False:
        names += [f"关于印发{row.title_key}的通知"]
    return session.scalars(query.where(Document.title_key.in_(names))).all()


def _titles_agree(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _is_neighbour(session: Session, one: Document, other: Document) -> bool:
    """Of the same organ, or on the same portal: titles alone are used by many places."""
    if one.issuer_key and one.issuer_key == other.issuer_key:
        return True
    places = [_portals(session, document) for document in (one, other)]
    return bool(places[0] & places[1])


def _portals(session: Session, document: Document) -> set[str]:
    return set(session.scalars(select(Publication.portal).filter_by(document_id=document.id)))


def _note_repeal(session: Session, cause: Document, target: Document, now: datetime) -> None:
    """Leave a fact to be told of the Document repealed."""
    target.validity = "repealed"
    search_index.describe_document(session, target.id)
    speaker = target.canonical
    if speaker is None or speaker.current_id is None:
        return
    if speaker.state == PublicationState.QUARANTINED:
        return
    session.add(
        Fact(
            at=now, publication_id=speaker.id, revision_id=speaker.current_id,
            state=speaker.state, cause_id=cause.id,
        )
    )  # fmt: skip


def _to_view(row: Relation, document: Document, known: Mapping[int, Document]) -> RelationView:
    is_outgoing = row.document_id == document.id
    other_id = row.target_id if is_outgoing else row.document_id
    other = None if other_id is None else known[other_id]
    return RelationView(
        kind=row.kind,
        is_outgoing=is_outgoing,
        document_id=other.uid if other else None,
        number=(row.number or None) if is_outgoing or other is None else other.number,
        title=(row.title or None) if is_outgoing or other is None else other.title,
        sentence=row.sentence,
    )
