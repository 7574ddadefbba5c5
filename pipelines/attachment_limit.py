"""How far the reading of an attachment goes, and the one exception that says it went no further."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_EXPANDED = 200 * 1024 * 1024  # bytes all containers of one file may unfold to
MAX_MEMBERS = 10_000  # files in one container
MAX_DEPTH = 3  # archives within archives
MAX_PAGES = 2000
MAX_CELLS = 1_000_000
MAX_TEXT = 5_000_000  # characters
# what databases refuse, and the signs of symbol fonts
NO_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f\\ud800-\\udfff\\uf000-\\uf0ff\\ufffe\\uffff]")


class UnreadableAttachment(ValueError):
    """The bytes are broken or beyond the limits. Raised by `read_attachment`; the step notes it and goes on."""


class ProtectedDocument(Exception):
    """A password is needed. Raised by readers; `read_attachment` makes a note of it."""


@dataclass(frozen=True)
class AttachmentText:
    """What a file is, and its text; `note` says why there is none, or what of it could not be read."""

    media_type: str | None
    text: str | None
    note: str | None = None


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Whatever a parser throws at hostile bytes becomes `UnreadableAttachment`: the set is open in every library."""
    try:
        yield
    except (UnreadableAttachment, ProtectedDocument):
        raise
    except MemoryError:
        raise UnreadableAttachment(f"{kind} needs more memory than there is") from None
    except Exception as error:
        raise UnreadableAttachment(f"broken {kind}: {error or type(error).__name__}") from None


def join_lines(lines: Iterable[str]) -> str:
    """Lines as one text without blank lines; UnreadableAttachment beyond `MAX_TEXT` characters."""
    kept: list[str] = []
    size = 0
    for line in lines:
        for part in line.splitlines():
            bare = NO_TEXT.sub("", part).rstrip()
            if bare.strip():
                kept.append(bare)
                size += len(bare) + 1
        if size > MAX_TEXT:
            raise UnreadableAttachment(f"text of more than {MAX_TEXT} characters")
    return "\n".join(kept)
