"""Label → value, from every way a portal prints its metadata: cells, definition lists, pairs of elements, lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.date import parse_epoch
from pipelines.label import FIELD_OF, LONGEST, NOTHING, WORDS, squeeze, to_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

COLON = re.compile(r"[:：∶]|(?<=[\u4e00-\u9fff])\s*[】\]］]")
BLANKS = " \t\u00a0\u3000\u2002\u2003\u200b"
WIDGET = re.compile(
    r"\s*(?:[【\[（(|｜]\s*)?(?:字\s*[号体]|打印|分享|浏览|点击|阅读|访问量|大\s+中\s+小|[【\[]\s*大|收藏|扫一扫).*$"
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNREAD = frozenset(
    {"script", "style", "select", "option", "textarea", "noscript", "template", "title", "button"}
)
CELLS = frozenset({"td", "th", "dt", "dd"})
TOPS = frozenset({"tr", "li", "dl", "table", "tbody", "ul", "ol", "body", "form", "html"})
LONGEST_VALUE = 300
CLIMB = 6
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HEAD, TAIL = (
    200,
    120,
)  # characters at the ends of a text where extraction may have left a label line
OWN_ROWS = frozenset(label for label in FIELD_OF if label.startswith(("作出", "处罚")))
QUOTES = frozenset("“”‘’\"'")


@dataclass
class LabelTable:
    """What the page's labels say; an empty value is information too: the page declares none."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, label: str, value: str) -> None:
        """Note one more value of a label, as the page prints it."""
        value = " ".join(value.split())[:LONGEST_VALUE].strip("|｜ ")
        known = self.values.setdefault(label, [])
        if value not in known:
            known.append(value)

    def first(self, label: str) -> str | None:
        """The first value of a label that says something."""
        return next((v for v in self.values.get(label, ()) if not NOTHING.match(v)), None)

    def flat(self) -> dict[str, str]:
        """Label → value, empty where the page leaves it so."""
        return {label: self.first(label) or "" for label in self.values}


def read_labels(tree: LexborHTMLParser | None, lines: Iterable[str], body: str = "") -> LabelTable:
    """Every labelled value in the given lines (those outside the official text) and in the tree, `body` apart.

    `body` is the official text without blanks: what stands amid it is a form or a table of the document, but for the
    rows in which a decision names its organ and its day.
    """
    table = LabelTable()
    if tree is not None:
        for label, value in pairs_in_tree(tree):
            if label in OWN_ROWS or not stands_amid(label, value, body):
                table.add(label, value)
    for label, value in pairs_in_lines(list(lines), stacked=tree is None):
        table.add(label, value)
    return table


def stands_amid(label: str, value: str, body: str) -> bool:
    """Whether a pair is part of the official text, its first and last lines apart."""
    if len(body) < HEAD + TAIL:
        return False
    value = squeeze(value)
    places = (body.find(f"{label}{between}{value}", HEAD) for between in ("", "：", ":"))
    return any(0 <= place < len(body) - TAIL for place in places)


# lines -------------------------------------------------------------------------------------------


def pairs_in_lines(lines: list[str], *, stacked: bool) -> Iterator[tuple[str, str]]:
    """Pairs within lines and, where `stacked`, of a line that is a label with the line below it."""
    for index, line in enumerate(lines):
        pairs = pairs_in_line(line)
        if stacked and len(pairs) == 1 and not pairs[0][1] and to_label(line):
            below = lines[index + 1] if index + 1 < len(lines) else ""
            yield pairs[0][0], "" if starts_with_label(below) else below
        else:
            yield from pairs


def pairs_in_line(line: str) -> list[tuple[str, str]]:
    """The `label: value` pairs of one line, also several, also cells parted by tabs."""
    found = list(labels_in(line))
    pairs = []
    for index, (_, end, label) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else len(line)
        pairs.append((label, WIDGET.sub("", line[end:stop]).strip(BLANKS + "|｜；;[【")))
    return pairs + pairs_in_cells(line) if "\t" in line else pairs


def pairs_in_cells(line: str) -> list[tuple[str, str]]:
    cells = line.split("\t")
    pairs = []
    for label_cell, value in zip(cells, cells[1:], strict=False):
        label = to_label(label_cell)
        if label and not starts_with_label(value):
            pairs.append((label, value.strip()))
    return pairs


def labels_in(line: str) -> Iterator[tuple[int, int, str]]:
    """Where known labels stand in a line: start of the label, end of its colon, the label."""
    edge = 0
    for colon in COLON.finditer(line):
        hit = label_before(line, colon.start(), edge)
        if hit:
            end = colon.end()
            if line[end : end + 1] in {":", "："}:
                end += 1
            yield hit[0], end, hit[1]
            edge = end


def label_before(line: str, stop: int, edge: int) -> tuple[int, str] | None:
    """The longest known label that ends at `stop` and begins at a border: blank, digit, bracket, line start."""
    word, best = "", None
    for index in range(stop - 1, edge - 1, -1):
        sign = line[index]
        if sign in BLANKS or sign.isspace():
            continue
        word = sign + word
        if len(word) > LONGEST:
            break
        if word in FIELD_OF and (is_border(line, index, edge) or (edge and len(word) > 3)):
            best = (index, word)
    return best


def is_border(line: str, index: int, edge: int) -> bool:
    before = line[index - 1] if index > edge else " "
    return not ("\u4e00" <= before <= "\u9fff" or before.isalpha() or before in QUOTES)


def starts_with_label(text: str) -> bool:
    """Whether a text begins with a label, or is one."""
    if to_label(text):
        return True
    first = next(labels_in(text), None)
    return first is not None and not text[: first[0]].strip(BLANKS + "【[")


# trees -------------------------------------------------------------------------------------------


def pairs_in_tree(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Pairs whose label is an element's whole text and whose value stands beside it."""
    root = tree.root
    if root is None:
        return
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            continue
        label = to_label(node.text_content or "")
        if label is None or not is_shown(node):
            continue
        has_colon = (node.text_content or "").rstrip().endswith((":", "：", "∶", "】", "]"))
        value = value_beside(node, needs_cell=label in WORDS and not has_colon)
        if value is not None:
            yield label, value


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
            return below_header(current) if current.tag in CELLS else ""
        current = parent
    return None


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
    if node.css_first("input[type=radio],input[type=checkbox],select") is not None:
        return ""
    text = text_of(node)
    if text:
        return text
    hidden = node.css_first("input[type=hidden]")
    stored = (hidden.attributes.get("value") or "") if hidden is not None else ""
    return parse_epoch(stored) or stored


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
