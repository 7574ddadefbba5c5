"""开普 Kaipu UCAP (开普云).

Recognised by `/c{N}/YYYYMM/{hex32}.shtml` or `/c{N}/c{N}/content.shtml`, `<UCAPCONTENT>`, `#UCAP-CONTENT`, list names
such as `xxgk_list.shtml`, `common_list.shtml`. Static lists count from one (`xxgk_list_2.shtml`; the script says
`createPageHTML('page_div',pages,1,'xxgk_list','shtml',records)`). Where a list is filled by script the page names a
channel, `/common/search/{hex32}` or `<meta name="channelid">` (then `/searchList/{hex32}`), whose JSON holds
`data{total,page,rows,results[{title,url,publishedTimeStr,domainMetaList[{resultList[{key,value}]}]}]}`; `refno` is the
number (发文字号).

Traps: `publishedTime` is in milliseconds; the answer carries the documents' bodies (`contentHtml`) beside their
addresses; a busy server answers every address with one and the same page; `…/redirect_firstChannel.shtml` only
leads on; the signed search of the shared service is not to be used.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.json_list import is_json, read_json_list
from platforms.next_link import find_pager
from platforms.page import parse_html
from platforms.service import FORM_TYPE, Service, post_query, read_frame, site_root
from platforms.static_pages import read_paging
from platforms.turning import Turning

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "ucap"
CONTAINERS: tuple[str, ...] = (
    "ucapcontent",
    "#ucap-content",
    "#newscontent",
    ".gknbxq_detail",
    "#zoomcon",
)
REMOVE: tuple[str, ...] = ()
CHANNEL = re.compile(
    r"[\"'(]([^\"'()\s<>]*/(?:common/search|searchList)/[0-9a-f]{32}[^\"'()\s<>]*)"
)
CHANNEL_META = re.compile(
    r"<meta\s+name=[\"']?channelid[\"']?\s+content=[\"']([0-9a-f]{32})[\"']", re.IGNORECASE
)
CHANNEL_PATHS = ("/searchList/", "/common/search/")
FILE = re.compile(r"/c\d+/\d{6}/[0-9a-f]{32}\.shtml|/c\d+/content\.shtml")  # a row in sight
FILE_NAME = re.compile(r"/([A-Za-z]\w*?)(?:_(\d{1,4}))?\.shtml$")
SIGNPOST = re.compile(r"/redirect_\w+\.shtml$")
LEADS = re.compile(
    r"\blocation(?:\.href)?\s*=\s*[\"']([^\"'\s<>]+)|\blocation\.replace\(\s*[\"']([^\"'\s<>]+)"
    r"|http-equiv=[\"']?refresh[^<>]*?url\s*=\s*[\"']?([^\"'\s<>]+)",
    re.IGNORECASE,
)
QUERY = "page=1&_pageSize=15&_isAgg=true&_isJson=true&_template=index"
POSTED = re.compile(r"/interfacesWeb\w+/loadData$")
ROWS = 15
TURNING = Turning(size=("_pagesize", "pagesize"), added="page")


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address; a channel's address with what makes it answer in JSON."""
    if POSTED.search(urlsplit(url).path):
        return [post_query(url, FORM_TYPE, {"Referer": site_root(url)})]
    return [ListRequest(_as_json(url))]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a static page of a list, or a channel's JSON."""
    if is_json(text):
        return read_json_list(text, request, TURNING)
    if SIGNPOST.search(urlsplit(request.url).path):
        return ListPage(further=_led_to(text, request))
    listed = generic.parse_list(text, request, rules)
    if listed.entries and listed.next:
        return listed
    service = find_service(text, request)
    if service:
        return read_frame(text, request, rules, service, TURNING)
    return listed if rules.next or listed.next else replace(listed, next=_next_file(text, request))


def find_service(text: str, request: ListRequest) -> Service | None:
    """The channel a column page is filled from; None when it names none."""
    found = CHANNEL.search(text)
    if found:
        address = urljoin(request.url, found[1].replace("&amp;", "&"))
        return Service(ListRequest(_as_json(address)), ROWS)
    channel = CHANNEL_META.search(text)
    if not channel or FILE.search(text):
        return None
    first, second = (
        ListRequest(_as_json(urljoin(request.url, f"{path}{channel[1]}"))) for path in CHANNEL_PATHS
    )
    return Service(replace(first, otherwise=second), ROWS)


def _led_to(text: str, request: ListRequest) -> tuple[ListRequest, ...]:
    """Where a page that stands for the newest channel sends the browser."""
    found = LEADS.search(text)
    return (ListRequest(urljoin(request.url, next(filter(None, found.groups())))),) if found else ()


def _next_file(text: str, request: ListRequest) -> ListRequest | None:
    """`{name}_2.shtml` and so on, where a pager stands in the page that its script alone can read."""
    parts = urlsplit(request.url)
    name = FILE_NAME.search(parts.path)
    if not name or read_paging(text) or find_pager(parse_html(text)) is None:
        return None
    number = int(name[2] or 1) + 1
    path = f"{parts.path[: name.start()]}/{name[1]}_{number}.shtml"
    return ListRequest(parts._replace(path=path).geturl())


def _as_json(url: str) -> str:
    """A channel's address with the parameters it lacks; any other address as it is."""
    parts = urlsplit(url)
    if not re.search(r"/(?:common/search|searchList)/[0-9a-f]{32}$", parts.path):
        return url
    given = [pair for pair in parts.query.split("&") if pair and not pair.endswith("=")]
    names = {pair.partition("=")[0] for pair in given}
    lacking = [pair for pair in QUERY.split("&") if pair.partition("=")[0] not in names]
    return parts._replace(query="&".join((*given, *lacking))).geturl()
