"""The index on PostgreSQL: a GIN index over numbers that stand for characters and pairs of them.

The numbers are worked out by the database, `search_grams`, from the folded words and are stored in the index alone.
What pairs cannot decide, the words do. `search_grams` is declared dear, so that no plan works it out to check a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    any_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from storage.search_query import And, Node, Not, Or, Word
from storage.search_table import WHOLE, Entry, Range, is_within
from storage.search_text import BREAK, normalise_with_letters, to_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

GRAMS: ARRAY[int] = ARRAY(BigInteger)
WORDS = table("search_words", column("id", BigInteger), column("title", Text), column("body", Text))
PAIR = (
    1 << 21
)  # a pair is its first character times this and its second; a single character is itself
MANY = 5000  # rows for which it is worth to make the index when they are there
FEW = 8  # so many alternatives are asked for at once
PARTS = "\n"  # no skeleton holds it
WRITTEN_BREAK = "\t"  # a break that somebody wrote; no normalised text holds it within a line
POST = text("INSERT INTO search_words (id, title, body) VALUES (:id, :title, :body)")


def post(session: Session, entry_id: int, title: str, body: Sequence[str]) -> None:
    """Let an entry be found by these words."""
    read = [normalise_with_letters(part) for part in (title, *body)]
    heading, *parts = (BREAK.join(to_runs(part)) for part, _ in read)
    letters = read[0][1].union(*(each for _, each in read))
    values = {
        "id": entry_id,
        "title": _with_marks([heading], read[0][1]),
        "body": _with_marks(parts, letters.difference(heading)),
    }
    session.connection().execute(POST, values)


def drop(session: Session, entry_id: int) -> None:
    """Forget the words of an entry."""
    session.execute(text("DELETE FROM search_words WHERE id = :id"), {"id": entry_id})


def clear(session: Session) -> None:
    """Forget all words."""
    session.execute(text("TRUNCATE search_words"))


def expect_many(session: Session, count: int) -> None:
    """Before much is written: the index is written in large pieces, or, when there is nothing yet, afterwards."""
    session.execute(text("SET LOCAL gin_pending_list_limit = '64MB'"))
    if count >= MANY and not session.scalar(select(WORDS.c.id).limit(1)):
        session.execute(text("DROP INDEX IF EXISTS ix_search_words_grams"))


def count_anew(session: Session) -> None:
    """Tables that were empty a moment ago are read by their indexes from now on, foreign keys too."""
    session.execute(text("ANALYZE search_entries, search_issuers, search_places"))


def settle(session: Session) -> None:
    """Bring what was written in pieces together, and count anew."""
    session.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    session.execute(
        text(
            "CREATE INDEX IF NOT EXISTS ix_search_words_grams ON search_words"
            " USING gin (search_grams(title, body))"
        )
    )
    session.execute(
        text("ALTER INDEX ix_search_words_grams ALTER COLUMN 1 SET STATISTICS 0")
    )  # they would be worked out of the text of thousands of rows, and say nothing that is not known
    session.execute(text("SELECT gin_clean_pending_list('ix_search_words_grams')"))
    session.execute(text("ANALYZE search_words"))
    count_anew(session)


def is_costly(node: Node) -> bool:
    """Whether there are lists to be made of what a part of it finds."""
    match node:
        case Word():
            return False
        case And(parts):
            return any(map(is_costly, parts))
    return True


def narrow(
    query: Select[Any], node: Node, *, in_title: bool, within: Range
) -> tuple[Select[Any], ColumnElement[int]]:
    """Leave of a query over entries those of a range that match; and the column of their ids."""
    joined = query.join_from(Entry, WORDS, WORDS.c.id == Entry.id)
    matching = _Matching(in_title, within).compile(WORDS, node)
    return joined.where(is_within(WORDS.c.id, within), matching), WORDS.c.id


def match_titles(node: Node, among: Sequence[int] | None) -> Select[Any]:
    """The ids of entries, all or some, whose titles match."""
    matching = _Matching(in_title=True, within=WHOLE).compile(WORDS, node)
    named = select(WORDS.c.id).where(matching)
    return named if among is None else named.where(WORDS.c.id == any_(literal(among, GRAMS)))


def _with_marks(parts: Sequence[str], letters: set[str]) -> str:
    """Skeletons, and behind them the characters that stand in none of them: punctuation."""
    words = PARTS.join(parts)
    marks = letters.difference(words) | ({WRITTEN_BREAK} if BREAK in letters else set())
    return words + PARTS + BREAK.join(sorted(marks))


@dataclass(frozen=True)
class _Matching:
    """Makes a tree a condition on rows of words."""

    in_title: bool
    within: Range

    def compile(self, words: Any, node: Node) -> ColumnElement[bool]:
        match node:
            case Word():
                return self._compile_word(words, node)
            case And(parts):
                return and_(*(self.compile(words, part) for part in parts))
            case Or(parts) if len(parts) > FEW:
                among: ColumnElement[bool] = words.c.id.in_(union_all(*map(self._ids_of, parts)))
                return among
            case Or(parts):
                return or_(*(self.compile(words, part) for part in parts))
            case Not(part):
                others: ColumnElement[bool] = words.c.id.not_in(self._ids_of(part))
                return others

    def _ids_of(self, node: Node) -> Select[Any]:
        """Asked of the index by itself: many parts together would all be held against every row that one finds."""
        other = WORDS.alias()
        matching = self.compile(other, node)
        return select(other.c.id).where(is_within(other.c.id, self.within), matching)

    def _compile_word(self, words: Any, word: Word) -> ColumnElement[bool]:
        pairs = {pair for run in word.core for pair in _pairs_of(run)}
        codes = sorted({_number(gram) for gram in pairs | word.letters})
        if self.in_title:
            codes = [-code for code in codes]
        grams = func.search_grams(words.c.title, words.c.body)
        held: ColumnElement[bool] = grams.op("@>", is_comparison=True)(literal(codes, GRAMS))
        if not word.core or (len(word.core) == 1 and len(pairs) == 1):
            return held
        tests = [func.strpos(words.c.title, word.skeleton) > 0]
        if not self.in_title:
            tests.append(func.strpos(words.c.body, word.skeleton) > 0)
        return and_(held, or_(*tests))


def _pairs_of(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _number(gram: str) -> int:
    first, *second = map(ord, gram.replace(BREAK, WRITTEN_BREAK))
    return first * PAIR + second[0] if second else first
