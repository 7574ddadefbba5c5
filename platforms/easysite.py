"""easysite / eportal.

Recognised by `/eportal/ui?pageId=` and `easysite-` classes. A list turns by `currentPage={n}&moduleId={hex}` on the
column's own address, counted from one; the pager's links carry the address in their script
(`queryArticleByCondition(this,'/eportal/ui?…')`) or, where the pages are built ahead, in `tagname`.

Traps: `href` of the pager is `#` or `javascript:`; several modules of a page turn on their own, each by its moduleId;
a number past the end answers the last page again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.list_dates import squeeze
from platforms.list_nodes import join_address, text_of
from platforms.next_link import NEXT
from platforms.page import parse_html
from platforms.turning import Turning, turn, with_parameter

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "easysite"
CONTAINERS: tuple[str, ...] = (
    "#easysitetext",
    ".easysite-news-peruse",
)
REMOVE: tuple[str, ...] = ()
MODULE = re.compile(r"\bmoduleId[\"']?\s*[=:]\s*[\"']?([0-9a-f]{16,40})\b", re.IGNORECASE)
PAGES = re.compile(
    r"共\s*(\d{1,5})\s*页|\btotalpages?[\"']?\s*[:=]\s*[\"']?(\d{1,5})", re.IGNORECASE
)
TURNING = Turning(page=("currentpage",), size=(), added="currentPage", blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read one page of a list."""
    listed = generic.parse_list(text, request, rules)
    if rules.next or listed.next or not listed.entries:
        return listed
    following = _built_ahead(text, request) or _numbered(text, request, listed)
    return replace(listed, next=following)


def _built_ahead(text: str, request: ListRequest) -> ListRequest | None:
    """The page behind 下一页 whose address stands in `tagname`."""
    for anchor in parse_html(text).css("a[tagname]"):
        address = (anchor.attributes.get("tagname") or "").strip()
        if "/" in address and NEXT.fullmatch(squeeze(text_of(anchor))):
            absolute = join_address(request.url, address)
            return None if absolute == request.url else ListRequest(absolute)
    return None


def _numbered(text: str, request: ListRequest, listed: ListPage) -> ListRequest | None:
    """The column's own address one page on, where its script tells module or number of pages."""
    if "/eportal/ui" not in urlsplit(request.url).path:
        return None
    module, pages = MODULE.search(text), PAGES.search(text)
    if not module and not pages:
        return None
    following = turn(request, len(listed.entries), None, TURNING)
    if following is None or (pages and _page_of(following) > int(pages[1] or pages[2])):
        return None
    return with_parameter(following, "moduleId", module[1]) if module else following


def _page_of(request: ListRequest) -> int:
    found = re.search(r"currentPage=(\d+)", request.url, re.IGNORECASE)
    return int(found[1]) if found else 1
