"""A redline to read: the operations of a diff as text, HTML or JSON.

Takes the operations `scheduler.diff` and `scheduler.changes` make (described there). Marks stand in
the text itself, since readers and mail programs drop styles and sometimes `<ins>` and `<del>` too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Format = Literal["text", "html", "json"]
Span = tuple[str, str]

MARKS = {"-": "【删】", "+": "【增】"}
ENDS = {"-": "【/删】", "+": "【/增】"}
TAGS = {"-": "del", "+": "ins"}
STYLES = {
    "-": ' style="background:#fdd;color:#900"',
    "+": ' style="background:#dfd;color:#060;text-decoration:none"',
}
KEEP = 80  # characters of an unchanged passage kept on either side of an edit


@dataclass(frozen=True)
class _Line:
    """One line of a redline: what leads it, and its spans."""

    spans: tuple[Span, ...]
    lead: str = ""


def render(
    operations: Sequence[dict[str, Any]],
    format: Format,  # noqa: A002  (the word of the command line and of the API)
    *,
    context: int = 2,
    limit: int | None = None,
    inline_style: bool = False,
) -> str:
    """The redline. `context`: unchanged lines around a change; `limit`: characters of the answer, about.

    What a limit cuts off is said in the last line, in JSON by `{"op": "omitted", "count": n}`.
    """
    if format == "json":
        return _to_json(operations, limit)
    lines = [line for k, op in enumerate(operations) for line in _lines(op, k, operations, context)]
    if format == "html":
        return _join(lines, limit, lambda line: _to_html(line, inline_style))
    return _join(lines, limit, _to_text)


def _lines(
    op: dict[str, Any], k: int, operations: Sequence[dict[str, Any]], context: int
) -> Iterator[_Line]:
    match op["op"]:
        case "equal":
            yield from _context(
                op, _stands_after_change(k, operations), k + 1 < len(operations), context
            )
        case "delete" | "insert":
            sign = "-" if op["op"] == "delete" else "+"
            yield from (_Line(((sign, line),)) for line in op["lines"])
        case "moved":
            yield _Line((("=", f"{op['count']}段移至他处"),), "【移出】")
        case "move":
            yield _Line(_shorten(op["spans"]), "【移入】")
        case "field":
            yield _Line(_shorten(op["spans"]), f"{op['label']}：")
        case "attachments":
            told = f"附件：增加{op['inserted']}个，删去{op['deleted']}个"
            yield _Line((("=", told),))
        case _:
            yield _Line(_shorten(op["spans"]))


def _stands_after_change(k: int, operations: Sequence[dict[str, Any]]) -> bool:
    return k > 0 and operations[k - 1]["op"] not in ("field", "attachments")


def _context(op: dict[str, Any], after: bool, before: bool, context: int) -> Iterator[_Line]:
    """The unchanged lines next to a change: after the one before, before the one that follows."""
    count, whole = op["count"], [*op["head"], *op["tail"]]
    if len(whole) == count and count <= context * (after + before):
        yield from (_Line((("=", line),)) for line in whole)
        return
    head = op["head"][:context] if after else []
    rest = op["tail"] or op["head"]
    tail = rest[-context:] if before and context else []
    tail = tail[-max(count - len(head), 0) :] if count > len(head) else []
    yield from (_Line((("=", line),)) for line in head)
    if count > len(head) + len(tail):
        yield _Line((("=", f"……（略{count - len(head) - len(tail)}段）"),))
    yield from (_Line((("=", line),)) for line in tail)


def _shorten(spans: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    return tuple((sign, _elide(text) if sign == "=" else text) for sign, text in spans)


def _elide(text: str) -> str:
    return text if len(text) <= 2 * KEEP + 20 else f"{text[:KEEP]}……{text[-KEEP:]}"


def _to_text(line: _Line) -> str:
    told = (f"{MARKS[s]}{t}{ENDS[s]}" if s in MARKS else t for s, t in line.spans)
    return line.lead + "".join(told)


def _to_html(line: _Line, inline_style: bool) -> str:
    told = []
    for sign, text in line.spans:
        shown = escape(text.replace("\t", " ｜ ")).replace("\n", "<br>")
        if sign in TAGS:
            style = STYLES[sign] if inline_style else ""
            shown = f"<{TAGS[sign]}{style}>{MARKS[sign]}{shown}</{TAGS[sign]}>"
        told.append(shown)
    return f"<p>{escape(line.lead)}{''.join(told)}</p>"


def _join(lines: Sequence[_Line], limit: int | None, write: Callable[[_Line], str]) -> str:
    out: list[str] = []
    size = 0
    for k, line in enumerate(lines):
        told = write(line)
        if limit is not None and size + len(told) > limit:
            cut = _cut(line, (limit - size) // 2)
            out += [write(cut)] if cut.spans else []
            left = len(lines) - k
            out.append(write(_Line((("=", f"……（篇幅所限，其余{left}行从略）"),))))
            break
        out.append(told)
        size += len(told)
    return "\n".join(out)


def _cut(line: _Line, room: int) -> _Line:
    spans: list[Span] = []
    for sign, text in line.spans:
        if room <= 0:
            break
        spans.append((sign, text if len(text) <= room else f"{text[:room]}…"))
        room -= len(text)
    return _Line(tuple(spans), line.lead)


def _to_json(operations: Sequence[dict[str, Any]], limit: int | None) -> str:
    kept: list[str] = []
    size = 0
    for k, op in enumerate(operations):
        told = json.dumps(op, ensure_ascii=False)
        if limit is not None and size + len(told) > limit:
            kept.append(json.dumps({"op": "omitted", "count": len(operations) - k}))
            break
        kept.append(told)
        size += len(told)
    return f"[{', '.join(kept)}]"
