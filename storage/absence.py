"""Pages that are missing: not yet confirmed, withdrawn, moved within their portal, or hidden by an error page."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import aliased

from storage.models import Attachment, Document, Fact, Mark, Publication, Revision
from storage.outcome import PublicationState
from storage.voice import refresh_document

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

BLANK = re.compile(r"\s+")
SAYS_REPEALED = re.compile(r"废止|失效|撤销")
MISSING = (PublicationState.ABSENT, PublicationState.WITHDRAWN)


def record_absence(publication: Publication, now: datetime) -> None:
    """Count one more visit at which a page was missing."""
    if publication.state in (PublicationState.WITHDRAWN, PublicationState.MOVED):
        return
    if publication.absent_since is None:
        publication.absent_since, publication.absent_checks = now, 0
    publication.state = PublicationState.ABSENT
    publication.absent_checks += 1


def enter_state(
    session: Session,
    publication: Publication,
    state: PublicationState,
    now: datetime,
    newest: Revision | None = None,
) -> None:
    """Change the state and leave a fact to be told: of the hijacked Revision `newest`, or of the one that speaks."""
    publication.state = state
    is_hijacked = state == PublicationState.QUARANTINED and newest is not None
    revision_id = newest.id if newest and is_hijacked else publication.current_id
    session.add(Fact(at=now, publication_id=publication.id, revision_id=revision_id, state=state))


def confirm_absences(
    session: Session, portal: str, now: datetime, *, checks: int, after: timedelta
) -> int:
    """Turn absences checked often and long enough into withdrawals; returns how many."""
    rows = session.scalars(
        select(Publication).filter_by(portal=portal, state=PublicationState.ABSENT)
    )
    confirmed = [
        row
        for row in rows
        if row.absent_checks >= checks
        and row.absent_since is not None
        and row.visited_at - row.absent_since >= after
    ]
    for row in confirmed:
        enter_state(session, row, PublicationState.WITHDRAWN, now)
    return len(confirmed)


def discount_absences(session: Session, portal: str, since: datetime) -> None:
    """What a portal in trouble did not show counts for nothing: the checks of this run are taken back."""
    rows = session.scalars(
        select(Publication).where(
            Publication.portal == portal,
            Publication.state == PublicationState.ABSENT,
            Publication.visited_at >= since,
        )
    )
    for row in rows:
        row.absent_checks = max(row.absent_checks - 1, 0)
        if not row.absent_checks:
            row.absent_since = row.visited_at


def settle_moves(session: Session, portal: str) -> int:
    """Missing pages whose Document the same portal carries at another address have moved; returns how many."""
    other = aliased(Publication)
    query = select(Publication).where(
        Publication.portal == portal,
        Publication.state.in_(MISSING),
        exists().where(
            other.document_id == Publication.document_id,
            other.portal == portal,
            other.state == PublicationState.LIVE,
        ),
    )
    moved = list(session.scalars(query.order_by(Publication.id)))
    for row in moved:
        leave(session, row)
    return len(moved)


def leave(session: Session, publication: Publication) -> None:
    """A Publication has moved: another address of its portal speaks on, and what was edited on the way is told."""
    document = publication.document
    spoke = document.canonical_id == publication.id
    publication.state = PublicationState.MOVED
    publication.absent_since, publication.absent_checks = None, 0
    refresh_document(session, document)
    heir = document.canonical
    if spoke and heir is not None and heir is not publication and is_successor(heir, publication):
        _leave_fact(session, heir)


def is_successor(new: Publication, old: Publication) -> bool:
    """Whether an address took over from another one of its portal: they were never seen beside each other."""
    return new.portal == old.portal and new.first_seen_at >= old.last_seen_at


def _leave_fact(session: Session, heir: Publication) -> None:
    """The heir's content has to be compared with what was told, unless a fact of it waits anyway."""
    waits = select(Fact.id).where(
        Fact.publication_id == heir.id,
        Fact.revision_id == heir.current_id,
        Fact.told_at.is_(None),
    )
    if session.scalar(waits.limit(1)) is None:
        enter_state(session, heir, PublicationState(heir.state), heir.visited_at)


def text_key(text: str) -> str:
    """What makes two pages say the same."""
    return hashlib.sha256(BLANK.sub("", text).encode()).hexdigest()


def is_error_page(session: Session, portal: str, text: str) -> bool:
    """Whether a text is one that a portal showed in place of several Documents."""
    return session.get(Mark, (portal, "page", text_key(text))) is not None


def settle_error_pages(session: Session, portal: str, now: datetime) -> int:
    """Several Documents that all turned into one and the same text are missing; returns how many."""
    undone = 0
    for key, facts in _same_texts(session, portal).items():
        sample = session.get_one(Revision, facts[0].revision_id).text
        if session.get(Mark, (portal, "page", key)) is None:
            session.add(
                Mark(portal=portal, kind="page", key=key, sample=sample[:200], first_at=now)
            )
        for fact in facts:
            _undo(session, fact)
        undone += len(facts)
    return undone


def _same_texts(session: Session, portal: str) -> dict[str, list[Fact]]:
    """New texts that replaced different ones of different Documents; words of repeal may stand on any page."""
    groups: dict[str, list[tuple[Fact, int, str]]] = defaultdict(list)
    query = (
        select(Fact, Revision, Publication)
        .join(Revision, Revision.id == Fact.revision_id)
        .join(Publication, Publication.id == Fact.publication_id)
        .where(
            Publication.portal == portal,
            Publication.current_id == Revision.id,
            Fact.told_at.is_(None),
            Fact.state == PublicationState.LIVE,
            Revision.previous_id.is_not(None),
            Revision.text != "",
        )
    )
    for fact, revision, publication in session.execute(query):
        before = text_key(session.get_one(Revision, revision.previous_id).text)
        key = text_key(revision.text)
        if key != before and not SAYS_REPEALED.search(revision.text):
            groups[key].append((fact, publication.document_id, before))
    return {
        key: [fact for fact, _, _ in found]
        for key, found in groups.items()
        if len({d for _, d, _ in found}) > 1 and len({b for _, _, b in found}) > 1
    }


def _undo(session: Session, fact: Fact) -> None:
    """The page read was not the Document: as if the visit had found nothing."""
    publication = session.get_one(Publication, fact.publication_id)
    revision = session.get_one(Revision, fact.revision_id)
    publication.current_id, publication.revision_count = revision.previous_id, revision.number - 1
    publication.etag = publication.last_modified = publication.payload_digest = None
    session.delete(fact)
    session.flush()
    session.execute(delete(Attachment).where(Attachment.revision_id == revision.id))
    session.delete(revision)
    session.flush()
    record_absence(publication, publication.visited_at)
    refresh_document(session, session.get_one(Document, publication.document_id))
