"""Where on a page the official text stands: what is above it and what is below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.label import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 25  # lines above the text that can belong to its header
PROBES = 8  # lines at either end of the text that are looked for on the page
LEFT = 2
LEFT_LENGTH = 90
SHORT = 4  # characters: shorter lines stand on a page by chance


@dataclass(frozen=True)
class PageFrame:
    """The lines above and below the official text, and the text without blanks."""

    header: tuple[str, ...]
    tail: tuple[str, ...]
    body: str

    @property
    def near(self) -> tuple[str, ...]:
        """The lines right above the text: heading, date, source."""
        return self.header[-NEAR:]

    @property
    def outside(self) -> tuple[str, ...]:
        """Every line that is not of the text."""
        return self.header + self.tail


def frame_page(lines: Sequence[str], text: str) -> PageFrame:
    """Split a page's visible lines at its official text; without text everything is header."""
    page = [squeeze(line) for line in lines]
    wanted = [line for line in map(squeeze, text.split("\n")) if len(line) >= SHORT]
    start = find_run(page, wanted[:PROBES])
    end = find_run(page[::-1], wanted[::-1][:PROBES])
    body = squeeze(text)
    if start is None or end is None or len(page) - end < start:
        return PageFrame(tuple(lines), (), body)
    header = (*lines[:start], *left_in_text(text))
    return PageFrame(header, tuple(lines[len(page) - end :]), body)


def left_in_text(text: str) -> list[str]:
    """Header lines that extraction may have left at the beginning of the text: short, no sentence, no addressee."""
    left: list[str] = []
    for line in text.split("\n", LEFT)[:LEFT]:
        if len(line) > LEFT_LENGTH or "。" in line or line.rstrip().endswith(("：", ":")):
            break
        if line[:1] not in "（(":
            left.append(line)
    return left


def find_run(page: list[str], wanted: list[str]) -> int | None:
    """Where the wanted lines begin on the page: the first place where two of them stand close together."""
    fallback = None
    known = set(wanted)
    for line in wanted:
        places = [i for i, seen in enumerate(page) if seen == line]
        for place in places:
            if known.intersection(page[place + 1 : place + 4]):
                return place
        if fallback is None and places:
            fallback = places[0]
    return fallback
