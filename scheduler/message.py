"""What a notification says: one Change, or the Changes of a digest; the same words at every attempt. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.cleaning import clean_line, clean_text
from feeds.entries import entry_from_change
from feeds.redline import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.views import ChangeView

REDLINE = 1_500  # characters
KEY = "Idempotency-Key"


@dataclass(frozen=True)
class Message:
    """What a receiver gets. `key` tells one that it has got it before."""

    title: str
    body: str
    key: str


def compose(rule: str, changes: Sequence[ChangeView], key: str, base_url: str) -> Message:
    """One Change with its redline, or a list of several."""
    if len(changes) == 1:
        title, body = entry_from_change(changes[0]).title, _tell_one(changes[0], base_url)
    else:
        title = f"{clean_line(rule, 60)}：{len(changes)}条动态"
        body = "\n\n".join(_tell_briefly(change, base_url) for change in changes)
    return Message(title, f"{body}\n\n{KEY}: {key}", key)


def compose_test(rule: str, key: str) -> Message:
    """What `gongbao notify test` sends."""
    title = f"公报：“{clean_line(rule, 60)}”通知测试"
    return Message(title, f"这是一条测试消息，与任何文件无关。\n\n{KEY}: {key}", key)


def _tell_one(change: ChangeView, base_url: str) -> str:
    entry = entry_from_change(change)
    redline = clean_text(render(change.operations, "text", context=0, limit=REDLINE))
    parts = [entry.summary, redline, *_links(change, base_url)]
    return "\n".join(part for part in parts if part)


def _tell_briefly(change: ChangeView, base_url: str) -> str:
    entry = entry_from_change(change)
    summary = "" if entry.summary in entry.title else entry.summary
    return "\n".join(part for part in (entry.title, summary, base_url + entry.path) if part)


def _links(change: ChangeView, base_url: str) -> tuple[str, ...]:
    entry = entry_from_change(change)
    return (f"查看：{base_url}{entry.path}", f"门户原文：{entry.via}" if entry.via else "")
