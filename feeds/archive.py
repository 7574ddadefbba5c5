"""The entries of a feed out of the archive, and its state, known before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.builder import MAX_ENTRIES
from feeds.entries import entries_from_changes, entry_from_document, entry_from_repost
from storage import catalogue, newest
from storage.catalogue import ChangeScope
from storage.filters import Filters

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.entries import FeedEntry
    from feeds.spec import FeedSpec
    from storage.session import Session


@dataclass(frozen=True)
class FeedState:
    """What the entity tag and Last-Modified of a feed are made of."""

    newest: str
    moment: datetime | None  # of the newest event


def feed_state(session: Session, spec: FeedSpec, filters: Filters | None = None) -> FeedState:
    """The state of a feed; `filters` are those of the spec, read, when they are more than plain texts."""
    if spec.kind == "documents":
        return FeedState(*newest.archive_state(session))
    filters, scope = filters or to_filters(spec), _scope(spec)
    change, moment = catalogue.newest_change(session, filters, scope)
    copy, seen = newest.newest_copy(session, *_column(spec)) if spec.reposts else (0, None)
    return FeedState(f"{change}-{copy}", max(filter(None, (moment, seen)), default=None))


def load_entries(
    session: Session, spec: FeedSpec, filters: Filters | None = None
) -> list[FeedEntry]:
    """The newest entries of a feed, the newest first."""
    filters = filters or to_filters(spec)
    if spec.kind == "documents":
        return [
            entry_from_document(d) for d in newest.newest_documents(session, filters, MAX_ENTRIES)
        ]
    changes = catalogue.list_changes(
        session, filters=filters, limit=MAX_ENTRIES, newest_first=True, scope=_scope(spec)
    )
    entries = entries_from_changes(changes)
    if not spec.reposts:
        return entries
    copies = newest.newest_copies(session, *_column(spec), MAX_ENTRIES)
    entries += [entry_from_repost(document, place) for document, place in copies]
    return sorted(entries, key=lambda entry: entry.published, reverse=True)[:MAX_ENTRIES]


def to_filters(spec: FeedSpec) -> Filters:
    """The filters of a feed with a fixed address: plain texts."""
    return Filters(**{k: v for k, v in spec.filters.items() if k != "id"})  # type: ignore[arg-type]


def _scope(spec: FeedSpec) -> ChangeScope:
    return ChangeScope(document=spec.filters.get("id"), with_baseline=False)


def _column(spec: FeedSpec) -> tuple[str, str | None]:
    return spec.filters["portal"], spec.filters.get("source")
