"""Cuts what the page adds to the official text: heading and labels before it, widgets and related reading behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines import noise
from pipelines.heading import fold, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page_tree import Line

LINKS_BEHIND = 40  # linked lines that may stand between the text and the mark that betrays them
BULK = 0.6  # the share of a container's text that stands before the page takes over again
ATTACHMENT_NAME = re.compile(r"^\W*附\s*(?:件|表|录)?\s*\d*\s*[:：.、]?\s*|\.[A-Za-z]{2,4}\s*$")


def trim(lines: Sequence[Line], heading: str) -> list[Line]:
    """The official lines among those of a container."""
    visible = [line for line in lines if not line.hidden]
    kept = visible[first_line(visible, fold(heading)) :]
    kept = kept[: first_mark(kept)]
    kept = kept[: last_line(kept)]
    return drop_repeated_links([line for line in kept if line.row or not noise.is_plain_widget(line.text)])


def first_line(lines: Sequence[Line], heading: str) -> int:
    """The index of the first line that is neither heading nor label nor widget."""
    index, label = 0, False
    while index < len(lines):
        text = lines[index].text
        length = spelled(lines, index, heading)
        if length:
            index += length
            label = False
        elif is_preface(lines[index]):
            label = noise.is_empty_label(text)
            index += 1
        elif label and len(text) < 60 and not noise.is_prose(text):
            label = False
            index += 1
        else:
            break
    return index


def is_preface(line: Line) -> bool:
    """Whether a line belongs to the page rather than to the document when it stands before the text."""
    text = line.text
    return (
        noise.is_label(text)
        or noise.is_widget(text)
        or noise.is_breadcrumb(text)
        or noise.is_blank_mark(text)
        or noise.is_related(text)
        or noise.is_posting_time(text)
    )


def first_mark(lines: Sequence[Line]) -> int:
    """The index of the first mark of the page behind the bulk of the text."""
    sizes = [len(line.text) - line.linked for line in lines]
    bulk, before = BULK * sum(sizes), 0
    for index, line in enumerate(lines):
        if before >= bulk and not line.row and is_end_mark(lines, index):
            return index
        before += sizes[index]
    return len(lines)


def is_end_mark(lines: Sequence[Line], index: int) -> bool:
    """Whether the page speaks again from this line on."""
    text = lines[index].text
    if noise.is_plain_widget(text) or noise.is_closing(text) or noise.is_breadcrumb(text):
        return True
    if not noise.is_related(text):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is None or below.linked > 0 or is_appendage(below)


def is_appendage(line: Line) -> bool:
    """Whether a line belongs to the page when it stands behind the text."""
    text = line.text
    return (
        noise.is_widget(text)
        or noise.is_footer(text)
        or noise.is_related(text)
        or noise.is_credit(text)
        or noise.is_blank_mark(text)
        or noise.is_breadcrumb(text)
        or noise.is_empty_box(text)
        or noise.is_latin_scrap(text)
    )


def last_line(lines: Sequence[Line]) -> int:
    """The index behind the last official line; links are cut only under a mark of the page."""
    end = index = len(lines)
    pending = 0
    while index > 0:
        line = lines[index - 1]
        if is_appendage(line):
            end, pending = index - 1, 0
        elif line.linked * 10 >= len(line.text) * 7 and pending < LINKS_BEHIND:
            pending += 1
        else:
            break
        index -= 1
    return end


def drop_repeated_links(lines: list[Line]) -> list[Line]:
    """Without links at the end that repeat the name of an attachment the text has listed."""
    listed = "".join(fold(line.text) for line in lines if line.text.startswith("附") and not line.linked)
    end = len(lines)
    while end and lines[end - 1].linked * 10 >= len(lines[end - 1].text) * 7:
        name = fold(ATTACHMENT_NAME.sub("", lines[end - 1].text))
        if len(name) < 4 or name not in listed:
            break
        end -= 1
    return lines[:end]
