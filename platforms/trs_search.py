"""The search services of 拓尔思 that portals use as lists: was5, igs, irs, ssp.

| address | page | answer |
|---|---|---|
| `/was5/web/search?channelid=&templet=docs.jsp&prepage=` | `page` | `docs[{url,title,fileno,time}]`, or a page |
| `/igs/front/search/list.html?index=&type=&pageSize=` | `pageNumber` | `page.content[{DOCTITLE,DOCPUBURL,…}]` |
| `/igs/front/search.jhtml?code={hex32}&siteId=` | `pageNumber` | the same |
| `/igs/front/search/publish/data/list.html?index=` | `pageIndex` | rows |
| `/irs/front/search`, posted as JSON | `pageNo` | `data.middle.list[]` |
| `/ssp/search/api/apiSearch?siteId=&rows=` | `page` | `datas[{docpuburl,…}]` |

All count from one. Traps: without `code` igs answers 500; `content` may hold the text itself (`ZW`) beside the address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from platforms.base import ListPage, ListRequest
from platforms.json_list import read_json_list
from platforms.service import JSON_TYPE, site_root
from platforms.turning import PAGE_NAMES, Turning, find_number, to_json, turn

SERVICES = (
    (re.compile(r"/was5/web/search$"), "page"),
    (re.compile(r"/igs/front/search/publish/"), "pageIndex"),
    (re.compile(r"/igs/front/search"), "pageNumber"),
    (re.compile(r"/irs/front/search$"), "pageNo"),
    (re.compile(r"/ssp/search/api/"), "page"),
)
POSTED = re.compile(r"/irs/front/search$")
NUMBERS = frozenset({"pageNo", "pageSize"})
DEFAULTS = {"searchWord": "", "pageNo": "1", "pageSize": "20", "orderBy": "time"}
PAGES = re.compile(r"\b(?:countPage|pageCount|totalPages?)\s*=\s*[\"']?(\d{1,5})\b")


def search_requests(url: str) -> list[ListRequest]:
    """The request that opens a search, or any other address."""
    parts = urlsplit(url)
    if not POSTED.search(parts.path):
        return [ListRequest(url)]
    given = {**DEFAULTS, **dict(parse_qsl(parts.query, keep_blank_values=True))}
    body = {k: int(v) if k in NUMBERS and v.isdecimal() else v for k, v in given.items()}
    headers = {"Content-Type": JSON_TYPE, "Referer": site_root(url)}
    return [ListRequest(parts._replace(query="").geturl(), "POST", to_json(body), headers)]


def read_search(text: str, request: ListRequest) -> ListPage:
    """A JSON answer, with the request for the page after it."""
    return read_json_list(text, request, _turning(request))


def read_search_page(page: ListPage, text: str, request: ListRequest) -> ListPage | None:
    """The page of a search that answers HTML, turned by its parameter; None when it is no search."""
    if page.next or not _name_of(request):
        return None
    pages = PAGES.search(text)
    turning = _turning(request)
    here = find_number(request, turning.page)
    if pages and (here[1] if here else 1) >= int(pages[1]):
        return page
    return replace(page, next=turn(request, len(page.entries), page.total, turning))


def _name_of(request: ListRequest) -> str | None:
    path = urlsplit(request.url).path
    return next((name for form, name in SERVICES if form.search(path)), None)


def _turning(request: ListRequest) -> Turning:
    name = _name_of(request)
    return Turning(page=(name.lower(), *PAGE_NAMES), added=name, blind=True) if name else Turning()
