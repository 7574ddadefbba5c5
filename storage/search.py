"""Full text: every Chinese word of one character and more, in SQLite (FTS5) and PostgreSQL with the same results.

Text is cut into overlapping pairs of characters (bigrams); a match of all pairs is held against the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RUNS = re.compile(r"[a-z0-9]+|[^\W\x00-\x7f]+")
SEPARATORS = re.compile(r"[\s\u200b-\u200f\ufeff]+")


def squeeze(value: str) -> str:
    """The form in which texts and queries meet: width folded, lower case, no blanks."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).casefold()


def to_grams(value: str) -> list[str]:
    """Pairs of Chinese characters, the last one alone, and whole Latin words: `法治30号` → 法治 治 30 号."""
    grams: list[str] = []
    for run in RUNS.findall(squeeze(value)):
        if run[0].isascii():
            grams.append(run)
        else:
            grams += [run[i : i + 2] for i in range(len(run))]
    return grams


def index_document(session: Session, document_id: int, value: str) -> None:
    """Make a Document found by this text, and by no text it had before."""
    grams = to_grams(value)
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DELETE FROM search_grams WHERE rowid = :id"), {"id": document_id})
        statement = "INSERT INTO search_grams (rowid, grams) VALUES (:id, :grams)"
        session.execute(text(statement), {"id": document_id, "grams": " ".join(grams)})
        return
    statement = (
        "INSERT INTO search_grams (document_id, grams) VALUES (:id, array_to_tsvector(:grams))"
        " ON CONFLICT (document_id) DO UPDATE SET grams = EXCLUDED.grams"
    )
    session.execute(text(statement), {"id": document_id, "grams": sorted(set(grams))})


def find_documents(session: Session, query: str) -> list[int] | None:
    """Ids of Documents whose grams hold every word of a query, best first; None when it holds nothing to look for."""
    words = [to_grams(word) for word in query.split()]
    words = [grams for grams in words if grams]
    if not words:
        return None
    if session.get_bind().dialect.name == "sqlite":
        match = " AND ".join(_fts5_phrase(grams) for grams in words)
        statement = (
            "SELECT rowid FROM search_grams WHERE search_grams MATCH :q ORDER BY rank, rowid DESC"
        )
    else:
        match = " & ".join(_tsquery(grams) for grams in words)
        statement = (
            "SELECT document_id FROM search_grams WHERE grams @@ CAST(:q AS tsquery)"
            " ORDER BY document_id DESC"
        )
    return list(session.scalars(text(statement), {"q": match}))


def matches(query: str, value: str) -> bool:
    """True when every word of the query stands in the text."""
    held = squeeze(value)
    return all(squeeze(word) in held for word in query.split())


def _whole_and_open(grams: list[str]) -> tuple[list[str], str | None]:
    """The grams a word must hold, and the last one when it may go on (a single character, a Latin word)."""
    last = grams[-1]
    if len(grams) > 1 and not last.isascii():
        return grams[:-1], None  # the single last character is part of the pair before it
    return grams[:-1], last


def _fts5_phrase(grams: list[str]) -> str:
    whole, opened = _whole_and_open(grams)
    phrase = " ".join(whole + ([opened] if opened else []))
    return f'"{phrase}"' + (" *" if opened else "")


def _tsquery(grams: list[str]) -> str:
    whole, opened = _whole_and_open(grams)
    parts = [f"'{gram}'" for gram in whole] + ([f"'{opened}':*"] if opened else [])
    return " & ".join(parts)
