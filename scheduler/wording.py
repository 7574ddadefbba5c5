"""The edits of a text in one Chinese line: 2处：“80%”改为“85%”；增加1段“…”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scheduler.spans import side_of, to_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.spans import Edit, Span

SHOWN = 3  # edits told in words; the others are counted
QUOTE = 30  # characters of a quotation
SMALL = 2  # an edit this short is quoted with its neighbours
WORD = r"[^\s，。；：、,;:（）()《》〔〕！？]"
LABEL = re.compile(r"([一-鿿]{2,10})[：:]\s*([^\s，。；：、,;:]{0,12})$")
SERIAL = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十百]+)[)）、.．]?")
VALUE = re.compile(r"[^\s，。；：、,;:（）()]{0,12}")


def describe_edits(operations: Sequence[dict[str, Any]]) -> str:
    """How many edits there are and what the first of them say; empty when there are none."""
    edits = [words for op in operations for words in _describe(op)]
    shown = "；".join(edits[:SHOWN])
    return f"{len(edits)}处：{shown}{'等' if len(edits) > SHOWN else ''}" if edits else ""


def describe_value(label: str, old: str | None, new: str | None) -> str:
    """How one value changed: 标题“甲”改为“乙”, 增加 or 删去 when it was or became empty."""
    if old and new:
        return f"{label}“{quote(old)}”改为“{quote(new)}”"
    return f"增加{label}“{quote(new)}”" if new else f"删去{label}“{quote(old or '')}”"


def quote(text: str) -> str:
    """A text in one line that fits between quotation marks."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 10]}…{line[-9:]}"


def _describe(op: dict[str, Any]) -> Iterator[str]:
    if op["op"] in ("insert", "delete"):
        yield from _describe_block(op["op"], [line for line in op["lines"] if line.strip()])
    elif op["op"] == "move":
        count = side_of(op["spans"], "-").count("\n") + 1
        yield f"移动{count}段“{quote(side_of(op['spans'], '+'))}”"
    if "spans" in op:
        edits, rest = to_edits(op["spans"])
        afters = [*(edit.before for edit in edits[1:]), rest]
        for k, edit in enumerate(edits):
            if (edit.old + edit.new).strip():
                yield _describe_edit(edit, _before(op["spans"], edit, edits, k), afters[k])


def _describe_block(kind: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{'增加' if kind == 'insert' else '删去'}{len(lines)}段“{quote(lines[0])}”"


def _before(spans: Sequence[Span], edit: Edit, edits: list[Edit], k: int) -> str:
    """The line of the new text up to an edit."""
    told = "".join(past.before + past.new for past in edits[:k]) + edit.before
    return told.rpartition("\n")[2]


def _describe_edit(edit: Edit, before: str, after: str) -> str:
    label = _row_label(before) if "\t" in before else None
    if label is not None:
        return describe_value(label, edit.old, edit.new)
    labelled = LABEL.search(before)
    if labelled and _is_inside_value(edit):
        head, found = labelled[2], VALUE.match(after)
        tail = found[0] if found else ""
        return describe_value(labelled[1], head + edit.old + tail, head + edit.new + tail)
    if _is_small(edit):
        head, tail = _neighbours(before, after)
        return describe_value("", head + edit.old + tail, head + edit.new + tail)
    return describe_value("", edit.old, edit.new)


def _row_label(before: str) -> str | None:
    """What a row is about: its first cell, or the second one behind a running number."""
    cells = [cell.strip() for cell in before.split("\t")[:-1]]
    named = cells[1:] if len(cells) > 1 and SERIAL.fullmatch(cells[0]) else cells
    return named[0] if named and 0 < len(named[0]) <= 12 else None


def _is_inside_value(edit: Edit) -> bool:
    return not re.search(r"[\s，。；：,;:]", edit.old + edit.new)


def _is_small(edit: Edit) -> bool:
    figures = all(re.fullmatch(r"[0-9.]+[^0-9]*", side) for side in (edit.old, edit.new))
    return not figures and max(len(edit.old), len(edit.new)) <= SMALL


def _neighbours(before: str, after: str) -> tuple[str, str]:
    head = re.search(rf"{WORD}{{0,4}}$", before)
    tail = re.match(rf"{WORD}{{0,4}}", after)
    return (head[0] if head else ""), (tail[0] if tail else "")
