"""JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from feeds.ready import CHINA, entry_body, entry_url

if TYPE_CHECKING:
    from feeds.entries import FeedEntry
    from feeds.ready import ReadyFeed

LINE_END = re.compile(r"</p>|<br>")
TAG = re.compile(r"<[^>]*>")
TEXT = 240  # characters of the body as plain text: a hundred of them have to stay below a megabyte


def write_head(feed: ReadyFeed) -> tuple[bytes, bytes]:
    """What stands before and after the items."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "description": feed.description,
        "language": "zh-CN",
    }
    following = feed.links.get("next") or (feed.chain.part and feed.links.get("prev-archive"))
    if following:
        told["next_url"] = following
    return _to_bytes(told)[:-1] + b', "items": [', b"]}"


def write_item(entry: FeedEntry, base_url: str) -> bytes:
    """One item."""
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry_url(base_url, entry),
        "external_url": entry.via,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry_body(base_url, entry),
        "content_text": _to_text(entry.html) or entry.summary,
        "date_published": entry.published.astimezone(CHINA).isoformat(),
        "date_modified": entry.updated.astimezone(CHINA).isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [label for _, _, label in entry.categories],
        "attachments": [
            {"url": a.url, "mime_type": a.media_type, "title": a.title} for a in entry.attachments
        ],
        "_gov": entry.facts,
    }
    return _to_bytes({name: value for name, value in item.items() if value})


def _to_text(html: str) -> str:
    """The beginning of a body in words, a paragraph a line: its markup is ours, all else is escaped."""
    text = unescape(TAG.sub("", LINE_END.sub("\n", html))).strip()
    return text if len(text) <= TEXT else f"{text[: TEXT - 1]}…"


def _to_bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
