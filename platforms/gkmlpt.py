"""广东省政府信息公开目录管理平台 (gkmlpt).

Recognised by `/gkmlpt/` in the address and `window._CONFIG={…SID:'…',TREE:[…]…}` in the page, a frame without rows.
The rows come from `/gkmlpt/api/all/{category}?page={n}&sid={SID}`: `classify.post_count` is the total, `articles[]`
hold title, document_number (发文字号), identifier (索引号), publisher, date and display_publish_time (epoch seconds),
url. A column is `/gkmlpt/index` (category 0: everything) or `/gkmlpt/policy#{category}`. The text of a document
stands in `_CONFIG.DETAIL` (`platforms.inline_document`).

Traps: addresses are given as https, which these hosts do not speak well: they are asked for in the scheme of the
list; bureaus live below a path of their own (`/zslyj/gkmlpt/…`); `post_url` is the document where `url` is empty;
some articles stand on other sites.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from platforms.base import ListEntry, ListPage, ListRequest
from platforms.family import family_evidence
from platforms.json_list import is_json, read_json_list
from platforms.service import Service, read_frame
from platforms.turning import Turning

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "gkmlpt"
CONTAINERS: tuple[str, ...] = (
    "#zoomcon",
    ".tyxxy_main",
    ".news_cont_d_wrap",
)
REMOVE: tuple[str, ...] = ()
SID = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\d+)")
ROOT = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
DETAIL = re.compile(r"/content/[\d/]*post_\d+")
EVERYTHING = "0"
TURNING = Turning(page=("page",), size=("size", "pagesize"), added="page", blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address, the category behind its # kept."""
    return [ListRequest(url, fragment=urlsplit(url).fragment)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read the frame of a column or an answer of its service."""
    if not is_json(text):
        return read_frame(text, request, rules, find_service(text, request), TURNING)
    listed = read_json_list(text, request, TURNING)
    entries = (in_scheme_of(request.url, entry) for entry in listed.entries)
    return replace(listed, entries=tuple(entries))


def find_service(text: str, request: ListRequest) -> Service | None:
    """The service of a column page; None when the page is of another make."""
    parts = urlsplit(request.url)
    root, sid = ROOT.match(parts.path), SID.search(text)
    if not root or not sid or "_CONFIG" not in text or DETAIL.search(parts.path):
        return None
    found = re.search(r"\d+", request.fragment or parts.fragment)
    category = found[0] if found else EVERYTHING
    path = f"{root[1]}/api/all/{category}?page=1&sid={sid[1]}"
    return Service(ListRequest(urljoin(request.url, path), headers={"Referer": request.url}))


def in_scheme_of(url: str, entry: ListEntry) -> ListEntry:
    """An entry of the list's own host in the scheme the list was asked for."""
    own, other = urlsplit(url), urlsplit(entry.url)
    if own.hostname != other.hostname or own.scheme not in {"http", "https"}:
        return entry
    if {own.scheme, other.scheme} != {"http", "https"} or own.port or other.port:
        return entry
    return replace(entry, url=other._replace(scheme=own.scheme).geturl())
