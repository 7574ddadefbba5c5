"""苏迪 Webplus (universities, some bureaus).

Recognised by `.wp_articlecontent`, `/_upload/tpl/`. A list is `list.htm`, `list2.htm`, `list3.htm`, …; the pager says
`<em class="curr_page">1</em>/<em class="all_pages">5</em>` and links 下一页.

Traps: on some sites the pager's links are scripts, then the number is put into the address; one page may hold
several lists, the pager belongs to one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "webplus"
CONTAINERS: tuple[str, ...] = (".wp_articlecontent",)
REMOVE: tuple[str, ...] = ()
FILE = re.compile(r"/list(\d*)\.(htm|psp)$")
PAGES = re.compile(r"class=[\"'][^\"']*\ball_pages\b[^\"']*[\"'][^<>]*>\s*(\d{1,5})")


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
    return replace(listed, next=_numbered(text, request))


def _numbered(text: str, request: ListRequest) -> ListRequest | None:
    parts, pages = urlsplit(request.url), PAGES.search(text)
    name = FILE.search(parts.path)
    if not name or not pages:
        return None
    following = int(name[1] or 1) + 1
    if following > int(pages[1]):
        return None
    path = f"{parts.path[: name.start()]}/list{following}.{name[2]}"
    return ListRequest(parts._replace(path=path).geturl())
