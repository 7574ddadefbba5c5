"""Runs, Issues and the health of every source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.models import CrawlRun, Issue, PublicationSource, Source
from storage.outcome import HEALTHY, TROUBLED_PAGES, PageOutcome, SourceOutcome
from storage.views import SourceView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def start_run(session: Session, portal: str, mode: str, now: datetime) -> int:
    """Open the row of one execution; returns its id."""
    run = CrawlRun(portal=portal, mode=mode, started_at=now, stats={})
    session.add(run)
    session.flush()
    return run.id


def finish_run(
    session: Session, run_id: int, outcome: str, stats: Mapping[str, Any], now: datetime
) -> None:
    """Close the row of one execution with its slash-path counters."""
    run = session.get_one(CrawlRun, run_id)
    run.finished_at, run.outcome, run.stats = now, outcome, dict(stats)


def save_stats(session: Session, run_id: int, stats: Mapping[str, Any]) -> None:
    """Keep the counters of an execution that is still going on: a killed one has spent them too."""
    session.get_one(CrawlRun, run_id).stats = dict(stats)


def count_requests(session: Session, portal: str, since: datetime) -> int:
    """How many requests the executions of a portal begun since then have made."""
    runs = session.scalars(
        select(CrawlRun.stats).where(CrawlRun.portal == portal, CrawlRun.started_at >= since)
    )
    return sum(int(stats.get("gongbao/requests", 0)) for stats in runs)


def newest_run(session: Session, portal: str) -> CrawlRun | None:
    """The last execution of a portal's crawl, finished or not."""
    return session.scalar(
        select(CrawlRun).filter_by(portal=portal).order_by(CrawlRun.id.desc()).limit(1)
    )


def assess_source(listed: SourceOutcome, pages: Mapping[str, int]) -> SourceOutcome:
    """The outcome of a source: that of its list, or of its pages when more than half of them ended in trouble."""
    asked = sum(pages.values())
    troubled = {o: pages.get(o, 0) for o in TROUBLED_PAGES if pages.get(o)}
    if listed in HEALTHY and asked and sum(troubled.values()) * 2 > asked:
        return SourceOutcome(max(sorted(troubled), key=lambda o: troubled[PageOutcome(o)]).value)
    return listed


def record_source_outcome(
    session: Session,
    source: Source,
    outcome: SourceOutcome,
    pages: Mapping[str, int],
    now: datetime,
    reason: str = "",
) -> None:
    """Keep how the last visit to a column ended; its troubles become an Issue, its recovery resolves it."""
    source.outcome, source.pages, source.last_run_at = outcome, dict(pages), now
    if outcome in HEALTHY:
        source.succeeded_at = now
    kinds = {f"source_{o.value}" for o in SourceOutcome if o not in HEALTHY}
    current = None if outcome in HEALTHY else f"source_{outcome.value}"
    resolve_issues(session, source.portal, source.name, kinds - {current}, now)
    if current:
        why = f" ({reason})" if reason else ""
        message = f"{source.portal}/{source.name}: {outcome.value}{why} at {source.url}"
        raise_issue(session, current, source.portal, source.name, "", message, now)


def raise_issue(
    session: Session,
    kind: str,
    portal: str,
    source: str,
    subject: str,
    message: str,
    now: datetime,
) -> None:
    """Count an Issue; it opens again when it was resolved before."""
    session.flush()
    row = session.scalar(
        select(Issue).filter_by(kind=kind, portal=portal, source=source, subject=subject)
    )
    if row is None:
        row = Issue(kind=kind, portal=portal, source=source, subject=subject, first_at=now, count=0)
        session.add(row)
    elif row.resolved_at is not None:
        row.resolved_at, row.first_at, row.count, row.acknowledged = None, now, 0, False
    row.message, row.last_at, row.count = message, now, row.count + 1


def resolve_issues(
    session: Session, portal: str, source: str, kinds: set[str] | set[str | None], now: datetime
) -> None:
    """Close the open Issues of these kinds."""
    for row in session.scalars(
        select(Issue).where(
            Issue.portal == portal, Issue.source == source, Issue.resolved_at.is_(None)
        )
    ):
        if row.kind in kinds:
            row.resolved_at = now


def resolve_stale(session: Session, portal: str, kind: str, since: datetime, now: datetime) -> None:
    """Close the open Issues of a kind that were not raised again since then."""
    for row in session.scalars(
        select(Issue).where(
            Issue.portal == portal,
            Issue.kind == kind,
            Issue.last_at < since,
            Issue.resolved_at.is_(None),
        )
    ):
        row.resolved_at = now


def resolve_subjects(
    session: Session, portal: str, subjects: Iterable[str], prefix: str, now: datetime
) -> None:
    """Close the open Issues of a portal about these subjects whose kind begins with `prefix`."""
    wanted = set(subjects)
    rows = session.scalars(
        select(Issue).where(
            Issue.portal == portal, Issue.kind.startswith(prefix), Issue.resolved_at.is_(None)
        )
    )
    for row in rows:
        if row.subject in wanted:
            row.resolved_at = now


def source_views(session: Session, portals: Sequence[str] | None = None) -> list[SourceView]:
    """The health of every source, by portal and name."""
    standing = select(PublicationSource.source_id, func.count()).group_by(
        PublicationSource.source_id
    )
    counts = dict(session.execute(standing).all())
    query = select(Source).order_by(Source.portal, Source.id)
    if portals is not None:
        query = query.where(Source.portal.in_(portals))
    issues = _open_issues(session)
    return [
        _to_view(row, counts.get(row.id, 0), issues[row.portal]) for row in session.scalars(query)
    ]


def _open_issues(session: Session) -> dict[str, list[Issue]]:
    """By portal, the oldest first."""
    found: dict[str, list[Issue]] = defaultdict(list)
    query = select(Issue).where(Issue.resolved_at.is_(None)).order_by(Issue.first_at)
    for issue in session.scalars(query):
        found[issue.portal].append(issue)
    return found


def _to_view(row: Source, documents: int, issues: Sequence[Issue]) -> SourceView:
    return SourceView(
        portal=row.portal,
        portal_title=row.portal_title,
        source=row.name,
        title=row.title,
        outcome=SourceOutcome.DISABLED if row.disabled else row.outcome,
        last_run_at=row.last_run_at,
        next_run_at=row.next_run_at,
        documents=documents,
        pages=dict(row.pages),
        succeeded_at=row.succeeded_at,
        issues=tuple(
            {
                "kind": i.kind,
                "message": i.message,
                "first_at": i.first_at.isoformat(),
                "count": i.count,
                "acknowledged": i.acknowledged,
            }
            for i in issues
            if i.source in (row.name, "")
        ),
    )
