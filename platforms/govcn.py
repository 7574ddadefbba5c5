"""www.gov.cn: 国务院公报 and the JSON feeds of its columns.

The gazette is a tree: `/gongbao/gbgl.json` (with a byte order mark) names the issues, an issue page
names its items, so
that `parse_list` answers the first with `further` requests, newest issue first. A column page is
filled by script from
a JSON file named in capitals (`ZUIXINZHENGCE.json`), which `further` names too. Traps: an item's
link text holds order
and title apart by `<br>`; `/zhengce/zhengceku/` answers 403 to some clients while the documents
below it are served.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.gazette import feed_requests, gazette_index, issue_items
from platforms.json_list import is_json, read_json_list
from platforms.listing import open_list, read_list, unique_entries

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "govcn"
CONTAINERS: tuple[str, ...] = (
    "#ucap-content",
    ".pages_content",
)
REMOVE: tuple[str, ...] = ()


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read the index of issues, an issue page, a JSON feed or a column page."""
    if is_json(text):
        return gazette_index(text, request.url or None) or read_json_list(text, request)
    page = open_list(text, request.url or None)
    items = issue_items(page)
    if items and not rules.item:
        return ListPage(entries=unique_entries(items))
    listed = read_list(text, request.url or None, rules)
    return listed if listed.entries else replace(listed, further=feed_requests(text, page.base))
