"""Feeds made already: as long as nothing happens in the archive one cheap question answers for all of them."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feeds.archive import Entries
from feeds.builder import Press
from feeds.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from feeds.entries import FeedEntry
    from feeds.ready import Paging

MAX_BYTES = 48_000_000
OVERHEAD = 2_000  # bytes a feed takes beside its bodies
PAGES = 12
LEVEL = 5  # of gzip: what more would gain is not worth the time


@dataclass(frozen=True)
class KeptFeed:
    """A feed as of one state of the archive; without bodies it is only known whether it changed."""

    archive: str  # the archive's state when the feed's was looked up
    etag: str
    moment: datetime | None  # of its newest event
    is_closed: bool = False  # an archive document that stays as it is
    body: bytes | None = None
    packed: bytes | None = None  # the same, gzip

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.body or b"") + len(self.packed or b"") + OVERHEAD

    def with_body(self, body: bytes) -> KeptFeed:
        """The same, made."""
        return replace(self, body=body, packed=gzip.compress(body, LEVEL, mtime=0))


class KeptFeeds:
    """Feeds by address, and what they are made of. Safe for many threads."""

    def __init__(self) -> None:
        self.entries = Entries()
        self.press = Press()
        self.pages: Kept[tuple[list[FeedEntry], Paging]] = Kept(PAGES)  # for the other formats
        # one feed at a time is made, or threads that compete for the processor hold up every other answer;
        # a search may take its time, and has a turn of its own
        self.turns = {"search": threading.Lock(), "feed": threading.Lock()}
        self._feeds: Kept[KeptFeed] = Kept(MAX_BYTES, lambda feed: feed.size)
        self._lock = threading.Lock()
        self._makers: dict[str, tuple[threading.Lock, list[None]]] = {}

    @contextmanager
    def making(self, address: str, *, wait: bool) -> Iterator[bool]:
        """One at a time makes a feed: True for its maker. Whoever comes meanwhile waits its turn, or gets False."""
        with self._lock:
            lock, waiting = self._makers.setdefault(address, (threading.Lock(), []))
            waiting.append(None)
        is_mine = lock.acquire(blocking=wait)
        try:
            yield is_mine
        finally:
            if is_mine:
                lock.release()
            with self._lock:
                waiting.pop()
                if not waiting:
                    del self._makers[address]

    def get(self, address: str) -> KeptFeed | None:
        """What is kept for an address."""
        return self._feeds.get(address)

    def put(self, address: str, feed: KeptFeed) -> None:
        """Keep a feed; others go when there are too many."""
        self._feeds.put(address, feed)
