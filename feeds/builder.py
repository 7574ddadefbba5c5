"""A feed as bytes: what stands around the entries, and each entry as it is written in a format.

The bytes hang on the arguments alone. An entry is written once for each format and kept: when there is news
only the news is written anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from feeds.cleaning import encode_url
from feeds.json_feed import write_head as write_json_head
from feeds.json_feed import write_item as write_json_item
from feeds.kept import Kept
from feeds.ready import Paging, ReadyFeed
from feeds.xml_feed import write_atom_entry, write_atom_head, write_rss_head, write_rss_item

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.entries import FeedEntry
    from feeds.spec import FeedFormat, FeedSpec

MAX_ENTRIES = 100
MAX_BYTES = 1_000_000
PIECES = 4_000  # entries in one format that are kept written
NO_EVENT = datetime(2026, 1, 1, tzinfo=UTC)  # the date of a feed in which nothing has happened yet


@dataclass(frozen=True)
class _Writer:
    """How a format is written; `joint` stands between entries."""

    head: Callable[[ReadyFeed], tuple[bytes, bytes]]
    entry: Callable[[FeedEntry, str], bytes]
    joint: bytes = b""


WRITERS: dict[FeedFormat, _Writer] = {
    "rss": _Writer(write_rss_head, write_rss_item),
    "atom": _Writer(write_atom_head, write_atom_entry),
    "json": _Writer(write_json_head, write_json_item, b", "),
}


class Press:
    """Writes entries, and keeps what it wrote as long as they are the same. Safe for many threads."""

    def __init__(self, limit: int = PIECES) -> None:
        self._kept: Kept[tuple[FeedEntry, bytes]] = Kept(limit)

    def write(self, entry: FeedEntry, format: FeedFormat, base_url: str) -> bytes:  # noqa: A002
        """One entry in a format."""
        key = (entry.id, format, base_url)
        known = self._kept.get(key)
        if known is not None and (known[0] is entry or known[0] == entry):
            return known[1]
        data = WRITERS[format].entry(entry, base_url)
        self._kept.put(key, (entry, data))
        return data


def build_feed(
    spec: FeedSpec,
    entries: Sequence[FeedEntry],
    *,
    base_url: str,
    format: FeedFormat,  # noqa: A002  (the word of the interface)
    updated: datetime | None = None,
    paging: Paging | None = None,
    press: Press | None = None,
) -> bytes:
    """The feed of `entries` (newest first): at most a hundred and a megabyte, the newest kept.

    `updated` is the newest event's time when it is not the newest entry's; `paging` which document of the feed
    this is. ValueError when `base_url` is no http(s) address.
    """
    address = encode_url(base_url)
    if address is None:
        raise ValueError(f"not an http(s) address: {base_url}")
    address, press, paging = address.rstrip("/"), press or Press(), paging or Paging()
    chosen = _choose(entries)
    pieces = [press.write(entry, format, address) for entry in chosen]
    moment = updated or max((entry.updated for entry in chosen), default=NO_EVENT)

    def frame(last: FeedEntry | None) -> tuple[bytes, bytes]:
        place = last.place if last else None
        ready = ReadyFeed(spec, address, format, moment, paging, place)
        return WRITERS[format].head(ready)

    joint = WRITERS[format].joint
    room = MAX_BYTES - sum(map(len, frame(chosen[-1] if chosen else None)))
    sizes = accumulate(len(piece) + len(joint) for piece in pieces)
    kept = sum(1 for size in sizes if size <= room)
    is_cut = paging.has_more is not None and (paging.has_more or kept < len(entries))
    head, tail = frame(chosen[kept - 1] if is_cut and kept else None)
    return head + joint.join(pieces[:kept]) + tail


def _choose(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """The first of each id, up to the limit."""
    first = {entry.id: entry for entry in reversed(entries)}
    kept = [entry for entry in entries if first.pop(entry.id, None) is not None]
    return tuple(kept[:MAX_ENTRIES])
