"""Portals of no known family, by structure alone.

A list is rows of one shape that each hold a link and mostly a date, or the data for them in a
script or a comment; it
goes on behind 下一页, `>` or the next page number, or in the files a known paging script names. JSON
and XML answers of any
make are read by the names of their members, or by what their values look like.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from platforms import hanweb
from platforms.base import ListPage, ListRequest
from platforms.datastore import read_datastore
from platforms.json_list import is_json, read_json_list
from platforms.listing import read_list
from platforms.static_pages import next_static
from platforms.xml_list import is_xml_list, read_xml_list

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "generic"
CONTAINERS: tuple[str, ...] = (
    "ucapcontent",
    "#ucap-content",
    "#zoom",
    "#zoomcon",
    "#ivs_content",
    "#vsb_content",
    "#vbs_content",
    ".v_news_content",
    ".wp_articlecontent",
    ".j-fontcontent",
    ".ewb-article-content",
    "#easysitetext",
    ".easysite-news-peruse",
    ".xxgk_gfxwjk-xqy-neir",
    ".xxgkgzwjk_xqy-cont",
    "#newscontent",
    ".gknbxq_detail",
    ".detailcontent",
    "#fontzoom",
    "#bodylabel",
    "#wenzhang-content",
    "#articlecontent",
    "#article_content",
    "#article-content",
)
REMOVE: tuple[str, ...] = (
    ".bdsharebuttonbox",
    ".social-share",
    ".share-component",
    ".qr_container",
    ".qrcode",
    ".ewm",
    ".sweep",
    ".pages_print",
)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return []


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a list page or a JSON answer."""
    if is_json(text):
        return read_json_list(text, request)
    if is_xml_list(text):
        return read_xml_list(text, request)
    if not rules.item and read_datastore(text):
        return hanweb.parse_list(text, request, rules)
    page = read_list(text, request.url or None, rules)
    if page.next or rules.next:
        return page
    return replace(page, next=next_static(text, request.url or None))
