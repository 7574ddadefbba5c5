"""A page as lines in document order, and the stretch of lines each of its elements spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff]")
BROKEN_SENTENCE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])"
)
DATE = re.compile(r"\s*\W?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\W?|\s*\W?\d{1,2}[-/]\d{1,2}\W?$")


@dataclass(slots=True)
class Line:
    """One line: a paragraph, or a table row with its cells joined by tabs."""

    text: str
    linked: int  # characters that stand inside links
    hidden: bool
    element: int  # index of the innermost block element
    row: bool = False
    files: bool = False  # a link in it leads to a file

    @property
    def is_link(self) -> bool:
        """Whether the line is a link and little else but its date."""
        if self.linked * 10 >= len(self.text) * 7:
            return True
        return self.linked > 5 and self.linked * 10 >= len(DATE.sub("", self.text)) * 7


@dataclass(slots=True)
class Element:
    """An element of block rank and the lines `start:end` inside it."""

    node: LexborNode
    tag: str
    parent: int
    start: int
    hidden: bool
    names: tuple[str, ...] = ()  # "#id" and ".class", lower case
    end: int = 0


@dataclass(slots=True)
class Link:
    """A link, frame or script that may lead to a file, and the line it stands in."""

    node: LexborNode
    tag: str
    address: str
    line: int


@dataclass
class PageTree:
    """Lines, block elements, links and what may be labels of a page, all in document order."""

    lines: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    labels: list[tuple[LexborNode, str]] = field(default_factory=list)  # text nodes and their texts

    @cached_property
    def by_id(self) -> dict[int, int]:
        """The indices of the elements by their nodes' addresses in memory."""
        return {element.node.mem_id: index for index, element in enumerate(self.elements)}

    def find(self, node: LexborNode) -> int | None:
        """The index of the block element a node is, or stands in."""
        current: LexborNode | None = node
        while current is not None:
            index = self.by_id.get(current.mem_id)
            if index is not None:
                return index
            current = current.parent
        return None

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """The indices of the elements by their names and tags."""
        named: dict[str, list[int]] = {}
        for index, element in enumerate(self.elements):
            named.setdefault(element.tag, []).append(index)
            for name in element.names:
                named.setdefault(name, []).append(index)
        return named

    def visible(self) -> list[str]:
        """Every visible line."""
        return [line.text for line in self.lines if not line.hidden]

    def lines_named(self, names: Iterable[str]) -> Iterator[int]:
        """The lines inside elements one of these names belongs to."""
        for name in names:
            for index in self.named.get(name, ()):
                yield from range(self.elements[index].start, self.elements[index].end)

    def reveal(self, names: Iterable[str]) -> bool:
        """Show what is hidden inside elements of these names; whether there was anything."""
        hidden = [line for index in self.lines_named(names) if (line := self.lines[index]).hidden]
        for line in hidden:
            line.hidden = False
        for element in self.elements if hidden else ():
            element.hidden = False
        return bool(hidden)


def clean_text(text: str) -> str:
    """One line: no invisible characters, blanks folded, none where the source breaks a Chinese sentence."""
    folded = " ".join(text.split())
    if text.isascii() or (folded.isprintable() and "\n" not in text.strip()):
        return folded
    text = INVISIBLE.sub("", text.strip())
    if "\n" in text:
        text = BROKEN_SENTENCE.sub("", text)
    return " ".join(text.split())
