"""广东 NFCMS, with the trees of gazettes (政府公报) in static JSON.

Recognised by `/content/post_{id}.html`, `/postmeta/`, `/attachment/{n}/{n}/{n}/{id}.ext`. A column is a static page
(`index_2.html` is the second) or `/postmeta/i/{column}.json`: `children[{id,name,publish_count}]` are lower columns,
`articles[]` hold title, url, date, EXT_zh (发文字号), EXT_fwdw (发文单位), EXT_sx (有效性). A gazette is root → years →
issues (总第N期) → articles; `further` names them newest first. A document's text is also at
`/postmeta/p/{id//1000000}/{id//1000}/{id}.json` (`platforms.inline_document`).

Traps: addresses are given as https on hosts that serve http; a child of a gazette that is neither year nor issue
(政策解读) is no part of it; years have addresses out of order, their names are right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.gkmlpt import in_scheme_of
from platforms.json_entries import entries_of, json_value
from platforms.json_list import is_json, read_json_list
from platforms.listing import unique_entries

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "nfcms"
CONTAINERS: tuple[str, ...] = (
    "#zoomcon",
    ".tyxxy_main",
    ".news_cont_d_wrap",
)
REMOVE: tuple[str, ...] = ()
COLUMN = re.compile(r"[\"'(]([^\"'()\s<>]*/postmeta/i/\d+\.json)")
ISSUE = re.compile(r"(?:19|20)\d{2}\s*年|第\s*[\d〇一二三四五六七八九十百]+\s*[期号]")


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a column's JSON or its page."""
    if is_json(text):
        value = json_value(text)
        is_column = isinstance(value, dict) and not {"articles", "children"}.isdisjoint(value)
        return _read_column(value, request) if is_column else read_json_list(text, request)
    listed = generic.parse_list(text, request, rules)
    if listed.entries:
        return listed
    named = dict.fromkeys(urljoin(request.url, found[1]) for found in COLUMN.finditer(text))
    return replace(listed, further=tuple(ListRequest(address) for address in named))


def _read_column(column: dict[str, Any], request: ListRequest) -> ListPage:
    entries = unique_entries(entries_of(column.get("articles"), request.url or None))
    return ListPage(
        entries=tuple(in_scheme_of(request.url, entry) for entry in entries),
        further=tuple(_child_requests(column.get("children"), request)),
    )


def _child_requests(children: Any, request: ListRequest) -> list[ListRequest]:
    """The lower columns, newest first; where most are years or issues, the others are none."""
    named = [child for child in children or () if isinstance(child, dict) and _is_number(child)]
    issues = [child for child in named if ISSUE.search(str(child.get("name")))]
    if len(issues) * 2 > len(named):
        named = sorted(issues, key=_order, reverse=True)
    return [ListRequest(urljoin(request.url, f"{child['id']}.json")) for child in named]


def _is_number(child: dict[str, Any]) -> bool:
    return str(child.get("id") or "").isdecimal()


def _order(child: dict[str, Any]) -> tuple[int, ...]:
    """Year and number of an issue, as its name says."""
    return tuple(int(number) for number in re.findall(r"\d+", str(child.get("name"))))
