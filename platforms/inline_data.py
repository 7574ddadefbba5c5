"""Lists that stand in a page's scripts alone: `listData = {…}` arrays and rows of assigned texts."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from platforms.js_values import STRING, read_literal, unescape
from platforms.json_entries import entries_of, to_entry
from platforms.text_spans import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platforms.base import ListEntry

SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
SCRIPT_END = re.compile("</script", re.IGNORECASE)
NOT_SCRIPT = re.compile(
    r"type\s*=\s*[\"']?(?:text/x-|text/html|text/template|text/xml)", re.IGNORECASE
)
ARRAY = re.compile(r"\[\s*\{")
PUSHED = re.compile(r"\.push\(\s*(?=\{)")
WRITTEN = re.compile(r"document\.write(?:ln)?\(\s*(?:" + STRING.pattern + r")\s*\)", re.DOTALL)
ASSIGNED = re.compile(
    r"\b(?:var|let|const)?\s*([A-Za-z_]\w*)\s*=\s*(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')\s*[;,\n]"
)
ROLES = (
    ("url", re.compile(r"url|href|link$", re.IGNORECASE)),
    ("title", re.compile(r"title|bt$|name$", re.IGNORECASE)),
    ("fwzh", re.compile(r"fn$|filenum|wh$|fwzh|zh$|wenhao", re.IGNORECASE)),
    ("pubdate", re.compile(r"date|time|rq$|rn$", re.IGNORECASE)),
)
DAY = re.compile(r"(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
MOST_SCRIPT = 3_000_000


def inline_entries(html: str, base: str | None) -> list[ListEntry]:
    """The longest dated list in the page's scripts; empty when there is none."""
    best: list[ListEntry] = []
    for script in scripts_of(html):
        for found in _array_lists(script, base):
            if _weight(found) > _weight(best):
                best = found
    assigned = _assigned_entries(html, base)
    return assigned if _weight(assigned) > _weight(best) else best


def written_markup(html: str) -> str:
    """What a page's scripts write into it as plain texts (`document.write('<li>…')`)."""
    texts = (found for script in scripts_of(html) for found in WRITTEN.finditer(script))
    return "".join(unescape(found[1] if found[1] is not None else found[2]) for found in texts)


def scripts_of(html: str) -> Iterator[str]:
    """The texts of a page's own scripts, templates left out."""
    for found, script in spans(html, SCRIPT, SCRIPT_END):
        if script.strip() and not NOT_SCRIPT.search(found[1]) and len(script) < MOST_SCRIPT:
            yield script


def _weight(entries: list[ListEntry]) -> int:
    """Menus have no dates: only dated entries count."""
    dated = sum(entry.date is not None for entry in entries)
    return dated if dated * 2 > len(entries) else 0


def _pushed(script: str) -> list[Any]:
    """The objects a script adds to a list one by one."""
    rows = []
    for found in PUSHED.finditer(script):
        with suppress(ValueError):
            rows.append(read_literal(script, found.end())[0])
    return rows


def _array_lists(script: str, base: str | None) -> Iterator[list[ListEntry]]:
    yield entries_of(_pushed(script), base)
    at = 0
    while found := ARRAY.search(script, at):
        try:
            value, at = read_literal(script, found.start())
        except ValueError:
            at = found.end()
            continue
        entries = entries_of(value, base)
        if entries:
            yield entries


def _assigned_entries(html: str, base: str | None) -> list[ListEntry]:
    """Rows printed by scripts of their own: `var dUrl='…'; var dTitle='…'; …`, once per row."""
    entries: list[ListEntry] = []
    row: dict[str, str] = {}
    for script in scripts_of(html):
        for found in ASSIGNED.finditer(script + "\n"):
            role = _role(found[1])
            if role is None:
                continue
            if role in row:
                _flush(row, base, entries)
            row[role] = unescape(found[2][1:-1])
    _flush(row, base, entries)
    return entries


def _role(name: str) -> str | None:
    return next((role for role, form in ROLES if form.search(name)), None)


def _flush(row: dict[str, str], base: str | None, entries: list[ListEntry]) -> None:
    day = DAY.search(row.get("pubdate", ""))
    row["pubdate"] = day[0] if day else ""
    entry = to_entry(row, base)
    if entry:
        entries.append(entry)
    row.clear()
