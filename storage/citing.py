"""Who cites whom: numbers and titles in the texts that speak now, and the Documents they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, or_, select

from platforms.title import title_key
from storage.identity import find_document
from storage.models import Citation, Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LONG_TITLE = 8  # characters: a shorter title alone names no Document
MAX_CITING = 500  # read, to be counted and shown


@dataclass(frozen=True)
class CitedView:
    """One citation in a text; `document_id` None when the archive does not hold what is cited, or several."""

    number: str | None
    title: str | None
    document_id: str | None


@dataclass(frozen=True)
class CitingView:
    """A Document that cites another one."""

    document_id: str
    number: str | None
    title: str
    dated: str | None


class Cited(NamedTuple):
    """One citation, its title also as copies share it."""

    number: str
    title: str
    title_key: str


def record_citations(
    session: Session, document_id: int, cited: Iterable[dict[str, Any]] | None
) -> None:
    """Keep what a Document's text cites now, in place of what it cited before."""
    session.flush()
    session.execute(delete(Citation).where(Citation.document_id == document_id))
    session.add_all(
        Citation(document_id=document_id, position=position, **one._asdict())
        for position, one in enumerate(map(_to_cited, cited or ()))
    )


def resolve_citations(
    session: Session, uid: str, cited: Iterable[dict[str, Any]] | None
) -> list[CitedView]:
    """The citations of a record, with the Documents they mean."""
    rows = [_to_cited(one) for one in cited or ()]
    known = [document for document in _meant(session, rows) if document.uid != uid]
    return [CitedView(r.number or None, r.title or None, _choose(r, known)) for r in rows]


def list_citing(session: Session, uid: str) -> list[CitingView]:
    """The Documents that cite a Document, the newest first (at most `MAX_CITING`); [] for an unknown id."""
    document = find_document(session, uid)
    names = [] if document is None else _names(session, document)
    if document is None or not names:
        return []
    query = (
        select(Citation.title_key, Document)
        .join(Document, Document.id == Citation.document_id)
        .where(or_(*names), Document.id != document.id)
        .order_by(func.coalesce(Document.written_on, "").desc(), Document.id.desc())
        .limit(MAX_CITING)
    )
    found = {
        row.id: row
        for key, row in session.execute(query)
        if not key or _agree(key, document.title_key)
    }
    return [
        CitingView(row.uid, row.number, row.title, row.written_on or row.published_at)
        for row in found.values()
    ]


def _to_cited(one: dict[str, Any]) -> Cited:
    title = one.get("title") or ""
    return Cited(one.get("document_number") or "", title, title_key(title))


def _names(session: Session, document: Document) -> list[ColumnElement[bool]]:
    """How others may name a Document: by its number, and by its title when no other one has it."""
    names: list[ColumnElement[bool]] = []
    if (
        document.number_key
    ):  # with the region where the number names no place: nobody surely means it
        names.append(Citation.number == document.number_key)
    if len(document.title_key) >= LONG_TITLE:
        same = select(Document.id).filter_by(title_key=document.title_key).limit(2)
        if len(session.scalars(same).all()) == 1:
            names.append((Citation.number == "") & (Citation.title_key == document.title_key))
    return names


def _meant(session: Session, rows: Sequence[Cited]) -> list[Document]:
    """Every Document one of these citations may mean."""
    numbers = {row.number for row in rows if row.number}
    keys = {r.title_key for r in rows if not r.number and len(r.title_key) >= LONG_TITLE}
    found: list[Document] = []  # one question each: a single one would read every Document
    if numbers:
        found += session.scalars(select(Document).where(Document.number_key.in_(numbers)))
    if keys:
        found += session.scalars(select(Document).where(Document.title_key.in_(keys)))
    return found


def _choose(row: Cited, known: Sequence[Document]) -> str | None:
    if row.number:
        fits = [d for d in known if d.number_key == row.number]
        fits = [d for d in fits if not row.title_key or _agree(d.title_key, row.title_key)]
    else:
        fits = [d for d in known if d.title_key == row.title_key != ""]
    return fits[0].uid if len(fits) == 1 else None


def _agree(one: str, other: str) -> bool:
    return one in other or other in one
