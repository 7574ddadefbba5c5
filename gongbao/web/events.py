"""What became of a document, as one row of events: revisions, copies elsewhere, changes without a revision. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from storage.timeline import RevisionHead
    from storage.views import ChangeView, PublicationView


@dataclass(frozen=True)
class Event:
    """One event; of the three last fields those are set that belong to its kind."""

    at: datetime
    kind: str  # revision | copy | change
    revision: RevisionHead | None = None
    previous: int | None = None  # number of the Revision before it
    change: ChangeView | None = None  # what was told of it
    place: PublicationView | None = None
    lag: int | None = None  # days behind the first place


def list_events(
    heads: Sequence[RevisionHead],
    places: Iterable[PublicationView],
    changes: Iterable[ChangeView],
    lags: Mapping[str, int],
) -> list[Event]:
    """Newest first."""
    told = list(changes)
    events = [*_revisions(heads, told), *_copies(places, lags), *_others(heads, told)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _revisions(heads: Sequence[RevisionHead], told: Sequence[ChangeView]) -> Iterator[Event]:
    for k, head in enumerate(heads):
        change = next((c for c in told if _made(c, head, k)), None)
        previous = heads[k - 1].number if k else None
        yield Event(head.captured_at, "revision", head, previous, change)


def _made(change: ChangeView, head: RevisionHead, place: int) -> bool:
    """Whether a Change told of the coming of a Revision."""
    if place == 0:
        return change.kind == "new"
    return change.to_revision == head.number and change.from_revision != change.to_revision


def _copies(places: Iterable[PublicationView], lags: Mapping[str, int]) -> Iterator[Event]:
    for place in places:
        if not place.canonical:
            yield Event(place.first_seen_at, "copy", place=place, lag=lags.get(place.url))


def _others(heads: Sequence[RevisionHead], told: Sequence[ChangeView]) -> Iterator[Event]:
    """Withdrawn, restored, repealed by another document, hijacked …"""
    for change in told:
        if not any(_made(change, head, k) for k, head in enumerate(heads)):
            yield Event(change.detected_at, "change", change=change)
