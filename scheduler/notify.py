"""Delivery of what the outbox holds: at least once, each message with its key, no receiver in the way of another."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.courier import Dispatch, send_with_apprise
from scheduler.message import compose
from storage import catalogue, lease, ledger, outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.courier import Send
    from storage.filters import Filters
    from storage.outbox import Parcel
    from storage.session import Archive, Session

LEASE = "notifier"
LEASE_LENGTH = timedelta(minutes=5)  # longer than a pass may take
LIMIT = 15.0  # seconds one delivery may take
BUDGET = 30.0  # seconds after which a pass begins no delivery any more; the next one goes on
DIGEST_SIZE = 50  # Changes in one message
DISTANCES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
BEIJING = ZoneInfo("Asia/Shanghai")
DIGEST_HOUR = 8  # of the daily message, in China
DIGESTS = ("immediate", "hourly", "daily")
FAILED = "notification_failed"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NotifyRule:
    """A saved search whose Changes are sent to receivers (Apprise addresses, which hold secrets)."""

    name: str
    targets: tuple[str, ...]
    filters: Filters
    kinds: tuple[str, ...] = ()  # none given: all
    digest: str = "immediate"  # immediate | hourly | daily
    quiet: tuple[time, time] | None = None  # no message from … to …, in China's time

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is sent at this moment; quiet hours may lie around midnight."""
        if self.quiet is None:
            return False
        clock, (start, end) = now.astimezone(BEIJING).time(), self.quiet
        return start <= clock < end if start <= end else clock >= start or clock < end

    def is_due(self, oldest: datetime, now: datetime) -> bool:
        """Whether what waits since `oldest` goes out: at once, at the full hour, or at eight in the morning."""
        if self.is_quiet(now):
            return False
        return self.digest == "immediate" or self._period(oldest) < self._period(now)

    def _period(self, moment: datetime) -> int:
        if self.digest == "hourly":
            return int(moment.timestamp() // 3600)
        return (moment.astimezone(BEIJING) - timedelta(hours=DIGEST_HOUR)).toordinal()

    def to_outbox(self) -> outbox.Rule:
        """The same for the publisher, without the addresses."""
        targets = tuple(map(fingerprint, self.targets))
        return outbox.Rule(self.name, self.filters, self.kinds, targets)


def fingerprint(target: str) -> str:
    """What stands for a receiver's address in the database."""
    return hashlib.sha256(target.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Delivered:
    """What one pass brought."""

    sent: int = 0
    failed: int = 0


def sync_rules(archive: Archive, rules: Iterable[NotifyRule]) -> None:
    """Let every publisher of this archive know the rules."""
    with archive.writing() as session:
        outbox.sync_rules(session, [rule.to_outbox() for rule in rules])


def deliver(
    archive: Archive,
    rules: Sequence[NotifyRule],
    base_url: str,
    *,
    now: datetime | None = None,
    send: Send = send_with_apprise,
    limit: float = LIMIT,
    budget: float = BUDGET,
) -> Delivered:
    """Send what is due, one process at a time; what is not taken is tried again later, then becomes an Issue."""
    now = now or datetime.now(UTC)
    with archive.reading() as session:
        if not outbox.list_parcels(session):
            return Delivered()
    with archive.writing() as session:
        held = lease.acquire(session, LEASE, lease.this_thread(), datetime.now(UTC), LEASE_LENGTH)
    if held is None:
        return Delivered()
    try:
        return _deliver(archive, rules, base_url, now, Dispatch(send, limit, budget))
    finally:
        with archive.writing() as session:
            lease.release(session, held, datetime.now(UTC))


def _deliver(
    archive: Archive, rules: Sequence[NotifyRule], base_url: str, now: datetime, dispatch: Dispatch
) -> Delivered:
    receivers = {(rule.name, fingerprint(t)): (rule, t) for rule in rules for t in rule.targets}
    with archive.writing() as session:
        due = _take_due(session, receivers, now)
    with archive.reading() as session:
        for parcel in due:
            changes = catalogue.get_changes(session, parcel.changes)
            message = compose(parcel.rule, changes, parcel.key or "", base_url)
            dispatch.add(receivers[parcel.rule, parcel.target][1], parcel, message)
    sent = failed = 0
    for parcel, error in dispatch.run():
        with archive.writing() as session:
            _record(session, parcel, error, now)
        sent, failed = sent + (error is None), failed + (error is not None)
    return Delivered(sent, failed)


def _take_due(
    session: Session, receivers: dict[tuple[str, str], tuple[NotifyRule, str]], now: datetime
) -> list[Parcel]:
    """The messages to send now; what nobody asks for any more is dropped."""
    due: list[Parcel] = []
    for parcel in outbox.list_parcels(session):
        if (parcel.rule, parcel.target) not in receivers:
            outbox.drop(session, parcel, now)
            continue
        rule = receivers[parcel.rule, parcel.target][0]
        if parcel.key is None and rule.is_due(parcel.oldest, now):
            due += outbox.seal(session, parcel, 1 if rule.digest == "immediate" else DIGEST_SIZE)
        elif parcel.key is not None and not rule.is_quiet(now):
            due += [parcel] if parcel.retry_at is None or parcel.retry_at <= now else []
    return due


def _record(session: Session, parcel: Parcel, error: str | None, now: datetime) -> None:
    subject = f"{parcel.rule}/{parcel.target}"
    if error is None:
        outbox.mark_sent(session, parcel, now)
        ledger.resolve_subjects(session, "", [subject], FAILED, now)
        return
    is_last = parcel.attempts >= len(DISTANCES)
    again = None if is_last else now + DISTANCES[parcel.attempts]
    outbox.mark_failed(session, parcel, error, now, again)
    log.warning("rule %s: receiver %s: %s", parcel.rule, parcel.target, error)
    if is_last:
        told = f"rule {parcel.rule}: {len(parcel.rows)} changes not delivered to {parcel.target}"
        ledger.raise_issue(session, FAILED, "", "", subject, f"{told}: {error}", now)
