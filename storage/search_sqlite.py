"""The index on SQLite: FTS5 over pairs of characters with their places, and over single characters without.

Phrases of pairs are exact: where a run begins with the character the last one ended in, a break stands between.
`+rowid` keeps SQLite from asking the full-text table once for every row of another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    and_,
    column,
    false,
    func,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from storage.search_query import And, Node, Not, Or, Word
from storage.search_table import WHOLE, Entry, Range, is_within
from storage.search_text import BREAK, normalise_with_letters, to_pairs, to_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

WORDS = table("search_words", column("rowid"), column("search_words"))
TITLES = table("search_titles", column("rowid"), column("search_titles"))
LETTERS = table("search_letters", column("rowid"), column("search_letters"))
TABLES = (TITLES, WORDS, LETTERS)
POST = {
    each: f"INSERT INTO {each.name} (rowid, tokens) VALUES (?, ?)"  # noqa: S608  (our own names)
    for each in TABLES
}
IN_TITLE = "§"
NEXT_PART = f" {BREAK}{BREAK} "  # no phrase holds it


def post(session: Session, entry_id: int, title: str, body: Sequence[str]) -> None:
    """Let an entry be found by these words."""
    read = [normalise_with_letters(part) for part in (title, *body)]
    in_title = read[0][1]
    letters = in_title.union(*(each for _, each in read))
    tokens = [_to_tokens(to_runs(part)) for part, _ in read]
    spelled = [*map(SPELLING.__getitem__, letters), *(IN_TITLE + SPELLING[one] for one in in_title)]
    values = (tokens[0], NEXT_PART.join(filter(None, tokens)), " ".join(spelled))
    connection = session.connection()
    for each, value in zip(TABLES, values, strict=True):
        connection.exec_driver_sql(POST[each], (entry_id, value))


def drop(session: Session, entry_id: int) -> None:
    """Nothing to do: an entry without a Document is not found."""


def clear(session: Session) -> None:
    """Forget all words."""
    _command(session, "delete-all")


def expect_many(session: Session, count: int) -> None:
    """Nothing to do: words are kept in memory until they are written in one piece."""


def count_anew(session: Session) -> None:
    """Nothing to do: plans do not hang on how many rows there are."""


def settle(session: Session) -> None:
    """Bring what was written in pieces together."""
    _command(session, "optimize")


def _command(session: Session, name: str) -> None:
    for each in TABLES:
        session.execute(
            text(f"INSERT INTO {each.name} ({each.name}) VALUES (:name)"),  # noqa: S608  (our own names)
            {"name": name},
        )


def is_costly(node: Node) -> bool:
    """Whether one table cannot answer alone: then there are lists to be made of what others find."""
    return isinstance(_compile(node, in_title=False), _Mixed)


def narrow(
    query: Select[Any], node: Node, *, in_title: bool, within: Range
) -> tuple[Select[Any], ColumnElement[int]]:
    """Leave of a query over entries those of a range that match; and the column of their ids."""
    found = _compile(node, in_title=in_title)
    parts = _drivers(found, within)
    if parts is None:
        key = Entry.id.expression
        return query.where(is_within(key, within), _is_among(key, found, within)), key
    source, tests = parts
    query = query.join_from(source, Entry, Entry.id == _plus(source.c.rowid))
    return query.where(*tests), source.c.rowid


def match_titles(node: Node, among: Sequence[int] | None) -> Select[Any]:
    """The ids of entries, all or some, whose titles match."""
    found = _compile(node, in_title=True)
    parts = _drivers(found, WHOLE)
    if parts is None:
        key, tests = Entry.id.expression, [_is_among(Entry.id.expression, found, WHOLE)]
    else:
        key, tests = parts[0].c.rowid, parts[1]
    if among is not None:
        listed = func.json_each(json.dumps(among)).table_valued("value")
        tests = [*tests, _plus(key).in_(select(listed.c.value))]
    return select(key).where(*tests)


@dataclass(frozen=True)
class _Match:
    """What one of the full-text tables can say by itself."""

    source: Any
    expression: str
    is_negative: bool = False


@dataclass(frozen=True)
class _Mixed:
    """What needs both tables, or says only what must not be."""

    parts: tuple[_Match | _Mixed, ...]
    is_any: bool
    is_negative: bool = False


_Found = _Match | _Mixed


def _compile(node: Node, *, in_title: bool) -> _Found:
    match node:
        case Word():
            return _compile_word(node, in_title=in_title)
        case Not(part):
            return _negate(_compile(part, in_title=in_title))
        case And(parts):
            return _combine([_compile(part, in_title=in_title) for part in parts], is_any=False)
        case Or(parts):
            return _combine([_compile(part, in_title=in_title) for part in parts], is_any=True)


def _compile_word(word: Word, *, in_title: bool) -> _Found:
    found: list[_Found] = []
    if word.core:
        phrase = f'"{_to_tokens(word.core)}"'
        found.append(_Match(TITLES if in_title else WORDS, phrase))
    mark = IN_TITLE if in_title else ""
    letters = [f'"{mark}{SPELLING[one]}"' for one in sorted(word.letters)]
    if letters:
        found.append(_Match(LETTERS, _bracket(" AND ", letters)))
    return _combine(found, is_any=False)


def _negate(found: _Found) -> _Found:
    if isinstance(found, _Match):
        return _Match(found.source, found.expression, not found.is_negative)
    return _Mixed(found.parts, found.is_any, not found.is_negative)


def _combine(parts: list[_Found], *, is_any: bool) -> _Found:
    """Whatever one table can answer alone becomes one question to it."""
    rest: list[_Found] = [part for part in parts if isinstance(part, _Mixed)]
    for source in TABLES:
        own = [part for part in parts if isinstance(part, _Match) and part.source is source]
        wanted = [part.expression for part in own if not part.is_negative]
        unwanted = [part.expression for part in own if part.is_negative]
        if wanted and unwanted and not is_any:
            hit, miss = _bracket(" AND ", wanted), _bracket(" OR ", unwanted)
            rest.append(_Match(source, f"({hit} NOT {miss})"))
            continue
        if wanted:
            rest.append(_Match(source, _bracket(" OR " if is_any else " AND ", wanted)))
        if unwanted:
            joined = _bracket(" AND " if is_any else " OR ", unwanted)
            rest.append(_Match(source, joined, is_negative=True))
    return rest[0] if len(rest) == 1 else _Mixed(tuple(rest), is_any)


def _bracket(operator: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + operator.join(parts) + ")"


def _drivers(found: _Found, within: Range) -> tuple[Any, list[ColumnElement[bool]]] | None:
    """The table to read from and what must hold; None when only all entries can be gone through."""
    parts = [found]
    if isinstance(found, _Mixed):
        if found.is_any or found.is_negative:
            return None
        parts = list(found.parts)
    for source in TABLES:
        for part in parts:
            if isinstance(part, _Match) and part.source is source and not part.is_negative:
                key = _plus(source.c.rowid)
                others = [_is_among(key, other, within) for other in parts if other is not part]
                return source, [*_match(part, within), *others]
    return None


def _is_among(key: ColumnElement[int], found: _Found, within: Range) -> ColumnElement[bool]:
    held: ColumnElement[bool]
    if isinstance(found, _Match):
        held = key.in_(select(found.source.c.rowid).where(*_match(found, within)).correlate(None))
    else:
        tests = [_is_among(key, part, within) for part in found.parts]
        held = (or_ if found.is_any else and_)(*tests) if tests else false()
    return not_(held) if found.is_negative else held


def _match(found: _Match, within: Range) -> list[ColumnElement[bool]]:
    """What one table is asked; its rows come in order of their ids."""
    source = found.source
    return [source.c[source.name].op("MATCH")(found.expression), is_within(source.c.rowid, within)]


def _plus(key: ColumnElement[int]) -> ColumnElement[int]:
    return UnaryExpression(key, operator=custom_op("+"))


def _to_tokens(runs: Sequence[str]) -> str:
    """The pairs of characters of each run, or its only one, and a break where two runs would look like one."""
    tokens: list[str] = []
    last = ""
    for run, pairs in zip(runs, to_pairs(runs), strict=True):
        if run[0] == last:
            tokens.append(BREAK)
        tokens.append(pairs)
        last = run[-1]
    return " ".join(tokens)


class _Spelling(dict[str, str]):
    """What is no word to the tokenizer is written out; worked out when it is first met."""

    def __missing__(self, letter: str) -> str:
        is_word = letter.isalnum() or not letter.isascii()
        self[letter] = spelled = letter if is_word else f"¤{ord(letter):x}"
        return spelled


SPELLING = _Spelling()
