"""The index on PostgreSQL: a GIN index over numbers that stand for characters and pairs of them, checked by the text.

Numbers of Chinese pairs and of single characters are their own; other pairs share the rest by hashing. Those of the
title stand there once more, negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    and_,
    column,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from storage.search_query import And, Node, Not, Or, Word
from storage.search_table import Entry
from storage.search_text import BREAK, normalise_with_letters, to_pairs, to_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import CompoundSelect, Select
    from sqlalchemy.orm import Session

GRAMS: ARRAY[int] = ARRAY(Integer)
WORDS = table(
    "search_words",
    column("id", BigInteger), column("grams", GRAMS), column("title", Text), column("body", Text),
)  # fmt: skip
FIRST, LAST = 0x3400, 0x9FFF  # the Chinese characters whose pairs have numbers of their own
WIDTH = LAST - FIRST + 1
SINGLE = WIDTH * WIDTH
HASHED = SINGLE + 0x110000
ROOM = 2**31 - HASHED
FEW = 8  # so many alternatives are asked for at once
PARTS = "\n"  # no skeleton holds it
POST = text(
    "INSERT INTO search_words (id, grams, title, body)"
    " VALUES (:id, CAST(:grams AS integer[]), :title, :body)"
)  # written out: the driver is slow with long arrays


def post(session: Session, entry_id: int, title: str, body: Sequence[str]) -> None:
    """Let an entry be found by these words."""
    read = [normalise_with_letters(part) for part in (title, *body)]
    runs = [to_runs(part) for part, _ in read]
    own = _to_codes(read[0][1], runs[0])
    codes = own.union(*map(_to_codes, (letters for _, letters in read), runs))
    heading, *parts = map(BREAK.join, runs)
    values = {
        "id": entry_id,
        "grams": f"{{{','.join(map(str, sorted(codes | {-code for code in own})))}}}",
        "title": heading,
        "body": PARTS.join(parts),
    }
    session.connection().execute(POST, values)


def drop(session: Session, entry_id: int) -> None:
    """Forget the words of an entry."""
    session.execute(text("DELETE FROM search_words WHERE id = :id"), {"id": entry_id})


def clear(session: Session) -> None:
    """Forget all words."""
    session.execute(text("TRUNCATE search_words"))


def settle(session: Session) -> None:
    """Bring what was written in pieces together, and count anew."""
    session.execute(text("SELECT gin_clean_pending_list('ix_search_words_grams')"))
    session.execute(text("ANALYZE search_words"))


def narrow(
    query: Select[Any], node: Node, *, in_title: bool
) -> tuple[Select[Any], ColumnElement[int]]:
    """Leave of a query over entries those that match; and the column to read it in order by."""
    joined = query.join_from(Entry, WORDS, WORDS.c.id == Entry.id)
    return joined.where(_compile(WORDS, node, in_title=in_title)), WORDS.c.id


def _compile(words: Any, node: Node, *, in_title: bool) -> ColumnElement[bool]:
    match node:
        case Word():
            return _compile_word(words, node, in_title=in_title)
        case And(parts):
            return and_(*(_compile(words, part, in_title=in_title) for part in parts))
        case Or(parts) if len(parts) > FEW:
            among: ColumnElement[bool] = words.c.id.in_(_any_of(parts, in_title=in_title))
            return among
        case Or(parts):
            return or_(*(_compile(words, part, in_title=in_title) for part in parts))
        case Not(part):
            other = WORDS.alias()
            held = _compile(other, part, in_title=in_title)
            return not_(exists().where(other.c.id == words.c.id, held).correlate(words))


def _any_of(parts: Sequence[Node], *, in_title: bool) -> CompoundSelect[Any]:
    """Each asked of the index by itself: together they would all be held against every row that one of them finds."""
    asked = []
    for part in parts:
        other = WORDS.alias()
        asked.append(select(other.c.id).where(_compile(other, part, in_title=in_title)))
    return union_all(*asked)


def _compile_word(words: Any, word: Word, *, in_title: bool) -> ColumnElement[bool]:
    pairs = {pair for run in word.core for pair in _pairs_of(run)}
    codes = sorted({_number(gram) for gram in pairs | word.letters})
    if in_title:
        codes = [-code for code in codes]
    held: ColumnElement[bool] = words.c.grams.contains(literal(codes, GRAMS))
    if not word.core or (len(word.core) == 1 and len(pairs) == 1 and _is_own(*pairs)):
        return held
    tests = [func.strpos(words.c.title, word.skeleton) > 0]
    if not in_title:
        tests.append(func.strpos(words.c.body, word.skeleton) > 0)
    return and_(held, or_(*tests))


def _to_codes(letters: set[str], runs: Sequence[str]) -> set[int]:
    pairs = set(" ".join(to_pairs(runs)).split(" ")) - letters - {""}
    return {*map(_number, pairs), *(SINGLE + ord(letter) for letter in letters)}


def _pairs_of(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _is_own(gram: str) -> bool:
    return ord(min(gram)) >= FIRST and ord(max(gram)) <= LAST


def _number(gram: str) -> int:
    if len(gram) == 1:
        return SINGLE + ord(gram)
    first, second = map(ord, gram)
    if FIRST <= first <= LAST and FIRST <= second <= LAST:
        return (first - FIRST) * WIDTH + second - FIRST
    return HASHED + crc32(gram.encode()) % ROOM
