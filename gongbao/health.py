"""The health of every source there is: those of the archive, and those of portal files never visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import ledger
from storage.filters import lies_in
from storage.outcome import SourceOutcome
from storage.views import SourceView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portals.schema import Portal, Source
    from storage.filters import Filters
    from storage.session import Session


def assess(
    session: Session, portals: Mapping[str, Portal], only: Sequence[str] | None = None
) -> list[SourceView]:
    """Every source by portal, in the order of its file; disabled ones say why among their issues.

    `only`: of these portals alone.
    """
    known = {(view.portal, view.source): view for view in ledger.source_views(session, only)}
    views = [
        _as_defined(known.pop((portal.name, source.name), None), portal, source)
        for portal in portals.values()
        if only is None or portal.name in only
        for source in portal.sources
    ]
    return sorted([*views, *known.values()], key=lambda view: view.portal)


def narrow(
    views: Sequence[SourceView], portals: Mapping[str, Portal], filters: Filters
) -> list[SourceView]:
    """The sources that filters for places choose; where a portal stands only its file says."""
    return [view for view in views if _is_chosen(view, portals.get(view.portal), filters)]


def _is_chosen(view: SourceView, portal: Portal | None, filters: Filters) -> bool:
    wanted_portal, _, wanted_source = (filters.source or "").rpartition("/")
    return (
        filters.portal in {None, view.portal}
        and wanted_portal in {"", view.portal}
        and wanted_source in {"", view.source}
        and _lies(portal, view.source, filters)
    )


def _lies(portal: Portal | None, source: str, filters: Filters) -> bool:
    if portal is None:  # its file is gone
        return not (filters.region or filters.level or filters.source_kind)
    kinds = {each.name: each.kind for each in portal.sources}
    return (
        (filters.region is None or lies_in(portal.region, filters.region))
        and filters.level in {None, portal.level}
        and filters.source_kind in {None, kinds.get(source)}
    )


def _as_defined(view: SourceView | None, portal: Portal, source: Source) -> SourceView:
    reason = portal.disabled or source.disabled
    if view is not None and not reason and view.outcome != SourceOutcome.DISABLED:
        return view
    outcome = SourceOutcome.DISABLED if reason else SourceOutcome.NEVER
    return SourceView(
        portal=portal.name,
        portal_title=portal.title,
        source=source.name,
        title=source.title,
        outcome=outcome,
        last_run_at=view.last_run_at if view else None,
        next_run_at=view.next_run_at if view else None,
        documents=view.documents if view else 0,
        pages=view.pages if view else {},
        succeeded_at=view.succeeded_at if view else None,
        issues=(*(view.issues if view else ()), *_reason_issue(reason)),
    )


def _reason_issue(reason: str | None) -> list[dict[str, object]]:
    if not reason:
        return []
    issue = {"kind": "disabled", "message": reason, "first_at": None, "count": 1}
    return [{**issue, "acknowledged": True}]
