"""Which paragraph of the new text is which paragraph of the old one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Pair = tuple[int, int]
Box = tuple[int, int, int, int]  # old from, old to, new from, new to

SIMILAR = (
    0.4  # share of common bigrams from which two paragraphs in their order are versions of one
)
ALIKE = 0.8  # as much in common in the same place: no better partner is looked for
MOVED = 0.6  # the same for paragraphs out of their order
MOVED_LENGTH = 8  # shorter paragraphs stand in many places: finding one elsewhere says nothing
ROUNDS = 8
LEAF = 20_000  # cells of the largest box without unique lines that is still compared exactly
POPULAR = 32  # a bigram standing in more paragraphs than this tells none from another
CROWD = (
    3_000  # boxes with more lines than this are paired by place alone, moves in them by equality
)
SHORT = 20  # lines up to this length pair by place alone (figures, one to a line)


@dataclass(frozen=True)
class Matching:
    """Pairs of line numbers: `kept` in ascending order on both sides, `moved` across it."""

    kept: tuple[Pair, ...]
    moved: tuple[Pair, ...]


def match_lines(old: Sequence[str], new: Sequence[str]) -> Matching:
    """Pair equal lines (patience), then similar lines between them, then what was moved."""
    exact = anchor_lines(old, new)
    kept = set(exact)
    for box in gaps(exact, len(old), len(new)):
        kept.update(_pair_in_order(old, new, box))
    return Matching(tuple(sorted(kept)), tuple(_find_moved(old, new, kept)))


def anchor_lines(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Equal lines in ascending order: equal ends, then lines unique on both sides, then between."""
    found: list[Pair] = []
    boxes: list[Box] = [(0, len(old), 0, len(new))]
    for _ in range(ROUNDS):
        inner: list[Box] = []
        for box in boxes:
            ends, rest = _equal_ends(old, new, box)
            middle = _unique_lines(old, new, rest) or _small_box(old, new, rest)
            found += ends + middle
            inner += _boxes_between(middle, rest) if middle else []
        boxes = inner
    return sorted(found)


def gaps(pairs: Sequence[Pair], old_count: int, new_count: int) -> Iterator[Box]:
    """What lies between ascending pairs, where either side has lines."""
    yield from _boxes_between(pairs, (0, old_count, 0, new_count))


def is_reflow(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether two blocks are one text, broken into lines at other places."""
    return len(old) != len(new) and "".join(old) == "".join(new) != ""


def similarity(old: str, new: str) -> float:
    """Share of common character bigrams (Dice, 0 to 1)."""
    return _dice(_bigrams(old), _bigrams(new))


def _equal_ends(old: Sequence[str], new: Sequence[str], box: Box) -> tuple[list[Pair], Box]:
    a, b, c, d = box
    found: list[Pair] = []
    while a < b and c < d and old[a] == new[c]:
        found.append((a, c))
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
        found.append((b, d))
    return found, (a, b, c, d)


def _unique_lines(old: Sequence[str], new: Sequence[str], box: Box) -> list[Pair]:
    a, b, c, d = box
    in_old, in_new = Counter(old[a:b]), Counter(new[c:d])
    at = {line: c + k for k, line in enumerate(new[c:d]) if in_new[line] == 1}
    pairs = [(a + k, at[s]) for k, s in enumerate(old[a:b]) if in_old[s] == 1 and s in at]
    return _longest_ascent(pairs)


def _longest_ascent(pairs: Sequence[Pair]) -> list[Pair]:
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(tops, j)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [j]
        ends[at : at + 1] = [k]
    found: list[Pair] = []
    k = ends[-1] if ends else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


def _small_box(old: Sequence[str], new: Sequence[str], box: Box) -> list[Pair]:
    a, b, c, d = box
    if not 0 < (b - a) * (d - c) <= LEAF:
        return []
    blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
    return [(a + m.a + k, c + m.b + k) for m in blocks for k in range(m.size)]


def _boxes_between(pairs: Sequence[Pair], box: Box) -> list[Box]:
    a, b, c, d = box
    found: list[Box] = []
    for i, j in [*pairs, (b, d)]:
        if a < i or c < j:
            found.append((a, i, c, j))
        a, c = i + 1, j + 1
    return found


def _pair_in_order(old: Sequence[str], new: Sequence[str], box: Box) -> list[Pair]:
    a, b, c, d = box
    if a == b or c == d or is_reflow(old[a:b], new[c:d]):
        return []
    scored = sorted(_candidates(old, new, box), key=lambda s: (-s[0], abs(s[1] - a - s[2] + c), s))
    accepted: list[Pair] = []
    for score, i, j in scored:
        if score >= SIMILAR and _fits(accepted, i, j):
            insort(accepted, (i, j))
    for inner in _boxes_between(accepted, box):
        accepted += _pair_by_place(old, new, inner)
    return accepted


def _fits(accepted: list[Pair], i: int, j: int) -> bool:
    at = bisect_left(accepted, (i, -1))
    before, after = accepted[at - 1] if at else (-1, -1), accepted[at : at + 1]
    return before[0] < i and before[1] < j and all(i < x and j < y for x, y in after)


def _pair_by_place(old: Sequence[str], new: Sequence[str], box: Box) -> list[Pair]:
    a, b, c, d = box
    if b - a != d - c:
        return []
    short = all(len(line) <= SHORT for line in (*old[a:b], *new[c:d]))
    return list(zip(range(a, b), range(c, d), strict=True)) if short or b - a == 1 else []


def _candidates(
    old: Sequence[str], new: Sequence[str], box: Box
) -> Iterator[tuple[float, int, int]]:
    a, b, c, d = box
    grams = {j: _bigrams(new[j]) for j in range(c, d)}
    index = _index(grams) if b - a + d - c <= CROWD else {}
    for i in range(a, b):
        mine = _bigrams(old[i])
        tried = {j: _dice(mine, grams[j]) for j in (c + i - a, d - b + i) if c <= j < d}
        if max(tried.values(), default=0) < ALIKE:
            tried |= {j: _dice(mine, grams[j]) for j in _best(mine, index)}
        yield from ((score, i, j) for j, score in tried.items())


def _index(grams: dict[int, frozenset[str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for j, mine in grams.items():
        for gram in mine:
            index[gram].append(j)
    return index


def _best(grams: Iterable[str], index: dict[str, list[int]]) -> set[int]:
    places = (index.get(gram, ()) for gram in grams)
    tally = Counter(chain.from_iterable(where for where in places if len(where) <= POPULAR))
    return set(sorted(tally, key=lambda j: (-tally[j], j))[:4])


def _find_moved(old: Sequence[str], new: Sequence[str], kept: set[Pair]) -> list[Pair]:
    olds, news = {i for i, _ in kept}, {j for _, j in kept}
    gone = [i for i, s in enumerate(old) if i not in olds and len(s) >= MOVED_LENGTH]
    come = [j for j, s in enumerate(new) if j not in news and len(s) >= MOVED_LENGTH]
    found = _moved_whole(old, new, gone, come)
    left = [i for i in gone if i not in found]
    targets = set(found.values())
    free = [j for j in come if j not in targets]
    if left and free and len(left) + len(free) <= CROWD:
        found |= _moved_edited(old, new, left, free)
    return sorted(found.items(), key=lambda pair: pair[1])


def _moved_whole(
    old: Sequence[str], new: Sequence[str], gone: list[int], come: list[int]
) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for j in reversed(come):
        places[new[j]].append(j)
    return {i: places[old[i]].pop() for i in gone if places.get(old[i])}


def _moved_edited(
    old: Sequence[str], new: Sequence[str], gone: list[int], come: list[int]
) -> dict[int, int]:
    grams = {j: _bigrams(new[j]) for j in come}
    index = _index(grams)
    scored: list[tuple[float, int, int]] = []
    for i in gone:
        mine = _bigrams(old[i])
        scored += [(-_dice(mine, grams[j]), i, j) for j in _best(mine, index)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored):
        if -score >= MOVED and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _bigrams(line: str) -> frozenset[str]:
    return frozenset(map(add, line, line[1:])) or frozenset((line,))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
