"""The form in which texts and queries meet: folded characters, cut into runs that punctuation separates.

Folding goes character by character, so what stands in a text stands in its folded form too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BREAK = "|"  # between two runs
LATIN = r"[a-z0-9]+(?:(?<=[0-9])\.[0-9][a-z0-9]*)*"  # 2.5 is one run
RUNS = re.compile(rf"{LATIN}|[^\W_a-z0-9]+")
BLANKS = re.compile(r"(?<![a-z0-9\s])[^\S\n\t]++|[^\S\n\t]++(?![a-z0-9])")  # but not within English
DROPPED = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})  # invisible, or no character without another


class _Folding(dict[int, str]):
    """Width, case, accents and invisible characters of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


FOLDING = _Folding()


def normalise(value: str) -> str:
    """Width and case folded, accents and invisible characters gone, no blanks beside Chinese characters."""
    return BLANKS.sub("", value.translate(FOLDING))


def to_runs(value: str) -> list[str]:
    """The rows of letters, Chinese ones or Latin ones with digits, of a normalised text."""
    return RUNS.findall(value)


def to_skeleton(normalised: str) -> str:
    """A normalised text without its punctuation: runs with a break between any two."""
    return BREAK.join(RUNS.findall(normalised))


def to_letters(normalised: str) -> set[str]:
    """Every character that stands in a normalised text, punctuation included."""
    return set(normalised) - {" ", "\n", "\t"}


def searched_text(title: str, number: str | None, text: str, files: Iterable[str]) -> str:
    """All of a Document that words are looked for in."""
    return "\n".join([title, number or "", text, *files])


def _fold(character: str) -> str:
    if character in "\n\t":
        return character
    plain = unicodedata.normalize("NFKD", character).casefold()
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(part for part in parts if unicodedata.category(part) not in DROPPED)
