"""Placed characters to lines: neighbours are a line, wide gaps are cells, wrapped lines are one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CELL_GAP = 0.8  # times the character's height: between cells rather than within a line
WORD_GAP = 0.15  # between words of a Latin script
FULL_LINE = 2.2  # a line that ends nearer than this to the right edge runs on
WIDE = 0.95  # share of the page between equal margins that a full line reaches
LEAST_RIGHT = 0.6  # share of the page the text block reaches at least
INDENT = 0.6  # a line that begins farther in than this begins a paragraph
PAGE_NUMBER = re.compile(r"[-—–－―·.]{1,2}\s*\d{1,4}\s*[-—–－―·.]{1,2}")


@dataclass(frozen=True)
class Glyphs:
    """A run of characters on a page, y growing downwards. `top` and `bottom` bound the line, not the ink."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


@dataclass
class PlacedLine:
    """A line of a page and where it begins and ends."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


@dataclass(frozen=True)
class Page:
    """The lines of a page in order, and how wide it is."""

    lines: list[PlacedLine]
    width: float


def to_placed_lines(runs: Iterable[Glyphs]) -> list[PlacedLine]:
    """Runs in their order to lines; a run on the same height and further right continues the line."""
    lines: list[PlacedLine] = []
    for run in runs:
        if not lines or not _continues(lines[-1], run):
            if run.text.strip():
                lines.append(PlacedLine(run.text, run.left, run.right, run.top, run.bottom))
            continue
        _append(lines[-1], run)
    return [line for line in lines if line.text.strip()]


def _continues(line: PlacedLine, run: Glyphs) -> bool:
    middle = (run.top + run.bottom) / 2
    line_middle = (line.top + line.bottom) / 2
    is_level = line.top <= middle <= line.bottom or run.top <= line_middle <= run.bottom
    return is_level and run.left >= line.right - max(line.height, run.height)


def _append(line: PlacedLine, run: Glyphs) -> None:
    gap = (run.left - line.right) / min(line.height, run.height)
    if gap >= CELL_GAP and not line.text.endswith("\t"):
        line.text = line.text.rstrip() + "\t"
    elif gap > WORD_GAP and line.text[-1:].isascii() and run.text[:1].isascii():
        line.text += " " if not line.text[-1:].isspace() else ""
    line.text += run.text
    line.right = max(line.right, run.right)
    line.top, line.bottom = min(line.top, run.top), max(line.bottom, run.bottom)


def join_pages(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a file: page numbers dropped, wrapped lines joined within and across pages."""
    left, right = _edges(pages)
    texts: list[str] = []
    previous: PlacedLine | None = None
    for line in _numberless(pages):
        if previous and _runs_on(previous, line, left, right):
            texts[-1] += _glue(previous.text, line.text) + line.text.strip()
        else:
            texts.append(line.text.strip())
        previous = line
    return texts


def _edges(pages: Sequence[Page]) -> tuple[float, float]:
    """The edges of the text block: where most lines begin, and where the fullest end."""
    lines = [line for page in pages for line in page.lines if "\t" not in line.text]
    if not lines:
        return 0.0, 0.0
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    ends = sorted(line.right for line in lines)
    width = Counter(page.width for page in pages).most_common(1)[0][0]
    return float(left), max(ends[int(len(ends) * 0.9)], WIDE * (width - left), LEAST_RIGHT * width)


def _runs_on(line: PlacedLine, following: PlacedLine, left: float, right: float) -> bool:
    if "\t" in line.text or "\t" in following.text:
        return False
    size = line.height
    is_full = line.right >= right - FULL_LINE * size
    is_outset = abs(following.left - left) <= INDENT * size
    return is_full and is_outset and abs(following.height - size) <= size / 3


def _glue(text: str, following: str) -> str:
    """A blank between words of a Latin script, none between characters."""
    first = following.strip()[:1]
    return " " if text[-1:].isascii() and first.isascii() and first.isalnum() else ""


def _numberless(pages: Sequence[Page]) -> Iterator[PlacedLine]:
    offset = _page_number_offset(pages)
    for index, page in enumerate(pages):
        last = len(page.lines) - 1
        for place, line in enumerate(page.lines):
            shown = None if offset is None else index + offset
            if place not in (0, last) or not _is_page_number(line.text.strip(), shown):
                yield line


def _is_page_number(text: str, shown: int | None) -> bool:
    return bool(PAGE_NUMBER.fullmatch(text)) or (shown is not None and text == str(shown))


def _page_number_offset(pages: Sequence[Page]) -> int | None:
    """By how much bare numbers at the edges of pages exceed the page's index; None unless most pages agree."""
    offsets: Counter[int] = Counter()
    for index, page in enumerate(pages):
        edges = {line.text.strip() for line in (*page.lines[:1], *page.lines[-1:])}
        offsets.update(int(t) - index for t in edges if re.fullmatch(r"[0-9]{1,4}", t))
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    return offset if count >= 2 and count * 2 >= len(pages) and offset > 0 else None
