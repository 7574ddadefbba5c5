"""国泰新点 Epoint (营口 and its districts, 徐州, …).

Recognised by `ewb-` classes, `/govxxgk/{site}/YYYY-MM-DD/{uuid}.html`, `categorynum=`, `lightfrontaction`,
`/inteligentsearch/`. A column page (`/govpub/govGuidePub.html?categorynum=…`, `/dynamic/zw/openlist.html?…`) is a
frame; its rows are POSTed for in JSON from `…/rest/lightfrontaction/getgovinfolist` with
`{"params":{deptcode,categorynum,pageIndex,pageSize,siteGuid}}` and come as `custom.data[{title,infourl,infodate}]`.
categorynum stands in the column's address, siteGuid in the page. A portal file may name the service itself, its
parameters as a query: `…/getgovinfolist?siteGuid=…&categorynum=…`; likewise the full-text search
`…/getFullTextDataNew?cnum=…&categorynum=…`, which counts rows (`pn`, `rn`).

Traps: pageIndex counts from zero and is sent as text; `custom` may itself be JSON as text; infourl may lead to
another site or straight to a file; numbers of categories are hierarchical, a parent's list holds those of its children.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.json_list import is_json, read_json_list
from platforms.service import JSON_TYPE, Service, read_frame, site_root
from platforms.turning import Turning, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portals.schema import ListRules

NAME = "epoint"
CONTAINERS: tuple[str, ...] = (
    "#ivs_content",
    ".ewb-article-content",
    "#zoom",
    "#fontzoom",
)
REMOVE: tuple[str, ...] = ()
ACTION = "/EWB_YK_Mid/rest/lightfrontaction/getgovinfolist"
NAMED_ACTION = re.compile(r"[\"']([^\"'\s<>]*rest/lightfrontaction/get\w*list)\b")
IS_ACTION = re.compile(r"/rest/lightfrontaction/get\w*list$")
GUID = re.compile(
    r"\bsite_?guid[\"']?\s*(?:[:=]|\s+value\s*=|,)\s*[\"']?"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
    re.IGNORECASE,
)
CATEGORY = re.compile(r"\bcategory_?num[\"']?\s*[:=]\s*[\"']?(\d{3,})", re.IGNORECASE)
FULL_TEXT = "/getfulltextdata"
ROWS = 15
TURNING = Turning(page=("pageindex",), size=("pagesize",), first=0, blind=True)
ROW_TURNING = Turning(page=("pn",), size=("rn",), first=0, by_rows=True, blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address; a service's address as the service wants to be asked."""
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    bare = parts._replace(query="", fragment="").geturl()
    if IS_ACTION.search(parts.path):
        return [_list_request(bare, given, site_root(url))]
    if FULL_TEXT in parts.path.lower():
        return [_search_request(bare, given, site_root(url))]
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read the frame of a column or an answer of a service."""
    if not is_json(text):
        return read_frame(text, request, rules, find_service(text, request), TURNING)
    turning = ROW_TURNING if FULL_TEXT in request.url.lower() else TURNING
    return read_json_list(text, request, turning)


def find_service(text: str, request: ListRequest) -> Service | None:
    """The service behind a column page; None when site or category cannot be told."""
    query = {name.lower(): value for name, value in parse_qsl(urlsplit(request.url).query)}
    guid, named = GUID.search(text), CATEGORY.search(text)
    category = query.get("categorynum") or (named[1] if named else None)
    if not guid or not category:
        return None
    action = NAMED_ACTION.search(text)
    address = urljoin(request.url, _from_root(action[1]) if action else ACTION)
    given = {"categorynum": category, "siteGuid": guid[1]}
    return Service(_list_request(address, given, request.url), ROWS)


def _from_root(action: str) -> str:
    """The service's address as the script joins it: to the root of the site."""
    return action if re.match(r"https?:|/|\.", action) else f"/{action}"


def _list_request(address: str, given: Mapping[str, str], referer: str) -> ListRequest:
    size = given.get("pageSize", "")
    params = {"deptcode": "", "categorynum": "", "pageIndex": "0", **given}
    rows = {"pageSize": int(size) if size.isdecimal() else ROWS}
    return _posted(address, {"params": {**params, **rows}}, referer)


def _search_request(address: str, given: Mapping[str, str], referer: str) -> ListRequest:
    category = given.get("categorynum", "")
    narrowed = {"fieldName": "categorynum", "equal": category, "isLike": True, "likeType": 2}
    asked = {
        "token": "",
        "pn": 0,
        "rn": ROWS,
        "wd": "",
        "fields": "title",
        "cnum": given.get("cnum", "001"),
        "sort": '{"webdate":"0"}',
        "ssort": "title",
        "condition": [narrowed] if category else None,
        "noParticiple": "1",
    }
    return _posted(address, asked, referer)


def _posted(address: str, body: Mapping[str, Any], referer: str) -> ListRequest:
    headers = {"Content-Type": JSON_TYPE, "Referer": referer, "X-Requested-With": "XMLHttpRequest"}
    return ListRequest(address, "POST", to_json(body), headers)
