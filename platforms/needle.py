"""Many strings looked for in a page at once: most share a sign, from one of which to the next a search leaps."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ANCHORS = "/_-"  # rare enough in markup, and in most of what CMS families are known by


class Needles:
    """Strings to be found: `find` says which of them stand in a page."""

    def __init__(self, needles: Iterable[str]) -> None:
        groups: dict[str, set[str]] = {}
        for needle in needles:
            anchor = next((sign for sign in ANCHORS if sign in needle), "")
            groups.setdefault(anchor, set()).add(needle)
        self.alone = groups.pop("", set())
        self.seekers = [Seeker(anchor, group) for anchor, group in groups.items()]

    def find(self, html: str, markup: str) -> frozenset[str]:
        """The needles in a page; `markup`: its ASCII, where those that are ASCII are looked for."""
        alone = (
            needle for needle in self.alone if needle in (markup if needle.isascii() else html)
        )
        return frozenset(chain(alone, *(seeker.find(markup) for seeker in self.seekers)))


class Seeker:
    """Finds strings that hold one sign: by what stands behind it, looking back for what stands before it."""

    def __init__(self, sign: str, needles: Iterable[str]) -> None:
        end_of = {needle: needle.partition(sign)[2] for needle in needles}
        longest_first = sorted(end_of, key=lambda needle: len(end_of[needle]), reverse=True)
        ends = (f"{re.escape(end_of[n])}(?<={re.escape(n)})" for n in longest_first)
        self.pattern = re.compile(f"{re.escape(sign)}(?=({'|'.join(ends)}))")
        self.by_end = {
            end: [needle for needle in end_of if end.startswith(end_of[needle])]
            for end in end_of.values()
        }

    def find(self, markup: str) -> Iterator[str]:
        """The strings that stand in a page."""
        for end in set(self.pattern.findall(markup)):
            yield from (needle for needle in self.by_end[end] if needle in markup)
