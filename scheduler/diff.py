"""What lies between two texts: paragraphs aligned first, then characters inside them.

Operations are JSON-able and stand in the order of the new text; lines are paragraphs:

    {"op": "equal", "count": n, "head": [line, …], "tail": [line, …]}
        n lines kept; the first and the last of them as context
    {"op": "replace", "spans": [["=", text], ["-", text], ["+", text], …]}
        lines of the old text ("=" and "-") that became lines of the new one ("=" and "+")
    {"op": "delete", "lines": […]}   {"op": "insert", "lines": […]}
    {"op": "moved", "to": j, "count": n}
        n old lines stood here; they went to line j of the new text (lines count from 0)
    {"op": "move", "from": i, "to": j, "spans": […]}
        and here they are, with what was edited on the way
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diff_match_patch import diff_match_patch

from scheduler.alignment import anchor_lines, gaps, is_reflow, match_lines, similarity
from scheduler.spans import Span, is_confetti, join_spans, side_of, widen_figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.alignment import Pair

Operation = dict[str, Any]

CONTEXT = 2  # lines kept at either end of an equal run
CLIP = 160  # characters of such a line
LONG = 200  # a longer paragraph is compared clause by clause
UNRELATED = 0.25  # below this share of common bigrams one text replaces the other
SIGNS = {0: "=", -1: "-", 1: "+"}


@dataclass(frozen=True)
class Redline:
    """The operations between two texts, and what they come to in characters (line breaks apart)."""

    operations: list[Operation]
    inserted: int
    deleted: int
    truncated: bool  # the time limit was reached: some passages are marked as replaced in whole


def compare_texts(old: str, new: str, *, time_limit: float = 1.0) -> Redline:
    """The Redline between two texts, one paragraph a line. `time_limit`: seconds for characters."""
    engine = _Engine(time_limit)
    old_lines, new_lines = split_lines(old), split_lines(new)
    operations = list(_operations(old_lines, new_lines, engine))
    inserted, deleted = count_characters(operations)
    return Redline(operations, inserted, deleted, engine.truncated)


def compare_values(old: str, new: str) -> list[Span]:
    """The spans between two short values (a title, a number)."""
    return _Engine(0.2).compare(old, new)


def apply_operations(operations: Sequence[Operation], old: str) -> str:
    """The new text, made from the old one."""
    lines, at = split_lines(old), 0
    out: list[str] = []
    for op in operations:
        if op["op"] in ("insert", "move"):
            out += op["lines"] if op["op"] == "insert" else side_of(op["spans"], "+").split("\n")
            continue
        count = old_count(op)
        if op["op"] == "equal":
            out += lines[at : at + count]
        elif op["op"] == "replace":
            out += side_of(op["spans"], "+").split("\n")
        at += count
    return "\n".join(out)


def revert_operations(operations: Sequence[Operation], new: str) -> str:
    """The old text, made from the new one."""
    lines, at = split_lines(new), 0
    out: list[str] = []
    arrivals = {op["to"]: op for op in operations if op["op"] == "move"}
    for op in operations:
        if op["op"] == "moved":
            out += side_of(arrivals[op["to"]]["spans"], "-").split("\n")
        elif op["op"] == "delete":
            out += op["lines"]
        elif op["op"] == "replace":
            out += side_of(op["spans"], "-").split("\n")
        elif op["op"] == "equal":
            out += lines[at : at + op["count"]]
        at += new_count(op)
    return "\n".join(out)


def old_count(op: Operation) -> int:
    """How many lines of the old text an operation takes up where it stands."""
    if op["op"] in ("insert", "move"):
        return 0
    return _count(op, "-")


def new_count(op: Operation) -> int:
    """How many lines of the new text an operation makes."""
    if op["op"] in ("delete", "moved"):
        return 0
    return _count(op, "+")


def _count(op: Operation, side: str) -> int:
    if "count" in op:
        return int(op["count"])
    return len(op["lines"]) if "lines" in op else side_of(op["spans"], side).count("\n") + 1


def count_characters(operations: Sequence[Operation]) -> tuple[int, int]:
    """Characters inserted and deleted."""
    total = {"insert": 0, "delete": 0, "+": 0, "-": 0, "=": 0}
    for op in operations:
        if op["op"] in ("insert", "delete"):
            total[op["op"]] += sum(map(len, op["lines"]))
        for sign, text in op.get("spans", ()):
            total[sign] += len(text) - text.count("\n")
    return total["insert"] + total["+"], total["delete"] + total["-"]


def split_lines(text: str) -> list[str]:
    """The paragraphs of a text; an empty text has none."""
    return text.split("\n") if text else []


def _operations(old: list[str], new: list[str], engine: _Engine) -> Iterator[Operation]:
    matching = match_lines(old, new)
    moved_to, moved_from = dict(matching.moved), {j: i for i, j in matching.moved}
    a = c = 0
    for equal, run in _runs(matching.kept, old, new):
        i, j = run[0]
        yield from _between(old, new, (a, i, c, j), (moved_to, moved_from), engine)
        a, c = i + len(run), j + len(run)
        if equal:
            yield _equal(new[j:c])
        else:
            yield {"op": "replace", "spans": engine.compare(old[i], new[j])}
    box = (a, len(old), c, len(new))
    yield from _between(old, new, box, (moved_to, moved_from), engine)


def _runs(
    kept: Sequence[Pair], old: list[str], new: list[str]
) -> Iterator[tuple[bool, list[Pair]]]:
    run: list[Pair] = []
    for i, j in kept:
        if old[i] != new[j]:
            yield from [(True, run)] if run else []
            yield False, [(i, j)]
            run = []
        elif run and run[-1] != (i - 1, j - 1):
            yield True, run
            run = [(i, j)]
        else:
            run.append((i, j))
    yield from [(True, run)] if run else []


def _equal(lines: list[str]) -> Operation:
    head, tail = lines[:CONTEXT], lines[CONTEXT:][-CONTEXT:]
    return {"op": "equal", "count": len(lines), "head": _clip(head), "tail": _clip(tail)}


def _clip(lines: list[str]) -> list[str]:
    return [s if len(s) <= CLIP else f"{s[:CLIP]}…" for s in lines]


def _between(
    old: list[str],
    new: list[str],
    box: tuple[int, int, int, int],
    moves: tuple[dict[int, int], dict[int, int]],
    engine: _Engine,
) -> Iterator[Operation]:
    a, b, c, d = box
    moved_to, moved_from = moves
    if is_reflow(old[a:b], new[c:d]):
        spans = engine.compare("\n".join(old[a:b]), "\n".join(new[c:d]))
        yield {"op": "replace", "spans": spans}
        return
    for i, run in _stretches(a, b, moved_to):
        if i in moved_to:
            yield {"op": "moved", "to": moved_to[i], "count": len(run)}
        else:
            yield {"op": "delete", "lines": [old[k] for k in run]}
    for j, run in _stretches(c, d, moved_from):
        if j in moved_from:
            i = moved_from[j]
            spans = _moved_spans(old, new, i, run, engine)
            yield {"op": "move", "from": i, "to": j, "spans": spans}
        else:
            yield {"op": "insert", "lines": [new[k] for k in run]}


def _stretches(start: int, stop: int, moves: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """Lines that share a fate: moved together to neighbouring lines, or not moved at all."""
    run: list[int] = []
    for k in range(start, stop):
        together = run and (moves.get(k) == moves[k - 1] + 1 if k - 1 in moves else k not in moves)
        if run and not together:
            yield run[0], run
            run = []
        run.append(k)
    if run:
        yield run[0], run


def _moved_spans(
    old: list[str], new: list[str], start: int, run: list[int], engine: _Engine
) -> list[Span]:
    spans: list[Span] = []
    for k, j in enumerate(run):
        spans += [["=", "\n"]] if k else []
        spans += engine.compare(old[start + k], new[j])
    return join_spans(spans)


class _Engine:
    """diff-match-patch with one deadline for a whole text."""

    def __init__(self, time_limit: float) -> None:
        self.deadline = time.time() + time_limit
        self.truncated = False
        self._dmp = diff_match_patch()

    def compare(self, old: str, new: str) -> list[Span]:
        """Spans between two paragraphs: by table cell, by clause when long, then by character."""
        if old == new:
            return join_spans([["=", new]])
        if "\t" in old or "\t" in new:
            return self._by_unit(_cells(old), _cells(new))
        if len(old) > LONG and len(new) > LONG:
            return self._by_unit(_clauses(old), _clauses(new))
        return self._by_character(old, new)

    def _by_unit(self, old: list[str], new: list[str]) -> list[Span]:
        kept = anchor_lines(old, new)
        spans: list[Span] = []
        c = 0
        for box in gaps(kept, len(old), len(new)):
            spans.append(["=", "".join(new[c : box[2]])])
            spans += self._unit_gap(old[box[0] : box[1]], new[box[2] : box[3]])
            c = box[3]
        spans.append(["=", "".join(new[c:])])
        return widen_figures(spans)

    def _unit_gap(self, old: list[str], new: list[str]) -> list[Span]:
        if len(old) != len(new) or "\t" not in "".join(old):
            return self._by_character("".join(old), "".join(new))
        pairs = zip(old, new, strict=True)
        return [span for before, after in pairs for span in self._by_character(before, after)]

    def _by_character(self, old: str, new: str) -> list[Span]:
        whole = join_spans([["-", old], ["+", new]])
        if not old or not new or self._is_unrelated(old, new):
            return whole
        diffs = self._dmp.diff_main(old, new, False, self.deadline)
        if time.time() >= self.deadline:
            self.truncated = True
        self._dmp.diff_cleanupSemantic(diffs)
        spans = widen_figures([[SIGNS[sign], text] for sign, text in diffs])
        return whole if is_confetti(spans) else spans

    def _is_unrelated(self, old: str, new: str) -> bool:
        return max(len(old), len(new)) > 20 and similarity(old, new) < UNRELATED


def _cells(row: str) -> list[str]:
    return re.findall(r"[^\t]*\t|[^\t]+", row)


def _clauses(text: str) -> list[str]:
    return re.findall(r"[^。；;，,：！？\n]*[。；;，,：！？\n]|[^。；;，,：！？\n]+", text)
