"""龙讯 ex8 (安徽, parts of 四川 and 青海).

Recognised by `/site/label/8888?labelName=publicInfoList`, `/public/column/{organ}`, `xxgk_navli`, `j-fontContent`.
A column page (`/public/column/{organ}?type=4&catId={C}&action=list`, `/content/column/{id}`) shows its rows itself
and links the next page by `pageIndex`, or has them written by the label: an address in its script, or siteId, organId
and catId to put it together from. The label answers a piece of HTML; `pageIndex` counts from one.

Traps: the script adds a random `_`, which is left out; past the end the label answers 暂无相关信息; the page carries
a search form with labels like those of a document.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.json_list import is_json
from platforms.next_link import find_pager
from platforms.page import parse_html
from platforms.service import Service, read_fragment, read_frame
from platforms.turning import Turning, turn, with_parameter

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "label8888"
CONTAINERS: tuple[str, ...] = (
    ".j-fontcontent",
    "#j_content",
    ".gzk-article",
)
REMOVE: tuple[str, ...] = ()
LABEL = "/site/label/8888"
NAMED = re.compile(r"[\"'(]([^\"'()\s<>]*/site/label/8888\?[^\"'()\s<>]+)")
SETTING = r"\b{}[\"']?\s*[:=]\s*[\"']?(\w+)"
IDENTITY = ("siteId", "organId", "catId", "type", "pageSize", "file")
DEFAULTS = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "type": "4",
    "pageSize": "16",
}
TURNING = Turning(page=("pageindex",), size=("pagesize",), added="pageIndex", blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a column page or an answer of the label."""
    if LABEL in request.url or is_json(text):
        return read_fragment(text, request, rules, TURNING)
    service = find_service(text, request)
    if service is not None:
        return read_frame(text, request, rules, service, TURNING)
    listed = generic.parse_list(text, request, rules)
    if listed.entries:
        return _paged(listed, text, request)
    built = build_service(text, request)
    return read_frame(text, request, rules, built, TURNING) if built else listed


def _paged(listed: ListPage, text: str, request: ListRequest) -> ListPage:
    """A page of rows that turns by `pageIndex`, whether it links the next one or its script does."""
    if listed.next or find_pager(parse_html(text)) is None:
        return listed
    return replace(listed, next=turn(request, len(listed.entries), listed.total, TURNING))


def find_service(text: str, request: ListRequest) -> Service | None:
    """The label a page's script asks; None when it names none."""
    addresses = (found[1].replace("&amp;", "&") for found in NAMED.finditer(text))
    for address in addresses:
        if "labelName=publicInfoList" in address:
            return _to_service(urljoin(request.url, address), request)
    return None


def build_service(text: str, request: ListRequest) -> Service | None:
    """The label put together from what page and address say; None when siteId or the column is
    missing.
    """
    query = {**DEFAULTS}
    for name in IDENTITY:
        found = re.search(SETTING.format(name), text)
        if found:
            query[name] = found[1]
    query |= {name: value for name, value in parse_qsl(urlsplit(request.url).query) if value}
    organ = re.search(r"/public/column/(\d+)", request.url)
    if organ:
        query["organId"] = organ[1]
    if not {"siteId", "organId"} <= query.keys():
        return None
    return _to_service(urljoin(request.url, f"{LABEL}?{urlencode(query)}"), request)


def _to_service(url: str, request: ListRequest) -> Service:
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if not pair.startswith("_=")]
    first = ListRequest(
        parts._replace(query="&".join(pairs)).geturl(),
        headers={"Referer": request.url, "X-Requested-With": "XMLHttpRequest"},
    )
    size = re.search(r"[?&]pageSize=(\d+)", url, re.IGNORECASE)
    return Service(with_parameter(first, "pageIndex", 1), int(size[1]) if size else None)
