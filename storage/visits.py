"""Visits the scheduler has not planned yet, and their plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import Publication
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Unplanned:
    """A Publication visited since the last plan."""

    publication_id: int
    step: int
    visited_at: datetime
    changed: bool  # at this visit
    absent_since: datetime | None
    dated: str | None  # ISO, as exact as known
    changes: int
    kind: str  # of the first column it stands in


def list_unplanned(session: Session, portal: str) -> list[Unplanned]:
    """The Publications of a portal whose next visit nobody has planned."""
    rows = session.scalars(
        select(Publication)
        .where(Publication.portal == portal, Publication.next_visit_at.is_(None))
        .order_by(Publication.id)
    )
    return [
        Unplanned(
            row.id,
            row.visit_step,
            row.visited_at,
            changed=row.changed_at == row.visited_at and row.revision_count > 1,
            absent_since=row.absent_since if row.state == PublicationState.ABSENT else None,
            dated=row.document.written_on or row.document.published_at,
            changes=max(row.revision_count - 1, 0),
            kind=row.sources[0].kind if row.sources else "",
        )
        for row in rows
    ]


def plan(session: Session, publication_id: int, step: int, due: datetime) -> None:
    """Set when a Publication is due."""
    row = session.get_one(Publication, publication_id)
    row.visit_step, row.next_visit_at = step, due
