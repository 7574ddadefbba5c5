"""How much one client may ask for: a bucket of requests each, that fills again with time."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60.0
MAX_CLIENTS = 20_000  # remembered at once: the least recent is forgotten, which is to its favour
NETWORK = 64  # bits of an IPv6 address that are one client's


@dataclass
class Bucket:
    """Requests left, as of a moment."""

    left: float
    at: float


class RateLimit:
    """So many requests a minute for each client, all of them at once if it likes; 0 is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, client: str) -> int:
        """Count a request: 0 when it is welcome, else the seconds to wait for the next one."""
        if not self.per_minute:
            return 0
        with self._lock:
            bucket = self._refilled(client)
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return max(1, math.ceil((1 - bucket.left) * MINUTE / self.per_minute))

    def _refilled(self, client: str) -> Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(client, Bucket(self.per_minute, now))
        self._buckets.move_to_end(client)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        gained = (now - bucket.at) * self.per_minute / MINUTE
        bucket.left, bucket.at = min(self.per_minute, bucket.left + gained), now
        return bucket


def client_of(address: str | None) -> str | None:
    """Who asks, by its address; None for this machine itself, which is never limited."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return None if found.is_loopback else f"{int(found) >> (128 - NETWORK):x}::"
        found = found.ipv4_mapped
    return None if found.is_loopback else str(found)
