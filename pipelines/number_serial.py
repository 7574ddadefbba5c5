"""Orders and announcements whose organ stands apart from the serial: 第17号 under a stack of issuers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.number_grammar import (
    CLOSE,
    OPEN,
    SERIAL,
    YEAR,
    DocumentNumber,
    build,
    fold,
    is_organ,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = r"公告|通告|令"
_SERIAL = re.compile(
    rf"{OPEN}?(?P<before>{_WORD})?{OPEN}?(?:(?P<year>{YEAR})年?{CLOSE}?)?第?(?P<n>{SERIAL}{{1,6}})号"
    rf"(?P<after>令)?{CLOSE}{{0,2}}"
)
_LEADING = re.compile(rf"{_SERIAL.pattern}(?=[\s《（(：:]|关于)")


def read_serial(line: str, title: str, issuers: Sequence[str]) -> DocumentNumber | None:
    """The number of a line that lacks its organ, completed by the page's issuers and the title's word."""
    if not issuers or not _may_hold(line):
        return None
    match = _SERIAL.fullmatch(re.sub(r"\s", "", fold(line)))
    if not match:
        return None
    ending = re.search(rf"({_WORD})$", re.sub(r"\s", "", title))
    word = match["before"] or match["after"] or (ending[1] if ending else "")
    if not word or (word != "令" and not match["year"]):
        return None
    return build("".join(issuers), match["year"], match["n"], word=word, ordinal=True)


def _may_hold(line: str) -> bool:
    return "号" in line or "號" in line


def read_stack(lines: Sequence[str]) -> tuple[str, DocumentNumber] | None:
    """A joint number printed as a stack: organs one below the other, one of them with 令, then a line 第N号."""
    if not any(map(_may_hold, lines)):
        return None
    stack: list[str] = []
    for line in lines:
        bare = re.sub(r"\s", "", fold(line))
        match = _SERIAL.fullmatch(bare)
        if match and (number := _of_stack(stack, match)):
            return "\n".join([*stack, line.strip()]), number
        if bare:
            is_piece = is_organ(re.sub(rf"(?:{_WORD})$", "", bare)) or re.fullmatch(_WORD, bare)
            stack = [*stack, bare] if is_piece else []
    return None


def _of_stack(stack: list[str], match: re.Match[str]) -> DocumentNumber | None:
    named = [re.fullmatch(rf"(.*?)({_WORD})", piece) for piece in stack]
    words = [hit[2] for hit in named if hit]
    organs = [hit[1] if hit else piece for hit, piece in zip(named, stack, strict=True)]
    organs = [organ for organ in organs if organ]
    if len(words) != 1 or len(organs) < 2 or (words[0] != "令" and not match["year"]):
        return None
    return build("".join(organs), match["year"], match["n"], word=words[0], ordinal=True)


def leading_serial(title: str) -> str | None:
    """A number without organ that begins a title (【第17号令】《…》), as printed."""
    match = _LEADING.match(fold(title))
    worded = match and (match["before"] or match["after"] or title[0] in "【[（(〔")
    return title[: match.end()] if match and worded else None
