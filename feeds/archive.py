"""The entries of a feed out of the archive, and its state, known before anything is rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feeds.builder import MAX_ENTRIES
from feeds.entries import entry_from_change, entry_from_document, entry_from_repost
from feeds.kept import Kept
from storage import catalogue, newest
from storage.catalogue import ChangeScope
from storage.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from feeds.entries import FeedEntry
    from feeds.spec import FeedSpec
    from storage.newest import ChangeKey
    from storage.session import Session

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
HIGHEST = 2**31 - 1  # of any id
LATEST = 250_000_000_000_000_000  # microseconds: some thousand years from now
FIRST = (None, None)
KEPT = 2_000  # entries of Changes, which never change


@dataclass(frozen=True)
class FeedState:
    """What the entity tag and Last-Modified of a feed are made of."""

    newest: str
    moment: datetime | None  # of the newest event


@dataclass(frozen=True)
class FeedPage:
    """Entries, the newest first, and whether older ones follow them."""

    entries: list[FeedEntry]
    has_more: bool


class Entries:
    """Reads the entries of Changes; each is made once, for what it says never changes. Safe for many threads."""

    def __init__(self, limit: int = KEPT) -> None:
        self._kept: Kept[FeedEntry] = Kept(limit)

    def of_changes(self, session: Session, keys: Sequence[ChangeKey]) -> list[FeedEntry]:
        """The entries of Changes, in the order given."""
        found = {key.uid: self._kept.get(key.uid) for key in keys}
        missing = [key.id for key in keys if found[key.uid] is None]
        for change in catalogue.get_changes(session, missing) if missing else ():
            made = entry_from_change(change)
            found[change.uid] = made
            self._kept.put(change.uid, made)
        return [entry for key in keys if (entry := found[key.uid]) is not None]


def feed_state(session: Session, spec: FeedSpec, filters: Filters | None = None) -> FeedState:
    """The state of a feed; `filters` are those of the spec, read, when they are more than plain texts."""
    if spec.kind == "documents":
        return FeedState(*newest.archive_state(session))
    filters, scope = filters or to_filters(spec), to_scope(spec)
    change, moment = catalogue.newest_change(session, filters, scope)
    copy, seen = newest.newest_copy(session, *to_column(spec)) if spec.reposts else (0, None)
    return FeedState(f"{change}-{copy}", max(filter(None, (moment, seen)), default=None))


def load_page(
    session: Session,
    spec: FeedSpec,
    filters: Filters | None = None,
    before: str | None = None,
    known: Entries | None = None,
) -> FeedPage:
    """The newest entries of a feed, or those that follow a place (of the last entry of another page).

    ValueError for a place that is none.
    """
    filters, place, known = filters or to_filters(spec), read_place(before), known or Entries()
    if spec.kind == "documents":
        entries = _documents(session, filters, place)
    else:
        entries = _changes(session, spec, filters, place[0], known)
        if spec.reposts:
            entries = _merge(entries, load_copies(session, spec, place[1]), place)
    return FeedPage(entries[:MAX_ENTRIES], len(entries) > MAX_ENTRIES)


def place_before(
    session: Session, spec: FeedSpec, before: str, filters: Filters | None = None
) -> str | None:
    """The place of the page that ends where the one at a place begins; None: it is the first one."""
    filters, place = filters or to_filters(spec), read_place(before)
    if spec.kind == "documents":
        since = EPOCH + (place[0] or 0) * MICROSECOND, place[1] or 0
        later = newest.later_documents(session, filters, since, MAX_ENTRIES + 1)
        return None if len(later) <= MAX_ENTRIES else _document_place(*later[-1])
    changes = _later_changes(session, spec, filters, place[0])
    copies = _later_copies(session, spec, place[1]) if spec.reposts else []
    ends, taken = [changes, copies], 0
    while taken < MAX_ENTRIES and (ends[0] or ends[1]):
        which = 0 if ends[0] and (not ends[1] or ends[0][0][1] <= ends[1][0][1]) else 1
        ends[which] = ends[which][1:]
        taken += 1
    left = [str(each[0][0]) if each else "" for each in ends[: 2 if spec.reposts else 1]]
    return "-".join(left) if any(left) else None


def read_place(text: str | None) -> tuple[int | None, int | None]:
    """A place as two numbers: `7` and `7-3` of Changes and copies, `1767225600000000-3` of Documents."""
    if not text:
        return FIRST
    found = re.fullmatch(r"(\d{0,18})(?:-(\d{0,10}))?", text, re.ASCII)
    numbers = [int(part) if part else None for part in (found.groups() if found else ())]
    if not found or (numbers[0] or 0) > LATEST or (numbers[1] or 0) > HIGHEST:
        raise ValueError(f"before: {text!r} is no place in a feed")
    return numbers[0], numbers[1]


def to_filters(spec: FeedSpec) -> Filters:
    """The filters of a feed with a fixed address: plain texts."""
    return Filters(**{k: v for k, v in spec.filters.items() if k != "id"})  # type: ignore[arg-type]


def to_scope(spec: FeedSpec) -> ChangeScope:
    """The part of the log a feed tells of."""
    return ChangeScope(document=spec.filters.get("id"), with_baseline=False)


def to_column(spec: FeedSpec) -> tuple[str, str | None]:
    """Portal and column of a feed that carries copies."""
    return spec.filters["portal"], spec.filters.get("source")


def load_copies(
    session: Session,
    spec: FeedSpec,
    before: int | None = None,
    among: Collection[int] | None = None,
) -> list[FeedEntry]:
    """The entries of copies on a portal, the newest first."""
    found = newest.newest_copies(session, *to_column(spec), MAX_ENTRIES + 1, before, among)
    return [
        replace(entry_from_repost(view, at, number), place=str(number))
        for number, view, at in found
    ]


def _documents(
    session: Session, filters: Filters, place: tuple[int | None, int | None]
) -> list[FeedEntry]:
    before = None if place[0] is None else (EPOCH + place[0] * MICROSECOND, place[1] or 0)
    found = newest.newest_documents(session, filters, MAX_ENTRIES + 1, before)
    return [
        replace(
            entry_from_document(view, number),
            place=_document_place(view.changed_at, number),
        )
        for number, view in found
    ]


def _document_place(moment: datetime, number: int) -> str:
    return f"{(moment - EPOCH) // MICROSECOND}-{number}"


def _later_changes(
    session: Session, spec: FeedSpec, filters: Filters, since: int | None
) -> list[tuple[int, datetime]]:
    if since is None:
        return []
    limit = MAX_ENTRIES + 1
    keys = newest.later_changes(session, filters, to_scope(spec), min(since, HIGHEST), limit)
    return [(key.id, key.detected_at) for key in keys]


def _later_copies(
    session: Session, spec: FeedSpec, since: int | None
) -> list[tuple[int, datetime]]:
    if since is None:
        return []
    return newest.later_copies(session, *to_column(spec), since, MAX_ENTRIES + 1)


def _changes(
    session: Session, spec: FeedSpec, filters: Filters, before: int | None, known: Entries
) -> list[FeedEntry]:
    scope = replace(to_scope(spec), before=None if before is None else min(before, HIGHEST))
    keys = newest.change_keys(session, filters, scope, MAX_ENTRIES + 1)
    return known.of_changes(session, keys)


def _merge(
    changes: Iterable[FeedEntry],
    copies: Iterable[FeedEntry],
    place: tuple[int | None, int | None],
) -> list[FeedEntry]:
    """Both by time, each in its own order; every entry knows how far both are when it is the last one."""
    merged: list[FeedEntry] = []
    ends = ["" if number is None else str(number) for number in place]
    left = [list(changes)[::-1], list(copies)[::-1]]
    while left[0] or left[1]:
        heads = [each[-1].published if each else datetime.min.replace(tzinfo=UTC) for each in left]
        which = 0 if heads[0] >= heads[1] else 1
        entry = left[which].pop()
        ends[which] = entry.place
        merged.append(replace(entry, place="-".join(ends)))
    return merged
