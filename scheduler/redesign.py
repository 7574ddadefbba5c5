"""Before the news: what the pages of a portal have in common among their changes is its template's, and one Issue."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scheduler import template
from scheduler.states import to_states
from storage import ledger, mark, news
from storage.outcome import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.template import Learned, Mark
    from storage.session import Archive, Session

KIND = "template_changed"


def learn_templates(archive: Archive, fact_ids: Iterable[int]) -> dict[str, frozenset[Mark]]:
    """For each portal with changes that wait: the marks to set aside, those seen earlier included."""
    by_portal: dict[str, list[frozenset[Mark]]] = defaultdict(list)
    with archive.reading() as session:
        for fact_id in news.changed_ids(session, fact_ids):
            pending = news.load_pending(session, fact_id)
            if pending is None or pending.told is None or not pending.speaks:
                continue
            old, new = to_states(pending)
            by_portal[pending.portal].append(template.find_marks(old, new) if old else frozenset())
            session.expunge_all()
    return {portal: _settle(archive, portal, found) for portal, found in by_portal.items()}


def note_new_containers(session: Session, portal: str, now: datetime) -> None:
    """Texts that stand elsewhere in many pages: read all the same, but a person should look at it."""
    visited = mark.count_visited(session, portal)
    for (was, stands), pages in mark.new_containers(session, portal).items():
        if template.is_many(pages, visited):
            message = (
                f"{portal}: on {pages} of {visited} pages the text stands in {stands} now, not in {was}: "
                "taken for a new template, no changes were told of it"
            )
            ledger.raise_issue(session, KIND, portal, "", "", message, now)


def resolve_when_stable(session: Session, portal: str, now: datetime) -> None:
    """After a run that visited known pages and found nothing new of a template, the Issue is over."""
    run = ledger.newest_run(session, portal)
    if run is not None and run.outcome in HEALTHY and mark.count_visited(session, portal):
        ledger.resolve_stale(session, portal, KIND, run.started_at, now)


def _settle(archive: Archive, portal: str, found: list[frozenset[Mark]]) -> frozenset[Mark]:
    with archive.reading() as session:
        visited = mark.count_visited(session, portal)
        known = mark.recall(session, portal, {m for marks in found for m in marks})
    learned = template.learn(found, visited)
    if learned.marks:
        _raise(archive, portal, learned, visited)
    return learned.marks | known


def _raise(archive: Archive, portal: str, learned: Learned, visited: int) -> None:
    now = datetime.now(UTC)
    message = (
        f"{portal}: {learned.pages} of {visited} pages changed in the same way "
        f"({learned.sample[:60]}): taken for a new template, no changes were told of it"
    )
    with archive.writing() as session:
        if mark.remember(session, portal, learned.marks, now):
            ledger.raise_issue(session, KIND, portal, "", "", message, now)
