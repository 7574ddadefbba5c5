"""大汉 jpaas, the generation after JCMS.

Recognised by `/art/YYYY/art_{hex32}.html`, `/api-gateway/jpaas-…`, an element with `queryData="{'webId':…}"`. That
element is the pager of a list: `queryData` holds webId, tplSetId, pageId, tagId, `unitUrl` (or `url`) the
service, `count` the rows in all, `rows` those of a page. The service (`…/front/page/build/unit`) takes them with
`paramJson={"pageNo":1,"pageSize":20}` and answers `{success,data:{html}}`. The policy library (jpolicy) answers
`data.list[{iid,title,publishDate}]` or `data.bean.results[{infoid,title,issue,…}]` without addresses; a document is
at `/jpaas-jpolicy-web-server/front/info/detail?iid=`. A search (`/search-front-server/api/search/info?…&p=1&pg=15`)
answers `data.searchResult.dataResults[].data`.

Traps: the service wants a Referer; larger pages than the site's own are cut; several units stand on one page, the
list is the one that counts its rows; some sites ignore pageNo and answer the first page for ever; the parameter
really is spelt `bulidstatic`; a detail page may hold nothing but a frame or `window.location.href`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.js_values import read_literal
from platforms.json_entries import entries_of, json_value
from platforms.json_list import is_json, read_json_list
from platforms.page import parse_html
from platforms.service import (
    JSON_TYPE,
    Service,
    post_query,
    read_frame,
    read_markup_answer,
    site_root,
)
from platforms.turning import Turning, to_json

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from portals.schema import ListRules

NAME = "jpaas"
CONTAINERS: tuple[str, ...] = (
    "#zoom",
    ".art-con",
    ".three_xilan_07",
    ".zc_article_con",
)
REMOVE: tuple[str, ...] = ()
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
WHOLE_UNIT = re.compile(r"[\"'(]([^\"'()\s<>]*/build/unit\?[^\"'()\s<>]+)")
DETAIL = "/jpaas-jpolicy-web-server/front/info/detail?iid="
GATEWAY = re.compile(r"^(.*?)/jpaas-jpolicy-[\w-]+/")
PAGE_SIZE = 20
TURNING = Turning(page=("pageno", "p"), size=("pagesize", "pg"), blind=True)


@dataclass(frozen=True)
class Unit:
    """A part of a page that the service builds: its parameters, and what its pager says."""

    address: str
    query: dict[str, str]
    rows: int | None
    total: int | None


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address; a service's address as the service wants to be asked."""
    path = urlsplit(url).path
    if path.endswith("/do-search"):
        return [post_query(url, JSON_TYPE, {"Referer": site_root(url)})]
    headers = {"Referer": site_root(url)} if "/jpaas-" in path else {}
    return [ListRequest(url, headers=headers)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a column page, an answer of build/unit, or one of the policy library."""
    if not is_json(text):
        return read_frame(text, request, rules, find_service(text, request), TURNING)
    listed = read_json_list(_with_addresses(text, request.url), request, TURNING)
    if entries_of(json_value(text), None):
        return listed
    return read_markup_answer(text, request, rules, TURNING) or listed


def find_service(text: str, request: ListRequest) -> Service | None:
    """The service behind the list of a column page; None when the page names none."""
    units = [unit for node in parse_html(text).css("[querydata]") if (unit := _read_unit(node))]
    if units:
        unit = max(units, key=lambda one: (one.total or 0, one.rows or 0))
        return Service(_unit_request(unit, request.url), unit.rows, unit.total)
    whole = WHOLE_UNIT.search(text)
    if not whole:
        return None
    address = urljoin(request.url, whole[1].replace("&amp;", "&"))
    return Service(ListRequest(address, headers=_headers(request.url)))


def _read_unit(node: LexborNode) -> Unit | None:
    try:
        query, _ = read_literal((node.attributes.get("querydata") or "").strip(), 0)
    except ValueError:
        return None
    if not isinstance(query, dict) or not any(key.lower() == "webid" for key in query):
        return None
    address = node.attributes.get("uniturl") or node.attributes.get("url") or UNIT
    named = {str(key): _to_text(value) for key, value in query.items()}
    return Unit(address, named, _count(node, "rows"), _count(node, "count"))


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _count(node: LexborNode, name: str) -> int | None:
    value = (node.attributes.get(name) or "").strip()
    return int(value) if value.isdecimal() and int(value) > 0 else None


def _unit_request(unit: Unit, url: str) -> ListRequest:
    asked = {"pageNo": 1, "pageSize": unit.rows or PAGE_SIZE}
    query = {"parseType": "bulidstatic", "pageType": "column", **unit.query}
    query["paramJson"] = to_json(asked)
    address = f"{urljoin(url, unit.address)}?{urlencode(query, quote_via=quote)}"
    return ListRequest(address, headers=_headers(url))


def _headers(url: str) -> dict[str, str]:
    return {"Referer": url, "X-Requested-With": "XMLHttpRequest"}


def _with_addresses(text: str, url: str) -> str:
    """A policy library's answer with the addresses it leaves to the browser."""
    gateway = GATEWAY.search(urlsplit(url).path)
    if not gateway:
        return text
    return json.dumps(_add_addresses(json_value(text)))


def _add_addresses(value: Any) -> Any:
    if isinstance(value, list):
        return [_add_addresses(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    name = value.get("iid") or value.get("infoid")
    if name and value.get("title") and not value.get("url"):
        return {**value, "url": f"{DETAIL}{name}"}
    return {key: _add_addresses(inner) for key, inner in value.items()}
