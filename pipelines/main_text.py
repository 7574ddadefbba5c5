"""Where on a page the official text stands: in a container the CMS families are known by, else where structure says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from pipelines import noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.page_tree import Line, PageTree

SHARE = 0.6  # a child with this share of its parent's weight holds the text
SHARE_BELOW_HEADING = (
    0.25  # of a stretch, before a block of links ends the text, when its heading is known
)
TRUSTED = 0.15  # a known container must hold this share of what structure finds
PART = (
    0.15  # a further container of the same name with this share of the first is a part of the text
)
TEASERS = 3  # linked headlines with summaries from which on they are a column of news
ENOUGH = 40.0  # weight of text below a heading after which a closing mark is believed
PLAIN = 0.1  # the weight of a character in a line without punctuation


@dataclass(frozen=True)
class Place:
    """Stretches of lines that hold the text, and the evidence; `tight`: they hold little else."""

    spans: tuple[tuple[int, int], ...]
    evidence: str
    tight: bool = False

    @property
    def start(self) -> int:
        """The first line."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The line behind the last."""
        return self.spans[-1][1]

    def indices(self) -> Iterator[int]:
        """Every line of the stretches."""
        for start, end in self.spans:
            yield from range(start, end)


def weigh(lines: Sequence[Line], first: int) -> list[float]:
    """How much each line speaks for being official text; nothing before `first`, nothing twice."""
    seen: set[str] = set()
    weights = [0.0] * len(lines)
    total = 0.0
    for index in range(first, len(lines)):
        line = lines[index]
        text = line.text
        if line.hidden or line.linked * 2 > len(text) or (len(text) > 7 and text in seen):
            continue
        if first and total > ENOUGH and noise.is_closing(text):
            break
        seen.add(text)
        weights[index] = weight_of(line)
        total += weights[index]
    return weights


def posting_line(lines: Sequence[Line]) -> int:
    """The line behind the one that says when the article was posted; 0 when no line says it."""
    for index, line in enumerate(lines):
        if not line.hidden and not line.row and noise.is_posted(line.text):
            return index + 1
    return 0


def weight_of(line: Line) -> float:
    """What one line weighs by itself."""
    text = line.text
    if noise.is_placeholder(text):
        return 0.0
    if not line.row and not noise.is_prose(text):
        return PLAIN * len(text)
    if noise.is_footer(text) or noise.is_label(text) or noise.is_breadcrumb(text):
        return 0.0
    return float(len(text) - line.linked)


class TextFinder:
    """The text of one page, looked for from line `first` on."""

    def __init__(self, tree: PageTree, first: int) -> None:
        self.tree = tree
        self.first = first
        self.sums = [0.0, *accumulate(weigh(tree.lines, first))]

    @property
    def total(self) -> float:
        """The weight of the page."""
        return self.sums[-1]

    def below(self, line: int) -> float:
        """The weight from a line on."""
        return self.total - self.sums[line]

    def weight(self, index: int) -> float:
        """The weight of all lines of an element."""
        element = self.tree.elements[index]
        return self.sums[element.end] - self.sums[element.start]

    def find(self, containers: Sequence[str]) -> Place:
        """The text's place on the page."""
        dense = self.densest()
        known = self.known(containers, TRUSTED * self.weight(dense))
        if known:
            return known
        start, end = self.widen(dense)
        return Place(((start, self.link_block(start, end)),), "density")

    def densest(self) -> int:
        """The smallest element of several lines that holds the bulk of the text."""
        children: dict[int, list[int]] = {}
        for index, element in enumerate(self.tree.elements):
            if element.end - element.start > 1:
                children.setdefault(element.parent, []).append(index)
        best = 0
        while below := children.get(best):
            child = max(below, key=self.weight)
            if self.weight(child) < SHARE * self.weight(best):
                break
            best = child
        return best

    def known(self, containers: Sequence[str], least: float) -> Place | None:
        """The first container, in order of trust, that holds enough of the text."""
        named, elements = self.tree.named, self.tree.elements
        for name in containers:
            found = [index for index in named.get(name, ()) if not elements[index].hidden]
            best = max(map(self.weight, found), default=0.0)
            if best > 0 and best >= least:
                return Place(self.parts(found, best), name, tight=True)
        return None

    def parts(self, found: Sequence[int], best: float) -> tuple[tuple[int, int], ...]:
        """The stretches of the containers of one name: the best one, and others that hold text of their own."""
        spans: list[tuple[int, int]] = []
        for index in found:
            element = self.tree.elements[index]
            if self.weight(index) < PART * best or (spans and element.end <= spans[-1][1]):
                continue
            spans.append((element.start, element.end))
        return tuple(spans)

    def widen(self, dense: int) -> tuple[int, int]:
        """Take in the lines around the bulk that are no noise: letterhead before it, signature and annex behind it."""
        lines, element = self.tree.lines, self.tree.elements[dense]
        start, end = element.start, element.end
        while start > self.first and self.may_precede(lines[start - 1]):
            start -= 1
        if 0 < start < element.start and noise.is_empty_label(lines[start - 1].text):
            start += 1
        held = {line.text for line in lines[start:end]}
        while end < len(lines) and is_continued(lines, end) and lines[end].text not in held:
            end += 1
        return start, end

    def link_block(self, start: int, end: int) -> int:
        """Where the first block of links to other pages begins behind the bulk of a stretch; its end when none does."""
        share = SHARE_BELOW_HEADING if self.first else SHARE
        bulk = share * (self.sums[end] - self.sums[start])
        shown = [0, *accumulate(0 if line.hidden else len(line.text) for line in self.tree.lines)]
        away = [0, *accumulate(links_away(line) for line in self.tree.lines)]
        for element in self.tree.elements:
            first, last = element.start, element.end
            if first <= start or last > end or last - first < 2:
                continue
            if self.sums[first] - self.sums[start] < bulk:
                continue
            is_navigation = (away[last] - away[first]) * 2 > shown[last] - shown[first]
            if is_navigation or has_teasers(self.tree.lines[first:last]):
                return first
        return end

    def may_precede(self, line: Line) -> bool:
        """Whether the text may begin with a line above the bulk; without a heading above it, prose alone may."""
        return is_plain(line) and (self.first > 0 or noise.is_prose(line.text))


def is_continued(lines: Sequence[Line], index: int) -> bool:
    """Whether a line right behind the bulk still belongs to it: no noise, and no headline of a list of links."""
    if not is_plain(lines[index]):
        return False
    below = next((line for line in lines[index + 1 : index + 4] if not line.hidden), None)
    is_headline = (
        len(lines[index].text) < 13 and below is not None and below.is_link and not below.files
    )
    return not is_headline


def is_plain(line: Line) -> bool:
    """Whether a line is neither hidden nor a link nor furniture of the page."""
    text = line.text
    return not (
        line.hidden
        or line.linked * 2 > len(text)
        or noise.is_widget(text)
        or noise.is_footer(text)
        or noise.is_related(text)
        or noise.is_credit(text)
        or noise.is_breadcrumb(text)
        or noise.is_label(text)
        or noise.is_info_line(text)
    )


def has_teasers(lines: Sequence[Line]) -> bool:
    """Whether lines are linked headlines, each with a summary of what it leads to."""
    shown = [line for line in lines if not line.hidden]
    linked = [index for index, line in enumerate(shown) if line.is_link and not line.files]
    told = [index for index, line in enumerate(shown) if noise.is_prose(line.text)]
    if len(linked) < TEASERS or not told or len(shown) > 4 * len(linked):
        return False
    return all(not {index, index - 1, index - 2}.isdisjoint(linked) for index in told)


def links_away(line: Line) -> int:
    """The characters of a visible line that link to other pages."""
    return 0 if line.hidden or line.files else line.linked
