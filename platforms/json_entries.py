"""Entries in JSON of any make: list answers of CMS families, search answers, data inside a page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from platforms.base import ListEntry
from platforms.list_dates import to_day
from platforms.list_nodes import TEMPLATE, clean_title, join_address
from platforms.list_titles import is_generic

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_KEYS = (
    *("title", "showtitle", "doctitle", "linktitle", "infotitle", "topic", "bt", "name", "subject"),
    *("articletitle", "newstitle", "f_title", "docname"),
)
URL_KEYS = (
    *("url", "urls", "linkurl", "docpuburl", "puburl", "selfurl", "infourl", "pcurl", "link"),
    *("href", "post_url", "docurl", "articleurl", "visiturl", "pageurl"),
)
DATE_KEYS = (
    *("docrelpubtime", "publishedtimestr", "publishdate", "pubdate", "pubtimestr", "pubtime"),
    *(
        "display_publish_time",
        "publishedtime",
        "publishtime",
        "publish_time",
        "published_time_format",
    ),
    *(
        "fbrq",
        "webdate",
        "infodate",
        "docreltime",
        "showdate",
        "date",
        "time",
        "ptime",
        "created_at",
    ),
    *("jsearch_date", "savedate", "releasetime", "visible_publish_time", "docpubtime", "crtime"),
)
NUMBER_KEYS = (
    *("pcode", "document_number", "documentnumber", "ext_zh", "refno", "fileno", "filenum", "fwzh"),
    *("c_wjbh", "fwh", "wh", "issue", "filenumber", "docno", "wenhao"),
)
TOTAL_KEYS = (
    *("totalcount", "total", "totalrec", "totalrecord", "totalrecords", "post_count", "allrow"),
    *("totalelements", "totalhits", "recordcount", "count"),
)
PRINTED_NUMBER = re.compile(r"\d.*号|第.{1,8}号")
MARKUP = re.compile(r"<(?:li|tr|a|div)\b", re.IGNORECASE)
DEEPEST = 30


def json_value(text: str) -> Any:
    """The value of a JSON or JSONP answer (a byte order mark does no harm); ValueError when it is
    none.
    """
    text = text.lstrip("\ufeff \t\r\n").rstrip("; \t\r\n")
    wrapped = re.fullmatch(r"[\w.$]{1,60}\s*\((.*)\)", text, re.DOTALL)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def entries_of(value: Any, base: str | None) -> list[ListEntry]:
    """Every entry the arrays of a JSON value hold, in their order."""
    found: list[ListEntry] = []
    for array in arrays_of(value):
        found.extend(entry for item in array if (entry := to_entry(item, base)))
    return found


def arrays_of(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """The outermost arrays of objects that look like entries."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for inner in value.values():
            yield from arrays_of(inner, depth + 1)
    elif isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        if objects and sum(_is_entry(item) for item in objects) * 2 >= len(objects):
            yield objects
        else:
            for inner in value:
                yield from arrays_of(inner, depth + 1)


def to_entry(item: Any, base: str | None) -> ListEntry | None:
    """One object as an entry; None without a title or an address."""
    if not isinstance(item, dict):
        return None
    fields = _fields(item)
    title = clean_title(_text(fields, TITLE_KEYS) or "")
    address = _address(fields)
    if not title or is_generic(title) or not address or TEMPLATE.search(address):
        return None
    day = next((day for key in DATE_KEYS if (day := to_day(fields.get(key)))), None)
    return ListEntry(join_address(base, address), title, day, _number(fields))


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
        return value if MARKUP.search(value) else None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    pieces = [piece for one in inner if (piece := markup_of(one, depth + 1))]
    return "\n".join(pieces) or None


def _is_entry(item: dict[str, Any]) -> bool:
    fields = _fields(item)
    return bool(_text(fields, TITLE_KEYS) and _address(fields))


def _fields(item: dict[str, Any]) -> dict[str, Any]:
    """An object's members by lower-case name; those of a wrapping `data` or `_source` included."""
    fields = {str(key).lower(): value for key, value in item.items()}
    for wrap in ("data", "_source", "fields"):
        inner = fields.get(wrap)
        if isinstance(inner, dict):
            fields = {**{str(k).lower(): v for k, v in inner.items()}, **fields}
    return fields


def _text(fields: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _address(fields: dict[str, Any]) -> str | None:
    for key in URL_KEYS:
        value = fields.get(key)
        if isinstance(value, str) and value.strip().startswith("{"):
            value = _loaded(value)
        if isinstance(value, dict):
            value = value.get("pc") or value.get("url") or next(iter(value.values()), None)
        if (
            isinstance(value, str)
            and re.search(r"[/.]", value)
            and not re.search(r"\s\S+\s", value)
        ):
            return value.strip()
    return None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _number(fields: dict[str, Any]) -> str | None:
    text = clean_title(_text(fields, NUMBER_KEYS) or _number_of_lists(fields) or "")
    return text if PRINTED_NUMBER.search(text) else None


def _number_of_lists(fields: dict[str, Any]) -> str | None:
    """`refno` of 开普 answers stands in `domainMetaList[].resultList[] {key, value}`."""
    groups = fields.get("domainmetalist")
    for group in groups if isinstance(groups, list) else ():
        for pair in group.get("resultList") or () if isinstance(group, dict) else ():
            if isinstance(pair, dict) and str(pair.get("key")).lower() in NUMBER_KEYS:
                return str(pair.get("value") or "")
    return None


def _totals(value: Any, depth: int) -> Iterator[tuple[int, int]]:
    if isinstance(value, list) or depth > 6:
        return
    for key, inner in value.items() if isinstance(value, dict) else ():
        if str(key).lower() in TOTAL_KEYS and str(inner).isdecimal():
            yield depth, int(inner)
        elif isinstance(inner, dict):
            yield from _totals(inner, depth + 1)
