"""Labels within lines of text: `label: value`, several of them in a line, cells parted by tabs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.label import FIELD_OF, LONGEST, to_label

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGN = re.compile(
    r"[:：∶】\]］|｜丨︱]"
)  # without one of these a line holds no label: quick to tell
COLON = re.compile(
    r"[:：∶]|(?<=来源|作者|编辑|责编|审核|记者|摄影)\s*[|｜丨︱]|(?<=[\u4e00-\u9fff])\s*[】\]］]"
)
BLANKS = " \t\u00a0\u3000\u2002\u2003\u200b"
DIVIDERS = BLANKS + "|｜；;[【/／"
CLOSING = {"]": "[", "】": "【", "］": "［"}
WIDGET = re.compile(
    r"(?:^|[\s|｜【\[（(]+)(?:选择|调整|视力|阅读|本文|默认)*(?:字\s*[号体]|打印|分享|浏览|点击|阅读|访问量|查看|"
    r"大\s+中\s+小|\[?大\]?\s*\[|收藏|扫一扫|保护视力|背景色).*$"
)
QUOTES = frozenset("“”‘’\"'")


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
        pairs.append((label, bare_value(line[end:stop])))
    return pairs + pairs_in_cells(line) if "\t" in line else pairs


def bare_value(raw: str) -> str:
    """A value without the widgets behind it and the signs that divide it from the next label."""
    value = WIDGET.sub("", raw).strip(DIVIDERS)
    while value[-1:] in CLOSING and CLOSING[value[-1]] not in value:
        value = value[:-1].rstrip(DIVIDERS)
    return value


def pairs_in_cells(line: str) -> list[tuple[str, str]]:
    cells = line.split("\t")
    pairs = []
    for label_cell, value in pairwise(cells):
        label = to_label(label_cell)
        if label and not starts_with_label(value):
            pairs.append((label, value.strip()))
    return pairs


def labels_in(line: str) -> Iterator[tuple[int, int, str]]:
    """Where known labels stand in a line: start of the label, end of its colon, the label."""
    if SIGN.search(line) is None:
        return
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
    """The longest known label that ends at `stop` and begins at a border: blank, digit, bracket, line start.

    Behind another label (`edge`) it needs no border: inline elements are often printed without a blank.
    """
    word, best = "", None
    for index in range(stop - 1, edge - 1, -1):
        sign = line[index]
        if sign in BLANKS or sign.isspace():
            continue
        word = sign + word
        if len(word) > LONGEST:
            break
        if word in FIELD_OF and (edge or is_border(line, index, edge)):
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
