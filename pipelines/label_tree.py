"""Labels within a page's tree: cells, definition lists, pairs of elements, a value behind a label in one element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.date import parse_epoch
from pipelines.label import WORDS, to_label
from pipelines.label_line import pairs_in_line, starts_with_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNREAD = frozenset(
    {"script", "style", "select", "option", "textarea", "noscript", "template", "title", "button"}
)
CELLS = frozenset({"td", "th", "dt", "dd"})
TOPS = frozenset({"tr", "li", "dl", "table", "tbody", "ul", "ol", "body", "form", "html"})
BOXES = frozenset({"span", "em", "i", "b", "font", "time", "strong", "small", "label"})
CHOICES = frozenset({"radio", "checkbox"})
CLIMB = 6
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LONGEST_VALUE = 300  # characters
LONGEST_ITEM = 60


def pairs_in_tree(texts: Iterable[tuple[LexborNode, str]]) -> Iterator[tuple[str, str]]:
    """Pairs whose label is an element's whole text and whose value stands beside it.

    `texts`: the text nodes of a page that may be labels, with their texts (`PageTree.labels`).
    """
    for node, text in texts:
        label = to_label(text)
        if label is None:
            if "：" in text and len(text) < LONGEST_ITEM and is_boxed(node) and is_shown(node):
                yield from pairs_in_line(text)
            continue
        if not is_shown(node):
            continue
        has_colon = text.rstrip().endswith((":", "：", "∶", "】", "]"))
        value = value_beside(node, needs_cell=label in WORDS and not has_colon)
        if value is not None:
            yield label, value


def is_boxed(node: LexborNode) -> bool:
    """Whether a text is all that an inline element in a row of such elements holds."""
    box = node.parent
    if box is None or box.tag not in BOXES or node.prev is not None or node.next is not None:
        return False
    return any(tag_beside(box, forward=way) in BOXES for way in (True, False))


def tag_beside(node: LexborNode, *, forward: bool) -> str:
    """The tag of the node next to one, blank text apart; empty where there is none."""
    other = node.next if forward else node.prev
    while other is not None and other.tag == "-text" and not (other.text_content or "").strip():
        other = other.next if forward else other.prev
    return (other.tag or "") if other is not None else ""


def value_beside(node: LexborNode, *, needs_cell: bool) -> str | None:
    """The text beside a label: in its own element, else beside that, climbing as far as the row or item."""
    current: LexborNode = node
    for _ in range(CLIMB):
        found = text_after(current)
        if found is not None:
            in_cell = current.tag in CELLS
            if in_cell and not found:
                return below_header(current)
            return None if needs_cell and not in_cell else found
        parent = current.parent
        if parent is None or parent.tag in TOPS:
            return below_header(current) if current.tag in CELLS else in_next_item(parent)
        current = parent
    return None


def in_next_item(item: LexborNode | None) -> str:
    """The next item of a list whose items are labels and values by turns."""
    following = next_element(item) if item is not None and item.tag == "li" else None
    if (
        item is None
        or following is None
        or following.tag != "li"
        or to_label(text_of(item)) is None
    ):
        return ""
    text = value_text(following)
    return "" if starts_with_label(text) or len(text) > LONGEST_ITEM else text


def text_after(node: LexborNode) -> str | None:
    """What follows a node among its siblings up to the next label; None when nothing follows at all."""
    pieces: list[str] = []
    seen = False
    sibling = node.next
    while sibling is not None:
        tag = sibling.tag
        if tag == "-text":
            text = sibling.text_content or ""
            if starts_with_label(text):
                break
            pieces.append(text)
        elif (tag == "br" and seen) or tag in HEADINGS:
            break
        elif tag and tag[0] not in "-!" and tag not in UNREAD:
            text = value_text(sibling)
            block = is_block(tag)
            seen = (
                seen or block or bool(text) or bool(sibling.id or sibling.attributes.get("class"))
            )
            if starts_with_label(text):
                break
            pieces.append(text)
            if block:
                break
        sibling = sibling.next
    value = " ".join("".join(pieces).split()).lstrip(":： ")
    return value if value or seen else None


def value_text(node: LexborNode) -> str:
    """A value element's text; where it has none, the date a hidden field holds for a script."""
    if any(map(is_choice, node.traverse())):
        return ""
    if text := text_of(node):
        return text
    hidden = node.css_first("input[type=hidden]")
    stored = (hidden.attributes.get("value") or "") if hidden is not None else ""
    return parse_epoch(stored) or stored


def is_choice(node: LexborNode) -> bool:
    """Whether an element lets a reader choose: what it holds is a form, not a value."""
    tag = node.tag
    if tag != "input":
        return tag == "select"
    return (node.attributes.get("type") or "").lower() in CHOICES


def text_of(node: LexborNode) -> str:
    """The readable text of an element, blocks and line breaks parted by a blank, cut when it is long."""
    pieces: list[str] = []
    length = 0
    for inner in node.traverse(include_text=True):
        tag = inner.tag
        if tag == "-text":
            parent = inner.parent
            if parent is None or parent.tag not in UNREAD:
                pieces.append(inner.text_content or "")
                length += len(pieces[-1].strip())
        elif tag == "br" or (tag and is_block(tag)):
            pieces.append(" ")
        if length > LONGEST_VALUE:
            break
    return " ".join("".join(pieces).split())


def below_header(cell: LexborNode) -> str | None:
    """The cell below a label in the last column of a row of labels, in a table with headings on top."""
    row = cell.parent
    if row is None or row.tag != "tr":
        return ""
    cells = [c for c in row.iter() if c.tag in CELLS]
    below = next_element(row)
    if len(cells) < 2 or below is None or not all(to_label(text_of(c)) for c in cells):
        return ""
    values = [c for c in below.iter() if c.tag in CELLS]
    position = [c.mem_id for c in cells].index(cell.mem_id)
    return value_text(values[position]) if len(values) == len(cells) else ""


def next_element(node: LexborNode) -> LexborNode | None:
    sibling = node.next
    while sibling is not None and (sibling.tag or "-")[0] in "-!":
        sibling = sibling.next
    return sibling


def is_block(tag: str) -> bool:
    return tag in CELLS or tag in {
        "div",
        "p",
        "li",
        "ul",
        "table",
        "section",
        "dl",
        "h1",
        "h2",
        "h3",
    }


def is_shown(node: LexborNode) -> bool:
    """Whether no element around a text hides it or keeps it from being read as text."""
    current = node.parent
    while current is not None:
        tag = current.tag
        if tag in UNREAD or tag == "head":
            return False
        attributes = current.attributes
        style = attributes.get("style")
        if "hidden" in attributes or (style and HIDDEN.search(style)):
            return False
        if "ng-hide" in (attributes.get("class") or ""):
            return False
        current = current.parent
    return True
