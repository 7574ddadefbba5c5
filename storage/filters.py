"""The filters that are the same everywhere: command line, web, API, feeds."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime  # noqa: TC003  (read at run time by the web)
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from storage.models import Change, Document, Publication, PublicationSource, Source
from storage.search_table import Entry, Issuers, Place

if TYPE_CHECKING:
    from sqlalchemy import Select

Statement = TypeVar("Statement", bound="Select[*tuple[Any, ...]]")
COUNTRY = ("000000", "100000")  # what lies in it: everything


@dataclass(frozen=True)
class Filters:
    """What to look for; None means anything. `region` includes what lies in it (330000 → 3301…)."""

    q: str | None = None
    number: str | None = None  # canonical
    issuer: str | None = None  # part of an issuer's name
    portal: str | None = None
    source: str | None = None
    region: str | None = None
    level: str | None = None
    category: str | None = None
    source_kind: str | None = None
    validity: str | None = None
    written_from: date | None = None
    written_to: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    changed_since: datetime | None = None

    def to_query(self) -> dict[str, str]:
        """The filters that are set, as parameters of an address."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: value if isinstance(value, str) else value.isoformat()
            for name, value in values.items()
            if value is not None
        }


def apply_filters(query: Statement, filters: Filters) -> Statement:
    """Narrow a query over Documents (all filters but `q`): portal, column, region … of any place they stand."""
    stands = _stands(filters, Publication.document_id == Document.id)
    tests = [] if stands is None else [exists(stands.correlate(Document))]
    return query.where(*_document_tests(filters), *tests)


def apply_to_entries(query: Statement, filters: Filters) -> Statement:
    """Narrow a query over entries of the search index as `apply_filters` narrows one over Documents."""
    tests = [
        _equal(Entry.category, filters.category),
        _equal(Entry.validity, filters.validity),
        *_date_tests(Entry, filters),
    ]
    if filters.issuer:
        named = Issuers.names.icontains(filters.issuer, autoescape=True)
        tests.append(Entry.issuers_id.in_(select(Issuers.id).where(named)))
    if filters.number is not None or filters.changed_since is not None:
        only = Filters(number=filters.number, changed_since=filters.changed_since)
        tests.append(Entry.document_id.in_(select(Document.id).where(*_document_tests(only))))
    places = _place_tests(filters, Place.portal)
    if places:
        known = select(Place.places_id).outerjoin(Source, Source.id == Place.source_id)
        tests.append(Entry.places_id.in_(known.where(*places)))
    return query.where(*(test for test in tests if test is not None))


def apply_to_changes(query: Statement, filters: Filters) -> Statement:
    """Narrow a query over Changes and their Documents (all filters but `q`): portal, column, region … are those
    of the page the Change was found on, `changed_since` is its moment.
    """
    stands = _stands(filters, Publication.id == Change.publication_id)
    tests: list[ColumnElement[bool]] = [] if stands is None else [exists(stands.correlate(Change))]
    if filters.changed_since is not None:
        tests.append(Change.detected_at >= filters.changed_since)
    return query.where(*_document_tests(replace(filters, changed_since=None)), *tests)


def _document_tests(filters: Filters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool] | None] = [
        _equal(Document.number, filters.number),
        _equal(Document.category, filters.category),
        _equal(Document.validity, filters.validity),
        *_date_tests(Document, filters),
    ]
    if filters.issuer:
        tests.append(Document.issuer_names.icontains(filters.issuer, autoescape=True))
    if filters.changed_since:
        tests.append(Document.changed_at >= filters.changed_since)
    return [test for test in tests if test is not None]


def _date_tests(
    dated: type[Document | Entry], filters: Filters
) -> tuple[ColumnElement[bool] | None, ...]:
    return (
        _from(dated.written_on, filters.written_from),
        _to(dated.written_on, filters.written_to),
        _from(dated.published_at, filters.published_from),
        _to(dated.published_at, filters.published_to),
    )


def _stands(filters: Filters, which: ColumnElement[bool]) -> Select[int] | None:
    """The Publications meant that stand where the filters say; None when these say nothing of places."""
    tests = _place_tests(filters, Publication.portal)
    if not tests:
        return None
    return (
        select(Publication.id)
        .outerjoin(PublicationSource, PublicationSource.publication_id == Publication.id)
        .outerjoin(Source, Source.id == PublicationSource.source_id)
        .where(which, *tests)
    )


def _place_tests(filters: Filters, portal_shown: Any) -> list[ColumnElement[bool]]:
    """What must hold of one column, and of the portal of whatever stands there."""
    tests: list[ColumnElement[bool]] = []
    if filters.source:
        portal, _, name = filters.source.rpartition("/")
        tests.append(Source.name == name)
        tests += [Source.portal == portal] if portal else []
    if filters.region:
        tests.append(Source.region.startswith(_region_prefix(filters.region), autoescape=True))
    if filters.level:
        tests.append(Source.level == filters.level)
    if filters.source_kind:
        tests.append(Source.kind == filters.source_kind)
    if filters.portal:
        tests.append(or_(Source.portal == filters.portal, portal_shown == filters.portal))
    return tests


def lies_in(region: str, wanted: str) -> bool:
    """Whether a region lies in another one, or is it."""
    return region.startswith(_region_prefix(wanted))


def _region_prefix(code: str) -> str:
    if code in COUNTRY:
        return ""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def _equal(column: Any, value: str | None) -> ColumnElement[bool] | None:
    return None if value is None else column == value


def _from(column: Any, value: date | None) -> ColumnElement[bool] | None:
    """From that day; a date known to the month or year counts when it may lie there."""
    if value is None:
        return None
    printed = value.isoformat()
    coarse = [and_(func.length(column) == n, column >= printed[:n]) for n in (4, 7)]
    return or_(func.substr(column, 1, 10) >= printed, *coarse)


def _to(column: Any, value: date | None) -> ColumnElement[bool] | None:
    """Up to and with that day: printed dates may go on with a time."""
    return None if value is None else func.substr(column, 1, 10) <= value.isoformat()
