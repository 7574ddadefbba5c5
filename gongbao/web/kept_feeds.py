"""Feeds made already: as long as nothing happens in the archive one cheap question answers for all of them."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MAX_BYTES = 48_000_000
MAX_FEEDS = 5_000
LEVEL = 5  # of gzip: what more would gain is not worth the time


@dataclass(frozen=True)
class KeptFeed:
    """A feed as of one state of the archive; without bodies it is only known whether it changed."""

    archive: str  # the archive's state when the feed's was looked up
    etag: str
    moment: datetime | None  # of its newest event
    body: bytes | None = None
    packed: bytes | None = None  # the same, gzip

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return len(self.body or b"") + len(self.packed or b"") + 500

    def with_body(self, body: bytes) -> KeptFeed:
        """The same, made."""
        return replace(self, body=body, packed=gzip.compress(body, LEVEL, mtime=0))


class KeptFeeds:
    """Feeds by address, those asked for last kept longest. Safe for many threads."""

    def __init__(self) -> None:
        self._feeds: OrderedDict[str, KeptFeed] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._makers: dict[str, tuple[threading.Lock, list[None]]] = {}

    @contextmanager
    def making(self, address: str) -> Iterator[None]:
        """One at a time makes a feed; whoever waited finds it made."""
        with self._lock:
            lock, waiting = self._makers.setdefault(address, (threading.Lock(), []))
            waiting.append(None)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                waiting.pop()
                if not waiting:
                    del self._makers[address]

    def get(self, address: str) -> KeptFeed | None:
        """What is kept for an address."""
        with self._lock:
            found = self._feeds.get(address)
            if found is not None:
                self._feeds.move_to_end(address)
            return found

    def put(self, address: str, feed: KeptFeed) -> None:
        """Keep a feed; others go when there are too many."""
        with self._lock:
            old = self._feeds.pop(address, None)
            self._size += feed.size - (old.size if old else 0)
            self._feeds[address] = feed
            while self._size > MAX_BYTES or len(self._feeds) > MAX_FEEDS:
                self._size -= self._feeds.popitem(last=False)[1].size
