"""Facts become news: each recorded fact is told as a Change or as nothing, in order, by one publisher at a time."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.changes import ENDED, Detected, detect_change, is_back_dated, is_baseline
from scheduler.redesign import learn_templates
from scheduler.states import to_states
from scheduler.template import set_aside
from storage import lease, news
from storage.outcome import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from config import Settings
    from scheduler.template import Mark
    from storage.news import Cause, Pending
    from storage.session import Archive

LEASE = "publisher"
LEASE_LENGTH = timedelta(seconds=60)
BEIJING = ZoneInfo("Asia/Shanghai")
log = logging.getLogger(__name__)


class PublisherBusy(RuntimeError):
    """Another process publishes and did not end in time. Raised by `publish_pending`; the next round tells the rest."""


def publish_pending(
    archive: Archive, settings: Settings, *, portal: str | None = None, wait: float = 60.0
) -> list[int]:
    """Tell every fact that waits, each in one transaction; returns the ids of the Changes, in order.

    With `portal` only what its pages brought and what others say of documents: the crawl of another portal that is
    still under way cannot be judged yet.
    """
    held = _become_publisher(archive, wait)
    try:
        return _publish_all(archive, settings, held, portal)
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


def _publish_all(
    archive: Archive, settings: Settings, held: lease.Held, portal: str | None
) -> list[int]:
    told: list[int] = []
    with archive.reading() as session:
        waiting = news.pending_ids(session, portal)
    marks = learn_templates(archive, waiting)
    for fact_id in waiting:
        change_id = _publish_one(archive, settings, held, fact_id, marks)
        told += [change_id] if change_id is not None else []
    return told


def _publish_one(
    archive: Archive,
    settings: Settings,
    held: lease.Held,
    fact_id: int,
    marks: Mapping[str, frozenset[Mark]],
) -> int | None:
    """The diff is made outside the write lock; the fact is told only while we are still the publisher."""
    with archive.reading() as session:
        pending = news.load_pending(session, fact_id)
    change = None
    if pending is not None:
        change = judge(pending, settings.baseline_days, marks.get(pending.portal, frozenset()))
    now = datetime.now(UTC)
    with archive.writing() as session:
        if not lease.renew(session, held, now, LEASE_LENGTH):
            raise PublisherBusy("another publisher took over; it tells the rest")
        return news.tell(session, fact_id, change, now)


def judge(
    pending: Pending, baseline_days: int, marks: Collection[Mark] = frozenset()
) -> news.Told | None:
    """The Change one fact makes, or None; `marks` are a template's work. Pure."""
    if not pending.speaks:
        return None
    if pending.cause is not None:
        return None if _is_ended(pending) else _repealed(pending.cause)
    old, new = to_states(pending)
    if old is None and pending.is_known:
        return None
    if old is not None:
        old, new = set_aside(old, new, marks)
    detected = detect_change(old, new, copies=pending.copies)
    return None if detected is None else _to_told(pending, detected, baseline_days)


def _is_ended(pending: Pending) -> bool:
    """Whether people know nothing of the Document yet, or know that it is repealed."""
    told = pending.told
    return told is None or pending.is_repealed or told.record.get("validity") in ENDED


def _repealed(cause: Cause) -> news.Told | None:
    """Another Document says that this one is repealed; when that one is no news, neither is this."""
    if not cause.is_news:
        return None
    number = f"（{cause.number}）" if cause.number else ""
    summary = f"【{ChangeKind.REPEALED.label}】被《{cause.title.strip('《》')}》{number}废止"
    return news.Told(
        kind=ChangeKind.REPEALED, summary=summary, inserted=0, deleted=0, operations=[],
        truncated=False, silent=False, baseline=False, back_dated=False,
    )  # fmt: skip


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
