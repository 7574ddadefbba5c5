"""Messages to many receivers at once: a thread each, a time limit for each delivery, in order, at most one failure."""

from __future__ import annotations

import queue
import threading
import time
import warnings
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from scheduler.message import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.message import Message
    from storage.outbox import Parcel

    Send = Callable[[str, Message], str | None]  # address, message → None, or why it was not taken

READ_SECONDS = 10.0  # a receiver may take to answer, where its address names no time


def is_target(address: str) -> bool:
    """Whether Apprise knows what to do with an address."""
    return _instantiate(address) is not None


def describe_target(address: str) -> str:
    """An address without its secrets."""
    made = _instantiate(address)
    return "?" if made is None else str(made.url(privacy=True)).partition("?")[0]


def send_with_apprise(target: str, message: Message) -> str | None:
    """Deliver; None, or why a receiver did not take it (without secrets)."""
    made = _instantiate(target)
    if made is None:
        return "not an Apprise address"
    if isinstance(headers := getattr(made, "headers", None), dict):
        headers[KEY] = message.key
    made.socket_read_timeout = max(made.socket_read_timeout, READ_SECONDS)
    try:
        taken = made.notify(body=message.body, title=message.title, body_format="text")
    except Exception as error:  # (what a plug-in throws is a failed delivery)
        return type(error).__name__
    return None if taken else "not taken"


def _instantiate(address: str) -> Any:  # Apprise's plug-ins share no type that is exported
    return _load_apprise().instantiate(address, suppress_exceptions=True)


@cache
def _load_apprise() -> Any:
    """Apprise with its plug-ins: slow to load, needed only where there are rules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports modules that Python is about to drop
        from apprise import Apprise  # noqa: PLC0415

        Apprise.instantiate("json://localhost")
    return Apprise


@dataclass
class _Worker:
    """The messages for one receiver, and how far they are."""

    target: str
    waiting: deque[tuple[Parcel, Message]] = field(default_factory=deque)
    current: Parcel | None = None
    began: float = 0.0
    is_abandoned: bool = False
    recorded: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


class Dispatch:
    """Deliveries of one pass. After a failure a receiver gets nothing more; the next pass goes on."""

    def __init__(self, send: Send, limit: float, budget: float):
        self._send, self._limit, self._budget = send, limit, budget
        self._workers: dict[str, _Worker] = {}
        self._results: queue.Queue[tuple[_Worker, Parcel | None, str | None]] = queue.Queue()
        self._deadline = 0.0

    def add(self, target: str, parcel: Parcel, message: Message) -> None:
        """One more message, behind those its receiver gets before it."""
        self._workers.setdefault(target, _Worker(target)).waiting.append((parcel, message))

    def run(self) -> Iterator[tuple[Parcel, str | None]]:
        """Deliver; gives each message with None, or why it was not taken, as soon as it is known.

        A receiver's next message waits until the caller has written that down: at most one is in doubt.
        """
        self._deadline = time.monotonic() + self._budget
        working = list(self._workers.values())
        for worker in working:
            name = f"courier-{worker.target.partition(':')[0]}"
            threading.Thread(target=self._work, args=(worker,), daemon=True, name=name).start()
        while working:
            yield from self._give_up(working)
            try:
                worker, parcel, error = self._results.get(timeout=0.1)
            except queue.Empty:
                continue
            if worker.is_abandoned:
                continue
            if parcel is None:
                working.remove(worker)
            else:
                yield parcel, error
                worker.recorded.release()

    def _give_up(self, working: list[_Worker]) -> Iterator[tuple[Parcel, str | None]]:
        """Leave alone whoever takes too long: its thread may end when it likes."""
        now = time.monotonic()
        for worker in [w for w in working if w.current and now - w.began > self._limit]:
            parcel, worker.is_abandoned = worker.current, True
            working.remove(worker)
            if parcel is not None:
                yield parcel, f"no answer within {self._limit:g} s"

    def _work(self, worker: _Worker) -> None:
        while worker.waiting and not worker.is_abandoned and time.monotonic() < self._deadline:
            parcel, message = worker.waiting.popleft()
            worker.began, worker.current = time.monotonic(), parcel
            error = self._send(worker.target, message)
            worker.current = None
            self._results.put((worker, parcel, error))
            is_known = worker.recorded.acquire(timeout=self._budget)
            if error is not None or not is_known:
                break
        self._results.put((worker, None, None))
