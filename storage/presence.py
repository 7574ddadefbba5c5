"""A known address read again: whether it shows its Document, and what becomes of it where it shows another one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from platforms.address import address_key
from storage.absence import record_absence
from storage.facts import Sight, VisitFacts
from storage.identity import file_hashes, told_text
from storage.models import Listing, Mark, Publication, Source
from storage.outcome import PageOutcome, Presence, PublicationState
from storage.voice import kept_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from storage.facts import PageFacts, Recognise

FORMER = "#~"  # between an address and the place among its former Publications
PLACES = range(1, 9)
HELD = "held"
ABSENT = "absent"  # where a redirect led, or an error page known before
OUTCOMES: dict[str, PageOutcome] = {  # of a visit that found something else than the Document
    ABSENT: PageOutcome.GONE,
    Presence.GONE: PageOutcome.GONE,
    Presence.DOUBTFUL: PageOutcome.GONE,
    Presence.STUB: PageOutcome.SHELL,
    Presence.DOWN: PageOutcome.DOWN,
    Presence.BLOCKED: PageOutcome.BLOCKED,
}
SEEN_TWICE = {Presence.STUB: Presence.SAME, Presence.DOUBTFUL: Presence.OTHER}


def recognise_page(
    session: Session, publication: Publication | None, page: PageFacts, recognise: Recognise
) -> Presence:
    """What an address shows; what only two visits can tell is held until the second one."""
    if page.tampered:
        return Presence.SAME
    shown = Sight(page.evidence, frozenset(a.text_hash for a in page.attachments if a.text_hash))
    listed = _listed_title(session, page)
    if publication is None:
        return recognise(shown, None, listed)
    known = _known_sight(publication)
    if known is None or publication.url_key != address_key(page.url):
        return Presence.SAME
    is_equal = publication.current is not None and (
        publication.current.content_hash == page.content_hash
    )
    found = Presence.SAME if is_equal else recognise(shown, known, listed)
    return _hold(session, publication, page, found)


def _known_sight(publication: Publication) -> Sight | None:
    revision = publication.current
    if revision is None or revision.tampered:
        return None
    evidence = kept_evidence(publication, told_text(revision))
    return None if evidence is None else Sight(evidence, file_hashes(revision))


def _hold(session: Session, publication: Publication, page: PageFacts, found: Presence) -> Presence:
    digest = hashlib.sha256(publication.url_key.encode()).hexdigest()
    held = session.get(Mark, (publication.portal, HELD, digest))
    if held is not None:
        session.delete(held)
        session.flush()
    if found not in SEEN_TWICE:
        return found
    if held is not None and held.sample == page.content_hash:
        return SEEN_TWICE[found]
    session.add(
        Mark(
            portal=publication.portal, kind=HELD, key=digest, sample=page.content_hash,
            first_at=page.at,
        )
    )  # fmt: skip
    return found


def known_titles(session: Session, page: VisitFacts) -> list[str]:
    """What a known address is called by the Document that was read there, and by its list; nothing at first sight."""
    query = select(Publication).where(Publication.url_key == address_key(page.url))
    publication = session.scalar(query)
    if publication is None or publication.current is None:
        return []
    return [publication.current.title, _listed_title(session, page)]


def _listed_title(session: Session, page: PageFacts | VisitFacts) -> str:
    """What the column's list calls the address."""
    asked = None if isinstance(page, VisitFacts) else page.requested_url
    keys = [address_key(url) for url in (page.url, asked) if url]
    query = (
        select(Listing.title)
        .join(Source, Source.id == Listing.source_id)
        .where(Listing.url_key.in_(keys), Source.portal == page.portal, Source.name == page.source)
    )
    return session.scalar(query.limit(1)) or ""


def hand_over(session: Session, publication: Publication, now: datetime) -> Publication | None:
    """Another Document stands at this address now: None, or the Publication when that happened too often."""
    address = publication.url_key
    taken = {row.url_key for row in former_publications(session, address)}
    free = next((key for key in _places(address) if key not in taken), None)
    if free is None:
        return publication
    publication.url_key = free
    publication.visited_at, publication.next_visit_at = now, None
    record_absence(publication, now)
    session.flush()
    return None


def take_back(session: Session, address: str, document_id: int | None) -> Publication | None:
    """The Publication of a Document that stood at this address before and stands there again."""
    for row in former_publications(session, address) if document_id is not None else ():
        if row.document_id == document_id:
            row.url_key = address
            session.flush()
            return row
    return None


def note_absences(session: Session, address: str, now: datetime) -> None:
    """A visit that found another Document at an address did not find those that stood there before."""
    for row in former_publications(session, address):
        if row.visited_at != now and row.state == PublicationState.ABSENT:
            record_absence(row, now)
        row.visited_at, row.next_visit_at = now, None


def former_publications(session: Session, address: str) -> Sequence[Publication]:
    """Publications whose address another Document took."""
    query = select(Publication).where(Publication.url_key.in_(_places(address)))
    return session.scalars(query.order_by(Publication.id)).all()


def _places(address: str) -> list[str]:
    return [f"{address}{FORMER}{place}" for place in PLACES]
