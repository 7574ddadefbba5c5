"""Turning the page of a list request: the same request one page on, wherever it carries its page number."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from platforms.base import ListRequest

PAGE_NAMES = (
    *("page", "pageno", "pagenum", "pagenumber", "pageindex", "cur_page", "currentpage"),
    *("currpage", "curpage", "p"),
)
SIZE_NAMES = (*("n", "pagesize", "_pagesize", "size", "rows", "perpage", "prepage", "pg", "limit"),)
SAFE = "/:,[]"
MOST_PAGES = 10_000
FULL = 0.8  # share of its rows a page must show to be no last page; some rows link nothing


@dataclass(frozen=True)
class Turning:
    """How a family counts: names of page and size in lower case, number of the first page.

    With `by_rows` the parameter counts rows, not pages. `added` is the parameter to give a first
    request that names no page. `blind`: go on where neither size nor total is known; whoever walks
    stops at the page that adds nothing.
    """

    page: tuple[str, ...] = PAGE_NAMES
    size: tuple[str, ...] = SIZE_NAMES
    first: int = 1
    by_rows: bool = False
    added: str | None = None
    blind: bool = False


ANY = Turning()


def turn(
    request: ListRequest, count: int, total: int | None, turning: Turning = ANY
) -> ListRequest | None:
    """The request for the page after one that brought `count` rows; None where it is the last one,
    or where the request names no page.
    """
    name, number = find_number(request, turning.page) or (turning.added, turning.first)
    if name is None or not count:
        return None
    size = find_number(request, turning.size)
    rows = size[1] if size and size[1] > 0 else None
    if turning.by_rows:
        number //= rows or count
    before = max(number - turning.first, 0)
    if not _goes_on(before, count, rows, total, blind=turning.blind) or before >= MOST_PAGES:
        return None
    following = max(number, turning.first) + 1
    if turning.by_rows:
        following *= rows or count
    return with_parameter(request, name, following)


def _goes_on(before: int, count: int, rows: int | None, total: int | None, *, blind: bool) -> bool:
    """Whether rows are left behind a page of `count` rows with `before` pages before it."""
    if total is not None and total > 0:
        return (before + 1) * (rows or count) < total
    if rows is not None:
        return count >= FULL * rows
    return blind


def find_number(request: ListRequest, names: tuple[str, ...]) -> tuple[str, int] | None:
    """The first of `names` that the request gives a whole number, with that number."""
    values = parameters(request)
    for name in names:
        text = values.get(name, "")
        if text.isdecimal():
            return name, int(text)
    return None


def parameters(request: ListRequest) -> dict[str, str]:
    """Every parameter of a request by lower-case name: query, form, JSON body, and JSON inside a
    query parameter.
    """
    found: dict[str, str] = {}
    _map_body(request, lambda name, value: _note(found, name, value))
    _map_query(request, lambda name, value: _note(found, name, value))
    return found


def with_parameter(request: ListRequest, wanted: str, value: int | str) -> ListRequest:
    """The request with one parameter changed where it stands, or added to its query; text stays
    text, numbers stay numbers.
    """
    if wanted.lower() not in parameters(request):
        parts = urlsplit(request.url)
        query = "&".join(filter(None, (parts.query, f"{wanted}={value}")))
        return replace(request, url=parts._replace(query=query).geturl(), otherwise=None)

    def change(name: str, old: Any) -> Any:
        if name.lower() != wanted.lower():
            return old
        return value if isinstance(old, int) else str(value)

    return replace(
        request, url=_map_query(request, change), body=_map_body(request, change), otherwise=None
    )


def _note(found: dict[str, str], name: str, value: Any) -> Any:
    if isinstance(value, str | int):
        found.setdefault(name.lower(), str(value))
    return value


def _map_query(request: ListRequest, change: Callable[[str, Any], Any]) -> str:
    parts = urlsplit(request.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    turned = [(name, _map_text(name, value, change)) for name, value in pairs]
    if turned == pairs:
        return request.url
    return parts._replace(query=urlencode(turned, safe=SAFE, quote_via=quote)).geturl()


def _map_body(request: ListRequest, change: Callable[[str, Any], Any]) -> str | None:
    if not request.body:
        return request.body
    if request.body.lstrip().startswith("{"):
        return _map_text("", request.body, change)
    pairs = parse_qsl(request.body, keep_blank_values=True)
    turned = [(name, _map_text(name, value, change)) for name, value in pairs]
    return request.body if turned == pairs else urlencode(turned, quote_via=quote)


def _map_text(name: str, text: str, change: Callable[[str, Any], Any]) -> str:
    """A parameter's text changed, or its members when the text is a JSON object."""
    if text.lstrip().startswith("{"):
        try:
            value = json.loads(text)
        except ValueError:
            return text
        changed = _map_members(value, change)
        return text if changed == value else to_json(changed)
    return str(change(name, text))


def _map_members(value: Any, change: Callable[[str, Any], Any]) -> Any:
    if isinstance(value, dict):
        return {name: _map_member(name, inner, change) for name, inner in value.items()}
    return value


def _map_member(name: str, value: Any, change: Callable[[str, Any], Any]) -> Any:
    return _map_members(value, change) if isinstance(value, dict) else change(name, value)


def to_json(value: Any) -> str:
    """JSON as browsers send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
