"""Leases: one holder at a time, the dead are succeeded at once, the fence grows."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage import lease

if TYPE_CHECKING:
    from storage.session import Archive

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def take(archive: Archive, holder: str, now: datetime = NOW) -> lease.Held | None:
    with archive.writing() as session:
        return lease.acquire(session, "host:a.example", holder, now, MINUTE)


def test_held_until_it_expires(archive: Archive) -> None:
    first = take(archive, "other:1:5")
    assert first is not None
    assert take(archive, "third:2:6") is None
    later = take(archive, "third:2:6", NOW + 2 * MINUTE)
    assert later is not None
    assert later.fence == first.fence + 1


def test_taken_leases_cannot_be_renewed_or_released(archive: Archive) -> None:
    first = take(archive, "other:1:5")
    assert first is not None
    take(archive, "third:2:6", NOW + 2 * MINUTE)
    with archive.writing() as session:
        assert not lease.renew(session, first, NOW + 2 * MINUTE, MINUTE)
        lease.release(session, first, NOW + 2 * MINUTE)
        assert lease.holder_of(session, "host:a.example", NOW + 2 * MINUTE) == "third:2:6"


def test_a_dead_process_of_this_machine_holds_nothing(archive: Archive) -> None:
    code = "from storage.lease import this_process; print(this_process())"
    dead = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert take(archive, dead) is not None
    assert take(archive, lease.this_process()) is not None


def test_our_own_lease_can_be_taken_again(archive: Archive) -> None:
    ours = lease.this_process()
    first, again = take(archive, ours), take(archive, ours)
    assert first is not None
    assert again == first


def test_two_threads_are_two_holders() -> None:
    assert lease.this_thread() != lease.this_process()
    assert lease.is_alive(lease.this_thread())
