"""Everything the metadata of one page is read from, gathered once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pipelines.label import FIELDS
from pipelines.label_line import pairs_in_cells
from pipelines.label_table import OWN_ROWS, LabelTable, read_labels
from pipelines.number_citation import strip_number
from pipelines.page_frame import PageFrame, frame_page
from pipelines.promulgation import Promulgation, find_caption, find_letterhead
from pipelines.signature import Signature, find_signatures

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import DocumentItem


RUN = 400  # characters beyond which a line may be a whole text
SIGNED = 80  # characters a signature behind the last full stop can fill
VARIABLE = re.compile(r"""var\s+(\w+)\s*=\s*["']([^"'<>\n]{2,40})["']""")


class Found(NamedTuple):
    """A value and the evidence for it, as `explain` shows it."""

    value: str
    evidence: str


@dataclass
class PageFacts:
    """A page as the readers of metadata see it: labels, header, signatures, caption, letterhead."""

    item: DocumentItem
    frame: PageFrame
    table: LabelTable

    @classmethod
    def gather(cls, item: DocumentItem) -> PageFacts:
        """Read the labels and the frame of an extracted page."""
        frame = frame_page(item.lines, item.text)
        table = read_labels(item.label_texts, frame.outside, frame.body)
        for line in item.text.split("\n"):
            add_own_row(table, line)
        return cls(item, frame, table)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the official text; a text that came as one run is cut at its paragraph indents."""
        lines = [line for line in self.item.text.split("\n") if line.strip()]
        return [part for line in lines for part in cut_run(line)]

    @cached_property
    def title(self) -> str:
        """The heading without a number glued to it, empty when there is none."""
        return strip_number(self.item.title)[0] if self.item.title else ""

    @cached_property
    def signatures(self) -> list[Signature]:
        """Every signature of the text, in order."""
        return find_signatures(self.lines)

    @cached_property
    def caption(self) -> Promulgation | None:
        """The 题注."""
        return find_caption(self.lines)

    @cached_property
    def letterhead(self) -> Promulgation | None:
        """The letterhead of an order or announcement."""
        return find_letterhead(self.lines)

    @cached_property
    def variables(self) -> list[tuple[str, str]]:
        """Names and texts that inline scripts hold for display."""
        page = self.item.page
        return VARIABLE.findall(page.html) if page.is_html else []

    def labelled(self, field: str, read: Callable[[str], str | None]) -> Found | None:
        """The first labelled value of a field that `read` understands."""
        for label in FIELDS[field]:
            for raw in self.table.values.get(label, ()):
                value = read(raw)
                if value:
                    return Found(value, f"label {label}: {raw}")
        return None


def cut_run(line: str) -> list[str]:
    """The paragraphs of a line that holds a whole text, told by indents; the signature at its end apart."""
    if len(line) < RUN:
        return [line]
    parts = [part for part in line.split("\u3000\u3000") if part.strip()]
    body, stop, end = parts[-1].rpartition("。")
    return [*parts[:-1], body + stop, end] if stop and 0 < len(end) < SIGNED else parts


def add_own_row(table: LabelTable, line: str) -> None:
    """Note a row of the text that names the deciding organ or its day (作出处罚决定的机关名称)."""
    if "\t" in line and len(line) < 200:
        for label, value in pairs_in_cells(line):
            if label in OWN_ROWS:
                table.add(label, value)
