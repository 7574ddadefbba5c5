"""Facts become news: each recorded fact is told as a Change or as nothing, in order, by one publisher at a time."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.changes import Detected, State, detect_change, is_back_dated, is_baseline
from storage import lease, news
from storage.outcome import ChangeKind, PublicationState

if TYPE_CHECKING:
    from config import Settings
    from storage.news import Pending, Snapshot
    from storage.session import Archive

LEASE = "publisher"
LEASE_LENGTH = timedelta(seconds=60)
BEIJING = ZoneInfo("Asia/Shanghai")
log = logging.getLogger(__name__)


class PublisherBusy(RuntimeError):
    """Another process publishes and did not finish in time. Raised by `publish_pending`; the next round tells the rest."""


def publish_pending(archive: Archive, settings: Settings, *, wait: float = 60.0) -> list[int]:
    """Tell every fact that waits, each in one transaction; returns the ids of the Changes, in order."""
    held = _become_publisher(archive, wait)
    try:
        return _publish_all(archive, settings, held)
    finally:
        with archive.writing() as session:
            lease.release(session, held, datetime.now(UTC))


def _become_publisher(archive: Archive, wait: float) -> lease.Held:
    deadline = time.monotonic() + wait
    while True:
        with archive.writing() as session:
            held = lease.acquire(
                session, LEASE, lease.this_thread(), datetime.now(UTC), LEASE_LENGTH
            )
        if held is not None:
            return held
        if time.monotonic() >= deadline:
            raise PublisherBusy("another process is publishing; what waits is told next time")
        time.sleep(0.1)


def _publish_all(archive: Archive, settings: Settings, held: lease.Held) -> list[int]:
    told: list[int] = []
    with archive.reading() as session:
        waiting = news.pending_ids(session)
    for fact_id in waiting:
        change_id = _publish_one(archive, settings, held, fact_id)
        told += [change_id] if change_id is not None else []
    return told


def _publish_one(
    archive: Archive, settings: Settings, held: lease.Held, fact_id: int
) -> int | None:
    """The diff is made outside the write lock; the fact is told only while we are still the publisher."""
    with archive.reading() as session:
        pending = news.load_pending(session, fact_id)
    change = None if pending is None else judge(pending, settings.baseline_days)
    now = datetime.now(UTC)
    with archive.writing() as session:
        if not lease.renew(session, held, now, LEASE_LENGTH):
            raise PublisherBusy("another publisher took over; it tells the rest")
        return news.tell(session, fact_id, change, now)


def judge(pending: Pending, baseline_days: int) -> news.Told | None:
    """The Change one fact makes, or None. Pure."""
    if not pending.speaks or (pending.is_known and pending.told is None):
        return None
    detected = detect_change(*_to_states(pending), copies=pending.copies)
    return None if detected is None else _to_told(pending, detected, baseline_days)


def _to_states(pending: Pending) -> tuple[State | None, State]:
    told, now = pending.told, pending.now
    unread = now.unread | (told.unread if told else frozenset())
    old = None if told is None else _to_state(told, unread, pending.earlier_hashes)
    new = _to_state(now, unread)
    if old is not None and new.publication is PublicationState.QUARANTINED:
        return old, replace(old, publication=new.publication)  # foreign text is not shown
    return old, new


def _to_state(snapshot: Snapshot, unread: frozenset[str], earlier: tuple[str, ...] = ()) -> State:
    hashes = [h for url, h in snapshot.attachments.items() if h and url not in unread]
    return State.from_record(
        snapshot.record,
        state=snapshot.state,
        content_hash=snapshot.content_hash,
        attachment_hashes=hashes,
        earlier_hashes=earlier,
    )


def _to_told(pending: Pending, detected: Detected, baseline_days: int) -> news.Told:
    is_new = detected.kind is ChangeKind.NEW
    baseline = is_new and _is_baseline(pending, baseline_days)
    return news.Told(
        kind=detected.kind,
        summary=detected.summary,
        inserted=detected.inserted,
        deleted=detected.deleted,
        operations=detected.operations,
        truncated=detected.truncated,
        silent=detected.silent,
        baseline=baseline,
        back_dated=is_new
        and is_back_dated(
            _date_of(pending),
            pending.found_at.astimezone(BEIJING).date(),
            baseline_days=baseline_days,
            baseline=baseline,
        ),
    )


def _is_baseline(pending: Pending, baseline_days: int) -> bool:
    first_seen = pending.source_first_seen_at or pending.found_at
    return is_baseline(
        _date_of(pending),
        first_seen.astimezone(BEIJING).date(),
        baseline_days=baseline_days,
        before_complete_sweep=pending.before_sweep,
    )


def _date_of(pending: Pending) -> str | None:
    """The document's date: when it was written, else published (which may be the day a page was rebuilt)."""
    record = pending.now.record
    return record.get("written_on") or record.get("published_at")
