"""博达 VSB (Visual SiteBuilder).

Recognised by `/info/{column}/{id}.htm`, `#vsb_content`, `.v_news_content`, `_showDynClicks`. A list goes on behind
下页.

Traps: the files behind the first page are numbered from the total downwards (`zfwj.htm` is followed by
`zfwj/12.htm`, that by `zfwj/11.htm`): the link is followed, nothing is computed; the last page says 下页 without a
link; a page that names total or pages in its script says nothing of the files' names; a PDF in the text is named
by a script alone (`showVsbpdfIframe`, pipelines/viewer.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.json_list import is_json, read_json_list
from platforms.listing import read_list

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "vsb"
CONTAINERS: tuple[str, ...] = (
    "#vsb_content",
    "#vbs_content",
    ".v_news_content",
)
REMOVE: tuple[str, ...] = ()


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read one page of a list."""
    if is_json(text):
        return read_json_list(text, request)
    return read_list(text, request.url or None, rules)
