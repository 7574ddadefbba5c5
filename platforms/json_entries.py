"""Entries in JSON of any make: list answers of CMS families, search answers, data inside a page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from platforms.address_shape import is_column_address
from platforms.base import ListEntry
from platforms.js_values import read_literal
from platforms.json_fields import read_by_form, read_named
from platforms.list_nodes import TEMPLATE, join_address
from platforms.list_titles import is_generic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from platforms.json_fields import Row

    Reader = Callable[[Any], Row | None]

TOTAL_KEYS = (
    *("totalcount", "total", "totalrec", "totalrecord", "totalrecords", "post_count", "allrow"),
    *("totalelements", "totalhits", "recordcount", "count"),
)
MARKUP = re.compile(r"<(?:li|tr|a|div)\b", re.IGNORECASE)
ESCAPED_MARKUP = re.compile(r"&lt;(?:li|tr|a|div)\b", re.IGNORECASE)
ROW_MARKUP = re.compile(r"\s*<(?:li|tr|dl|dd)\b", re.IGNORECASE)
WRAPPED = re.compile(r"[\w.$]{1,60}\s*\((.*)\)", re.DOTALL)
LEADING = re.compile(r"(?:\ufeff|\s|/\*.*?\*/)+|(?:var|let|const)\s+[\w$]{1,60}\s*=\s*", re.DOTALL)
DEEPEST = 30
FOLDED = 4  # levels of JSON as text within JSON


def json_value(text: str) -> Any:
    """The value of a JSON or JSONP answer (a byte order mark, a comment, `var x =` do no harm);
    ValueError when it is none.
    """
    text = strip_lead(text).rstrip("; \t\r\n")
    wrapped = WRAPPED.fullmatch(text)
    text = wrapped[1].strip() if wrapped else text
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError:
        return _literal(text)


def strip_lead(text: str) -> str:
    """A script's text without what may stand before its value."""
    while found := LEADING.match(text):
        text = text[found.end() :]
    return text


def _literal(text: str) -> Any:
    """A value as scripts write it: names without quotes, texts in single ones."""
    value, end = read_literal(text, 0)
    if text[end:].strip():
        raise ValueError(f"more than one value, at {end}")
    return value


def unfolded(value: Any, depth: int = 0) -> Any:
    """An answer whose members may be JSON as text."""
    if isinstance(value, str) and depth < FOLDED and value.lstrip()[:1] in {"{", "["}:
        try:
            return unfolded(json.loads(value), depth + 1)
        except (ValueError, RecursionError):
            return value
    if isinstance(value, dict) and depth < FOLDED:
        return {key: unfolded(inner, depth + 1) for key, inner in value.items()}
    return value


def entries_of(value: Any, base: str | None) -> list[ListEntry]:
    """Every entry the arrays of a JSON value hold, in their order."""
    read, arrays = _readable(value)
    lists = [[e for item in array if (e := _to_entry(read(item), base))] for array in arrays]
    return [entry for entries in _without_menus(lists) for entry in entries]


def count_rows(value: Any) -> int:
    """How many rows the arrays of a JSON value have, those that link nothing included."""
    return sum(len(array) for array in _readable(value)[1])


def to_entry(item: Any, base: str | None) -> ListEntry | None:
    """One object as an entry; None without a title or an address."""
    return _to_entry(read_named(item), base)


def _to_entry(row: Row | None, base: str | None) -> ListEntry | None:
    if row is None or is_generic(row.title) or TEMPLATE.search(row.address):
        return None
    return ListEntry(join_address(base, row.address), row.title, row.day, row.number)


def _readable(value: Any) -> tuple[Reader, list[list[Any]]]:
    """The arrays of rows, by the names of their members; where none has such, by their values."""
    arrays = list(_arrays(value, read_named, 0))
    if arrays:
        return read_named, arrays
    return read_by_form, list(_arrays(value, read_by_form, 0))


def _without_menus(lists: list[list[ListEntry]]) -> list[list[ListEntry]]:
    """Beside dated lists, arrays of columns without any date are menus."""
    dated = [any(entry.date for entry in entries) for entries in lists]
    if not any(dated):
        return lists
    return [e for e, has in zip(lists, dated, strict=True) if has or not _is_menu(e)]


def _is_menu(entries: list[ListEntry]) -> bool:
    return all(is_column_address(entry.url) for entry in entries)


def _arrays(value: Any, read: Reader, depth: int) -> Iterator[list[Any]]:
    """The outermost arrays (or objects by number) of what looks like rows."""
    if depth > DEEPEST or not isinstance(value, dict | list):
        return
    inner = list(value.values()) if isinstance(value, dict) else value
    rows = [item for item in inner if isinstance(item, dict | list)]
    is_array = isinstance(value, list) or len(rows) == len(inner) > 1
    if is_array and rows and sum(read(item) is not None for item in rows) * 2 >= len(rows):
        yield rows
        return
    for one in inner:
        yield from _arrays(one, read, depth + 1)


def total_of(value: Any) -> int | None:
    """The stated number of entries: the largest single statement, or the sum over groups."""
    totals = list(_totals(value, 0))
    if not totals:
        return None
    top = min(depth for depth, number in totals if number) if any(n for _, n in totals) else None
    return sum(number for depth, number in totals if depth == top) if top is not None else 0


def markup_of(value: Any, depth: int = 0) -> str | None:
    """HTML that a JSON answer carries as text (`data.html`, `result[]`)."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        text = unescape(value) if ESCAPED_MARKUP.search(value) else value
        return text if MARKUP.search(text) else None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    pieces = [piece for one in inner if (piece := markup_of(one, depth + 1))]
    if isinstance(value, list) and len(pieces) > 1:
        pieces = [one if ROW_MARKUP.match(one) else f"<li>{one}</li>" for one in pieces]
    return "\n".join(pieces) or None


def _totals(value: Any, depth: int) -> Iterator[tuple[int, int]]:
    if isinstance(value, list) or depth > 6:
        return
    for key, inner in value.items() if isinstance(value, dict) else ():
        if str(key).lower() in TOTAL_KEYS and str(inner).isdecimal():
            yield depth, int(inner)
        elif isinstance(inner, dict):
            yield from _totals(inner, depth + 1)
