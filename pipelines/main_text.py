"""Where on a page the official text stands: known containers first, then structure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from pipelines import noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.page_tree import Line, PageTree

SHARE = 0.6  # a child with this share of its parent's text holds the text
TRUSTED = 0.5  # a known container must hold this share of what structure finds
ENOUGH = 100.0  # weight of text below a heading after which a closing mark is believed
PLAIN = 0.2  # the weight of a character in a line without punctuation


@dataclass(frozen=True)
class Place:
    """Lines `start:end` of the page and the evidence that they are the text."""

    start: int
    end: int
    evidence: str
    element: int = 0


def weigh(lines: Sequence[Line], start: int) -> list[float]:
    """How much each line speaks for being official text; nothing before `start`, nothing twice."""
    seen: set[str] = set()
    weights = [0.0] * len(lines)
    total = 0.0
    for index in range(start, len(lines)):
        line = lines[index]
        text = line.text
        if start and total > ENOUGH and noise.is_closing(text):
            break
        if line.hidden or line.linked * 2 > len(text) or (text in seen and len(text) > 7):
            continue
        seen.add(text)
        if noise.PLACEHOLDER.search(text):
            continue
        prose = line.row or noise.is_prose(text)
        if not prose:
            weights[index] = PLAIN * len(text)
        elif not (noise.is_footer(text) or noise.is_label(text) or noise.is_breadcrumb(text)):
            weights[index] = float(len(text) - line.linked)
        total += weights[index]
    return weights


class TextFinder:
    """The text of one page, by the weights of its lines."""

    def __init__(self, tree: PageTree, start: int) -> None:
        self.tree = tree
        self.floor = start
        self.weights = weigh(tree.lines, start)
        self.sums = [0.0, *accumulate(self.weights)]

    def weight(self, index: int) -> float:
        """The weight of all lines of an element."""
        element = self.tree.elements[index]
        return self.sums[element.end] - self.sums[element.start]

    def densest(self) -> int:
        """The smallest element of several lines that holds the bulk of the text."""
        children: dict[int, list[int]] = {}
        for index, element in enumerate(self.tree.elements):
            children.setdefault(element.parent, []).append(index)
        best = 0
        while below := children.get(best):
            child = max(below, key=self.weight)
            element = self.tree.elements[child]
            if element.end - element.start < 2 or self.weight(child) < SHARE * self.weight(best):
                break
            best = child
        return best

    def known(self, containers: Iterable[str], least: float) -> tuple[int, str] | None:
        """The first container, in order of trust, that holds enough of the text."""
        named: dict[str, list[int]] = {}
        wanted = set(containers)
        for index, element in enumerate(self.tree.elements):
            if element.hidden:
                continue
            for name in (*element.names, element.tag):
                if name in wanted:
                    named.setdefault(name, []).append(index)
        for name in containers:
            if name in named:
                best = max(named[name], key=self.weight)
                if self.weight(best) >= least > 0:
                    return best, name
        return None

    def find(self, containers: Sequence[str]) -> Place:
        """The text's place on the page."""
        dense = self.densest()
        element = self.tree.elements[dense]
        known = self.known(containers, TRUSTED * self.weight(dense))
        if known:
            element = self.tree.elements[known[0]]
            return Place(element.start, element.end, known[1], known[0])
        start, end = self.widen(element.start, element.end)
        return Place(start, end, "density", dense)

    def widen(self, start: int, end: int) -> tuple[int, int]:
        """Take in the lines around the bulk that are no noise: letterhead before it, signature and annex behind it."""
        lines = self.tree.lines
        first = start
        while start > self.floor and is_continued(lines[start - 1]) and self.may_precede(lines[start - 1]):
            start -= 1
        if 0 < start < first and noise.is_empty_label(lines[start - 1].text):
            start += 1
        while end < len(lines) and is_continued(lines[end]):
            end += 1
        return start, end


    def may_precede(self, line: Line) -> bool:
        """Without a heading above it only prose and a letterhead may stand before the bulk."""
        return self.floor > 0 or noise.is_prose(line.text)


def is_continued(line: Line) -> bool:
    """Whether a line right behind the text may still belong to it."""
    text = line.text
    if line.hidden or line.linked * 2 > len(text):
        return False
    return not (
        noise.is_widget(text)
        or noise.is_footer(text)
        or noise.is_related(text)
        or noise.is_credit(text)
        or noise.is_breadcrumb(text)
        or noise.is_label(text)
    )
