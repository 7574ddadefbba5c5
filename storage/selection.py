"""Which Documents, in which order: filters, words and a number into internal ids.

The order: those whose number it is, those whose title is what is looked for, the others; each the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from sqlalchemy import and_, bindparam, func, literal, literal_column, or_, select, tuple_

from storage.filters import apply_to_entries
from storage.models import Document
from storage.search_index import PERIOD_BITS, first_of, period_of, words_of_database
from storage.search_query import Query
from storage.search_table import LIMIT, WHOLE, Entry, Range, is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.filters import Filters

BATCH = 200
AT_ONCE = 8192  # rows of the index read in one go
FEW_WINDOWS = 2  # before all the rest
WINDOW = 4000  # entries among which hits are looked for first
NUMBERED, TITLED, OTHER = range(3)  # classes of matches, best first
ItemType = TypeVar("ItemType")
Question = tuple["Select[Any]", "ColumnElement[int]"]  # to the index, and its column of ids


class Hit(NamedTuple):
    """One entry that matches, with what it is listed and counted by."""

    id: int
    document_id: int
    dated: str
    issuers_id: int
    places_id: int
    category: str
    validity: str | None
    year: str | None  # of 成文日期


COLUMNS = (
    *(getattr(Entry, name) for name in Hit._fields[:-1]),
    func.substr(Entry.written_on, 1, 4),
)


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

    def collect(self, some: int, cap: int) -> tuple[list[Hit], int]:
        """All the hits, or `some` of them if there are more than a cap; and how many there are, at most one more.

        In no order that can be relied upon; they have the order of a Hit, not its names.
        """
        root = self.query.root if self.query else None
        if root is not None and words_of_database(self.session).is_costly(root):
            hits = self._collect_by_windows(cap)
        elif self._is_sqlite and not self._narrowing:
            return self._collect_or_count(some, cap)
        else:
            hits = _fetch_plain(self.session, self._hits(COLUMNS)[0].limit(cap + 1))
        return (hits if len(hits) <= cap else hits[:some]), len(hits)

    def _collect_by_windows(self, cap: int) -> list[Hit]:
        """For a question that makes lists of all that one part of it finds: short ones."""
        hits: list[Hit] = []
        for within in self._windows(-1, most=FEW_WINDOWS):
            statement, _ = self._hits(COLUMNS, within=within)
            hits += _fetch_plain(self.session, statement.limit(cap + 1 - len(hits)))
            if len(hits) > cap:
                break
        return hits

    def _collect_or_count(self, some: int, cap: int) -> tuple[list[Hit], int]:
        """Counting is cheaper than reading where nothing but words is asked for."""
        statement, key = self._hits(COLUMNS)
        found = self.session.connection().execute(statement.order_by(key).limit(cap + 1))
        rows: Any = found.cursor
        hits: list[Hit] = rows.fetchmany(some + 1)
        total = self.count(cap + 1) if len(hits) > some else len(hits)
        hits = hits[:some] if total > cap else hits + rows.fetchall()
        found.close()
        return hits, total

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
        titled = self._find_titled([hit[0] for hit in newest]) - numbered
        better = numbered | titled
        if not better:
            return newest
        first = [hit for hit in newest if hit[0] in numbered]
        second = [hit for hit in newest if hit[0] in titled]
        return first + second + [hit for hit in newest if hit[0] not in better]

    def in_order(self, after: Hit | None = None) -> Iterator[Hit]:
        """Hits one by one, read from the index as they are asked for; `after`: those behind this one."""
        if not self._has_classes:
            yield from self._read(after)
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
    def _is_sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"

    @property
    def _has_classes(self) -> bool:
        return self.is_ranked and bool(self.query)

    @property
    def _narrowing(self) -> dict[str, str]:
        """The filters that are set beside the words."""
        return replace(self.filters, q=None).to_query()

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
        return TITLED if self._find_titled([hit.id]) else OTHER

    def _find_titled(self, among: Sequence[int] | None = None) -> set[int]:
        """Entries whose titles are what is looked for: of some, or of all, whether they pass or not."""
        wanted = self.query.in_title if self.query else None
        if wanted is None:
            return set()
        match: Callable[..., Select[Any]] = words_of_database(self.session).match_titles
        return {row[0] for row in _fetch_plain(self.session, match(wanted, among))}

    def _read_numbered(self, after: Hit | None) -> Iterator[Hit]:
        if self._numbered:
            yield from self._read(after, only=self._numbered)

    def _read_titled(self, after: Hit | None) -> Iterator[Hit]:
        rows = self._read(after, in_title=True)
        return (hit for hit in rows if hit.id not in self._numbered)

    def _read_others(self, after: Hit | None) -> Iterator[Hit]:
        better = self._find_titled() | self._numbered
        return (hit for hit in self._read(after) if hit.id not in better)

    def _hits(
        self, columns: Collection[Any], *, in_title: bool = False, within: Range = WHOLE
    ) -> Question:
        statement = select(*columns).where(Entry.document_id.is_not(None))
        statement = apply_to_entries(statement, replace(self.filters, q=None))
        narrow: Callable[..., Question] = words_of_database(self.session).narrow
        if self.query is None:
            return statement.where(is_within(Entry.id, within)), Entry.id.expression
        wanted = self.query.in_title if in_title else self.query.root
        if wanted is None:
            return statement.where(Entry.id < 0), Entry.id.expression
        if in_title and wanted != self.query.root:
            whole, _ = narrow(select(Entry.id), self.query.root, in_title=False, within=within)
            statement = statement.where(Entry.id.in_(whole.correlate(None)))
        return narrow(statement, wanted, in_title=in_title, within=within)

    def _read(
        self, after: Hit | None = None, *, in_title: bool = False, only: Collection[int] = ()
    ) -> Iterator[Hit]:
        """Period by period, each the newest first; so many at once."""
        own = -1 if after is None else self._period_at(after)
        start = -1 if after is None else (own << PERIOD_BITS) - 1
        size = BATCH
        for within in self._windows(start):
            statement, key = self._hits(COLUMNS, in_title=in_title, within=within)
            period = key.bitwise_rshift(literal_column(str(PERIOD_BITS)))
            inside = statement.order_by(period, Entry.dated.desc(), Entry.document_id.desc())
            if only:
                inside = inside.where(Entry.id.in_(only))
            rows = self._fetch(_behind(inside, period, own, after).limit(size))
            while len(rows) == size:
                yield from rows
                size = min(size * 4, AT_ONCE)
                last = period_of(rows[-1].id)
                rows = self._fetch(_behind(inside, period, last, rows[-1]).limit(size))
            yield from rows

    def _period_at(self, hit: Hit) -> int:
        """The period a hit was read in; it may have been put elsewhere since."""
        known = self.find(hit.document_id)
        has_stayed = known is not None and known.dated == hit.dated
        return period_of(known.id if known and has_stayed else first_of(hit.dated))

    def _windows(self, start: int, most: int | None = None) -> Iterator[Range]:
        """Ranges of ids, whole periods, more and more entries wide; behind so many of them all the rest."""
        size, last = WINDOW, None if most is None else WINDOW * 4**most
        behind = select(Entry.id).where(Entry.id > bindparam("start")).order_by(Entry.id).limit(1)
        while True:
            found = behind.offset(size)
            far = None if size == last else self.session.scalar(found, {"start": start})
            end = LIMIT if far is None else ((period_of(far) + 1) << PERIOD_BITS) - 1
            yield start, end
            if end == LIMIT:
                return
            start, size = end, size * 4


def _fetch_plain(session: Session, statement: Select[Any]) -> list[Any]:
    """Rows as the driver gives them: there may be very many."""
    found: Any = session.connection().execute(statement).cursor
    return list(found.fetchall())


def _behind(
    statement: Select[Any], period: ColumnElement[int], own: int, after: Hit | None
) -> Select[Any]:
    """Leave what comes later in order than a hit of a period."""
    if after is None:
        return statement
    place = tuple_(literal(after.dated), literal(after.document_id))
    is_older = tuple_(Entry.dated, Entry.document_id) < place
    return statement.where(or_(period > own, and_(period == own, is_older)))


_place = itemgetter(Hit._fields.index("dated"), Hit._fields.index("document_id"))


def _newest_first(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=_place, reverse=True)
