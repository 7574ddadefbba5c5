"""Which Documents, in which order: filters, words and a number into internal ids.

The order: those whose number it is, those whose title is what is looked for, the others; each the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from sqlalchemy import func, select

from storage.filters import apply_to_entries
from storage.models import Document
from storage.search_index import first_of, period_of, words_of_database
from storage.search_query import Query
from storage.search_table import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.filters import Filters

BATCH = 200
AT_ONCE = 8192  # rows of the index read in one go
NUMBERED, TITLED, OTHER = range(3)  # classes of matches, best first
ItemType = TypeVar("ItemType")
Question = tuple[
    "Select[Any]", "ColumnElement[int]"
]  # to the index, and the column to read it in order by


class Hit(NamedTuple):
    """One entry that matches, with what it is listed and counted by."""

    id: int
    document_id: int
    dated: str
    issuers_id: int
    places_id: int
    category: str
    validity: str | None
    written_on: str | None


COLUMNS = tuple(getattr(Entry, name) for name in Hit._fields)


def select_ids(session: Session, filters: Filters) -> Iterator[int]:
    """Ids of the Documents that pass, best first; without `q` the newest document first."""
    return (hit.document_id for hit in Selection(session, filters).in_order())


def count(session: Session, filters: Filters) -> int:
    """How many Documents pass."""
    return Selection(session, filters).count()


def in_batches(rows: Sequence[ItemType], size: int = BATCH) -> Iterator[Sequence[ItemType]]:
    """A sequence in pieces that fit into one question to a database."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


@dataclass(frozen=True)
class Selection:
    """What passes the filters. `is_ranked` false: the newest first, whatever matches best."""

    session: Session
    filters: Filters
    is_ranked: bool = True

    @cached_property
    def query(self) -> Query | None:
        """The words; None where none are asked for."""
        return Query(self.filters.q) if self.filters.q else None

    def collect(self, limit: int) -> list[Hit]:
        """So many of the hits, in no order that can be relied upon; they have the order of a Hit, not its names."""
        statement, key = self._hits(COLUMNS)
        if self.session.get_bind().dialect.name == "sqlite":
            statement = statement.order_by(key)  # as they stand there
        found = self.session.connection().execute(statement.limit(limit))
        return cast("list[Hit]", found.cursor.fetchall())  # plain rows: there may be thousands

    def count(self, limit: int | None = None) -> int:
        """How many there are; no more than a limit."""
        hits = self._hits((Entry.id,))[0].limit(limit).subquery()
        return self.session.scalar(select(func.count()).select_from(hits)) or 0

    def sort(self, hits: Iterable[Hit]) -> list[Hit]:
        """All the hits there are, in order."""
        newest = _newest_first(hits)
        if not self._has_classes:
            return newest
        numbered = self._numbered
        titled = self._titled() - numbered
        better = numbered | titled
        if not better:
            return newest
        first = [hit for hit in newest if hit[0] in numbered]
        second = [hit for hit in newest if hit[0] in titled]
        return first + second + [hit for hit in newest if hit[0] not in better]

    def in_order(self, after: Hit | None = None) -> Iterator[Hit]:
        """Hits one by one, read from the index as they are asked for; `after`: those behind this one."""
        if not self._has_classes:
            yield from self._read(self._hits(COLUMNS), after)
            return
        reached = NUMBERED if after is None else self._class_of(after)
        for number, rows in (
            (NUMBERED, self._read_numbered),
            (TITLED, self._read_titled),
            (OTHER, self._read_others),
        ):
            if number >= reached:
                yield from rows(after if number == reached else None)

    def find(self, document_id: int) -> Hit | None:
        """The hit of a Document, whether it passes or not; None when the index does not know it."""
        found = self._fetch(select(*COLUMNS).where(Entry.document_id == document_id))
        return found[0] if found else None

    def _fetch(self, statement: Select[Any]) -> list[Hit]:
        return cast("list[Hit]", self.session.connection().execute(statement).all())

    @property
    def _has_classes(self) -> bool:
        return self.is_ranked and bool(self.query)

    @cached_property
    def _numbered(self) -> set[int]:
        """Entries of the Documents whose number it is."""
        numbers = self.query.numbers if self.query else []
        if not numbers:
            return set()
        found = select(Document.id).where(Document.number.in_(numbers))
        return set(self.session.scalars(select(Entry.id).where(Entry.document_id.in_(found))))

    def _class_of(self, hit: Hit) -> int:
        if hit.id in self._numbered:
            return NUMBERED
        return TITLED if hit.id in self._titled(only=hit) else OTHER

    def _titled(self, only: Hit | None = None) -> set[int]:
        """Entries whose titles are what is looked for."""
        statement, _ = self._hits((Entry.id,), in_title=True)
        if only is not None:
            statement = statement.where(Entry.id == only.id)
        return {row[0] for row in self.session.connection().execute(statement)}

    def _read_numbered(self, after: Hit | None) -> Iterator[Hit]:
        if not self._numbered:
            return
        statement, key = self._hits(COLUMNS)
        yield from self._read((statement.where(Entry.id.in_(self._numbered)), key), after)

    def _read_titled(self, after: Hit | None) -> Iterator[Hit]:
        rows = self._read(self._hits(COLUMNS, in_title=True), after)
        return (hit for hit in rows if hit.id not in self._numbered)

    def _read_others(self, after: Hit | None) -> Iterator[Hit]:
        better = self._titled() | self._numbered
        return (hit for hit in self._read(self._hits(COLUMNS), after) if hit.id not in better)

    def _hits(self, columns: Collection[Any], *, in_title: bool = False) -> Question:
        statement = select(*columns).where(Entry.document_id.is_not(None))
        statement = apply_to_entries(statement, replace(self.filters, q=None))
        if self.query is None:
            return statement, Entry.id.expression
        if self.query.root is None:
            return statement.where(Entry.id < 0), Entry.id.expression
        narrow: Callable[..., Question] = words_of_database(self.session).narrow
        if not in_title:
            return narrow(statement, self.query.root, in_title=False)
        if self.query.in_title is None:
            return statement.where(Entry.id < 0), Entry.id.expression
        if self.query.in_title != self.query.root:
            whole, _ = narrow(select(Entry.id), self.query.root, in_title=False)
            statement = statement.where(Entry.id.in_(whole.correlate(None)))
        return narrow(statement, self.query.in_title, in_title=True)

    def _read(self, question: Question, after: Hit | None) -> Iterator[Hit]:
        """Quarter by quarter, each sorted: ids are in order of quarters alone."""
        rows = self._by_period(question, first_of(after.dated) - 1 if after else -1)
        if after is None:
            return rows
        place = _place(after)
        return dropwhile(lambda hit: _place(hit) >= place, rows)

    def _by_period(self, question: Question, last: int) -> Iterator[Hit]:
        statement, key = question
        held: list[Hit] = []
        size = BATCH
        while True:
            found = statement.where(key > last).order_by(key).limit(size)
            rows = self._fetch(found)
            for hit in rows:
                if held and period_of(hit.id) != period_of(held[0].id):
                    yield from _newest_first(held)
                    held = []
                held.append(hit)
            if len(rows) < size:
                break
            last, size = rows[-1].id, min(size * 4, AT_ONCE)
        yield from _newest_first(held)


_place = itemgetter(Hit._fields.index("dated"), Hit._fields.index("document_id"))


def _newest_first(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=_place, reverse=True)
