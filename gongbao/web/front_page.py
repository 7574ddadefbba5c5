"""The change log like a newspaper: by day, what matters most above, new documents by portal below."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from feeds.spec import changes_feed, search_feed
from gongbao.query import CHINA, parse_day, parse_filters
from gongbao.web.charts import Bar
from gongbao.web.language import choose_language, translate
from gongbao.web.lookup import get_shelf, split_parameters
from gongbao.web.redline_pages import to_markup
from gongbao.web.rendering import render_page, with_query
from storage import catalogue, weekly
from storage.catalogue import ChangeScope
from storage.outcome import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from storage.session import Session
    from storage.views import ChangeView

ROWS = 50
CHART_DAYS = 30
MAX_ID = 2**31 - 1
GRAVE = frozenset({"tampered", "withdrawn", "restored", "repealed", "reverted"})
EDITS = frozenset({"revised", "metadata", "reverted"})  # shown with what was edited
EXCERPT = 360  # characters of a redline
ASKED = ("before", "baseline", "kind", "silent", "day")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Story:
    """One Change with the beginning of its redline."""

    change: ChangeView
    redline: Markup | None


@dataclass(frozen=True)
class Edition:
    """What was told on one day: first what matters most, then edits, then what is new by portal."""

    day: str
    counts: Counter[str]
    silent: int
    lead: list[Story]
    edits: list[Story]
    fresh: list[tuple[str, list[ChangeView]]]


@router.get("/changes")
def show_changes(
    request: Request,
    before: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
    kind: str | None = None,
    day: str | None = None,
    *,
    baseline: bool = False,
    silent: bool = False,
) -> Response:
    """The change log, the newest first; what was there at the first visit only when asked for."""
    given, strange = split_parameters(request, *ASKED)
    filters = parse_filters(given)
    scope = ChangeScope(before=before, with_baseline=baseline, silent=silent,
                        kinds=_kinds(kind), **_bounds(day))  # fmt: skip
    asked = given | {"kind": kind or "", "day": day or "", "silent": "true" if silent else ""}
    with get_shelf(request).reading() as session:
        rows = catalogue.list_changes(
            session, filters=filters, limit=ROWS + 1, newest_first=True, scope=scope
        )
        found = list(rows)
        bars = [] if given or before else _draw_days(session, choose_language(request))
    shown = found[:ROWS]
    values = {
        "editions": [_to_edition(name, list(group)) for name, group in groupby(shown, _day_of)],
        "more": shown[-1].id if len(found) > ROWS else None,
        "asked": {name: value for name, value in asked.items() if value},
        "given": given,
        "baseline": baseline,
        "strange": strange,
        "bars": bars,
        "feed": search_feed(filters.to_query()) if filters.to_query() else changes_feed(),
    }
    return render_page(request, "changes.html", values)


def _kinds(kind: str | None) -> tuple[str, ...]:
    if kind and kind not in {str(known) for known in ChangeKind}:
        raise HTTPException(422, f"kind: {kind!r} is none of {', '.join(ChangeKind)}")
    return (kind,) if kind else ()


def _bounds(day: str | None) -> dict[str, Any]:
    if not day:
        return {}
    try:
        start = datetime.combine(parse_day(day), time(), CHINA)
    except ValueError as error:
        raise HTTPException(422, f"day: {error}") from None
    return {"since": start, "until": start + timedelta(days=1)}


def _day_of(change: ChangeView) -> str:
    return change.detected_at.astimezone(CHINA).date().isoformat()


def _to_edition(day: str, changes: Sequence[ChangeView]) -> Edition:
    grave = [c for c in changes if c.silent or c.kind in GRAVE]
    lead = sorted(grave, key=lambda change: not change.silent)
    edits = [c for c in changes if c not in lead and c.kind != "new"]
    fresh = sorted((c for c in changes if c.kind == "new"), key=lambda c: (c.portal, -c.id))
    return Edition(
        day=day,
        counts=Counter(c.kind for c in changes),
        silent=sum(c.silent for c in changes),
        lead=[_to_story(c) for c in lead],
        edits=[_to_story(c) for c in edits],
        fresh=[(name, list(group)) for name, group in groupby(fresh, lambda c: c.portal_title)],
    )


def _to_story(change: ChangeView) -> Story:
    """A hijacked page's operations hold foreign text: they are never shown."""
    if change.kind not in EDITS or not change.operations:
        return Story(change, None)
    return Story(change, to_markup(change.operations, context=0, limit=EXCERPT))


def _draw_days(session: Session, language: str) -> list[Bar]:
    """The last days, each with all its Changes, those of documents known before marked."""
    today = datetime.now(CHINA).date()
    days = [today - timedelta(days=n) for n in reversed(range(CHART_DAYS))]
    start = datetime.combine(days[0], time(), CHINA).astimezone(UTC)
    told = weekly.changes_by_day(session, start)
    return [_to_bar(day, told.get(day, Counter()), language) for day in days]


def _to_bar(day: date, counts: Counter[str], language: str) -> Bar:
    total, new = counts.total(), counts["new"]
    title = translate(
        language, "{day}：新增 {new}，变动 {other}", day=day, new=new, other=total - new
    )
    href = with_query("/changes", day=day.isoformat()) if total else None
    return Bar(f"{day.month}/{day.day}", total, title, total - new, href)
