"""The outbox: what has to be delivered is written with the Change, and crossed off when a receiver took it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import delete, func, select, update

from storage.filters import Filters, apply_to_changes
from storage.models import Change, Document, Revision
from storage.outbox_table import NotifyRule, OutboxRow
from storage.search_query import Query
from storage.search_text import searched_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

WAITING, SENT, FAILED, DROPPED = "waiting", "sent", "failed", "dropped"
DAYS = ("written_from", "written_to", "published_from", "published_to")


@dataclass(frozen=True)
class Rule:
    """A saved search: which Changes are for which receivers (fingerprints of their addresses)."""

    name: str
    filters: Filters
    kinds: tuple[str, ...]  # none given: all
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Parcel:
    """Rows that wait for one receiver of one rule and go in one message; without a key they are not yet one."""

    rule: str
    target: str
    key: str | None
    rows: tuple[int, ...]
    changes: tuple[int, ...]
    oldest: datetime
    attempts: int
    retry_at: datetime | None


def sync_rules(session: Session, rules: Iterable[Rule]) -> None:
    """Let the publisher know these rules and no others."""
    session.execute(delete(NotifyRule))
    session.add_all(
        NotifyRule(
            name=rule.name,
            filters=rule.filters.to_query(),
            kinds=list(rule.kinds),
            targets=list(rule.targets),
        )
        for rule in rules
    )


def enqueue(session: Session, change: Change, now: datetime) -> int:
    """Write down, with the Change, who has to hear of it; returns how many. What was there before us is no news."""
    if change.baseline:
        return 0
    rows = [
        OutboxRow(
            change_id=change.id, rule=rule.name, target=target, created_at=now,
            key=make_key(change.uid, rule.name),
        )
        for rule in session.scalars(select(NotifyRule).order_by(NotifyRule.name))
        if _matches(session, rule, change)
        for target in rule.targets
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return len(rows)


def make_key(*parts: str) -> str:
    """The idempotency key of a message: the same at every attempt."""
    return uuid5(NAMESPACE_URL, "gongbao:" + "\x1f".join(parts)).urn


def list_parcels(session: Session) -> list[Parcel]:
    """All that waits, by rule and receiver, the oldest first."""
    query = select(OutboxRow).where(OutboxRow.state == WAITING).order_by(OutboxRow.id)
    groups: dict[tuple[str, str, str | None], list[OutboxRow]] = {}
    for row in session.scalars(query):
        groups.setdefault((row.rule, row.target, row.batch), []).append(row)
    return [_to_parcel(rows) for rows in groups.values()]


def seal(session: Session, parcel: Parcel, size: int) -> list[Parcel]:
    """Make messages of at most `size` Changes out of what waits; later attempts send just the same ones."""
    sealed = []
    for start in range(0, len(parcel.rows), size):
        numbers = parcel.rows[start : start + size]
        found = session.scalars(select(OutboxRow).where(OutboxRow.id.in_(numbers)))
        rows = sorted(found, key=lambda row: row.id)
        key = rows[0].key if len(rows) == 1 else make_key(*(row.key for row in rows))
        for row in rows:
            row.batch = key
        sealed.append(_to_parcel(rows))
    return sealed


def mark_sent(session: Session, parcel: Parcel, now: datetime) -> None:
    """A receiver took it."""
    _mark(session, parcel.rows, state=SENT, attempts=parcel.attempts + 1, ended_at=now, error="")


def mark_failed(
    session: Session, parcel: Parcel, error: str, now: datetime, retry_at: datetime | None
) -> None:
    """A receiver did not take it: try again then, or never (`retry_at` None)."""
    values: dict[str, Any] = {"attempts": parcel.attempts + 1, "error": error}
    values |= {"retry_at": retry_at} if retry_at is not None else {"state": FAILED, "ended_at": now}
    _mark(session, parcel.rows, **values)


def drop(session: Session, parcel: Parcel, now: datetime) -> None:
    """Nobody asks for it any more: its rule or its receiver is gone from the file."""
    _mark(session, parcel.rows, state=DROPPED, ended_at=now)


def count_by_state(session: Session) -> dict[tuple[str, str], int]:
    """How many rows of each rule are in each state."""
    query = select(OutboxRow.rule, OutboxRow.state, func.count()).group_by(
        OutboxRow.rule, OutboxRow.state
    )
    return {(rule, state): number for rule, state, number in session.execute(query)}


def _mark(session: Session, rows: Sequence[int], **values: Any) -> None:
    """Only what still waits: a result that comes late changes nothing."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(rows), OutboxRow.state == WAITING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _to_parcel(rows: Sequence[OutboxRow]) -> Parcel:
    first = rows[0]
    return Parcel(
        rule=first.rule,
        target=first.target,
        key=first.batch,
        rows=tuple(row.id for row in rows),
        changes=tuple(row.change_id for row in rows),
        oldest=min(row.created_at for row in rows),
        attempts=first.attempts,
        retry_at=first.retry_at,
    )


def _matches(session: Session, rule: NotifyRule, change: Change) -> bool:
    if rule.kinds and change.kind not in rule.kinds:
        return False
    filters = _to_filters(rule.filters)
    if filters.q and not _holds_words(session, filters.q, change):
        return False
    query = select(Change.id).join(Document, Document.id == Change.document_id)
    passing = apply_to_changes(query.where(Change.id == change.id), replace(filters, q=None))
    return session.scalar(passing) is not None


def _holds_words(session: Session, words: str, change: Change) -> bool:
    """Words are looked for in what people know of the Document: never in a hijacked page."""
    if words == change.document_number:
        return True
    number = session.get_one(Document, change.document_id).told_revision_id
    known = session.get(Revision, number) if number is not None else None
    if known is None:
        return Query(words).matches(change.title)
    files = [attached.text for attached in known.attachments if attached.text]
    return Query(words).matches(
        searched_text(known.title, change.document_number, known.text, files)
    )


def _to_filters(texts: dict[str, Any]) -> Filters:
    values: dict[str, Any] = dict(texts)
    for name in DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "changed_since" in values:
        values["changed_since"] = datetime.fromisoformat(values["changed_since"])
    return Filters(**values)
