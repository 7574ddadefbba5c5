"""Which platforms there are, and reading of lists whose platform nobody has named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from platforms import (
    easysite,
    epoint,
    generic,
    gkmlpt,
    govcn,
    hanweb,
    hebei,
    ilist,
    jpaas,
    label8888,
    nfcms,
    trs,
    ucap,
    vsb,
    webplus,
)
from platforms.base import ListPage, ListRequest
from platforms.datastore import is_datastore_answer, read_datastore
from platforms.family import recognise_family
from platforms.json_list import is_json
from platforms.listing import find_list_blocks, open_list
from platforms.static_pages import next_static
from platforms.verdict import judge
from platforms.xml_list import is_xml_list, read_xml_list
from portals.schema import ListRules

if TYPE_CHECKING:
    from platforms.base import Platform

PLATFORMS: dict[str, Platform] = {
    module.NAME: module
    for module in (
        *(hanweb, trs, govcn, generic),
        *(jpaas, ucap, gkmlpt, nfcms, label8888, epoint, hebei, easysite, vsb, webplus, ilist),
    )
}
ANY = ListRules()
ARTICLE = re.compile(
    r"<meta\s[^<>]*name=[\"']?ArticleTitle[\"']?[^<>]*content=[\"']?[^\"'<>\s]|"
    r"<meta\s[^<>]*content=[\"']?[^\"'<>\s][^<>]*name=[\"']?ArticleTitle\b",
    re.IGNORECASE,
)


def get(name: str) -> Platform:
    """The platform of that name; KeyError when there is none."""
    return PLATFORMS[name]


def recognise(html: str, url: str | None) -> tuple[str | None, list[str]]:
    """The platform with the most evidence in a page and that evidence; (None, []) when none has
    any.
    """
    return recognise_family(html, url)


def looks_like_list_answer(text: str) -> bool:
    """Whether a text is the XML or JSON answer to a list request rather than a page."""
    return is_datastore_answer(text) or is_json(text) or is_xml_list(text)


def parse_any_list(text: str, url: str | None) -> ListPage:
    """Read a list page or list answer of unknown family; `kind` says what the page was taken for.

    Only a `list` has entries: a home page's blocks and the related reading of a document are not
    taken.
    """
    request = ListRequest(url or "")
    if is_datastore_answer(text):
        return hanweb.parse_list(text, request, ANY)
    if is_json(text):
        return govcn.parse_list(text, request, ANY)
    if is_xml_list(text):
        return read_xml_list(text, request)
    store = read_datastore(text)
    if store and store.records:
        return hanweb.parse_list(text, request, ANY)
    return _judged(text, url, request)


def _judged(text: str, url: str | None, request: ListRequest) -> ListPage:
    document = open_list(text, url)
    name, _ = recognise(text, url)
    page = PLATFORMS[name or generic.NAME].parse_list(text, request, ANY)
    if page.next is None:
        page = replace(page, next=next_static(text, url))
    blocks = find_list_blocks(document)
    kind = judge(document, blocks, len(page.entries), paged=page.next is not None)
    if kind == "other" and page.further and not ARTICLE.search(text):
        kind = "list"
    return page if kind == "list" else ListPage(kind=kind)
