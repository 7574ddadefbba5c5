"""Typed reading of a TOML table that remembers which keys were asked for."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value = TypeVar("Value")
HOST = re.compile(r"[^\s/@:\[\]]+|\[[0-9A-Fa-f:.]+\]")


class PortalError(ValueError):
    """A portal file says something that is not understood. Raised by `portals.loader`; shown as one
    line, exit 2.
    """


class Table:
    """One table of a portal file. Every method raises PortalError naming file and key."""

    def __init__(self, values: Mapping[str, Any], place: str, prefix: str = "") -> None:
        self.values = values
        self.place = place
        self.prefix = prefix
        self.known: list[str] = []

    def error(self, key: str, message: str) -> PortalError:
        """The error to raise about `key`."""
        return PortalError(f"{self.place}: {self.prefix}{key}: {message}")

    def refuse_unknown(self) -> None:
        """Raise for the first key that nobody asked for, naming the nearest one that exists."""
        for key in self.values:
            if key not in self.known:
                near = get_close_matches(key.lower(), self.known, n=1, cutoff=0.0)
                raise self.error(key, f"unknown key; the nearest valid key is {near[0]!r}")

    @overload
    def text(self, key: str) -> str | None: ...
    @overload
    def text(self, key: str, *, required: Literal[True]) -> str: ...
    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank."""
        value = self._value(key, str, "a text", required=required)
        if isinstance(value, str) and not value.strip():
            raise self.error(key, "is empty")
        return value.strip() if isinstance(value, str) else None

    def reason(self, key: str) -> str | None:
        """A reason in words; `true` is none."""
        if isinstance(self.values.get(key), bool):
            raise self.error(key, 'give the reason as a text, such as disabled = "moved to …"')
        return self.text(key)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts that are not blank."""
        value = self._value(key, list, "a list of texts", required=required) or []
        if not all(isinstance(one, str) and one.strip() for one in value):
            raise self.error(key, "must be a list of texts")
        return tuple(one.strip() for one in value)

    def choice(self, key: str, words: Sequence[str]) -> str:
        """One of `words`; required."""
        return check_choice(self, key, self.text(key, required=True), words)

    @overload
    def url(self, key: str) -> str | None: ...
    @overload
    def url(self, key: str, *, required: Literal[True]) -> str: ...
    @overload
    def url(self, key: str, *, schemes: tuple[str, ...]) -> str | None: ...
    def url(
        self, key: str, *, required: bool = False, schemes: tuple[str, ...] = ("http", "https")
    ) -> str | None:
        """An absolute address."""
        value = self.text(key, required=True) if required else self.text(key)
        if value is not None and not _is_address(value, schemes):
            raise self.error(key, f"{value!r} is no {' or '.join(schemes)} address")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        return bool(self._value(key, bool, "true or false"))

    @overload
    def count(self, key: str, default: int, *, least: int = 0) -> int: ...
    @overload
    def count(self, key: str, default: int | None, *, least: int = 0) -> int | None: ...
    def count(self, key: str, default: int | None, *, least: int = 0) -> int | None:
        """A whole number not below `least`."""
        value = self._value(key, int, "a whole number")
        if value is not None and value < least:
            raise self.error(key, f"{value} is below {least}")
        return default if value is None else int(value)

    def number(self, key: str, default: float) -> float:
        """A number not below zero."""
        value = self._value(key, (int, float), "a number")
        if value is not None and not 0 <= value < float("inf"):
            raise self.error(key, f"{value} is no number from 0 up")
        return default if value is None else float(value)

    def converted(self, key: str, convert: Callable[[str], Value]) -> Value | None:
        """A text put through `convert`, whose ValueError becomes a PortalError."""
        value = self.text(key)
        return None if value is None else self.checked(value, key, convert)

    def checked(self, value: str, key: str, convert: Callable[[str], Value]) -> Value:
        """`convert(value)`; its ValueError becomes a PortalError about `key`."""
        try:
            return convert(value)
        except ValueError as error:
            raise self.error(key, str(error)) from None

    def table(self, key: str) -> Table:
        """A table within; empty when absent."""
        return Table(self._value(key, dict, "a table") or {}, self.place, f"{self.prefix}{key}.")

    def tables(self, key: str) -> list[Table]:
        """A list of tables; empty when absent."""
        value = self._value(key, list, f"a list of tables ([[{key}]])") or []
        if not all(isinstance(one, dict) for one in value):
            raise self.error(key, f"must be a list of tables ([[{key}]])")
        return [Table(one, self.place, f"{key}[{i}].") for i, one in enumerate(value, 1)]

    def _value(self, key: str, kind: Any, words: str, *, required: bool = False) -> Any:
        self.known.append(key)
        value = self.values.get(key)
        if value is None:
            if required:
                raise self.error(key, f"is missing{self._meant(key)}")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"must be {words}, not {value!r}")
        return value

    def _meant(self, key: str) -> str:
        near = get_close_matches(key, list(self.values), n=1, cutoff=0.7)
        return f"; is {near[0]!r} meant for it?" if near else ""


def check_choice(table: Table, key: str, word: str, words: Sequence[str]) -> str:
    """`word` when it is one of `words`; PortalError with the nearest one otherwise."""
    if word in words:
        return word
    near = get_close_matches(word.lower(), words, n=1, cutoff=0.0)
    raise table.error(key, f"{word!r} is none of {', '.join(words)}; the nearest is {near[0]!r}")


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    if re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(HOST.fullmatch(parts.hostname or ""))
