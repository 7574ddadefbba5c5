"""Reading the tree of a list page: what is visible, where a link leads, what a piece says."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from platforms.list_dates import squeeze
from platforms.text_spans import without_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

SILENT_TAGS = frozenset(
    {"script", "style", "template", "noscript", "select", "textarea", "head", "iframe", "object"}
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
POPUP_CLASS = re.compile(r"(?:^|[\s_-])pop(?:up|box|win|over)?(?:$|[\s_-])", re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{|\$\{|<%|\{%|%7B%7B|\[%|undefined", re.IGNORECASE)
NAMED_ADDRESSES = ("data-href", "data-url", "data-link", "tagname")  # attributes scripts follow
SCRIPTED = re.compile(r"""(["'])((?:(?!\1).)+)\1""")
ADDRESS = re.compile(
    r"https?://|/|\.(?:s?html?|jhtml|jspx?|aspx?|php|pdf|docx?|xlsx?|ofd)\b", re.IGNORECASE
)
JSP_OPENING, JSP_CLOSING = re.compile("<%--"), re.compile("--%>")
COMMENT_OPENING, COMMENT_CLOSING = re.compile("<!--"), re.compile("--!?>")
TAGS = re.compile(r"</?(?:em|p|b|i|u|font|span|strong|br|div|h\d)\b[^>]*>", re.IGNORECASE)


def is_hidden(node: LexborNode) -> bool:
    """Whether an element hides itself by its own attributes, or waits for a click (popups of rows)."""
    attributes = node.attributes
    style, names = attributes.get("style"), attributes.get("class")
    if "hidden" in attributes or (style and HIDDEN_STYLE.search(style)):
        return True
    return bool(names and POPUP_CLASS.search(names))


def walk_visible(node: LexborNode, skip: Collection[int] = ()) -> Iterator[LexborNode]:
    """Elements and texts below `node` in their order, without scripts, hidden parts and `skip`."""
    stack = list(node.iter(include_text=True))[::-1]
    while stack:
        current = stack.pop()
        if current.mem_id in skip:
            continue
        yield current
        if not (current.is_text_node or current.tag in SILENT_TAGS or is_hidden(current)):
            stack.extend(list(current.iter(include_text=True))[::-1])


def texts_of(node: LexborNode, skip: Collection[int] = ()) -> list[str]:
    """The visible texts below `node`, a line break for each `<br>`, without what is in `skip`."""
    if node.is_text_node:
        return [node.text(deep=False)]
    parts = (part for part in walk_visible(node, skip) if part.is_text_node or part.tag == "br")
    return [part.text(deep=False) if part.is_text_node else "\n" for part in parts]


def text_of(node: LexborNode, skip: Collection[int] = (), joint: str = "") -> str:
    """The visible text below `node` on one line."""
    return squeeze(joint.join(texts_of(node, skip)))


def clean_title(text: str) -> str:
    """A title attribute or JSON title as text: entities (escaped twice at times) and tags gone."""
    if "&" in text:
        text = unescape(unescape(text))
    return squeeze(TAGS.sub("", text)) if "<" in text else squeeze(text)


def link_address(node: LexborNode) -> str | None:
    """Where an element leads, as written: `href`, or the address in its script; None when nowhere."""
    attributes = node.attributes
    href = (attributes.get("href") or "").strip()
    if href and not re.match(r"(?:javascript|mailto|tel|data|about):|#", href, re.IGNORECASE):
        return None if TEMPLATE.search(href) else href
    for name in ("onclick", "href", *NAMED_ADDRESSES):
        value = (attributes.get(name) or "").strip()
        found = _scripted_address(value, bare=name in NAMED_ADDRESSES)
        if found:
            return found
    return None


def _scripted_address(script: str, *, bare: bool) -> str | None:
    if not script or TEMPLATE.search(script):
        return None
    if bare:
        return script if ADDRESS.search(script) else None
    for found in SCRIPTED.finditer(script):
        value = found[2].strip()
        if ADDRESS.search(value) and not re.search(r"[\s(){};]", value):
            return value
    return None


def join_address(base: str | None, address: str) -> str:
    """An address as written, made absolute where the page's own is known."""
    address = re.sub(r"[\t\r\n]", "", address).strip().replace("\\/", "/").replace("\\", "/")
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def base_address(tree: LexborHTMLParser, url: str | None) -> str | None:
    """What relative links of the page hang on: `<base href>`, or the page's address."""
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "").strip() if node else ""
    if not href or TEMPLATE.search(href):
        return url
    return join_address(url, href)


def strip_server_comments(html: str) -> str:
    """A page without JSP comments, which a browser would show."""
    return without_spans(html, JSP_OPENING, JSP_CLOSING)
