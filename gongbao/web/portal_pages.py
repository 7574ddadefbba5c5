"""The portals: how every column is doing, week by week, and what is missing of its gazette."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from feeds.spec import changes_feed, portal_feed, source_feed
from gongbao.health import assess
from gongbao.query import CHINA
from gongbao.web.lookup import get_shelf
from gongbao.web.rendering import render_page
from scheduler.gazettes import survey_issues
from storage import catalogue, frontier, weekly
from storage.catalogue import ChangeScope
from storage.filters import Filters
from storage.outcome import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from platforms.issue_name import GazetteIssue
    from portals.schema import Portal
    from storage.session import Session
    from storage.views import SourceView

WEEKS = 26
RECENT = 10
IDLE = frozenset({"never", "disabled"})
MISSING = "gazette_missing_issue"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Health:
    """The columns of one portal, and its last weeks."""

    name: str
    title: str
    portal: Portal | None  # None: no longer among the portal files
    sources: list[SourceView]
    documents: Mapping[tuple[str, str], list[int]]  # by column and week
    visits: list[int]  # by week, those that ended well
    failures: list[int]

    @property
    def standing(self) -> str:
        """`bad` when any column is in trouble, `idle` when none was ever visited, else `fine`."""
        told = {str(view.outcome) for view in self.sources}
        if told - HEALTHY - IDLE:
            return "bad"
        seen = any(view.last_run_at or view.documents for view in self.sources)
        return "fine" if seen else "idle"

    @property
    def issues(self) -> list[dict[str, Any]]:
        """What an operator must look at, each once."""
        found = {(i["kind"], i["message"]): i for view in self.sources for i in view.issues}
        return list(found.values())


@dataclass(frozen=True)
class GazetteYear:
    """The issues of one year: number → whether it is held."""

    year: int
    issues: dict[int, bool]


@router.get("/portals")
def show_portals(request: Request) -> Response:
    """How every column is doing; portals in trouble first, those never visited last."""
    shelf = get_shelf(request)
    with shelf.reading() as session:
        found = _assess(session, shelf.portals)
    order = ("bad", "fine", "idle")
    values = {
        "groups": [(name, [h for h in found if h.standing == name]) for name in order],
        "count": len(found),
        "sources": sum(len(health.sources) for health in found),
        "troubled": sum(v.outcome not in HEALTHY | IDLE for h in found for v in h.sources),
        "feed": changes_feed(),
    }
    return render_page(request, "portals.html", values | _words())


@router.get("/portals/{name}")
def show_portal(request: Request, name: str) -> Response:
    """One portal: its columns, its last changes, the issues of its gazettes."""
    shelf = get_shelf(request)
    portal = shelf.portals.get(name)
    with shelf.reading() as session:
        known = {name: portal} if portal else {}
        health = next(iter(_assess(session, known, name)), None)
        if health is None:
            raise HTTPException(404, "没有此门户 (no such portal)")
        filters = Filters(portal=name)
        scope = ChangeScope(with_baseline=False)
        told = catalogue.list_changes(
            session, filters=filters, limit=RECENT, newest_first=True, scope=scope
        )
        values = {
            "health": health,
            "changes": list(told),
            "gazettes": _survey(session, portal, health) if portal else [],
            "feed": portal_feed(portal) if portal else changes_feed(),
            "feeds": {s.name: source_feed(portal, s) for s in portal.sources} if portal else {},
        }
    return render_page(request, "portal.html", values | _words())


def _words() -> dict[str, Any]:
    return {"healthy": HEALTHY, "idle": IDLE, "weeks": WEEKS, "missing": MISSING}


def _assess(
    session: Session, portals: Mapping[str, Portal], only: str | None = None
) -> list[Health]:
    weeks = weekly.weeks_until(_today(), WEEKS)
    documents = weekly.documents_by_week(session, weeks, only)
    visits, failures = weekly.runs_by_week(session, weeks, only)
    nothing = [0] * WEEKS
    return [
        Health(
            name=name, title=sources[0].portal_title, portal=portals.get(name), sources=sources,
            documents=documents, visits=visits.get(name, nothing),
            failures=failures.get(name, nothing),
        )
        for name, sources in _by_portal(assess(session, portals, [only] if only else None))
    ]  # fmt: skip


def _by_portal(views: Iterable[SourceView]) -> list[tuple[str, list[SourceView]]]:
    return [(name, list(group)) for name, group in groupby(views, lambda view: view.portal)]


def _survey(
    session: Session, portal: Portal, health: Health
) -> list[tuple[str, list[GazetteYear], list[str]]]:
    """Each gazette that was visited: its title, its years, and the missing issues no year is known of."""
    visited = {view.source for view in health.sources if view.documents}
    found = []
    for source in portal.sources:
        if source.kind == "gazette" and source.name in visited:
            row = frontier.get_source(session, portal.name, source.name)
            known, gaps = survey_issues(session, row)
            loose = [str(gap) for gap in gaps if gap.year is None]
            found.append((source.title, _to_years(known, gaps), loose))
    return [entry for entry in found if entry[1] or entry[2]]


def _to_years(known: Sequence[GazetteIssue], gaps: Sequence[GazetteIssue]) -> list[GazetteYear]:
    """Newest year first."""
    years: dict[int, dict[int, bool]] = {}
    for issues, is_held in ((known, True), (gaps, False)):
        for one in issues:
            if one.year and one.issue:
                years.setdefault(one.year, {})[one.issue] = is_held
    return [GazetteYear(y, dict(sorted(years[y].items()))) for y in sorted(years, reverse=True)]


def _today() -> date:
    return datetime.now(CHINA).date()
