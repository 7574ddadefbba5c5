"""Cuts what the page adds to the official text: heading and labels before it, widgets and related reading behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines import noise
from pipelines.boilerplate import boilerplate_at
from pipelines.heading import PIECES, fold, is_letterhead, is_organ, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import DocumentItem
    from pipelines.page_tree import Line

BULK = 0.6  # the share of a container's text that stands before a closing mark
NEARLY_ALL = (
    0.85  # the same before a credit or widget, which may also stand between parts of a text
)
ISSUER = re.compile(r"(?:政府|办公厅|办公室|委员会|[厅局委部署会院办])$")
SIGNED_ON = re.compile(r"(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年.{1,4}月.{1,4}日")
ATTACHMENT_NAME = re.compile(r"^\W*附\s*(?:件|表|录)?\s*\d*\s*[:：.、]?\s*|\.[A-Za-z]{2,4}\s*$")


def trim(lines: Sequence[Line], heading: str, *, tight: bool = False) -> list[Line]:
    """The official lines among those of a container; in a `tight` one labels are believed less."""
    visible = [line for line in lines if not line.hidden]
    title = fold(heading)
    kept = visible[first_line(visible, title, tight) :]
    kept = kept[: first_mark(kept)]
    kept = kept[: last_line(kept, title, tight)]
    kept = [line for line in kept if line.row or not noise.is_plain_widget(line.text)]
    return drop_last_links(kept)


def first_line(lines: Sequence[Line], heading: str, tight: bool) -> int:
    """The index of the first line that is neither heading nor label nor widget."""
    index, label = 0, False
    while index < len(lines):
        text = lines[index].text
        if length := heading_length(lines, index, heading):
            index, label = index + length, False
        elif is_preface(text, tight) or is_above_posting(lines, index):
            index, label = index + 1, noise.is_empty_label(text)
        elif label and len(text) < 60 and not noise.is_prose(text):
            index, label = index + 1, False
        else:
            break
    return index


def heading_length(lines: Sequence[Line], index: int, heading: str) -> int:
    """How many lines from `index` on repeat the heading, with or without the issuer in front of it."""
    if not heading:
        return 0
    if length := spelled(lines, index, heading):
        return length
    joined = ""
    for length, line in enumerate(lines[index : index + PIECES], 1):
        joined += fold(line.text)
        short, long = sorted((joined, heading), key=len)
        if len(short) > 9 and long.endswith(short) and ISSUER.search(long[: -len(short)]):
            return length
        if len(joined) > len(heading) + 60:
            break
    return 0


def is_above_posting(lines: Sequence[Line], index: int) -> bool:
    """Whether a number stands between the heading and the line that says when the page was posted."""
    if index + 1 == len(lines) or not is_letterhead(lines[index].text):
        return False
    below = lines[index + 1].text
    return (
        noise.is_info_line(below) or noise.is_posting_label(below) or noise.is_posting_time(below)
    )


def is_preface(text: str, tight: bool) -> bool:
    """Whether a line belongs to the page rather than to the document when it stands before the text."""
    return (
        (noise.is_posting_label(text) if tight else noise.is_label(text))
        or noise.is_widget(text)
        or noise.is_breadcrumb(text)
        or noise.is_blank_mark(text)
        or noise.is_related(text)
        or noise.is_posting_time(text)
        or noise.is_info_line(text)
    )


def first_mark(lines: Sequence[Line]) -> int:
    """The index of the first mark of the page behind the bulk of the text."""
    sizes = [len(line.text) - line.linked for line in lines]
    total, before = sum(sizes), 0
    for index, line in enumerate(lines):
        if before >= BULK * total and not line.row:
            share = share_before(lines, index)
            if share is not None and before >= share * total:
                return index
        before += sizes[index]
    return len(lines)


def share_before(lines: Sequence[Line], index: int) -> float | None:
    """How much of the text must stand before a line for the page to speak again from it on; None: it is no mark."""
    text = lines[index].text
    if noise.is_closing(text) or noise.is_breadcrumb(text):
        return BULK
    if noise.is_plain_widget(text) or noise.is_credit(text):
        return NEARLY_ALL
    if not noise.is_related(text):
        return None
    below = lines[index + 1] if index + 1 < len(lines) else None
    return BULK if below is None or below.linked > 0 or is_appendage(below.text, False) else None


def is_appendage(text: str, tight: bool) -> bool:
    """Whether a line belongs to the page when it stands behind the text."""
    return (
        noise.is_widget(text)
        or (noise.is_imprint(text) if tight else noise.is_footer(text))
        or noise.is_related(text)
        or noise.is_credit(text)
        or noise.is_blank_mark(text)
        or noise.is_breadcrumb(text)
        or noise.is_latin_scrap(text)
    )


def last_line(lines: Sequence[Line], heading: str, tight: bool) -> int:
    """The index behind the last official line; links are cut only under a mark of the page."""
    end = index = len(lines)
    links = files = 0
    while index > 0:
        line = lines[index - 1]
        is_box = not links and noise.is_empty_box(line.text)
        is_box = is_box or (not tight and is_name_below(lines, index - 1))
        if is_box or is_appendage(line.text, tight) or fold(line.text) == heading:
            end, links, files = index - 1, 0, 0
        elif line.is_link:
            links, files = links + 1, files + line.files
        elif links > files and is_headline(line.text):
            end, links, files = index - 1, 0, 0
        else:
            break
        index -= 1
    return end


def is_name_below(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the name of an organ right below a date: a signature's name stands above it."""
    if index == 0 or lines[index].row or not is_organ(lines[index].text):
        return False
    return SIGNED_ON.fullmatch(lines[index - 1].text) is not None


def is_headline(text: str) -> bool:
    """Whether a line could head a list of links: short, no sentence, no date, no signature's place."""
    return len(text) < 9 and not noise.is_prose(text) and not noise.DATETIME.search(text)


def without_boilerplate(lines: list[Line], item: DocumentItem) -> list[Line]:
    """Without what the source prints around every text; `explain` names it."""
    dropped = boilerplate_at([line.text for line in lines], item.page.boilerplate)
    if dropped:
        item.explain["boilerplate"] = [lines[index].text for index in sorted(dropped)]
    return [line for index, line in enumerate(lines) if index not in dropped]


def drop_last_links(lines: list[Line]) -> list[Line]:
    """Without links at the end that lead to other pages or repeat an attachment the text has named."""
    named = "".join(
        fold(line.text) for line in lines if line.text.startswith("附") and not line.linked
    )
    end = len(lines)
    while end > 1 and lines[end - 1].is_link and not lines[end - 1].row:
        text = lines[end - 1].text
        name = fold(ATTACHMENT_NAME.sub("", text))
        is_repeated = len(name) > 3 and name in named
        if not is_repeated and (lines[end - 1].files or text.startswith("附")):
            break
        end -= 1
    return lines[:end]
