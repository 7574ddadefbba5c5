"""One walk over a parsed page that writes its lines, the way a browser would break them. Nothing is mutated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.page_tree import HEADINGS, Element, Line, Link, PageTree, clean_text
from pipelines.table_row import Row, join_row

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "meta", "link", "title"),
        *("select", "option", "datalist", "textarea", "button", "input"),
        *("svg", "canvas", "audio", "video", "map", "img", "frameset", "noframes", "marquee"),
    }
)
BREAKS = frozenset({"br", "hr"})
FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
INLINE_TAGS = """
    a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q ruby rb rt s
    samp small span strike strong sub sup time tt u var wbr o:p st1:chsdate st1:chmetcnv ucaptitle
    publishtime
"""
INLINE = frozenset(INLINE_TAGS.split())
UNOPENED = SKIPPED | BREAKS | FRAMES.keys()
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
FILE_ADDRESS = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|ceb|rar|zip|7z|txt|rtf|csv)(?![a-z0-9])|down|attach",
    re.IGNORECASE,
)

# of an open element: its tag when it is a block, whether it hides itself, whether it is a link
Opened = tuple[str, bool, bool]


def read_tree(parser: LexborHTMLParser) -> PageTree:
    """Walk the page once."""
    walker = Walker()
    if parser.root is not None:
        walker.walk(parser.root)
    return walker.tree


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether an element's own attributes hide it from a reader."""
    style = attributes.get("style")
    if (style and hides(style)) or "hidden" in attributes:
        return True
    return "class" in attributes and "ng-hide" in (attributes["class"] or "")


def leads_away(attributes: dict[str, str | None]) -> bool:
    """Whether an `a` is a link at all, and not to a place on the same page."""
    href = attributes.get("href")
    return href is not None and (len(href) < 2 or href[0] != "#")


@lru_cache(maxsize=4096)
def hides(style: str) -> bool:
    """Whether a style attribute hides its element; pages repeat few styles many times."""
    return HIDDEN_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def names_of(classes: str | None, identity: str | None) -> tuple[str, ...]:
    """The names a style sheet could call an element by, in lower case."""
    names = [f".{name}" for name in (classes or "").lower().split()]
    return (*names, f"#{identity}".lower()) if identity else tuple(names)


class Walker:
    """The state of one walk: the open blocks and rows, and the pieces of the line being written."""

    def __init__(self) -> None:
        self.tree = PageTree()
        self.blocks = [-1]
        self.rows: list[Row] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.files = False
        self.open_links = 0
        self.concealed = 0  # hidden inline elements that are open
        self.preformatted = 0

    def walk(self, root: LexborNode) -> None:
        """Visit every node on the way in and on the way out; no recursion, pages nest a thousand deep."""
        stack: list[tuple[LexborNode, Opened | None]] = []
        node: LexborNode | None = root
        while node is not None or stack:
            if node is None:
                node, opened = stack.pop()
                if opened is not None:
                    self.leave(opened)
                node = node.next
                continue
            tag = node.tag or "-"
            if tag == "-text":
                self.write(node.text_content or "")
            elif tag in INLINE or tag not in UNOPENED:
                if tag[0] not in "-!":
                    stack.append((node, self.enter(node, tag)))
                    node = node.first_child
                    continue
            elif tag in BREAKS:
                self.break_line()
            elif tag in FRAMES:
                self.note_link(node, tag, node.attributes.get(FRAMES[tag]))
            node = node.next

    def enter(self, node: LexborNode, tag: str) -> Opened | None:
        """Open an element: what its end has to undo, if anything."""
        attributes = node.attributes
        hidden = bool(attributes) and is_hidden(attributes)
        if tag in INLINE:
            linked = tag == "a" and leads_away(attributes)
            if linked:
                self.open_links += 1
                self.note_link(node, tag, attributes.get("href"))
            self.concealed += hidden
            return ("", hidden, linked) if hidden or linked else None
        if self.pieces:
            self.break_line()
        self.preformatted += tag == "pre"
        names = names_of(attributes.get("class"), attributes.get("id")) if attributes else ()
        self.open_block(node, tag, hidden, names)
        return tag, hidden, False

    def open_block(self, node: LexborNode, tag: str, hidden: bool, names: tuple[str, ...]) -> None:
        elements = self.tree.elements
        parent = self.blocks[-1]
        concealed = hidden or bool(self.concealed) or (parent >= 0 and elements[parent].hidden)
        index = len(elements)
        elements.append(Element(node, tag, parent, len(self.tree.lines), concealed, names))
        self.tree.by_id[node.mem_id] = index
        self.blocks.append(index)
        if tag == "tr":
            self.rows.append(Row(index, []))

    def leave(self, opened: Opened) -> None:
        """Close an element."""
        tag, hidden, linked = opened
        if not tag:
            self.open_links -= linked
            self.concealed -= hidden
            return
        if self.pieces:
            self.break_line()
        element = self.tree.elements[self.blocks.pop()]
        element.end = len(self.tree.lines)
        self.preformatted -= tag == "pre"
        if tag == "tr":
            self.close_row()
        elif self.rows:
            self.close_within_row(element)

    def close_within_row(self, element: Element) -> None:
        """Note a cell of the open row, and what makes a layout of it."""
        if element.tag in ("td", "th"):
            if element.end > element.start:
                self.rows[-1].cells.append((element.start, element.end))
        elif element.tag == "table" or element.tag in HEADINGS:
            self.rows[-1].nested = True

    def close_row(self) -> None:
        """Close the innermost table row."""
        row = self.rows.pop()
        if self.rows and row.nested:
            self.rows[-1].nested = True
        join_row(self.tree, row)

    def note_link(self, node: LexborNode, tag: str, address: str | None) -> None:
        """Keep a link that may lead to a file."""
        if address and FILE_ADDRESS.search(address):
            self.files = tag == "a"
            self.tree.links.append(Link(node, tag, address.strip(), len(self.tree.lines)))

    def write(self, text: str) -> None:
        """Take in a text node."""
        if self.concealed or (not self.pieces and text.isspace()):
            return
        if self.preformatted and "\n" in text:
            first, *rest = text.split("\n")
            self.append(first)
            for part in rest:
                self.break_line()
                self.append(part)
        else:
            self.append(text)

    def append(self, text: str) -> None:
        self.pieces.append(text)
        if self.open_links:
            self.linked += len(text.strip())

    def break_line(self) -> None:
        """End the line being written."""
        if not self.pieces:
            return
        text = clean_text("".join(self.pieces))
        if text:
            block = self.blocks[-1]
            hidden = block >= 0 and self.tree.elements[block].hidden
            line = Line(text, min(self.linked, len(text)), hidden, block, files=self.files)
            self.tree.lines.append(line)
            self.files = False
        self.pieces.clear()
        self.linked = 0
