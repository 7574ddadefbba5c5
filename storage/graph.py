"""Documents and what they say of each other, as a graph: what a citation means, and what the archive does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from storage import citing, selection
from storage.models import Citation, Document, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from storage.filters import Filters

CITES = "cites"
AT_ONCE = 50  # Documents looked at together


@dataclass(frozen=True)
class Node:
    """A Document, or what is named and not in the archive (`held` false: its id is its number or 《title》)."""

    id: str
    held: bool
    title: str | None = None
    document_number: str | None = None
    issuers: str | None = None
    category: str | None = None
    written_on: str | None = None


@dataclass(frozen=True)
class Edge:
    """One Document says something of another: that it `cites`, `repeals`, `amends`, `forwards` … it."""

    source: str
    target: str
    kind: str
    document_number: str | None  # as the source names the target
    title: str | None
    held: bool  # whether the archive holds the target


def stream_edges(session: Session, filters: Filters, limit: int | None = None) -> Iterator[Edge]:
    """What the Documents that pass the filters say of others."""
    documents = list(selection.select_ids(session, filters))
    batches = selection.in_batches(documents, AT_ONCE)
    return islice(chain.from_iterable(_edges(session, batch) for batch in batches), limit)


def stream_graph(
    session: Session, filters: Filters, limit: int | None = None
) -> Iterator[Node | Edge]:
    """The same for so many Documents, with them and with all they name; each node once, not always before its edges."""
    documents = list(islice(selection.select_ids(session, filters), limit))
    given: set[str] = set()
    named: set[str] = set()
    for batch in selection.in_batches(documents, AT_ONCE):
        for node in _nodes(session, Document.id.in_(batch)):
            given.add(node.id)
            yield node
        for edge in _edges(session, batch):
            yield edge
            if edge.held:
                named.add(edge.target)
            elif edge.target not in given:
                given.add(edge.target)
                yield Node(edge.target, False, edge.title, edge.document_number)
    for some in selection.in_batches(sorted(named - given)):
        yield from _nodes(session, Document.uid.in_(some))


def _nodes(session: Session, which: ColumnElement[bool]) -> Iterator[Node]:
    query = select(
        Document.uid, Document.title, Document.number, Document.issuer_names, Document.category,
        Document.written_on,
    )  # fmt: skip
    for uid, *values in session.execute(query.where(which).order_by(Document.id)):
        yield Node(uid, True, *values)


def _edges(session: Session, documents: Sequence[int]) -> list[Edge]:
    """In the order of the Documents: what each does to others, then what it cites."""
    rank = {number: place for place, number in enumerate(documents)}
    found = [*_relations(session, documents), *_citations(session, documents)]
    found.sort(key=lambda row: rank[row[0]])
    edges = [edge for _, edge in found]
    session.expunge_all()
    return edges


def _relations(session: Session, documents: Sequence[int]) -> Iterator[tuple[int, Edge]]:
    other = aliased(Document)
    query = (
        select(Document.id, Document.uid, Relation, other.uid)
        .join(Document, Document.id == Relation.document_id)
        .outerjoin(other, other.id == Relation.target_id)
        .where(Relation.document_id.in_(documents))
        .order_by(Relation.id)
    )
    for number, uid, row, target in session.execute(query):
        if edge := _to_edge(uid, row.kind, row.number, row.title, target):
            yield number, edge


def _citations(session: Session, documents: Sequence[int]) -> Iterator[tuple[int, Edge]]:
    query = (
        select(Document.id, Document.uid, Citation.number, Citation.title)
        .join(Document, Document.id == Citation.document_id)
        .where(Citation.document_id.in_(documents))
        .order_by(Citation.document_id, Citation.position)
    )
    rows = session.execute(query).all()
    cited = [{"document_number": row.number, "title": row.title} for row in rows]
    meant = citing.resolve_citations(session, "", cited)
    for (number, uid, named, title), found in zip(rows, meant, strict=True):
        if edge := _to_edge(uid, CITES, named, title, found.document_id):
            yield number, edge


def _to_edge(
    source: str, kind: str, number: str | None, title: str | None, target: str | None
) -> Edge | None:
    """None for what names nothing, or the Document itself."""
    name = target or number or (f"《{title}》" if title else None)
    if name is None or name == source:
        return None
    return Edge(source, name, kind, number or None, title or None, target is not None)
