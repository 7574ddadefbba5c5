"""Leases: one visitor per host, one publisher, one service, whoever asks."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.models import Lease

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Held:
    """A lease in hand. `fence` is greater than that of every holder before."""

    name: str
    holder: str
    fence: int


def this_process() -> str:
    """`host:pid:start`, unique for a process even when its pid is given to another one later."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}"


def this_thread() -> str:
    """`this_process` and the thread in it: two threads of one process are two holders."""
    host, rest = this_process().split(":", 1)
    return f"{host}/{threading.get_ident()}:{rest}"


def acquire(
    session: Session, name: str, holder: str, now: datetime, length: timedelta
) -> Held | None:
    """Take a lease that is free, expired, our own, or held by a dead process of this machine; None otherwise."""
    row = session.get(Lease, name, with_for_update=True)
    if row is None:
        row = Lease(name=name, holder="", fence=0, expires_at=now)
        session.add(row)
    if row.holder not in ("", holder) and row.expires_at > now and is_alive(row.holder):
        return None
    if row.holder != holder:
        row.holder, row.fence = holder, row.fence + 1
    row.expires_at = now + length
    return Held(name, holder, row.fence)


def renew(session: Session, held: Held, now: datetime, length: timedelta) -> bool:
    """Keep a lease; False when another holder has taken it meanwhile: stop what it guarded."""
    row = session.get(Lease, held.name, with_for_update=True)
    if row is None or (row.holder, row.fence) != (held.holder, held.fence):
        return False
    row.expires_at = now + length
    return True


def release(session: Session, held: Held, now: datetime) -> None:
    """Give a lease back; nothing happens when it is no longer ours."""
    row = session.get(Lease, held.name, with_for_update=True)
    if row is not None and (row.holder, row.fence) == (held.holder, held.fence):
        row.holder, row.expires_at = "", now


def holder_of(session: Session, name: str, now: datetime) -> str | None:
    """Who holds a lease now."""
    row = session.get(Lease, name)
    if row is None or not row.holder or row.expires_at <= now or not is_alive(row.holder):
        return None
    return row.holder


def is_alive(holder: str) -> bool:
    """False only when the holder was a process of this machine that is gone."""
    host, pid, start = holder.rsplit(":", 2)
    return host.partition("/")[0] != socket.gethostname() or _start_of(int(pid)) == start


def _start_of(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return "gone"
    state, *rest = stat.rpartition(")")[2].split()
    return "gone" if state == "Z" else rest[18]
