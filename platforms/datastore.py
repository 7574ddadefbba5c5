"""The 大汉 `<datastore>`: list rows as CDATA, in a page's script or as the answer of dataproxy.jsp."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from platforms.base import ListRequest
from platforms.js_values import read_literal
from platforms.list_rows import read_row
from platforms.list_structure import find_blocks
from platforms.list_survey import survey
from platforms.page import parse_html
from platforms.text_spans import spans

if TYPE_CHECKING:
    from platforms.base import ListEntry

RECORD, RECORD_END = re.compile("<record>", re.IGNORECASE), re.compile("</record>", re.IGNORECASE)
CDATA = re.compile(r"^\s*<!\[cdata\[|\]\]>\s*$", re.IGNORECASE)
STORE = re.compile("<datastore", re.IGNORECASE)
NEXT_GROUP = re.compile("<nextgroup>", re.IGNORECASE)
NEXT_GROUP_END = re.compile("</nextgroup>", re.IGNORECASE)
HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
PER_PAGE = re.compile(r"\bperPage[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
DATA_STORE = re.compile(r"\b(?:dataStore|recordset)[\"']?\s*[:=]\s*(?=\[)", re.IGNORECASE)
PROXY = re.compile(r"[\"'](/[\w/]*dataproxy\.jsp)[^\"']*[\"']", re.IGNORECASE)
PARAMETERS = ("appid", "webid", "columnid", "sourceContentType", "unitid", "permissiontype")
DEFAULTS = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
PAGES_IN_GROUP = 3  # pages of the browser that one answer of the proxy fills
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


@dataclass(frozen=True)
class Datastore:
    """What one datastore says: rows as HTML, address of the next group, stated total; its text."""

    records: tuple[str, ...]
    next_group: str | None
    total: int | None
    per_page: int | None
    text: str


def read_datastore(text: str) -> Datastore | None:
    """The datastore in a page or an answer (XML, or the old array of texts); None when it has none.

    Of several in one page the one with the most rows is the list; the others are side shows.
    """
    stores = [_read_store(part) for part in _parts(text)]
    return max(stores, key=lambda store: len(store.records), default=None)


def _parts(text: str) -> list[str]:
    """The text from each datastore to the next; the whole where there is but one."""
    starts = [found.start() for found in STORE.finditer(text)]
    if len(starts) < 2:
        return [text] if starts or _old_records(text) else []
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def _read_store(part: str) -> Datastore:
    total, per_page = TOTAL.search(part), PER_PAGE.search(part)
    return Datastore(
        records=_records(part) or _old_records(part),
        next_group=_next_group(part),
        total=int(total[1] or total[2]) if total else None,
        per_page=int(per_page[1]) if per_page else None,
        text=part,
    )


def is_datastore_answer(text: str) -> bool:
    """Whether a text is an answer of the proxy rather than a page that carries a datastore."""
    head = text.lstrip("\ufeff \t\r\n")[:300].lower()
    if re.match(r"(?:<\?xml[^>]*>\s*)?<datastore", head):
        return True
    return not head.startswith("<") and bool(DATA_STORE.search(text))


def datastore_entries(store: Datastore, base: str | None, url: str | None) -> list[ListEntry]:
    """The entries of the records, in their order."""
    found: list[ListEntry] = []
    for record in store.records:
        found.extend(_record_entries(record, base, url))
    return found


def next_request(store: Datastore, text: str, request: ListRequest) -> ListRequest | None:
    """Where the following rows are: the next group, or the next records of the proxy.

    None on the last group, and where the portal encrypts column and unit: there only the first
    group answers.
    """
    holds_all = store.total is not None and len(store.records) >= store.total
    if store.next_group and not holds_all:
        return _group_request(store.next_group, request)
    if not store.records or holds_all:
        return None
    counted = _counted_request(request, store)
    return counted or _proxy_request(store, text, request)


def _records(text: str) -> tuple[str, ...]:
    return tuple(CDATA.sub("", inner) for _, inner in spans(text, RECORD, RECORD_END))


def _old_records(text: str) -> tuple[str, ...]:
    """`…;dataStore = ["<li>…</li>", …]`, as the proxy of older sites answers."""
    found = DATA_STORE.search(text)
    if not found:
        return ()
    try:
        value, _ = read_literal(text, found.end())
    except ValueError:
        return ()
    rows = value if isinstance(value, list) else []
    return tuple(row for row in rows if isinstance(row, str) and "<" in row)


def _next_group(text: str) -> str | None:
    group = next((inner for _, inner in spans(text, NEXT_GROUP, NEXT_GROUP_END)), "")
    address = HREF.search(group)
    return unescape(address[1]) if address else None


def _record_entries(record: str, base: str | None, url: str | None) -> list[ListEntry]:
    """A record is one row as a rule; some hold several."""
    wrapped = (
        f"<table>{record}</table>"
        if re.match(r"\s*<(?:tr|td|tbody)\b", record, re.IGNORECASE)
        else record
    )
    body = parse_html(f"<!doctype html><body>{wrapped}").body
    if body is None:
        return []
    if len(body.css("a")) > 1:
        blocks = find_blocks(survey(body, base, url))
        if blocks and len(blocks[0].entries) > 1 and blocks[0].dated > 1:
            return blocks[0].entries
    entry = read_row(body, base, url)
    return [entry] if entry else []


def _group_request(address: str, request: ListRequest) -> ListRequest | None:
    query = dict(parse_qsl(urlsplit(address).query))
    if not all(query.get(key, "0").isdecimal() for key in ("columnid", "unitid", "webid")):
        return None
    absolute = urljoin(request.url, address) if request.url else address
    return None if absolute == request.url else ListRequest(absolute)


def _counted_request(request: ListRequest, store: Datastore) -> ListRequest | None:
    """The request for the records after those `startrecord`/`endrecord` asked for."""
    parts = urlsplit(request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not query.get("startrecord", "").isdecimal():
        return None
    start, end = int(query["startrecord"]), int(query.get("endrecord") or 0)
    size = max(end - start + 1, len(store.records))
    if store.total is not None and start + size > store.total:
        return None
    query |= {"startrecord": str(start + size), "endrecord": str(start + 2 * size - 1)}
    url = parts._replace(query=urlencode(query, safe="/,")).geturl()
    return ListRequest(url, request.method, request.body, request.headers)


def _proxy_request(store: Datastore, text: str, request: ListRequest) -> ListRequest | None:
    """The proxy's address and form, put together from the script of a column page."""
    count = len(store.records)
    if not request.url or not store.total or count >= store.total:
        return None
    form = {**DEFAULTS, **_parameters(text), **_parameters(store.text)}
    if not {"columnid", "unitid", "webid"} <= form.keys():
        return None
    proxy = PROXY.search(text)
    size = max(count, PAGES_IN_GROUP * (store.per_page or 1))
    span = urlencode(
        {"startrecord": count + 1, "endrecord": count + size, "perpage": store.per_page or count}
    )
    path = proxy[1] if proxy else "/module/web/jpage/dataproxy.jsp"
    url = f"{urljoin(request.url, path)}?{span}"
    return ListRequest(url, "POST", urlencode(form, quote_via=quote), FORM)


def _parameters(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in PARAMETERS:
        value = re.search(rf"\b{name}[\"']?\s*[:=]\s*[\"']?(\d+)", text, re.IGNORECASE)
        if value:
            found[name] = value[1]
    return found
