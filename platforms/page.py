"""One way to turn text of a page into a tree, the way a browser does, and to ask the tree for a rule's nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

BARE_ROWS = re.compile(r"\s*<(?:tr|td|tbody|thead)\b", re.IGNORECASE)
MARK = "data-node-order"


def parse_html(html: str) -> LexborHTMLParser:
    """The page as an HTML5 tree: an early `</html>` or a second `<body>` loses nothing; bare rows of
    a table keep their cells.
    """
    return LexborHTMLParser(f"<table>{html}</table>" if BARE_ROWS.match(html) else html)


def page_base(parser: LexborHTMLParser, url: str | None) -> str | None:
    """The address relative links start from."""
    node = parser.css_first("base[href]")
    href = (node.attributes.get("href") or "").strip() if node else ""
    if not href:
        return url
    return urljoin(url, href) if url else href


def select(parser: LexborHTMLParser, rule: str) -> list[LexborNode]:
    """The nodes a rule of a portal file finds: CSS, or XPath when it starts with / or ./ or (."""
    if rule.startswith(("/", "./", "(")):
        return select_by_xpath(parser, rule)
    return list(parser.css(rule))


def select_by_xpath(parser: LexborHTMLParser, rule: str) -> list[LexborNode]:
    """XPath on a numbered copy of the tree, which lxml reads without repairing anything."""
    nodes = parser.css("*")
    copy = parser.clone()
    for order, node in enumerate(copy.css("*")):
        node.attrs[MARK] = str(order)
    root = lxml_html.document_fromstring(copy.html or "<html></html>")
    found = root.xpath(rule)
    marks = [owner(hit) for hit in (found if isinstance(found, list) else [])]
    return [nodes[int(mark)] for mark in dict.fromkeys(marks) if mark is not None]


def owner(hit: object) -> str | None:
    """The number of the element an XPath hit is, or belongs to (text and attributes)."""
    element = (
        hit if isinstance(hit, lxml_html.HtmlElement) else getattr(hit, "getparent", lambda: None)()
    )
    mark = element.get(MARK) if element is not None else None
    return str(mark) if mark is not None else None
