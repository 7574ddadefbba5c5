"""Titles as their copies share them."""

from __future__ import annotations

import re
import unicodedata

NOT_WORDS = re.compile(r"[\W_]+")
STATUS_MARK = re.compile(
    r"[\[(【]?(?:已废止|废止|已失效|失效|有效|现行有效|已修改|已修订)[\])】]|^\s*\[?(?:转发|转载)[\]:]"
)


def title_key(title: str | None) -> str:
    """A title without blanks, punctuation and status marks."""
    bare = STATUS_MARK.sub("", unicodedata.normalize("NFKC", title or ""))
    return NOT_WORDS.sub("", bare).casefold()
