"""JavaScript literals inside a page: arrays and objects as scripts write them, and assigned texts."""

from __future__ import annotations

import json
import re
from typing import Any

BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
NAME = re.compile(r"[A-Za-z_$][\w$]*")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'', re.DOTALL)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
WORDS = {"true": True, "false": False, "null": None, "undefined": None}
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
DEEPEST = 40
DECODER = json.JSONDecoder()


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start` and where it ends; ValueError when there is none."""
    try:
        return DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return _value(text, start, 0)


def unescape(text: str) -> str:
    """The inside of a JavaScript string as text."""
    return ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return ESCAPES.get(code, code)


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    at = _skip(text, at)
    opening = text[at : at + 1]
    if opening == "[":
        return _array(text, at + 1, depth)
    if opening == "{":
        return _object(text, at + 1, depth)
    return _scalar(text, at)


def _scalar(text: str, at: int) -> tuple[Any, int]:
    found = STRING.match(text, at)
    if found:
        return unescape(found[1] if found[1] is not None else found[2]), found.end()
    found = NUMBER.match(text, at)
    if found:
        return json.loads(found[0]), found.end()
    found = NAME.match(text, at)
    if found and found[0] in WORDS:
        return WORDS[found[0]], found.end()
    raise ValueError(f"no literal at {at}")


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            return items, at + 1
        item, at = _value(text, at, depth + 1)
        items.append(item)
        at = _comma(text, at, "]")


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    members: dict[str, Any] = {}
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "}":
            return members, at + 1
        key, at = _key(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise ValueError(f"no member at {at}")
        members[key], at = _value(text, at + 1, depth + 1)
        at = _comma(text, at, "}")


def _key(text: str, at: int) -> tuple[str, int]:
    found = STRING.match(text, at)
    if found:
        return unescape(found[1] if found[1] is not None else found[2]), found.end()
    found = NAME.match(text, at) or NUMBER.match(text, at)
    if not found:
        raise ValueError(f"no key at {at}")
    return found[0], found.end()


def _comma(text: str, at: int, closing: str) -> int:
    at = _skip(text, at)
    mark = text[at : at + 1]
    if mark == ",":
        return at + 1
    if mark == closing:
        return at
    raise ValueError(f"no comma at {at}")


def _skip(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at
