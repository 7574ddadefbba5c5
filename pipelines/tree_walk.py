"""One walk over a parsed page that writes its lines, the way a browser would break them. Nothing is mutated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.element_attributes import ALL, OWN, concealment, may_be_file, names_of, target_of
from pipelines.label import LONGEST_TEXT, may_be_label
from pipelines.page_tree import HEADINGS, Element, Line, Link, PageTree, clean_text
from pipelines.table_row import Row, join_row
from pipelines.viewer import shown_files

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from pipelines.element_attributes import Attributes

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
NAMELESS: tuple[str, ...] = ()
Opened = str | tuple[bool, bool] | None


def read_tree(parser: LexborHTMLParser) -> PageTree:
    """Walk the page once."""
    walker = Walker()
    if parser.root is not None:
        walker.walk(parser.root)
    return walker.tree


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
        self.shrunk: set[int] = set()  # blocks whose own text has no size

    def walk(self, root: LexborNode) -> None:
        """Visit every node on the way in and on the way out; no recursion, pages nest a thousand deep."""
        stack: list[tuple[LexborNode, Opened]] = []
        pieces = self.pieces
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
                text = node.text_content or ""
                if pieces or not text.isspace():
                    self.write(node, text)
            elif tag in UNOPENED:
                self.note(node, tag)
            elif tag[0] not in "-!":
                stack.append((node, self.enter(node, tag)))
                node = node.first_child
                continue
            node = node.next

    def note(self, node: LexborNode, tag: str) -> None:
        """Take in an element that is not opened."""
        if tag in BREAKS:
            self.break_line()
        elif tag in FRAMES:
            self.note_link(node, tag, node.attributes.get(FRAMES[tag]))
        elif tag == "script" and node.first_child is not None:
            for address in shown_files(node.first_child.text_content or ""):
                self.tree.links.append(Link(node, tag, address, len(self.tree.lines)))

    def enter(self, node: LexborNode, tag: str) -> Opened:
        """Open an element: what its end has to undo, if anything."""
        attributes = node.attributes
        if tag in INLINE:
            return self.enter_inline(node, tag, attributes) if attributes else None
        if self.pieces:
            self.break_line()
        self.open_block(node, tag, attributes)
        return tag

    def enter_inline(self, node: LexborNode, tag: str, attributes: Attributes) -> Opened:
        hidden, linked = concealment(attributes) > 0, False
        if tag == "a":
            linked, target = target_of(attributes)
            self.note_link(node, tag, target)
            self.open_links += linked
        self.concealed += hidden
        return (hidden, linked) if hidden or linked else None

    def open_block(self, node: LexborNode, tag: str, attributes: Attributes) -> None:
        elements, parent = self.tree.elements, self.blocks[-1]
        index, names = len(elements), NAMELESS
        hidden = self.concealed > 0 or (parent >= 0 and elements[parent].hidden)
        if attributes:
            names = names_of(attributes.get("class"), attributes.get("id"))
            how = concealment(attributes)
            hidden = hidden or how == ALL
            if how == OWN:
                self.shrunk.add(index)
        self.blocks.append(index)
        elements.append(Element(node, tag, parent, len(self.tree.lines), hidden, names))
        if tag == "tr":
            self.rows.append(Row(index, []))
        elif tag == "pre":
            self.preformatted += 1

    def leave(self, opened: str | tuple[bool, bool]) -> None:
        """Close an element."""
        if isinstance(opened, tuple):
            hidden, linked = opened
            self.concealed -= hidden
            self.open_links -= linked
            return
        if self.pieces:
            self.break_line()
        element = self.tree.elements[self.blocks.pop()]
        element.end = len(self.tree.lines)
        if opened == "pre":
            self.preformatted -= 1
        if opened == "tr":
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
        if address and may_be_file(address):
            self.files = tag == "a"
            self.tree.links.append(Link(node, tag, address.strip(), len(self.tree.lines)))

    def write(self, node: LexborNode, text: str) -> None:
        """Take in a text node."""
        if len(text) <= LONGEST_TEXT and may_be_label(text):
            self.tree.labels.append((node, text))
        if self.concealed:
            return
        if self.preformatted and "\n" in text:
            self.write_lines(text)
        else:
            self.append(text)

    def write_lines(self, text: str) -> None:
        """Take in preformatted text."""
        first, *rest = text.split("\n")
        self.append(first)
        for part in rest:
            self.break_line()
            self.append(part)

    def append(self, text: str) -> None:
        self.pieces.append(text)
        if self.open_links:
            self.linked += len(text.strip())

    def break_line(self) -> None:
        """End the line being written."""
        if not self.pieces:
            return
        if text := clean_text("".join(self.pieces)):
            block = self.blocks[-1]
            hidden = block >= 0 and (self.tree.elements[block].hidden or block in self.shrunk)
            linked = min(self.linked, len(text))
            self.tree.lines.append(Line(text, linked, hidden, block, False, self.files))
            self.files = False
        self.pieces.clear()
        self.linked = 0
