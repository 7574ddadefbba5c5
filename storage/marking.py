"""Where the words looked for stand in a text as it is printed, and the part of it that shows them best."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from storage.search_text import FOLDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.search_query import Query, Word

WINDOW = 120
LEAD = 30  # characters before the first word that is shown
MAX_SPANS = 2000
MARKED = 40  # words that are looked for in texts to be shown
Span = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """A part of a text, and where in it the words stand."""

    text: str
    marks: tuple[Span, ...]


def find_spans(query: Query, text: str) -> list[Span]:
    """Where words stand in a text, in order, without overlaps; letters of a longer word only beside the rest of it."""
    found: list[Span] = []
    for word in query.words[:MARKED]:
        pattern = _pattern(word)
        if pattern:
            found += _find(pattern, text, is_of_letters=bool(word.runs))
    return _without_overlaps(found)


def make_excerpt(query: Query, text: str) -> Excerpt:
    """The part of a text around the most different words; its beginning when there are none."""
    spans = find_spans(query, text)
    start = _best_start(text, spans)
    end = min(len(text), start + WINDOW)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in spans if a >= start and b <= end)
    return Excerpt(before + re.sub(r"\s", " ", text[start:end]) + after, marks)


def to_html(text: str, marks: Sequence[Span]) -> str:
    """A text as HTML with its marks in it; everything else is escaped."""
    out, end = [], 0
    for start, stop in marks:
        out += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*out, escape(text[end:])])


def _find(pattern: re.Pattern[str], text: str, *, is_of_letters: bool) -> list[Span]:
    """In the text itself where it is printed as it is folded, else through folding it."""
    found = [
        match.span() for match, _ in zip(pattern.finditer(text), range(MAX_SPANS), strict=False)
    ]
    if found or text.isascii() or (is_of_letters and all(map(PLAIN.__getitem__, set(text)))):
        return found
    folded, places = _fold(text)
    return [
        (places[match.start()], places[match.end() - 1] + 1)
        for match, _ in zip(pattern.finditer(folded), range(MAX_SPANS), strict=False)
    ]


@lru_cache(maxsize=4)  # one text is looked through for every word
def _fold(text: str) -> tuple[str, list[int]]:
    """A folded text, and the place in the text of each of its characters."""
    pieces = [FOLDING[character] for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


class _Plain(dict[str, bool]):
    """Whether a character is found as it is printed: no letter or digit that is folded into others, and visible."""

    def __missing__(self, character: str) -> bool:
        folded = FOLDING[character]
        is_word = character.isalnum() or not folded or any(map(str.isalnum, folded))
        self[character] = plain = folded in (character, character.lower()) or not is_word
        return plain


PLAIN = _Plain()


def _pattern(word: Word) -> re.Pattern[str] | None:
    runs = word.runs or tuple(sorted(word.letters))
    if not runs:
        return None
    between = r"[\W_]*" if word.runs else "|"
    spelled = between.join(r"[^\S\n]*".join(map(re.escape, run)) for run in runs)
    return re.compile(spelled, re.IGNORECASE)


def _without_overlaps(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _best_start(text: str, spans: Sequence[Span]) -> int:
    """Where the window begins that holds the most different words, the first of such windows."""
    best, place = 0, 0
    most = len({text[a:b] for a, b in spans})
    for number, (start, _) in enumerate(spans[:200]):
        inside = {text[a:b] for a, b in _within(spans[number : number + 50], start + WINDOW - LEAD)}
        if len(inside) > best:
            best, place = len(inside), start
        if best == most:
            break
    return max(0, place - LEAD)


def _within(spans: Sequence[Span], end: int) -> Iterator[Span]:
    return (span for span in spans if span[1] <= end)
