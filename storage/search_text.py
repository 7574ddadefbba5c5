"""The form in which texts and queries meet: folded characters, cut into runs that punctuation separates.

Folding goes character by character, so what stands in a text stands in its folded form too.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BREAK = "|"  # between two runs
LATIN = r"[a-z0-9]+(?:(?<=[0-9])\.[0-9][a-z0-9]*)*"  # 2.5 is one run
RUNS = re.compile(rf"{LATIN}|[^\W_a-z0-9]+")
BLANK = re.compile(r"[^\S\n\t]")
BLANKS = re.compile(r"(?<![a-z0-9\s])[^\S\n\t]++|[^\S\n\t]++(?![a-z0-9])")  # but not within English
WHITE = frozenset(" \n\t\u1680\u2028\u2029")  # all that folding leaves of it
DROPPED = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})  # invisible, or no character without another


FEW = 40  # so many characters are sooner replaced one after the other than looked up at every place


class _Folding(dict[str, str]):
    """Width, case, accents and invisible characters of each character, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold(character)
        return folded


FOLDING = _Folding()


def normalise(value: str) -> str:
    """Width and case folded, accents and invisible characters gone, no blanks beside Chinese characters."""
    return normalise_with_letters(value)[0]


def normalise_with_letters(value: str) -> tuple[str, set[str]]:
    """A normalised text, and what `to_letters` says of it; in one, for this is where indexing takes its time."""
    folding = {one: FOLDING[one] for one in set(value)}
    folded = _replace(value, {one: to for one, to in folding.items() if one != to})
    plain = BLANKS.sub("", folded) if BLANK.search(folded) else folded
    return plain, to_letters("".join(folding.values()))


def _replace(value: str, folding: dict[str, str]) -> str:
    if len(folding) > FEW or not folding.keys().isdisjoint("".join(folding.values())):
        return "".join([folding.get(one, one) for one in value])
    for one, to in folding.items():
        value = value.replace(one, to)
    return value


def to_runs(value: str) -> list[str]:
    """The rows of letters, Chinese ones or Latin ones with digits, of a normalised text."""
    return RUNS.findall(value)


def to_pairs(runs: Sequence[str]) -> list[str]:
    """The pairs of characters of each run, `AB BC` of `ABC`, or its only one."""
    if not runs:
        return []
    letters = array("I", f"!{'!'.join(runs)}!".encode("utf-32-le"))
    pairs = array("I", "   ".encode("utf-32-le")) * (len(letters) - 1)
    pairs[0::3], pairs[1::3] = letters[:-1], letters[1:]
    written = pairs.tobytes().decode(
        "utf-32-le"
    )  # !A AB BC C! !D: all at once, for a loop takes long
    return [each[2:-2] or each[0] for each in written[1:-2].split("! !")]


def to_skeleton(normalised: str) -> str:
    """A normalised text without its punctuation: runs with a break between any two."""
    return BREAK.join(RUNS.findall(normalised))


def to_letters(normalised: str) -> set[str]:
    """Every character that stands in a normalised text, punctuation included."""
    return set(normalised) - WHITE


def searched_text(title: str, number: str | None, text: str, files: Iterable[str]) -> str:
    """All of a Document that words are looked for in."""
    return "\n".join([title, number or "", text, *files])


def _fold(character: str) -> str:
    if character in "\n\t":
        return character
    plain = unicodedata.normalize("NFKD", character).casefold()
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(part for part in parts if unicodedata.category(part) not in DROPPED)
