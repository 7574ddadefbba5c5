"""What commands print: JSON lines for programs, tables as wide as the terminal for people."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
GAP = "  "
NARROWEST = 20


def print_json(row: Any) -> None:
    """One JSON object on one line."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def print_line(text: str = "") -> None:
    """One line for people, without anything that would steer their terminal."""
    sys.stdout.write(UNSAFE.sub(" ", text) + "\n")


def print_text(text: str) -> None:
    """Several lines for people."""
    for line in text.split("\n"):
        print_line(line.replace("\t", " ｜ "))


def print_table(rows: Iterable[Sequence[str]], *, flexible: int) -> None:
    """Columns in line; on a terminal the column `flexible` is cut so that a row stays one line."""
    cells = [[UNSAFE.sub(" ", cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    if sys.stdout.isatty():
        others = sum(widths) - widths[flexible] + len(GAP) * (len(widths) - 1)
        room = shutil.get_terminal_size().columns - others
        widths[flexible] = min(widths[flexible], max(room, NARROWEST))
    for row in cells:
        told = [pad(cut(c, w), w) for c, w in zip(row, widths, strict=True)]
        sys.stdout.write(GAP.join(told).rstrip() + "\n")


def display_width(text: str) -> int:
    """Columns of a terminal a text takes: Chinese characters take two."""
    return sum(map(_width, text))


def cut(text: str, width: int) -> str:
    """A text of at most so many columns, an ellipsis at its end when it was longer."""
    if display_width(text) <= width:
        return text
    taken, kept = 0, ""
    for character in text:
        taken += _width(character)
        if taken > width - 1:
            break
        kept += character
    return kept + "…"


def pad(text: str, width: int) -> str:
    """A text filled with blanks up to so many columns."""
    return text + " " * (width - display_width(text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
