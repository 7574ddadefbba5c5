"""How the Documents found are spread over issuers, regions, years, kinds of columns, portals, validity, categories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from storage.filters import COUNTRY
from storage.models import Source
from storage.selection import Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session


MOST = 12  # values of a facet that are shown
AT_ONCE = 2000
T = TypeVar("T")
Trait = tuple[str, str]  # the name of a facet, a value
Column = tuple[int, str, str]  # its id, region and kind


@dataclass(frozen=True)
class FacetValue:
    """One value, how many of the Documents found have it, and the filters that leave just these."""

    value: str
    count: int
    is_capped: bool  # there may be more
    narrow: dict[str, str]


@dataclass(frozen=True)
class Facet:
    """One way to divide what was found; the most frequent values first, years from the newest."""

    name: str  # issuer | region | year | source_kind | portal | validity | category
    values: tuple[FacetValue, ...]


def count_facets(session: Session, hits: Sequence[Hit], *, is_capped: bool) -> tuple[Facet, ...]:
    """The facets of hits; `is_capped`: there are more hits than these."""
    places, issuers = _count(hits, "places_id"), _count(hits, "issuers_id")
    counted = {
        "issuer": _spread(issuers, _name_issuers(session, issuers)),
        "region": Counter[str](),
        "year": _count(hits, "year"),
        "source_kind": Counter[str](),
        "portal": Counter[str](),
        "validity": _count(hits, "validity"),
        "category": _count(hits, "category"),
    }
    for (kind, value), number in _spread(places, _describe_places(session, places)).items():
        counted[kind][value] = number
    return tuple(
        Facet(name, tuple(_to_values(name, counts, is_capped=is_capped)))
        for name, counts in counted.items()
    )


def _count(hits: Sequence[Hit], name: str) -> Counter[Any]:
    """How often each value of a column comes, without a step of Python for each row."""
    counts = Counter(map(itemgetter(Hit._fields.index(name)), hits))
    del counts[None]
    return counts


def _to_values(name: str, counts: Counter[str], *, is_capped: bool) -> Iterator[FacetValue]:
    if name == "year":
        ranked = sorted(counts.items(), reverse=True)
    else:
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for value, number in ranked[:MOST]:
        yield FacetValue(value, number, is_capped, _narrowing(name, value))


def _narrowing(name: str, value: str) -> dict[str, str]:
    if name == "year":
        return {"written_from": f"{value}-01-01", "written_to": f"{value}-12-31"}
    return {name: value}


def _spread(counts: Counter[int], members: Mapping[int, Iterable[T]]) -> Counter[T]:
    """Counts of sets made into counts of what is in them."""
    found: Counter[T] = Counter()
    for key, number in counts.items():
        for member in members[key]:
            found[member] += number
    return found


def _name_issuers(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    named = _look_up(session, "SELECT id, names FROM search_issuers", ids)
    return {number: [name for name in names.split("\n") if name] for number, names in named.items()}


class _Traits(dict[str, frozenset[Trait]]):
    """What is true of each set of columns, worked out when its key is first met."""

    def __init__(self, columns: Iterable[Column]) -> None:
        super().__init__()
        self._columns = {str(number): _describe_column(*told) for number, *told in columns}

    def __missing__(self, key: str) -> frozenset[Trait]:
        members = [member.rpartition("/") for member in key.split()]
        portals = frozenset(("portal", portal) for portal, _, _ in members)
        known = (self._columns.get(source, frozenset()) for _, _, source in members)
        self[key] = traits = portals.union(*known)
        return traits


@lru_cache(maxsize=4)
def _traits_of(columns: tuple[Column, ...]) -> _Traits:
    """Kept from one question to the next, as long as the columns are the same."""
    return _Traits(columns)


def _describe_places(session: Session, ids: Collection[int]) -> dict[int, frozenset[Trait]]:
    """What is true of each set of columns."""
    listed = select(Source.id, Source.region, Source.kind).order_by(Source.id)
    columns: Any = session.connection().execute(listed).cursor
    traits = _traits_of(tuple(map(tuple, columns.fetchall())))
    keys = _look_up(session, "SELECT id, key FROM search_places", ids)
    return {number: traits[key] for number, key in keys.items()}


def _describe_column(region: str, kind: str) -> frozenset[Trait]:
    """Its kind, its region and those it lies in, but for the country."""
    codes = {region, f"{region[:4]}00", f"{region[:2]}0000"} - set(COUNTRY)
    return frozenset({("source_kind", kind), *(("region", code) for code in codes)})


def _look_up(session: Session, question: str, ids: Collection[int]) -> dict[int, str]:
    """Rows by their ids, which may be thousands: as plain numbers they cost nothing to hand over."""
    ordered = sorted(ids)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), AT_ONCE):
        listed = ",".join(map(str, map(int, ordered[start : start + AT_ONCE])))
        rows = session.connection().exec_driver_sql(f"{question} WHERE id IN ({listed})")
        found |= dict(rows.cursor.fetchall())
    return found
