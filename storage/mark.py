"""What a portal's templates brought and took on many pages at once, remembered for the pages still to be visited."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.models import CrawlRun, Mark, Publication

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

LENGTH = 64  # characters of a key as it is kept; a longer one is kept as its hash


def recall(session: Session, portal: str, marks: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these marks that were seen on many pages of a portal before."""
    kept = {(row.kind, row.key) for row in session.scalars(select(Mark).filter_by(portal=portal))}
    return {(kind, key) for kind, key in marks if (kind, _short(key)) in kept}


def remember(session: Session, portal: str, marks: Iterable[tuple[str, str]], now: datetime) -> int:
    """Keep marks; returns how many are new."""
    fresh = 0
    for kind, key in sorted(marks):
        if session.get(Mark, (portal, kind, _short(key))) is None:
            session.add(
                Mark(portal=portal, kind=kind, key=_short(key), sample=key[:200], first_at=now)
            )
            fresh += 1
    return fresh


def new_containers(session: Session, portal: str) -> Counter[tuple[str, str]]:
    """Where texts stood and stand now, of the pages where the newest run found them elsewhere than before."""
    started = _newest_start(session, portal)
    if started is None:
        return Counter()
    query = select(Publication.container_was, Publication.container).where(
        Publication.portal == portal,
        Publication.container_was.is_not(None),
        Publication.container.is_not(None),
        Publication.container_changed_at >= started,
    )
    return Counter((was or "", now or "") for was, now in session.execute(query))


def count_visited(session: Session, portal: str) -> int:
    """How many known pages of a portal its newest run visited."""
    started = _newest_start(session, portal)
    query = select(func.count(Publication.id)).where(Publication.portal == portal)
    if started is not None:
        query = query.where(Publication.visited_at >= started, Publication.first_seen_at < started)
    return session.scalar(query) or 0


def _newest_start(session: Session, portal: str) -> datetime | None:
    return session.scalar(
        select(CrawlRun.started_at).filter_by(portal=portal).order_by(CrawlRun.id.desc()).limit(1)
    )


def _short(key: str) -> str:
    return key if len(key) <= LENGTH else hashlib.sha256(key.encode()).hexdigest()
