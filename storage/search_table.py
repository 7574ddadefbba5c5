"""The tables of the search index, the same on both databases; its words stand in tables of each database's own kind.

An entry is what lists, filters and counts need of a Document. Its id is its place: the quarter of its date, newest
first, and a number within it, so whatever is read by id is nearly in order. On SQLite an entry whose words were
replaced stays behind without its Document, for full-text tables there do not forget; a new index leaves them out.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base

LIMIT = 1 << 62  # no entry has this id
Range = tuple[int, int]  # of ids: behind the first, up to the second
WHOLE: Range = (-1, LIMIT)


def is_within(key: Any, within: Range) -> ColumnElement[bool]:
    """Whether an id lies in a range."""
    return and_(key > within[0], key <= within[1])


class Entry(Base):
    """One Document in the index."""

    __tablename__ = "search_entries"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(24), default="")  # of its words; "": none are known
    dated: Mapped[str] = mapped_column(String(10))  # what lists are ordered by
    written_on: Mapped[str | None] = mapped_column(String(40))
    published_at: Mapped[str | None] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(20))
    validity: Mapped[str | None] = mapped_column(String(20))
    issuers_id: Mapped[int] = mapped_column(ForeignKey("search_issuers.id"), index=True)
    places_id: Mapped[int] = mapped_column(ForeignKey("search_places.id"), index=True)


class Issuers(Base):
    """Issuers that speak together, each set once."""

    __tablename__ = "search_issuers"

    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[str] = mapped_column(unique=True)  # one a line


class Places(Base):
    """Columns that Documents stand in together, each set once."""

    __tablename__ = "search_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)


class Place(Base):
    """One portal, and one of its columns if any, of such a set."""

    __tablename__ = "search_place_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    places_id: Mapped[int] = mapped_column(ForeignKey("search_places.id"), index=True)
    portal: Mapped[str] = mapped_column(String(80))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))
