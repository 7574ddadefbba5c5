"""The CMS of 河北 whose columns, templates and blocks are UUIDs.

Recognised by `/columns/{uuid}/index.html` and `/columns/{uuid}/templates/{uuid}/blocks/{uuid}`. The rows of a column
are a block, asked for as `…/blocks/{uuid}?page={n}&fix=0`, counted from one; it answers a piece of HTML. Documents are
at `/columns/{uuid}/YYYYMM/DD/{uuid}.html`.

Traps: a page is put together from many blocks, the one with a page number is the list; some pages show the first page
of rows themselves, and columns of other rows beside them; past the end a block repeats its last page or is empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from platforms.base import ListPage, ListRequest
from platforms.family import family_evidence
from platforms.service import Service, read_fragment, read_frame
from platforms.turning import Turning, with_parameter

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "hebei"
CONTAINERS: tuple[str, ...] = (
    ".xxgk_gfxwjk-xqy-neir",
    ".xxgkgzwjk_xqy-cont",
    "#zoom",
)
REMOVE: tuple[str, ...] = ()
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
BLOCK = re.compile(rf"(templates/{UUID}/blocks/{UUID})(\?[^\"'()\s<>]{{0,300}})?", re.IGNORECASE)
FOLDER = re.compile(r"[^\"'()\s<>]*$")
LONGEST = 300  # characters of an address before its template
TURNING = Turning(page=("page",), size=("rows", "pagesize"), added="page", blind=True)


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return family_evidence(NAME, html, url)


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read a column page or a block."""
    if "/blocks/" in request.url:
        return read_fragment(text, request, rules, TURNING)
    return read_frame(text, request, rules, find_service(text, request), TURNING)


def find_service(text: str, request: ListRequest) -> Service | None:
    """The block that turns pages, or the only one there is; None when it cannot be told."""
    found = [(_folder(text, block) + block[1], block[2] or "") for block in BLOCK.finditer(text)]
    paged = [address for address, query in found if "page=" in query]
    if not paged and len({address for address, _ in found}) == 1:
        paged = [found[0][0]]
    if not paged:
        return None
    address = urljoin(request.url, f"{paged[0]}?page=1&fix=0")
    first = ListRequest(address, headers={"Referer": request.url})
    return Service(with_parameter(first, "page", 1))


def _folder(text: str, block: re.Match[str]) -> str:
    """What stands of the address before the template."""
    before = FOLDER.search(text[max(0, block.start() - LONGEST) : block.start()])
    return before[0] if before else ""
