"""Figures of the whole archive, for monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.models import Change, Document, Fact, Issue, Publication, Revision

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


@dataclass(frozen=True)
class Figures:
    """How much of what there is."""

    documents: int
    revisions: int
    publications: dict[str, int]  # by state
    changes: dict[str, int]  # by kind
    open_issues: dict[str, int]  # by kind
    waiting_facts: int  # not told yet
    newest_change: int


def take_figures(session: Session) -> Figures:
    """Count the archive."""
    return Figures(
        documents=session.scalar(select(func.count(Document.id))) or 0,
        revisions=session.scalar(select(func.count(Revision.id))) or 0,
        publications=_by(session, Publication.state),
        changes=_by(session, Change.kind),
        open_issues=_by(session, Issue.kind, Issue.resolved_at.is_(None)),
        waiting_facts=session.scalar(select(func.count(Fact.id)).where(Fact.told_at.is_(None)))
        or 0,
        newest_change=session.scalar(select(func.max(Change.id))) or 0,
    )


def _by(
    session: Session, column: InstrumentedAttribute[str], *tests: ColumnElement[bool]
) -> dict[str, int]:
    query = select(column, func.count()).where(*tests).group_by(column).order_by(column)
    return {str(name): int(count) for name, count in session.execute(query)}
