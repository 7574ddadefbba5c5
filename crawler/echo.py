"""Servers under load answer every address with one and the same page: that is no document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from platforms.address import address_key

MANY = 3  # addresses with one answer; two may be spellings of one page


@dataclass
class Echo:
    """Which addresses gave which payload in this run."""

    lists: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def is_echo(self, url: str, kind: str, digest: str | None) -> bool:
        """Whether this page is only what other addresses answered too. Files may well stand in several places."""
        if digest is None or kind == "file":
            return False
        key = address_key(url)
        if kind == "list":
            self.lists[digest].add(key)
            return False
        self.pages[digest].add(key)
        is_list = digest in self.lists and key not in self.lists[digest]
        return is_list or len(self.pages[digest]) >= MANY
