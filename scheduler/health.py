"""What a run left behind: crashes become failures, mass absences become a question, troubles become Issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import absence, frontier, ledger
from storage.outcome import HEALTHY, SourceOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from config import Settings
    from portals.schema import Portal, Source
    from storage.session import Session

MANY = 5  # fewer missing pages may all be real withdrawals


def is_plausible_absence(absent: int, present: int) -> bool:
    """False when so much is missing at once that the portal, not its documents, is the likelier cause."""
    return absent < MANY or absent <= present


def assess_crash(
    session: Session, portal: Portal, sources: Sequence[Source], reason: str, now: datetime
) -> None:
    """A crawl that ended without a word: its sources failed, and an Issue says why."""
    for definition in sources:
        row = frontier.get_source(session, portal.name, definition.name)
        ledger.record_source_outcome(session, row, SourceOutcome.FAILED, {}, now)
    message = f"{portal.name}: the crawl ended early: {reason}"
    ledger.raise_issue(session, "crawl_failed", portal.name, "", "", message, now)
    run = ledger.newest_run(session, portal.name)
    if run is not None and run.finished_at is None:
        ledger.finish_run(session, run.id, SourceOutcome.FAILED, run.stats, now)


def confirm_absences(session: Session, portal: Portal, settings: Settings, now: datetime) -> int:
    """Confirm what is missing, unless the portal itself was in trouble; returns the number of withdrawals."""
    absence.settle_error_pages(session, portal.name, now)
    absence.settle_moves(session, portal.name)
    outcomes = [
        frontier.get_source(session, portal.name, s.name).outcome
        for s in portal.sources
        if not s.disabled
    ]
    run = ledger.newest_run(session, portal.name)
    since = now if run is None else run.started_at
    if any(outcome not in HEALTHY for outcome in outcomes):
        absence.discount_absences(session, portal.name, since)
        return 0
    absent, present = frontier.count_missing(session, portal.name)
    if not is_plausible_absence(absent, present):
        message = f"{portal.name}: {absent} of {absent + present} pages are missing at once"
        ledger.raise_issue(session, "many_absent", portal.name, "", "", message, now)
        absence.discount_absences(session, portal.name, since)
        return 0
    ledger.resolve_issues(session, portal.name, "", {"many_absent", "crawl_failed"}, now)
    return absence.confirm_absences(
        session,
        portal.name,
        now,
        checks=settings.withdraw_checks,
        after=settings.withdraw_after,
    )
