"""What a page tells of its site: name, column, and the columns a home page leads to. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from platforms.address_shape import is_document_address
from platforms.page import parse_html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

SEPARATOR = re.compile(r"\s*(?:[_|｜>»—–]|\s-\s|-(?=\D))\s*")
SITE_WORD = re.compile(r"人民政府|政府|委员会|[部局署厅]$|网$")
SITE_TAIL = re.compile(r"(?:政府)?门户网站$|(?:官方)?网站$|门户$|首页$")
GOVERNMENT = re.compile(r"^(.+?人民政府).*$")
KINDS = (
    ("gazette", "gazette", re.compile("公报|文告")),
    ("normative", "normative", re.compile("规范性文件|规章|政府令|法规")),
    ("plans", "plan", re.compile("规划|计划|工作要点|方案")),
    ("documents", "disclosure", re.compile("文件|政策|公文|法定主动公开|信息公开")),
    ("notices", "notice", re.compile("公告|公示|通知|通告")),
)
COLUMN = re.compile(
    r"政府公报|政策文件|政府文件|规范性文件|政府规章|政策法规|规划计划|发展规划|专项规划|工作要点|通知公告|最新文件"
)
EXPLAINING = re.compile("解读|图解|图说|视频|征集|废止|失效|指南|年报|年度报告|更多")
LONGEST = 16  # characters of a column's name
MOST = 6


class Column(NamedTuple):
    """A column (栏目) worth watching."""

    name: str
    title: str
    kind: str
    url: str


def site_title(html: str) -> str | None:
    """The site's name: meta SiteName (国办发〔2017〕47号), else the part of `<title>` that names a body."""
    tree = parse_html(html)
    named = _meta(tree, "sitename")
    parts = [named] if named else [p for p in _title_parts(tree) if SITE_WORD.search(p)]
    return _tidy_site(parts[-1]) if parts else None


def column_title(html: str) -> str | None:
    """The column's name: meta ColumnName, else the first part of `<title>` that does not name the site."""
    tree = parse_html(html)
    site = site_title(html)
    parts = [p for p in _title_parts(tree) if _tidy_site(p) != site]
    return _meta(tree, "columnname") or (parts[0] if parts else None)


def classify_column(title: str) -> tuple[str, str]:
    """Name and kind of a source by the column's name."""
    for name, kind, words in KINDS:
        if words.search(title):
            return name, kind
    return "documents", "disclosure"


def find_columns(html: str, url: str) -> list[Column]:
    """Columns of documents a page of the same site links to, the first of each name, in their order."""
    host = urlsplit(url).netloc
    found: dict[str, Column] = {}
    for link in parse_html(html).css("a[href]"):
        title = re.sub(r"\s+", "", link.attributes.get("title") or link.text())
        address = urljoin(url, (link.attributes.get("href") or "").strip())
        parts = urlsplit(address)
        if parts.netloc != host or parts.scheme not in ("http", "https"):
            continue
        if not _is_column(title) or is_document_address(address) or address == url:
            continue
        name, kind = classify_column(title)
        if all(column.url != address for column in found.values()):
            found.setdefault(name, Column(name, title, kind, address))
    return list(found.values())[:MOST]


def _is_column(title: str) -> bool:
    return len(title) <= LONGEST and bool(COLUMN.search(title)) and not EXPLAINING.search(title)


def _title_parts(tree: LexborHTMLParser) -> list[str]:
    node = tree.css_first("title")
    text = node.text().strip() if node else ""
    return [part.strip() for part in SEPARATOR.split(text) if part.strip()]


def _tidy_site(text: str) -> str:
    government = GOVERNMENT.match(text.strip())
    return government[1] if government else SITE_TAIL.sub("", text.strip()) or text.strip()


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    for node in tree.css("meta[name]"):
        if (node.attributes.get("name") or "").strip().lower() == name:
            return (node.attributes.get("content") or "").strip() or None
    return None
