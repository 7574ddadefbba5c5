"""Lists of Documents page by page: a page begins behind a place, whatever became of the row that stood there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import selection
from storage.filters import apply_filters
from storage.models import Document
from storage.selection import Hit, Selection

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from storage.filters import Filters

BEST, NEWEST, ADDED = ORDERS = ("best", "newest", "added")
MAX_ID = 2**31 - 1
PLACE = re.compile(r"([0-9-]{0,10})\.([0-9]{1,10})", re.ASCII)


class LostPlace(LookupError):
    """The row a page should begin behind has left the results. Raised by `select_page`, handled by the API."""


@dataclass(frozen=True)
class Place:
    """Where a Document stands in the order: its date as printed, its internal id."""

    dated: str
    number: int

    def __str__(self) -> str:
        return f"{self.dated}.{self.number}"


def parse_place(text: str) -> Place | None:
    """A Place from its text; None when it is none."""
    found = PLACE.fullmatch(text)
    return Place(found[1], int(found[2])) if found and int(found[2]) <= MAX_ID else None


def place_of(session: Session, uid: str) -> Place | None:
    """Where the Document with an id stands now."""
    row = session.execute(select(_dated(), Document.id).where(Document.uid == uid)).first()
    return None if row is None else Place(*row)


def select_page(
    session: Session, filters: Filters, order: str, behind: Place | None, limit: int
) -> list[Place]:
    """The places behind one: best match first, newest document first, or in the order they came to the archive.

    `best` without words is `newest`. In the order they came nothing is ever put before what was read.
    """
    if order == ADDED:
        return _select_added(session, filters, behind, limit)
    found = Selection(session, filters, is_ranked=order == BEST)
    hits = found.in_order(None if behind is None else _hit_of(found, behind))
    return [Place(hit.dated, hit.document_id) for hit in islice(hits, limit)]


def _hit_of(found: Selection, place: Place) -> Hit:
    """What stood at a place when it was told, whatever became of it since."""
    known = found.find(place.number)
    if known is None and found.is_ranked and found.query:
        raise LostPlace("the results have changed: begin again, or ask with order=added")
    entry = known.id if known else 0
    return Hit(entry, place.number, place.dated, 0, 0, "", None, None)


def _select_added(
    session: Session, filters: Filters, behind: Place | None, limit: int
) -> list[Place]:
    query = select(_dated(), Document.id).where(Document.id > (behind.number if behind else 0))
    query = query.order_by(Document.id).limit(limit)
    if not filters.q:
        return [Place(*row) for row in session.execute(apply_filters(query, filters))]
    places: list[Place] = []
    for batch in selection.in_batches(sorted(selection.select_ids(session, filters))):
        if len(places) < limit and (behind is None or batch[-1] > behind.number):
            places += [Place(*row) for row in session.execute(query.where(Document.id.in_(batch)))]
    return places[:limit]


def _dated() -> ColumnElement[str]:
    return func.substr(func.coalesce(Document.written_on, Document.published_at, ""), 1, 10)
