"""What is looked for: words, "phrases", AND, OR, NOT and parentheses; anything else is taken as it comes.

A word must stand in the text with at most other punctuation between its runs; a run of one character at either end
of a longer word need only occur, and a very long word is looked for in pieces. Words between blanks must all occur.
Nothing is ever an error of grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storage.search_text import BREAK, normalise, to_letters, to_runs, to_skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_WORDS = 200
PIECE = 64  # characters of a word that must stand in a row; of a longer one each such piece
MAX_DEPTH = 30
QUOTES = '"“”„＂'
TOKEN = re.compile(
    rf"(?P<open>\()|(?P<close>\))|(?P<minus>[-－](?=\S))"
    rf"|[{QUOTES}](?P<phrase>[^{QUOTES}]+)[{QUOTES}](?=[\s)]|$)|(?P<word>\S+)"
)
OPERATORS = {"AND": "and", "OR": "or", "|": "or", "NOT": "not"}


class QueryError(ValueError):
    """More words than anybody means. Raised on reading a query; shown to whoever asked."""


@dataclass(frozen=True)
class Word:
    """Letters that must occur, and runs that must stand in this order with nothing but punctuation between."""

    letters: frozenset[str]
    core: tuple[str, ...]
    runs: tuple[str, ...]  # all of it

    @cached_property
    def skeleton(self) -> str:
        """The core as it stands in a skeleton: an end of one character is a run of its own."""
        ends = [BREAK if self.letters and len(run) == 1 else "" for run in self.core]
        return ends[0] + BREAK.join(self.core) + ends[-1] if self.core else ""

    def is_in(self, normalised: str, skeletons: Sequence[str]) -> bool:
        """Whether a text, whole and as the skeletons of its parts, holds the word."""
        if not any(self.skeleton in each for each in skeletons):
            return False
        return all(one in normalised for one in self.letters)


@dataclass(frozen=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """Any of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Where this does not hold."""

    part: Node


Node = Word | And | Or | Not


@dataclass(frozen=True)
class Query:
    """A query as it was typed; false when it holds nothing to look for. QueryError when it is read and too long."""

    text: str

    @cached_property
    def root(self) -> Node | None:
        """The query as a tree."""
        tokens = list(_tokens(self.text))
        typed = [value for kind, value in tokens if kind in ("word", "phrase")]
        has_runs = any(to_runs(normalise(value)) for value in typed)
        tree = _Parser(tokens, has_runs=has_runs).read()
        if tree is not None and sum(1 for _ in words_of(tree)) > MAX_WORDS:
            raise QueryError(f"more than {MAX_WORDS} words")
        return tree

    def __bool__(self) -> bool:
        return self.root is not None

    def check(self) -> None:
        """QueryError when there are too many words."""
        _ = self.root

    @cached_property
    def numbers(self) -> list[str]:
        """What stands between OR as it was typed, where it may be a 发文字号."""
        parts = [part.strip() for part in self.text.split(" OR ")]
        return [part for part in parts if part.endswith("号") and part.isprintable()][:MAX_WORDS]

    @cached_property
    def words(self) -> list[Word]:
        """The words that are asked for, without those that must not occur."""
        return [] if self.root is None else list(dict.fromkeys(_wanted(self.root)))

    @cached_property
    def in_title(self) -> Node | None:
        """What a title must hold to be what is looked for, whatever must not occur in the text."""
        return None if self.root is None else _positive(self.root)

    def matches(self, *parts: str) -> bool:
        """Whether a text is what is looked for; an empty query is content with any. No word goes across parts."""
        held = [normalise(part) for part in parts]
        skeletons = [to_skeleton(part) for part in held]
        return self.root is None or _holds(self.root, "\n".join(held), skeletons)


def words_of(node: Node) -> Iterator[Word]:
    """Every word of a tree."""
    match node:
        case Word():
            yield node
        case Not(part):
            yield from words_of(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from words_of(part)


def _wanted(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)


def _positive(node: Node) -> Node | None:
    match node:
        case Not():
            return None
        case And(parts) | Or(parts):
            return _join(type(node), [_positive(part) for part in parts])
    return node


def _holds(node: Node, normalised: str, skeletons: Sequence[str]) -> bool:
    match node:
        case Word():
            return node.is_in(normalised, skeletons)
        case Not(part):
            return not _holds(part, normalised, skeletons)
        case And(parts):
            return all(_holds(part, normalised, skeletons) for part in parts)
        case Or(parts):
            return any(_holds(part, normalised, skeletons) for part in parts)


def read_word(typed: str) -> Node | None:
    """A word or a phrase, a very long one in pieces; None when there is nothing in it to look for."""
    normalised = normalise(typed)
    runs = to_runs(normalised)
    if not runs:
        symbols = to_letters(normalised)
        return Word(frozenset(symbols), (), ()) if symbols else None
    return _join(And, [_to_word(piece) for piece in _cut(runs)])


def _to_word(runs: Sequence[str]) -> Word:
    core, letters = list(runs), set()
    for end in (0, -1):
        if core and len(core[end]) == 1:
            letters.add(core.pop(end))
    return Word(frozenset(letters), tuple(core), tuple(runs))


def _cut(runs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Rows in pieces of no more than PIECE characters; those of one row overlap."""
    piece: list[str] = []
    for run in runs:
        slices = [run[at : at + PIECE] for at in range(0, max(1, len(run) - 1), PIECE - 1)]
        for part in slices:
            if piece and (len(slices) > 1 or sum(map(len, piece)) + len(part) > PIECE):
                yield piece
                piece = []
            piece.append(part)
    yield piece


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    depth = 0
    for found in TOKEN.finditer(text):
        kind, value = str(found.lastgroup), found[str(found.lastgroup)]
        if kind != "word":
            depth += (kind == "open") - (kind == "close")
            yield kind, value
            continue
        held = value.rstrip(")")
        closing = min(len(value) - len(held), max(0, depth), value.count(")") - value.count("("))
        word = value[: len(value) - closing] if closing > 0 else value
        yield OPERATORS.get(word, "word"), word
        for _ in range(closing):
            depth -= 1
            yield "close", ")"


class _Parser:
    """Reads tokens into a tree; what makes no sense is passed over, and lone punctuation beside words."""

    def __init__(self, tokens: list[tuple[str, str]], *, has_runs: bool) -> None:
        self.tokens = tokens
        self.has_runs = has_runs
        self.place = 0

    def read(self) -> Node | None:
        parts = []
        while self.place < len(self.tokens):
            parts.append(self._read_or(0))
            self._take("close")
        return _join(And, parts)

    def _take(self, *kinds: str) -> bool:
        found = self.place < len(self.tokens) and self.tokens[self.place][0] in kinds
        self.place += found
        return found

    def _read_or(self, depth: int) -> Node | None:
        parts = [self._read_and(depth)]
        while self._take("or"):
            parts.append(self._read_and(depth))
        return _join(Or, parts)

    def _read_and(self, depth: int) -> Node | None:
        parts = []
        while self.place < len(self.tokens) and self.tokens[self.place][0] not in ("or", "close"):
            if not self._take("and"):
                parts.append(self._read_one(depth))
        return _join(And, parts)

    def _read_one(self, depth: int) -> Node | None:
        is_negative = False
        while self._take("minus", "not"):
            is_negative = not is_negative
        found = self._read_plain(depth)
        return Not(found) if is_negative and found is not None else found

    def _read_plain(self, depth: int) -> Node | None:
        if self.place >= len(self.tokens) or self.tokens[self.place][0] in ("or", "close", "and"):
            return None
        kind, value = self.tokens[self.place]
        self.place += 1
        if kind != "open":
            word = read_word(value)
            is_lone = isinstance(word, Word) and not word.runs
            return None if self.has_runs and is_lone else word
        if depth >= MAX_DEPTH:
            return None
        found = self._read_or(depth + 1)
        self._take("close")
        return found


def _join(kind: type[And | Or], parts: list[Node | None]) -> Node | None:
    kept: dict[Node, None] = {}
    for part in parts:
        for each in part.parts if isinstance(part, kind) else (part,):
            if each is not None:
                kept[each] = None
    nodes = tuple(kept)
    return nodes[0] if len(nodes) == 1 else kind(nodes) if nodes else None
