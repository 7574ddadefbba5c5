"""Stretches of a text between two marks, found in one pass however often a mark is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def spans(
    text: str, opening: re.Pattern[str], closing: re.Pattern[str]
) -> Iterator[tuple[re.Match[str], str]]:
    """(opening mark, text up to the closing mark) for each stretch; one without an end is none."""
    at = 0
    while start := opening.search(text, at):
        end = closing.search(text, start.end())
        if end is None:
            return
        yield start, text[start.end() : end.start()]
        at = end.end()


def without_spans(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """The text without its stretches and their marks."""
    kept: list[str] = []
    at = 0
    while start := opening.search(text, at):
        end = closing.search(text, start.end())
        if end is None:
            break
        kept.append(text[at : start.start()])
        at = end.end()
    return "".join((*kept, text[at:])) if kept else text
