"""Spans of an edited passage: `["=", text]` kept, `["-", text]` deleted, `["+", text]` new."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = list[str]

KEPT = 0.35  # a passage of which less is kept, in several pieces, is shown as replaced in whole
REACH = 24  # characters looked at on either side of an edit
NUMERAL = "0-9０-９零〇一二三四五六七八九十百千万亿两"
BEFORE = re.compile(
    r"(?:[0-9]{4}年(?:[0-9]{1,2}月)?|[0-9]{1,2}月)?[0-9０-９.．,]*$|[零〇一二三四五六七八九十百千万亿两]+$"
)
AFTER = re.compile(
    r"[0-9０-９.．]*(?:[%％‰]|个百分点|年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|月(?:[0-9]{1,2}日)?|日|[万亿]?[元人户家件次个项条亩])?"
    r"|[零〇一二三四五六七八九十百千万亿两]+"
)
FIGURE = re.compile(f"[{NUMERAL}%％‰]")


@dataclass
class Edit:
    """What was deleted and inserted at one place, and the kept text before it."""

    before: str = ""
    old: str = ""
    new: str = ""


def side_of(spans: Iterable[Sequence[str]], sign: str) -> str:
    """The text of one side: "-" the old one, "+" the new one."""
    return "".join(text for mark, text in spans if mark in ("=", sign))


def join_spans(spans: Iterable[Sequence[str]]) -> list[Span]:
    """Spans in their canonical form: no empty ones, neighbours joined, deleted before inserted."""
    edits, rest = to_edits(spans)
    return from_edits(edits, rest)


def to_edits(spans: Iterable[Sequence[str]]) -> tuple[list[Edit], str]:
    """The edits in order and the kept text after the last of them."""
    edits: list[Edit] = []
    now = Edit()
    for sign, text in spans:
        if sign == "-":
            now.old += text
        elif sign == "+":
            now.new += text
        elif text and (now.old or now.new):
            edits.append(now)
            now = Edit(text)
        else:
            now.before += text
    if now.old or now.new:
        return [*edits, now], ""
    return edits, now.before


def from_edits(edits: Iterable[Edit], rest: str) -> list[Span]:
    """The spans of edits and of the kept text after them."""
    spans: list[Span] = []
    for edit in edits:
        spans += [["=", edit.before], ["-", edit.old], ["+", edit.new]]
    return [span for span in [*spans, ["=", rest]] if span[1]]


def widen_figures(spans: Iterable[Sequence[str]]) -> list[Span]:
    """The same spans with a figure or date that changed shown whole: 80% → 85%, not 0 → 5."""
    edits, rest = to_edits(spans)
    out: list[Span] = []
    for k, edit in enumerate(edits):
        after = edits[k + 1].before if k + 1 < len(edits) else rest
        _take_left(edit, _reach_left(edit, after))
        taken = after[: _reach_right(edit, after)]
        edit.old, edit.new, after = edit.old + taken, edit.new + taken, after[len(taken) :]
        if k + 1 < len(edits):
            edits[k + 1].before = after
        else:
            rest = after
        out += from_edits([edit], "")
    return join_spans([*out, ["=", rest]])


def _take_left(edit: Edit, count: int) -> None:
    at = len(edit.before) - count
    taken = edit.before[at:]
    edit.before, edit.old, edit.new = edit.before[:at], taken + edit.old, taken + edit.new


def _reach_left(edit: Edit, after: str) -> int:
    found = BEFORE.search(edit.before[-REACH:])
    if not found or not found[0]:
        return 0
    begins = any(FIGURE.match((side + after[:1])[:1]) for side in (edit.old, edit.new))
    return len(found[0]) if begins else 0


def _reach_right(edit: Edit, after: str) -> int:
    found = AFTER.match(after[:REACH])
    if not found or not found[0]:
        return 0
    ends = any(FIGURE.match((edit.before[-1:] + side)[-1:]) for side in (edit.old, edit.new))
    return len(found[0]) if ends else 0


def is_confetti(spans: Sequence[Span]) -> bool:
    """Whether so little is kept in so many pieces that old beside new reads better."""
    edits, _ = to_edits(spans)
    kept = sum(len(text) for sign, text in spans if sign == "=")
    longest = max(len(side_of(spans, "-")), len(side_of(spans, "+")))
    return len(edits) > 2 and kept < KEPT * longest
