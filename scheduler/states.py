"""From what storage holds of a fact to the two States that are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.changes import ENDED, State
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from storage.news import Pending, Snapshot


def to_states(pending: Pending) -> tuple[State | None, State]:
    """What people were told and what holds now; attachments unread on either side do not count."""
    told, now = pending.told, pending.now
    unread = now.unread | (told.unread if told else frozenset())
    old = None if told is None else _to_state(told, unread, pending.earlier_hashes)
    new = _to_state(now, unread)
    if old is not None and new.publication is PublicationState.QUARANTINED:
        return old, replace(old, publication=new.publication)  # foreign text is not shown
    if old is not None and pending.is_repealed and new.validity in ENDED:
        return replace(old, validity=new.validity), new  # told already, by the one that repeals it
    if old is None and pending.told_state == PublicationState.WITHDRAWN:
        return replace(new, publication=PublicationState.WITHDRAWN), new
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
