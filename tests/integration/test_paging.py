"""Pages of a list while the archive is written to: nothing is skipped, nothing comes twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from builders import NOON
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from storage import search_index
from storage.filters import Filters
from storage.models import Document
from storage.paging import ADDED, BEST, NEWEST, Place, parse_place, place_of, select_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.session import Archive

DATES = ("2026-02-20", "2026-02-20T08:00:00", "2026-02", "2026", "2025-12-31", None)
PLANS, WORDED = Filters(category="plan"), Filters(category="plan", q="题")
Step = tuple[str, int, str | None]
dates = st.sampled_from(DATES)
steps = st.tuples(st.sampled_from(["add", "leave", "enter", "date"]), st.integers(0, 30), dates)


@dataclass
class Shelf:
    """Documents as rows, and which of them stayed as they were and where they were."""

    session: Session
    rows: list[Document] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)  # put elsewhere in the order
    unsure: set[int] = field(default_factory=set)  # not among the results all the time

    def add(self, dated: str | None) -> Document:
        row = Document(
            uid=f"d{len(self.rows)}x", title="题", title_key="题", category="plan",
            written_on=dated, first_seen_at=NOON, changed_at=NOON,
        )  # fmt: skip
        self.session.add(row)
        self.index(row)
        self.rows.append(row)
        return row

    def act(self, step: Step) -> None:
        """What a crawl may do between two pages."""
        kind, number, dated = step
        if kind == "add" or not self.rows:
            self.unsure.add(self.add(dated).id)
            return
        row = self.rows[number % len(self.rows)]
        if kind == "date":
            self.moved.add(row.id)
            row.written_on = dated
        else:
            self.unsure.add(row.id)
            row.category = "plan" if kind == "enter" else "rule"
        self.index(row)

    def index(self, row: Document) -> None:
        self.session.flush()
        search_index.index_document(self.session, row.id, row.title, ())

    def stayed(self) -> set[int]:
        return {row.id for row in self.rows} - self.unsure


def walk(
    shelf: Shelf, order: str, size: int, between: list[list[Step]], filters: Filters = PLANS
) -> list[int]:
    """Every page to the end, with something happening before each but the first."""
    seen: list[int] = []
    behind: Place | None = None
    while True:
        places = select_page(shelf.session, filters, order, behind, size)
        seen += [place.number for place in places]
        if len(places) < size:
            return seen
        behind = parse_place(str(places[-1]))
        for step in between.pop(0) if between else ():
            shelf.act(step)


@pytest.fixture
def session(sqlite_archive: Archive) -> Session:
    with sqlite_archive.writing() as opened:
        yield opened


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=st.lists(dates, max_size=20),
    order=st.sampled_from([BEST, NEWEST, ADDED]),
    size=st.integers(1, 5),
    between=st.lists(st.lists(steps, max_size=4), max_size=10),
)
def test_nothing_is_skipped_or_repeated(
    session: Session,
    first: list[str | None],
    order: str,
    size: int,
    between: list[list[Step]],
) -> None:
    search_index.clear_index(session)
    session.execute(delete(Document))
    session.expunge_all()
    shelf = Shelf(session)
    for dated in first:
        shelf.add(dated)
    seen = walk(shelf, order, size, between)
    still = shelf.stayed() if order == ADDED else shelf.stayed() - shelf.moved
    assert still <= set(seen)
    again = seen if order == ADDED else [number for number in seen if number not in shelf.moved]
    assert len(again) == len(set(again))


def whole_of(session: Session, filters: Filters, order: str) -> list[int]:
    return [place.number for place in select_page(session, filters, order, None, 100)]


def test_pages_are_the_list(archive: Archive) -> None:
    with archive.writing() as session:
        shelf = Shelf(session)
        for dated in DATES * 3:
            shelf.add(dated)
        for order in (NEWEST, ADDED):
            whole = whole_of(session, PLANS, order)
            assert len(whole) == len(set(whole)) == 18
            for size in (1, 5, 17, 18):
                assert walk(shelf, order, size, []) == whole
                assert walk(shelf, order, size, [], WORDED) == whole
        assert walk(shelf, BEST, 4, [], WORDED) == whole_of(session, WORDED, BEST)
        newest = [p.dated for p in select_page(session, PLANS, NEWEST, None, 100)]
        assert newest == sorted(newest, reverse=True)


def test_places_are_texts() -> None:
    for place in (Place("2026-02-20", 7), Place("", 1), Place("2026", 2147483647)):
        assert parse_place(str(place)) == place
    for text in ("", "x", "2026-02-20", ".", "2026-02-20.", "2026.2147483648", "2026.-1", "２.1"):
        assert parse_place(text) is None, text


def test_a_document_has_a_place(sqlite_archive: Archive) -> None:
    with sqlite_archive.writing() as session:
        row = Shelf(session).add("2026-02-20T08:00:00")
        assert place_of(session, row.uid) == Place("2026-02-20", row.id)
        assert place_of(session, "dnothere") is None
