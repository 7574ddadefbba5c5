"""Documents whose text stands in data alone: the JSON of a detail service, or data in a page's script.

`whole_page` gives extraction HTML to read: of 广东 gkmlpt pages (`_CONFIG={…DETAIL:{title,content,…}}`), of NFCMS
posts (`/postmeta/p/…json`) and of any JSON object that holds one title and one text (`contentHtml` of UCAP).
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from platforms.js_values import read_literal
from platforms.json_entries import json_value
from platforms.json_fields import DATE_KEYS, NUMBER_KEYS, TITLE_KEYS
from platforms.json_list import is_json
from platforms.list_dates import to_day
from platforms.list_nodes import join_address
from platforms.page import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Fields = dict[str, Any]

DETAIL = re.compile(r"\bDETAIL[\"']?\s*[:=]\s*(?=[{\"'])")
BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
CONTENT_KEYS = ("contenthtml", "content", "infocontent", "doccontent", "htmlcontent", "zw")
LABELS = (
    ("索引号", ("identifier", "indexnumber", "ext_syh", "syh", "index")),
    ("发布机构", ("publisher", "publishunit", "ext_fwdw", "puborg", "fwjg")),
    ("发文字号", NUMBER_KEYS),
    ("主题分类", ("classify_theme_name", "theme", "ext_ztfl")),
    ("有效性", ("ext_sx", "validity", "yxx")),
)
WRITTEN_KEYS = ("writedate", "write_date", "cwrq", "ext_cwrq")
FILE_KEYS = ("attachment", "attachments", "reslist", "files")
LEAST = 20  # characters that make a text
COMPARED = 30  # characters by which a text is known again in the page
DEEPEST = 4


def whole_page(text: str, url: str | None) -> str:
    """The page with the text its data holds put where a browser would show it; the page itself when
    it holds none, or shows it already.
    """
    if is_json(text):
        fields = _find(json_value(text), 0)
        return f"{_head(fields)}<body>{_article(fields, url)}</body></html>" if fields else text
    fields = next(_details(text), None) if "DETAIL" in text else None
    if fields is None or _is_shown(fields, text):
        return text
    body = BODY.search(text)
    at = body.end() if body else 0
    return text[:at] + _article(fields, url) + text[at:]


def _details(html: str) -> Iterator[Fields]:
    for found in DETAIL.finditer(html):
        try:
            value, _ = read_literal(html, found.end())
            fields = _find(json.loads(value) if isinstance(value, str) else value, 0)
        except ValueError:
            continue
        if fields:
            yield fields


def _find(value: Any, depth: int) -> Fields | None:
    """The object that holds a title and a text, itself or the first below; rows of a list are none."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return None
    fields = {str(key).lower(): inner for key, inner in value.items()}
    if _first(fields, TITLE_KEYS) and len(_first(fields, CONTENT_KEYS)) >= LEAST:
        return fields
    below = (_find(inner, depth + 1) for inner in value.values())
    return next((found for found in below if found), None)


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    texts = (fields.get(key) for key in keys)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _is_shown(fields: Fields, html: str) -> bool:
    """Whether the page shows its text without any script."""
    tree = parse_html(html)
    for node in tree.css("script, style, template, noscript"):
        node.decompose()
    return _start_of(_first(fields, CONTENT_KEYS)) in _squeezed(
        tree.body.text() if tree.body else ""
    )


def _start_of(content: str) -> str:
    body = parse_html(content).body
    return _squeezed(body.text() if body else content)[:COMPARED]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _head(fields: Fields) -> str:
    title, day = _first(fields, TITLE_KEYS), _published(fields)
    posted = f'<meta name="PubDate" content="{day}">' if day else ""
    title = escape(_plain(title))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="ArticleTitle" content="{title}">{posted}</head>'
    )


def _article(fields: Fields, url: str | None) -> str:
    """Heading, labelled cells, text and attachments, as a detail page has them."""
    rows = "".join(
        f"<tr><td>{label}：</td><td>{escape(_plain(value))}</td></tr>"
        for label, value in _labelled(fields)
    )
    title = escape(_plain(_first(fields, TITLE_KEYS)))
    table = f'<table class="xxgk_table"><tbody>{rows}</tbody></table>' if rows else ""
    content = _first(fields, CONTENT_KEYS)
    return f'{table}<h1>{title}</h1><div id="zoomcon">{content}</div>{_files(fields, url)}'


def _labelled(fields: Fields) -> Iterator[tuple[str, str]]:
    for label, keys in LABELS:
        if value := _first(fields, keys):
            yield label, value
    if written := _written(fields):
        yield "成文日期", written
    if published := _published(fields):
        yield "发布日期", published


def _written(fields: Fields) -> str | None:
    """The day of writing; gkmlpt calls it `date`, beside a day of publication of its own."""
    if "display_publish_time" in fields and (day := to_day(fields.get("date"))):
        return day
    return next((day for key in WRITTEN_KEYS if (day := to_day(fields.get(key)))), None)


def _published(fields: Fields) -> str | None:
    return next((day for key in DATE_KEYS if (day := to_day(fields.get(key)))), None)


def _files(fields: Fields, url: str | None) -> str:
    links = [
        link for key in FILE_KEYS for one in _list(fields.get(key)) if (link := _link(one, url))
    ]
    return f'<div class="fujian">附件：{"".join(links)}</div>' if links else ""


def _list(value: Any) -> list[Any]:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []


def _link(one: Any, url: str | None) -> str:
    fields = (
        {str(key).lower(): inner for key, inner in one.items()} if isinstance(one, dict) else {}
    )
    address = _first(fields, ("url", "filepath", "path", "file_url"))
    name = _first(fields, ("name", "filename", "title", "file_name")) or address.rsplit("/", 1)[-1]
    return (
        f'<p><a href="{escape(join_address(url, address))}">{escape(name)}</a></p>'
        if address
        else ""
    )


def _plain(text: str) -> str:
    """A text without markup."""
    body = parse_html(text).body if "<" in text else None
    return body.text(separator=" ").strip() if body else text
