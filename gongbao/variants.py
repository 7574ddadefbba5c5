"""How the copies of a Document differ from its canonical page, and how long after the first they came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongbao.comparison import to_state
from gongbao.query import CHINA
from pipelines.fingerprint import containment
from scheduler.changes import detect_change, latest_day
from storage.history import list_revisions
from storage.standing import list_standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storage.session import Session
    from storage.standing import Standing
    from storage.views import RevisionView

SAME = "与主版本相同"
FORMER = "与主版本第{}版相同，其后的改动这里没有"
UNREAD = "没有可以比较的内容"


@dataclass(frozen=True)
class Variant:
    """One copy beside the canonical page.

    `basis` is the number of the canonical Revision it is likest to; the operations lead from that one to the copy.
    """

    portal: str
    portal_title: str
    url: str
    state: str
    appeared_on: date
    lag_days: int  # behind the first address
    basis: int | None
    is_behind: bool  # the canonical page has been edited since `basis`
    differs: bool  # from `basis`
    summary: str
    inserted: int = 0
    deleted: int = 0
    operations: list[dict[str, Any]] = field(default_factory=list)

    def to_row(self) -> dict[str, Any]:
        """One JSON object, without the operations."""
        names = ("portal", "portal_title", "url", "state", "lag_days", "basis", "is_behind",
                 "differs", "summary", "inserted", "deleted")  # fmt: skip
        return {**{n: getattr(self, n) for n in names}, "appeared_on": self.appeared_on.isoformat()}


def list_variants(session: Session, uid: str) -> list[Variant]:
    """The copies of a Document in the order they appeared; [] for an unknown id or one without copies."""
    standings = list_standings(session, uid)
    revisions = list_revisions(session, uid)
    first = min(map(_appeared_on, standings), default=None)
    if first is None:
        return []
    copies = [_compare(s, revisions, first) for s in standings if not s.canonical]
    return sorted(copies, key=lambda copy: copy.appeared_on)


def _appeared_on(standing: Standing) -> date:
    """The day a page names as that of its publication, or the day we found it."""
    found = standing.first_seen_at.astimezone(CHINA).date()
    return min(latest_day(standing.published_at) or found, found)


def _compare(standing: Standing, revisions: Sequence[RevisionView], first: date) -> Variant:
    day = _appeared_on(standing)
    place = (standing.portal, standing.portal_title, standing.url, standing.state)
    lag = (day - first).days
    copy = standing.revision
    if copy is None or not revisions:
        return Variant(*place, day, lag, None, is_behind=False, differs=False, summary=UNREAD)
    basis = max(revisions, key=lambda r: (containment(r.text, copy.text), r.number))
    is_behind = basis.number < revisions[-1].number
    found = detect_change(to_state(basis), to_state(copy))
    if found is None:
        told = FORMER.format(basis.number) if is_behind else SAME
        return Variant(
            *place, day, lag, basis.number, is_behind=is_behind, differs=False, summary=told
        )
    return Variant(
        *place, day, lag, basis.number, is_behind=is_behind, differs=True, summary="；".join(found.clauses),
        inserted=found.inserted, deleted=found.deleted, operations=found.operations,
    )  # fmt: skip


def list_lags(session: Session, uid: str) -> dict[str, int]:
    """How many days after the first address of a Document each one appeared, by address."""
    days = {s.url: _appeared_on(s) for s in list_standings(session, uid)}
    first = min(days.values(), default=None)
    return {} if first is None else {url: (day - first).days for url, day in days.items()}
