"""A stored page made still: nothing in it runs, loads or leads anywhere. Pure.

The answer's Content-Security-Policy forbids all of that too; what it forbids is taken out so that the browser
has nothing to refuse, and so that a click stays in the archive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree, html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GONE = (
    "script", "link", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal",
    "audio", "video", "source", "track", "template", "noscript", "svg", "math",
)  # fmt: skip
LOADING = frozenset(
    {
        "src", "srcset", "lowsrc", "dynsrc", "data", "background", "poster", "ping", "action",
        "formaction", "longdesc", "profile", "codebase", "classid", "archive", "manifest", "usemap",
        "autofocus", "target", "download", "xlink:href", "imagesrcset", "srcdoc", "http-equiv",
    }
)  # fmt: skip
CSS_LOADS = re.compile(
    r"@import[^;]*;?|(?:url|src|image|image-set|-webkit-image-set)\s*\([^)]*\)|expression\s*\([^)]*\)"
    r"|behavior\s*:[^;}]*|-moz-binding\s*:[^;}]*|\\",
    re.IGNORECASE,
)
NO_TEXT = "<p>（此页没有内容）</p>"


def make_still(page: str, url: str) -> str:
    """The page without scripts, frames, forms' targets, pictures and addresses; links show theirs as a title."""
    root = _parse(page)
    for node in list(root.iter(etree.Comment, etree.ProcessingInstruction, *GONE)):
        _drop(node)
    for node in root.iter(etree.Element):
        _quiet(node, url)
    still = html.tostring(root, encoding="unicode", doctype="<!doctype html>")
    return still.replace("<head>", '<head><meta charset="utf-8">', 1)


def _parse(page: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
    text = page.replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(text or NO_TEXT, parser=parser)
    except (etree.ParserError, ValueError):
        return html.document_fromstring(NO_TEXT)


def _drop(node: HtmlElement) -> None:
    """Without the element, but with the text behind it."""
    if node.getparent() is not None:
        node.drop_tree()


def _quiet(node: HtmlElement, url: str) -> None:
    for name in list(node.attrib):
        lower = str(name).lower()
        if lower.startswith("on") or lower in LOADING:
            del node.attrib[name]
    if node.tag == "style":
        node.text = CSS_LOADS.sub("", node.text or "")
    if "style" in node.attrib:
        node.set("style", CSS_LOADS.sub("", node.get("style", "")))
    if not node.get("href", "#").startswith("#"):
        node.set("title", _absolute(url, node.attrib.pop("href")))


def _absolute(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return href
