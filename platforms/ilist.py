"""The disclosure platform of 陕西, 新疆 and 绵竹.

Recognised by `/info/iList.jsp?node_id=&cat_id=&cur_page=` (also `/view/iList.jsp`) in address or links. Pages are
counted from one in `cur_page`; the pager links them or calls a script with the number.

Traps: without `cur_page` the first page is answered, and a number past the end answers the last page again; the
parameters `site_id` and `tm_id` come and go and change nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.turning import Turning, find_number, turn

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "ilist"
CONTAINERS: tuple[str, ...] = (
    "#zoom",
    ".info_content",
)
REMOVE: tuple[str, ...] = ()
ADDRESS = re.compile(r"/(?:info|view)/ilist\.jsp$", re.IGNORECASE)
PAGES = re.compile(
    r"共\s*(?:<[^<>]*>\s*)?(\d{1,5})\s*(?:<[^<>]*>\s*)?页|\b(?:total_?page|page_?count)s?[\"']?\s*[:=]\s*[\"']?(\d{1,5})",
    re.IGNORECASE,
)
TURNING = Turning(page=("cur_page",), size=("page_size", "size"), added="cur_page", blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read one page of a list."""
    listed = generic.parse_list(text, request, rules)
    if rules.next or listed.next or not ADDRESS.search(urlsplit(request.url).path):
        return listed
    pages = PAGES.search(text)
    here = find_number(request, TURNING.page)
    if pages and (here[1] if here else 1) >= int(pages[1] or pages[2]):
        return listed
    return replace(listed, next=turn(request, len(listed.entries), listed.total, TURNING))
