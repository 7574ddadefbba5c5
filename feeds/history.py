"""Archive documents of feeds of Changes (RFC 5005 § 4): entries by the month in China, fifty in each, in order.

A document is closed as soon as the feed has an entry behind it: from then on it stays as it is, whatever the
clock says. The last one is open, and what it holds stands in the feed people subscribe to as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.archive import Entries, FeedState, load_copies, to_column, to_filters, to_scope
from feeds.ready import CHINA, Chain
from storage import newest
from storage.newest import ChangeKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.entries import FeedEntry
    from feeds.spec import FeedSpec
    from storage.catalogue import ChangeScope
    from storage.filters import Filters
    from storage.session import Session

SIZE = 50  # entries: never more than a megabyte
NAME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-([1-9]\d{0,4})", re.ASCII)
COPY = ""  # the uid of a copy, which is no Change


@dataclass(frozen=True)
class ArchivePart:
    """One archive document: where it stands, and the keys of what it holds, the first one first."""

    chain: Chain
    keys: tuple[ChangeKey, ...]

    @property
    def state(self) -> FeedState:
        """What its entity tag is made of."""
        last = self.keys[-1]
        newest_of = f"{self.chain.part}/{len(self.keys)}/{last.id}/{self.chain.is_closed}"
        return FeedState(newest_of, max(key.detected_at for key in self.keys))


class History:
    """The archive documents of one feed, in one snapshot of the archive."""

    def __init__(self, session: Session, spec: FeedSpec, filters: Filters | None = None) -> None:
        self._session, self._spec = session, spec
        self._filters = filters or to_filters(spec)

    def chain(self) -> Chain:
        """Of the feed people subscribe to: its newest closed document."""
        month = self._month() if self._spec.kind == "changes" else None
        if month is None:
            return Chain()
        return Chain(previous=self._before(month, _count(self._size(month))))

    def names(self) -> Iterator[str]:
        """Every document, the open one first."""
        month = self._month() if self._spec.kind == "changes" else None
        name = None if month is None else _name(month, _count(self._size(month)))
        while name is not None:
            yield name
            name = self._before(*_read(name))

    def find(self, name: str) -> ArchivePart | None:
        """A document by its name; None: there is none."""
        if self._spec.kind != "changes" or not NAME.fullmatch(name):
            return None
        month, number = _read(name)
        keys = self._keys(month)
        if not (number - 1) * SIZE < len(keys):
            return None
        following = self._behind(month, number, _count(len(keys)))
        chain = Chain(self._before(month, number), name, following, following is not None)
        return ArchivePart(chain, tuple(keys[(number - 1) * SIZE : number * SIZE]))

    def load(self, part: ArchivePart, known: Entries | None = None) -> list[FeedEntry]:
        """The entries of a document, the newest first."""
        keys = part.keys[::-1]
        told = [key for key in keys if key.uid != COPY]
        changes = dict(zip(told, (known or Entries()).of_changes(self._session, told), strict=True))
        numbers = [key.id for key in keys if key.uid == COPY]
        copies = load_copies(self._session, self._spec, among=numbers) if numbers else []
        found = {int(entry.place): entry for entry in copies}
        return [found[key.id] if key.uid == COPY else changes[key] for key in keys]

    def _size(self, month: datetime) -> int:
        if self._spec.reposts:
            return len(self._keys(month))
        return newest.count_changes(self._session, self._filters, self._scope(month))

    def _scope(self, month: datetime) -> ChangeScope:
        start, end = _bounds(month)
        return replace(to_scope(self._spec), since=start, until=end)

    def _keys(self, month: datetime) -> list[ChangeKey]:
        keys = newest.change_keys(self._session, self._filters, self._scope(month))[::-1]
        if not self._spec.reposts:
            return keys
        found = newest.copy_moments(self._session, *to_column(self._spec), *_bounds(month))
        keys += [ChangeKey(number, COPY, at) for number, at in found]
        return sorted(keys, key=lambda key: (key.detected_at, key.uid == COPY, key.id))

    def _before(self, month: datetime, number: int) -> str | None:
        if number > 1:
            return _name(month, number - 1)
        earlier = self._month(until=month)
        return None if earlier is None else _name(earlier, _count(self._size(earlier)))

    def _behind(self, month: datetime, number: int, count: int) -> str | None:
        if number < count:
            return _name(month, number + 1)
        later = self._month(since=_later(month))
        return None if later is None else _name(later, 1)

    def _month(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> datetime | None:
        """The month of the last entry before `until`, or of the first one from `since` on."""
        start, end = (None if at is None else at.astimezone(UTC) for at in (since, until))
        scope = replace(to_scope(self._spec), since=start, until=end)
        is_first = since is not None
        found = [newest.change_moment(self._session, self._filters, scope, first=is_first)]
        if self._spec.reposts:
            column = to_column(self._spec)
            found.append(newest.copy_moment(self._session, *column, start, end))
        moments = [moment for moment in found if moment is not None]
        if not moments:
            return None
        return _month_of(min(moments) if is_first else max(moments))


def _month_of(moment: datetime) -> datetime:
    local = moment.astimezone(CHINA)
    return datetime(local.year, local.month, 1, tzinfo=CHINA)


def _bounds(month: datetime) -> tuple[datetime, datetime]:
    return month.astimezone(UTC), _later(month).astimezone(UTC)


def _later(month: datetime) -> datetime:
    years, index = divmod(month.month, 12)
    return datetime(month.year + years, index + 1, 1, tzinfo=CHINA)


def _name(month: datetime, number: int) -> str:
    return f"{month:%Y-%m}-{number}"


def _read(name: str) -> tuple[datetime, int]:
    year, month, number = map(int, name.split("-"))
    return datetime(max(year, 1), month, 1, tzinfo=CHINA), number


def _count(entries: int) -> int:
    """How many documents they fill."""
    return -(-entries // SIZE)
