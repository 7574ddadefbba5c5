"""What was made already, within bounds: what was asked for last is kept longest. Safe for many threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, of at most `limit` weight together (one each unless `weigh` says otherwise)."""

    def __init__(self, limit: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._limit, self._weigh = limit, weigh
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """What is kept by a key."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value; others go when there is too much."""
        with self._lock:
            old = self._values.pop(key, None)
            self._weight += self._weigh(value) - (0 if old is None else self._weigh(old))
            self._values[key] = value
            while self._weight > self._limit:
                self._weight -= self._weigh(self._values.popitem(last=False)[1])
