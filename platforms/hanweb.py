"""大汉 Hanweb JCMS.

Recognised by `/col/col{N}/`, `/art/Y/M/D/art_{col}_{id}.html`, `<datastore>` and `dataproxy.jsp`.
The visible list of a
column page is empty: its rows stand as CDATA in a `<script type="text/xml"><datastore>`, first
group only; the browser
asks dataproxy.jsp for more. Answers come as XML or, from older sites, as an array of texts. Traps:
`?pageNum=` of a
column address is read by the browser alone, the server always sends the first group; some sites
encrypt column and
unit and answer deeper groups empty, there the first group is all there is; the text of a link is
often cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.base import ListPage, ListRequest
from platforms.datastore import datastore_entries, is_datastore_answer, next_request, read_datastore
from platforms.family import family_evidence
from platforms.json_list import is_json, read_json_list
from platforms.listing import open_list, read_list, unique_entries

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "hanweb"
CONTAINERS: tuple[str, ...] = (
    "#zoom",
    "#zoomcon",
    ".artile_zw",
    ".zc_article_con",
    ".wip_art_con",
    ".jgz_box",
    ".jgzn_content",
    ".bt_content",
    ".three_xilan_07",
    ".art-con",
    ".main-txt",
)
REMOVE: tuple[str, ...] = ()


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a column page or an answer of dataproxy.jsp (XML, or the old array of texts)."""
    if is_json(text):
        return read_json_list(text, request)
    store = read_datastore(text)
    if store is None or not (store.records or is_datastore_answer(text)):
        return read_list(text, request.url or None, rules)
    base = column_base(text, request)
    ruled = read_list("".join(store.records), base, rules).entries if rules.item else ()
    return ListPage(
        entries=ruled or unique_entries(datastore_entries(store, base, request.url or None)),
        next=next_request(store, text, request),
        total=store.total,
    )


def column_base(text: str, request: ListRequest) -> str | None:
    """What links of the rows hang on: `<base href>` of a page, else the address asked."""
    if is_datastore_answer(text):
        return request.url or None
    return open_list(text, request.url or None).base
