"""Column pages that are frames: a service named in the page or its script holds the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.json_entries import json_value, markup_of, total_of
from platforms.turning import Turning, to_json, turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from platforms.base import Platform
    from portals.schema import ListRules

FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"
JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(frozen=True)
class Service:
    """Where the rows of a column are: the request for the first of them, rows on a page, total."""

    first: ListRequest
    rows: int | None = None
    total: int | None = None

    @property
    def first_rows(self) -> int | None:
        """How many rows the first page holds; None when that cannot be told."""
        return min(self.rows, self.total or self.rows) if self.rows else self.total


def read_frame(
    text: str, request: ListRequest, rules: ListRules, service: Service | None, turning: Turning
) -> ListPage:
    """A column page joined with its service.

    Rows are taken from the page only where it shows a whole first page of them: a frame has
    columns of its own at its sides. Otherwise `further` asks the service from its first page on.
    """
    listed = generic.parse_list(text, request, rules)
    if service is None:
        return listed
    shown = len(listed.entries)
    if shown and (rules.item or shown == service.first_rows):
        following = turn(service.first, shown, service.total, turning)
        return replace(listed, next=following, total=service.total or listed.total)
    return ListPage(further=(service.first,), total=service.total)


def read_markup_answer(
    text: str, request: ListRequest, rules: ListRules, turning: Turning
) -> ListPage | None:
    """A JSON answer that carries its rows as HTML; None when it carries none."""
    value = json_value(text)
    markup = markup_of(value)
    if not markup:
        return None
    listed = generic.parse_list(markup, request, rules)
    total = listed.total if listed.total is not None else total_of(value)
    return replace(listed, total=total, next=turn(request, len(listed.entries), total, turning))


def read_fragment(text: str, request: ListRequest, rules: ListRules, turning: Turning) -> ListPage:
    """A service's answer that is a piece of a page: it goes on by its link, else by its number."""
    listed = generic.parse_list(text, request, rules)
    following = listed.next or turn(request, len(listed.entries), listed.total, turning)
    return replace(listed, next=following)


def post_query(url: str, kind: str, headers: Mapping[str, str] | None = None) -> ListRequest:
    """An address whose query is meant to be posted, as a form or as JSON: how a portal file names
    a service that takes posted parameters alone.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    body = to_json(dict(pairs)) if kind == JSON_TYPE else urlencode(pairs, quote_via=quote)
    bare = parts._replace(query="", fragment="").geturl()
    return ListRequest(bare, "POST", body, {"Content-Type": kind, **(headers or {})})


def opening_requests(platform: Platform, url: str, rules: ListRules) -> list[ListRequest]:
    """The requests that open a column's list: as the portal file says it is posted, else as the platform knows."""
    if rules.post is None:
        return platform.first_requests(url, rules)
    kind = FORM_TYPE if rules.post == "form" else JSON_TYPE
    return [post_query(url, kind, {"Referer": site_root(url)})]


def site_root(url: str) -> str:
    """Scheme and host of an address, with the slash."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
