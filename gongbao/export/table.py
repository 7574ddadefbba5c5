"""What can be exported as a table: documents, revisions, changes, citations; their rows and columns."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime  # noqa: TC003  (a dataclass field)
from typing import TYPE_CHECKING, Any

from gongbao.rows import change_row, document_row, revision_row
from storage import bulk, catalogue, graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.filters import Filters
    from storage.session import Session

Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which rows: those that pass the filters, at most `limit`, nothing older than `since` or up to `since_id`."""

    filters: Filters
    limit: int | None = None
    since: datetime | None = None
    since_id: int = 0

    def changed(self) -> Filters:
        """The filters with `since` as the moment of the last change."""
        return (
            self.filters if self.since is None else replace(self.filters, changed_since=self.since)
        )


@dataclass(frozen=True)
class Column:
    """One field of a row. `kind`: text, texts (a list), number, truth, moment, or objects (a list; see `INNER`)."""

    name: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """Rows as JSON objects, and those of their fields that make columns."""

    select: Callable[[Session, Wanted], Iterator[Row]]
    columns: tuple[Column, ...]


def _columns(text: str) -> tuple[Column, ...]:
    """`name` or `name:kind` between blanks."""
    return tuple(Column(*word.split(":")) for word in text.split())


INNER = {
    "publications": _columns(
        "portal portal_title region sources:texts url state canonical:truth first_seen_at:moment"
        " last_seen_at:moment revisions:number"
    ),
    "attachments": _columns("title url media_type note"),
    "citations": _columns("document_number title"),
}


def _documents(session: Session, wanted: Wanted) -> Iterator[Row]:
    return map(document_row, bulk.stream_documents(session, wanted.changed(), wanted.limit))


def _revisions(session: Session, wanted: Wanted) -> Iterator[Row]:
    for found in bulk.stream_revisions(session, wanted.filters, wanted.limit, wanted.since):
        place = {"document_id": found.document_id, "portal": found.portal, "url": found.url}
        yield {**place, **revision_row(found.revision)}


def _changes(session: Session, wanted: Wanted) -> Iterator[Row]:
    found = catalogue.list_changes(
        session, since=wanted.since_id, filters=wanted.changed(), limit=wanted.limit
    )
    return map(change_row, found)


def _citations(session: Session, wanted: Wanted) -> Iterator[Row]:
    return map(asdict, graph.stream_edges(session, wanted.changed(), wanted.limit))


TABLES: dict[str, Table] = {
    "documents": Table(
        _documents,
        _columns(
            "id title document_number issuers:texts written_on published_at effective_on expires_on"
            " validity category genre subject index_number registration_number recipients source"
            " state portal url publications:objects attachments:objects citations:objects"
            " first_seen_at:moment changed_at:moment content_hash text"
        ),
    ),
    "revisions": Table(
        _revisions,
        _columns(
            "document_id number:number captured_at:moment content_hash title document_number"
            " validity portal url text"
        ),
    ),
    "changes": Table(
        _changes,
        _columns(
            "id:number kind detected_at:moment baseline:truth back_dated:truth silent:truth"
            " document_id document_number title category portal source url from_revision:number"
            " to_revision:number summary inserted:number deleted:number"
        ),
    ),
    "citations": Table(_citations, _columns("source target kind document_number title held:truth")),
}
