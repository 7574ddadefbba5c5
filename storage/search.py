"""Full text: every Chinese word of one character and more, on SQLite (FTS5) and PostgreSQL with the same results.

A query is words between blanks; each is a row of runs (Chinese, or Latin letters and digits) that must stand in
the text in this order with at most punctuation between them; a Latin run may go on (`20` finds `2026`). The index
holds pairs of characters and proposes; where pairs alone cannot decide, the text itself does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

MAX_RUNS, MAX_RUN = 64, 100  # of a query the index is asked for; the text is asked for all of it
MAX_GRAM = 60  # of a Latin word
IDEOGRAPHS = re.compile("[\u3007\u3400-\u4db5\u4e00-\u9fcc]")  # letters to every SQLite's tokenizer

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
BLANKS = re.compile(r"(?<![a-z0-9\s])[^\S\n\t]++|[^\S\n\t]++(?![a-z0-9])")  # but not within English
RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def normalise(value: str) -> str:
    """The form in which texts and queries meet: width folded, lower case, no blanks between Chinese characters."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", value)).casefold()
    return BLANKS.sub("", folded)


def to_grams(value: str) -> list[str]:
    """Pairs of Chinese characters, the last one alone, and whole Latin words: `法治30号` → 法治 治 30 号."""
    return [gram for run in RUNS.findall(normalise(value)) for gram in _grams_of(run)]


@dataclass(frozen=True)
class Query:
    """What is looked for; false when it holds nothing to look for."""

    text: str

    @cached_property
    def words(self) -> list[list[str]]:
        """The runs of each word between blanks."""
        words = [RUNS.findall(normalise(word)) for word in self.text.split()]
        return [runs for runs in words if runs]

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def is_certain_on_sqlite(self) -> bool:
        """Phrases of pairs are exact: only words of several runs, and overlong ones, need the text."""
        short = all(len(runs) == 1 and _is_short(runs[0]) for runs in self.words)
        return short and len(self.words) <= MAX_RUNS

    @cached_property
    def is_certain_on_postgresql(self) -> bool:
        """A single pair is exact; longer words need the text."""
        return self.is_certain_on_sqlite and all(len(_whole(r[0])) < 2 for r in self.words)

    @cached_property
    def literals(self) -> list[str]:
        """The words, when a text that holds them as they are printed surely holds them; else none."""
        words = [runs[0] for runs in self.words]
        is_plain = all(len(runs) == 1 and IDEOGRAPHS.sub("", runs[0]) == "" for runs in self.words)
        return words if is_plain and len(words) <= MAX_RUNS else []

    @cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        """One expression a word, for normalised text."""
        return [re.compile(r"[\W_]*".join(map(_run_pattern, runs))) for runs in self.words]

    def matches(self, value: str) -> bool:
        """True when every word stands in a text."""
        held = normalise(value)
        return all(pattern.search(held) for pattern in self.patterns)

    def spans(self, value: str) -> list[tuple[int, int]]:
        """Where words stand in a text as it is printed, in order, without overlaps (to mark them)."""
        found: list[tuple[int, int]] = []
        for runs in self.words:
            loose = r"[\W_]*".join(r"\s*".join(map(re.escape, run)) for run in runs)
            found += [m.span() for m in re.finditer(loose, value, re.IGNORECASE)]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept


def searched_text(title: str, number: str | None, text: str, files: Iterable[str]) -> str:
    """All of a Document that words are looked for in."""
    return "\n".join([title, number or "", text, *files])


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


def forget_document(session: Session, document_id: int) -> None:
    """Let a dissolved Document be found no more."""
    session.flush()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    key = "rowid" if is_sqlite else "document_id"
    session.execute(text(f"DELETE FROM search_grams WHERE {key} = :id"), {"id": document_id})  # noqa: S608  (our own words)


def propose(session: Session, query: Query) -> tuple[set[int], bool]:
    """Ids of Documents that may hold every word, and whether they surely do."""
    if not query:
        return set(), True
    runs = [run[:MAX_RUN] for word in query.words for run in word][:MAX_RUNS]
    if session.get_bind().dialect.name == "sqlite":
        statement = "SELECT rowid FROM search_grams WHERE search_grams MATCH :q"
        match, certain = " AND ".join(map(_fts5_phrase, runs)), query.is_certain_on_sqlite
    else:
        statement = "SELECT document_id FROM search_grams WHERE grams @@ CAST(:q AS tsquery)"
        match, certain = " & ".join(map(_tsquery, runs)), query.is_certain_on_postgresql
    return set(session.scalars(text(statement), {"q": match})), certain


def _grams_of(run: str) -> list[str]:
    if run[0].isascii():
        return [run[:MAX_GRAM]]
    spelled = [_spell(character) for character in run]
    return ["".join(spelled[i : i + 2]) for i in range(len(run))]


def _spell(character: str) -> str:
    """Other letters are written out: tokenizers fold some of them and take some for punctuation."""
    return character if IDEOGRAPHS.match(character) else f"λ{ord(character):06x}"


def _is_short(run: str) -> bool:
    return len(run) <= (MAX_GRAM if run[0].isascii() else MAX_RUN)


def _whole(run: str) -> list[str]:
    """The grams a run must hold whole: a single last character is part of the pair before it."""
    grams = _grams_of(run)
    return [] if len(grams) == 1 else grams[:-1]


def _fts5_phrase(run: str) -> str:
    whole = _whole(run)
    return '"' + " ".join(whole) + '"' if whole else f'"{_grams_of(run)[0]}" *'


def _tsquery(run: str) -> str:
    whole = _whole(run)
    return " & ".join(f"'{g}'" for g in whole) if whole else f"'{_grams_of(run)[0]}':*"


def _run_pattern(run: str) -> str:
    return rf"(?<![a-z0-9]){run}" if run[0].isascii() else re.escape(run)
