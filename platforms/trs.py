"""TRS WCM and 海云 (拓尔思).

Recognised by `./YYYYMM/tYYYYMMDD_{id}.html`, `createPageHTML(`, `TRS_Editor`, attachments named
`P0YYYYMMDD….pdf`. A
list is cut into static files named in a script; `platforms.static_pages` knows its spellings.
Traps: the second
page is `index_1` on most sites and `index_2` on some; the first argument of createPageHTML may be
the number of
records or an element's id; deep pages may be stubs; a second list may stand in a comment; some
cities print the rows
by script (`var dUrl='…'; var dTitle='…'`). Searches (was5, igs, irs, ssp) are lists too: `platforms.trs_search`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from platforms.family import family_evidence
from platforms.json_list import is_json
from platforms.listing import read_list
from platforms.static_pages import next_static, read_paging
from platforms.trs_search import read_search, read_search_page, search_requests

if TYPE_CHECKING:
    from platforms.base import ListPage, ListRequest
    from portals.schema import ListRules

NAME = "trs"
CONTAINERS: tuple[str, ...] = (
    ".trs_editor",
    ".trs_ueditor",
    ".trs_editor_view",
    ".trs_paper_default",
    ".custom_unionstyle",
    "#zoom",
    "#trscontent",
    ".trs_preappend",
    ".dochtmlcon",
    "#maintext",
    "#xlrllt",
    "#doc_left",
    "#ofdneed",
    ".gkxl-article",
    ".zwxl-content",
    ".zcwjk-xlcon",
    ".vw-art-list",
)
REMOVE: tuple[str, ...] = ()


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address; a search service's address as the service wants to be asked."""
    return search_requests(url)


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read one static page of a list, or a JSON answer of its search (was5, igs, irs)."""
    if is_json(text):
        return read_search(text, request)
    page = read_list(text, request.url or None, rules)
    paging = read_paging(text)
    if searched := read_search_page(page, text, request):
        return searched
    following = page.next or (None if rules.next else next_static(text, request.url or None))
    total = paging.records if paging and paging.records else page.total
    return replace(page, next=following, total=total)
