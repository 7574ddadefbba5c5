"""ZIP containers read with a budget: what unfolds is counted, and names are never paths."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from pipelines.attachment_limit import MAX_EXPANDED, MAX_MEMBERS, UnreadableAttachment, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCRYPTED = 0x1
UTF8_NAMES = 0x800
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Budget:
    """Bytes that may still unfold, shared by a container and those within it."""

    def __init__(self, limit: int = MAX_EXPANDED) -> None:
        self.limit, self.left = limit, limit

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise UnreadableAttachment(f"unfolds to more than {self.limit} bytes")


class Container:
    """A ZIP file in memory. Every method raises UnreadableAttachment alone."""

    def __init__(self, body: bytes, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        with reading("ZIP container"):
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        entries = self._zip.infolist()
        if len(entries) > MAX_MEMBERS:
            raise UnreadableAttachment(f"container of {len(entries)} files, limit {MAX_MEMBERS}")
        self.entries = {to_name(entry): entry for entry in entries if not entry.is_dir()}
        self._refuse_bomb()

    def _refuse_bomb(self) -> None:
        expanded = sum(entry.file_size for entry in self.entries.values())
        if expanded > self.budget.left:
            limit = self.budget.limit
            self.budget.left = -1  # the archives around it are refused with it
            raise UnreadableAttachment(f"container unfolds to {expanded} bytes, limit {limit}")

    @property
    def is_encrypted(self) -> bool:
        return any(entry.flag_bits & ENCRYPTED for entry in self.entries.values())

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def find(self, pattern: re.Pattern[str]) -> str | None:
        """The first name a pattern matches in full."""
        return next((name for name in self.entries if pattern.fullmatch(name)), None)

    def size(self, name: str) -> int:
        """How many bytes a file is said to have, 0 when it is not there."""
        entry = self.entries.get(name)
        return entry.file_size if entry else 0

    def read(self, name: str) -> bytes:
        """The bytes of one file within the container."""
        entry = self.entries.get(name)
        if entry is None:
            raise UnreadableAttachment(f"broken ZIP container: no {name} in it")
        with reading(f"ZIP container ({name})"), self._zip.open(entry) as stream:
            body = stream.read(self.budget.left + 1)
        self.budget.spend(len(body))
        return body


def to_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry with forward slashes: Chinese Windows writes GBK where ZIP says code page 437."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAMES and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        name = _decode_name(raw)
    return name.replace("\\", "/")


def _decode_name(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def file_name(name: str) -> str:
    """The last part of a name, fit to be shown."""
    return CONTROL.sub("", name.rstrip("/").rsplit("/", 1)[-1]).strip()
