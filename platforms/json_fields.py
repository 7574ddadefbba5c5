"""One object of a JSON answer as a row: by the names its members have, or by what their values look like."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from platforms.list_dates import to_day
from platforms.list_nodes import ADDRESS, clean_title

if TYPE_CHECKING:
    from collections.abc import Iterator

Members = dict[str, Any]

TITLE_KEYS = (
    *("title", "showtitle", "doctitle", "linktitle", "infotitle", "topic", "bt", "name", "subject"),
    *("articletitle", "newstitle", "f_title", "docname"),
)
URL_KEYS = (
    *("url", "urls", "linkurl", "docpuburl", "puburl", "selfurl", "infourl", "pcurl", "link"),
    *("href", "post_url", "docurl", "articleurl", "visiturl", "pageurl"),
)
DATE_KEYS = (
    *("docrelpubtime", "publishedtimestr", "publishdate", "pubdate", "pubtimestr", "pubtime"),
    *(
        "display_publish_time",
        "publishedtime",
        "publishtime",
        "publish_time",
        "published_time_format",
    ),
    *(
        "fbrq",
        "webdate",
        "infodate",
        "docreltime",
        "showdate",
        "date",
        "time",
        "ptime",
        "created_at",
    ),
    *("jsearch_date", "savedate", "releasetime", "visible_publish_time", "docpubtime", "crtime"),
)
NUMBER_KEYS = (
    *("pcode", "document_number", "documentnumber", "ext_zh", "refno", "fileno", "filenum", "fwzh"),
    *("c_wjbh", "fwh", "wh", "issue", "filenumber", "docno", "wenhao"),
)
TOTAL_KEYS = (
    *("totalcount", "total", "totalrec", "totalrecord", "totalrecords", "post_count", "allrow"),
    *("totalelements", "totalhits", "recordcount", "count"),
)
PRINTED_NUMBER = re.compile(r"\d.*号|第.{1,8}号")
WHOLE_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[【（(]\d{4}[〕\]】）)]第?\d{1,5}号")
NUMBER_NAME = re.compile(r"num|no$|code|zh$|wh$|hao$|文号|字号", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
TITLE_NAME = re.compile(r"title|name|subject|topic|caption|标题|名称|题名|^bt$|_bt$", re.IGNORECASE)
NO_TITLE = re.compile(
    r"sub_?title|site|channel|column|chnl|cat|type|org|dept|unit|author|source|user|editor|file|key|website|栏目|机构|部门|来源",
    re.IGNORECASE,
)
ADDRESS_NAME = re.compile(r"url|link|href|path|address|链接|地址|网址", re.IGNORECASE)
NO_ADDRESS = re.compile(
    r"im(?:g|age)|pic|cover|thumb|icon|logo|video|audio|file|attach|site|domain|channel|column|chnl|图|附件",
    re.IGNORECASE,
)
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|svg|webp|mp4)(?:$|\?)", re.IGNORECASE)
DATE_NAME = re.compile(r"date|time|(?:rq|sj)$|日期|时间|_at$|published", re.IGNORECASE)
PUBLISHED_NAME = re.compile(
    r"pub|fb|release|issue|show|display|发布|公开|news|art|info|doc", re.IGNORECASE
)
NO_DATE = re.compile(
    r"creat|crt|updat|modif|edit|writ|cwrq|cw_|end|expire|effect|valid|due|begin|start|stop|成文|施行|失效|截止|修改|更新|创建",
    re.IGNORECASE,
)
BUILT_NAME = re.compile(r"creat|crt|updat|modif|创建|更新|修改", re.IGNORECASE)
LONGEST_TITLE = 200


class Row(NamedTuple):
    """What an object says of a document: title, address as written, ISO day, number as printed."""

    title: str
    address: str
    day: str | None
    number: str | None


def read_named(item: Any) -> Row | None:
    """A row by the member names that CMS families use."""
    if not isinstance(item, dict):
        return None
    members = members_of(item)
    title, address = clean_title(_text(members, TITLE_KEYS) or ""), _named_address(members)
    if not title or not address:
        return None
    day = next((day for key in DATE_KEYS if (day := to_day(members.get(key)))), None)
    return Row(title, address, day or _day_by_form(members), _number(members, title))


def read_by_form(item: Any) -> Row | None:
    """A row of no known family: a text of Chinese, an address and a day must be in it."""
    pairs = (
        enumerate(item)
        if isinstance(item, list)
        else item.items()
        if isinstance(item, dict)
        else ()
    )
    members = members_of({str(key): value for key, value in pairs})
    is_bare = isinstance(item, list)
    title = _title_by_form(members, is_bare=is_bare)
    address = _address_by_form(members, is_bare=is_bare)
    day = _day_by_form(members, is_bare=is_bare)
    return Row(title, address, day, _number(members, title)) if title and address and day else None


def members_of(item: dict[str, Any]) -> Members:
    """An object's members by lower-case name; those of a wrapping `data` or `_source` included."""
    members = {str(key).lower(): value for key, value in item.items()}
    for wrap in ("data", "_source", "fields"):
        inner = members.get(wrap)
        if isinstance(inner, dict):
            members = {**{str(k).lower(): v for k, v in inner.items()}, **members}
    return members


def _text(members: Members, keys: tuple[str, ...]) -> str | None:
    values = (members.get(key) for key in keys)
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), None)


def _named_address(members: Members) -> str | None:
    return next((found for key in URL_KEYS if (found := _as_address(members.get(key)))), None)


def _as_address(value: Any) -> str | None:
    if isinstance(value, str) and value.strip().startswith("{"):
        value = _loaded(value)
    if isinstance(value, dict):
        value = value.get("pc") or value.get("url") or next(iter(value.values()), None)
    if not isinstance(value, str) or not re.search(r"[/.]", value):
        return None
    return None if re.search(r"\s\S+\s", value) else value.strip()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _title_by_form(members: Members, *, is_bare: bool) -> str:
    texts = (
        clean_title(value)
        for name, value in members.items()
        if isinstance(value, str)
        and (is_bare or (TITLE_NAME.search(name) and not NO_TITLE.search(name)))
    )
    fit = (
        t
        for t in texts
        if len(t) <= LONGEST_TITLE and HAN.search(t) and not WHOLE_NUMBER.fullmatch(t)
    )
    return max(fit, key=len, default="")


def _address_by_form(members: Members, *, is_bare: bool) -> str | None:
    for name, value in members.items():
        if not is_bare and (not ADDRESS_NAME.search(name) or NO_ADDRESS.search(name)):
            continue
        found = _as_address(value)
        if found and ADDRESS.search(found) and not (PICTURE.search(found) or HAN.search(found)):
            return found
    return None


def _day_by_form(members: Members, *, is_bare: bool = False) -> str | None:
    """The day of publication among members named like dates; other days only when it is absent."""
    named = [
        (name, day)
        for name, value in members.items()
        if (is_bare and not isinstance(value, int | float)) or DATE_NAME.search(name)
        if (day := to_day(value))
    ]
    plain = [hit for hit in named if not NO_DATE.search(hit[0])]
    published = [hit for hit in plain if PUBLISHED_NAME.search(hit[0])]
    built = [hit for hit in named if BUILT_NAME.search(hit[0])]
    return next((day for _, day in (*published, *plain, *built)), None)


def _number(members: Members, title: str) -> str | None:
    text = clean_title(_text(members, NUMBER_KEYS) or _number_of_lists(members) or "")
    if PRINTED_NUMBER.search(text):
        return text
    named = (value for name, value in members.items() if NUMBER_NAME.search(name))
    whole = (value.strip() for value in named if isinstance(value, str))
    return next((v for v in whole if v != title and WHOLE_NUMBER.fullmatch(v)), None)


def _number_of_lists(members: Members) -> str | None:
    """`refno` of 开普 answers stands in `domainMetaList[].resultList[] {key, value}`."""
    for pair in _meta_pairs(members.get("domainmetalist")):
        if isinstance(pair, dict) and str(pair.get("key")).lower() in NUMBER_KEYS:
            return str(pair.get("value") or "")
    return None


def _meta_pairs(groups: Any) -> Iterator[Any]:
    for group in groups if isinstance(groups, list) else ():
        yield from (group.get("resultList") or ()) if isinstance(group, dict) else ()
