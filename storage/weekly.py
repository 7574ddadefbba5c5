"""Figures by week and by day, for charts: documents of each column, visits to each portal, Changes told."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from storage.models import Change, CrawlRun, Document, Publication, PublicationSource, Source
from storage.outcome import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import InstrumentedAttribute, Session

Column = tuple[str, str]  # portal, source


def weeks_until(today: date, count: int) -> list[date]:
    """The Mondays of the last weeks, oldest first, that of today included."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in reversed(range(count))]


def documents_by_week(
    session: Session, weeks: Sequence[date], portal: str | None = None
) -> dict[Column, list[int]]:
    """How many documents each column carries by the week of their 发布日期 (else 成文日期)."""
    first, last = weeks[0].isoformat(), (weeks[-1] + timedelta(days=6)).isoformat()
    dated = func.substr(func.coalesce(Document.published_at, Document.written_on), 1, 10)
    query = (
        select(Source.portal, Source.name, dated, func.count())
        .join(PublicationSource, PublicationSource.source_id == Source.id)
        .join(Publication, Publication.id == PublicationSource.publication_id)
        .join(Document, Document.id == Publication.document_id)
        .where(
            or_(
                Document.published_at >= first,
                and_(Document.published_at.is_(None), Document.written_on >= first),
            ),
            dated <= last,
            func.length(dated) == 10,
        )
        .group_by(Source.portal, Source.name, dated)
    )
    if portal is not None:
        query = query.where(Source.portal == portal)
    found: dict[Column, list[int]] = {}
    for name, source, day, count in session.execute(query):
        place = _place(day, weeks[0])
        if place is not None and place < len(weeks):
            found.setdefault((name, source), [0] * len(weeks))[place] += count
    return found


def runs_by_week(
    session: Session, weeks: Sequence[date], portal: str | None = None
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """How many visits to each portal ended well, and how many ended in trouble."""
    good: dict[str, list[int]] = {}
    bad: dict[str, list[int]] = {}
    for place, monday in enumerate(weeks):
        for name, outcome, count in _count_runs(session, monday, portal):
            found = good if outcome in HEALTHY else bad
            found.setdefault(name, [0] * len(weeks))[place] += count
    return good, bad


def _count_runs(session: Session, monday: date, portal: str | None) -> list[tuple[str, str, int]]:
    start = datetime.combine(monday, time(), UTC)
    query = (
        select(CrawlRun.portal, CrawlRun.outcome, func.count())
        .where(CrawlRun.started_at >= start, CrawlRun.started_at < start + timedelta(weeks=1))
        .where(CrawlRun.outcome.is_not(None))
        .group_by(CrawlRun.portal, CrawlRun.outcome)
    )
    if portal is not None:
        query = query.where(CrawlRun.portal == portal)
    return [(row[0], str(row[1]), row[2]) for row in session.execute(query)]


def changes_by_day(session: Session, since: datetime) -> dict[date, Counter[str]]:
    """How many Changes of each kind were told on each day in China; first looks apart."""
    day = _day_in_china(session, Change.detected_at)
    query = (
        select(day, Change.kind, func.count())
        .where(Change.detected_at >= since, Change.baseline.is_(False))
        .group_by(day, Change.kind)
    )
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for told, kind, count in session.execute(query):
        found[date.fromisoformat(str(told))][kind] = count
    return found


def _day_in_china(session: Session, moment: InstrumentedAttribute[datetime]) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        return func.date(moment, "+8 hours")
    return func.date(func.timezone("Asia/Shanghai", moment))


def _place(day: str, first: date) -> int | None:
    try:
        return (date.fromisoformat(day) - first).days // 7
    except ValueError:
        return None  # as printed, and no date
