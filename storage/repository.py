"""The write side: one page and all that follows from it is one transaction of facts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from platforms.address import address_key
from storage import absence, frontier, identity, ledger, presence, relation
from storage.absence import enter_state, record_absence
from storage.facts import (
    AttachmentFacts,
    Candidate,
    Identify,
    PageFacts,
    Recognise,
    Recorded,
    Verdict,
    VisitFacts,
)
from storage.frame import to_place, to_validators
from storage.merging import merge
from storage.models import Attachment, Document, Listing, Publication, Revision, Source
from storage.models import Verdict as VerdictRow
from storage.outcome import ListingState, PageOutcome, Presence, PublicationState
from storage.voice import keep_evidence, kept_evidence, refresh_document

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

NEAR_COPY = "near copy"  # the text alone: enough for a page never seen, not to dissolve a Document
AWAY = frozenset({PublicationState.WITHDRAWN, PublicationState.ABSENT, PublicationState.MOVED})
MISSING = frozenset({PageOutcome.GONE, PageOutcome.HOME})
NOT_THERE = frozenset({presence.ABSENT, Presence.GONE, Presence.DOUBTFUL})


def record_page(
    session: Session, page: PageFacts, identify: Identify, recognise: Recognise | None = None
) -> Recorded:
    """Store what a page says: Document, Publication, Revision, attachments, facts to be told.

    `recognise` decides whether a known address shows its Document still; without it any text is taken for an edit.
    """
    publication = _find_publication(session, page)
    seen = _look(session, publication, page, identify, recognise)
    if seen in presence.OUTCOMES:
        return _record_strange(session, publication, page, seen)
    if publication is not None and seen == Presence.OTHER:
        publication = presence.hand_over(session, publication, page.at)
    verdict = Verdict(None, "known", "known address")
    if publication is None:
        candidates = [] if page.tampered else identity.find_candidates(session, page.evidence)
        verdict = identify(page.evidence, candidates)
        publication = presence.take_back(session, address_key(page.url), verdict.document_id)
        publication = publication or _add_publication(session, page, verdict)
    is_new_revision = _record_content(session, publication, page, identify)
    return Recorded(
        document=publication.document.uid,
        is_new_document=verdict.document_id is None and verdict.row != "known",
        is_new_revision=is_new_revision,
        revision=publication.revision_count,
        row=verdict.row,
    )


def _look(
    session: Session,
    publication: Publication | None,
    page: PageFacts,
    identify: Identify,
    recognise: Recognise | None,
) -> str:
    """What an address shows: its Document, another one, or none (`presence.OUTCOMES`)."""
    if publication is not None and _is_elsewhere(session, publication, page, identify):
        return presence.ABSENT
    if recognise is None:
        return Presence.SAME
    return presence.recognise_page(session, publication, page, recognise)


def _record_content(
    session: Session, publication: Publication, page: PageFacts, identify: Identify
) -> bool:
    """Keep what a Publication shows and all that follows from it; True when that is a new Revision."""
    has_more = _has_more_evidence(publication, page)
    is_new_revision = _add_revision(session, publication, page)
    _settle_state(session, publication, page, is_new_revision=is_new_revision)
    _touch(session, publication, page)
    presence.note_absences(session, publication.url_key, page.at)
    if not page.tampered:
        keep_evidence(publication, page.evidence)
    refresh_document(session, publication.document)
    _relate(session, publication, page)
    _leave_old_address(session, publication, page)
    if has_more and not page.tampered:
        reconsider(session, publication, page, identify)
    session.flush()
    return is_new_revision


def _has_more_evidence(publication: Publication, page: PageFacts) -> bool:
    """Whether a known page shows a number, a title or a date that it did not show before."""
    known = kept_evidence(publication)
    if known is None or (known.number and not page.evidence.number):
        return False
    return any(
        getattr(page.evidence, name) and getattr(page.evidence, name) != getattr(known, name)
        for name in ("number_key", "registration_number", "title_key", "written_on")
    )


def reconsider(
    session: Session, publication: Publication, page: PageFacts, identify: Identify
) -> None:
    """More evidence may show that two Documents are one: the younger is dissolved, which is no Change."""
    document = publication.document
    if publication.is_pinned or document.canonical is not publication:
        return
    known = identity.find_candidates(session, page.evidence)
    others = [c for c in known if c.document_id != document.id]
    free = [c for c in others if not identity.is_pinned(session, c.document_id)]
    verdict = identify(page.evidence, free)
    if verdict.document_id is None or verdict.row == NEAR_COPY:
        return
    other = session.get_one(Document, verdict.document_id)
    kept, gone = sorted((document, other), key=lambda row: row.id)
    merge(session, gone, kept, f"{verdict.row}: {verdict.reason}", page.at)


def record_visit(session: Session, visit: VisitFacts) -> None:
    """Store a visit that brought no page to read."""
    key = address_key(visit.url)
    publication = session.scalar(select(Publication).filter_by(url_key=key))
    if publication is None:
        _record_failed_listing(session, visit, key)
        return
    publication.visited_at, publication.next_visit_at = visit.at, None
    if visit.outcome == PageOutcome.UNCHANGED or visit.outcome in MISSING:
        presence.note_absences(session, key, visit.at)
    if visit.outcome == PageOutcome.UNCHANGED:
        publication.last_seen_at = visit.at
        publication.etag = visit.etag or publication.etag
        publication.last_modified = visit.last_modified or publication.last_modified
        _return_to_life(session, publication, visit.at)
    elif visit.outcome in MISSING:
        record_absence(publication, visit.at)
    if visit.source:
        source = frontier.get_source(session, visit.portal, visit.source)
        frontier.attach_source(session, publication.id, source.id, visit.at)
        frontier.mark_listing(session, source.id, key, ListingState.FETCHED, visit.at)


def _find_publication(session: Session, page: PageFacts) -> Publication | None:
    keys = [address_key(url) for url in (page.url, page.requested_url) if url]
    rows = {
        row.url_key: row
        for row in session.scalars(select(Publication).where(Publication.url_key.in_(keys)))
    }
    return next((rows[key] for key in keys if key in rows), None)


def _is_elsewhere(
    session: Session, publication: Publication, page: PageFacts, identify: Identify
) -> bool:
    """Whether what was read at a known address is not its Document: a shared error page, or where a redirect led."""
    if page.tampered or publication.current_id is None:
        return False
    if absence.is_error_page(session, page.portal, page.record["text"]):
        return True
    if page.requested_url is None or publication.url_key == address_key(page.url):
        return False
    document = publication.document
    known = identity.evidence_of(session, document)
    if page.evidence.title_key and page.evidence.title_key in (known.title_key, document.title_key):
        return False
    candidate = Candidate(document.id, document.uid, known)
    return identify(page.evidence, [candidate]).document_id is None


def _record_missing(
    session: Session, publication: Publication, page: PageFacts, row: str
) -> Recorded:
    """What was read is not the Document; trouble and what has to be seen twice is no absence."""
    publication.visited_at, publication.next_visit_at = page.at, None
    if row in NOT_THERE:
        record_absence(publication, page.at)
    uid, count = publication.document.uid, publication.revision_count
    return Recorded(uid, is_new_document=False, is_new_revision=False, revision=count, row=row)


def _record_strange(
    session: Session, publication: Publication | None, page: PageFacts, seen: str
) -> Recorded:
    """What was read is not the Document; of an address never read before the list is all that is known."""
    if publication is not None:
        return _record_missing(session, publication, page, seen)
    url, outcome = page.requested_url or page.url, presence.OUTCOMES[seen]
    visit = VisitFacts(url, page.portal, page.source, page.at, outcome)
    _record_failed_listing(session, visit, address_key(url))
    return Recorded("", is_new_document=False, is_new_revision=False, revision=0, row=seen)


def _relate(session: Session, publication: Publication, page: PageFacts) -> None:
    document = publication.document
    if document.canonical is publication and not page.tampered:
        relation.record_relations(session, document, page.relations, page.at)
        relation.bind_waiting(session, document, page.at)


def _leave_old_address(session: Session, publication: Publication, page: PageFacts) -> None:
    """Where a known address redirects to another known one: moved, when both are the same Document, else missing."""
    if page.requested_url is None:
        return
    key = address_key(page.requested_url)
    old = session.scalar(select(Publication).filter_by(url_key=key))
    if old is None or old.id == publication.id:
        return
    old.visited_at, old.next_visit_at = page.at, None
    if old.document_id == publication.document_id and old.portal == publication.portal:
        absence.leave(session, old)
    else:
        record_absence(old, page.at)


def _add_publication(session: Session, page: PageFacts, verdict: Verdict) -> Publication:
    document = None if verdict.document_id is None else session.get(Document, verdict.document_id)
    if document is None:
        document = _add_document(session, page)
    publication = Publication(
        document=document, portal=page.portal, url=page.url, url_key=address_key(page.url),
        state=PublicationState.LIVE, home=page.home, revision_count=0, visit_step=0,
        absent_checks=0, visited_at=page.at, changed_at=page.at, first_seen_at=page.at,
        last_seen_at=page.at, before_sweep=_is_before_sweep(session, page),
    )  # fmt: skip
    session.add(publication)
    session.flush()
    session.add(
        VerdictRow(
            at=page.at, publication_id=publication.id, document_id=document.id,
            verdict="new" if verdict.document_id is None else "same",
            evidence=f"{verdict.row}: {verdict.reason}",
        )
    )  # fmt: skip
    if verdict.conflict:
        message = f"{page.evidence.number} stands on another text too (document {verdict.conflict})"
        ledger.raise_issue(
            session, "number_conflict", page.portal, page.source or "", page.url, message, page.at
        )
    return publication


def _add_document(session: Session, page: PageFacts) -> Document:
    document = Document(
        uid=identity.new_uid(), title=page.evidence.title, title_key="", issuers=[],
        issuer_names="",
        category=page.record["category"], first_seen_at=page.at, changed_at=page.at,
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def _is_before_sweep(session: Session, page: PageFacts) -> bool:
    if page.source is None:
        return False
    source = frontier.get_source(session, page.portal, page.source)
    keys = [address_key(url) for url in (page.url, page.requested_url) if url]
    listing = session.scalar(
        select(Listing).where(Listing.source_id == source.id, Listing.url_key.in_(keys))
    )
    return source.swept_at is None if listing is None else listing.before_sweep


def _add_revision(session: Session, publication: Publication, page: PageFacts) -> bool:
    """Append a Revision when the content differs; what came back as it was is no Revision."""
    newest = _newest_revision(session, publication)
    current = (
        None if publication.current_id is None else session.get(Revision, publication.current_id)
    )
    same_as = newest if page.tampered else current
    if same_as is not None and same_as.content_hash == page.content_hash:
        return False
    revision = Revision(
        publication_id=publication.id, number=publication.revision_count + 1,
        previous_id=None if newest is None else newest.id, content_hash=page.content_hash,
        normaliser=page.normaliser, extractor=page.extractor, captured_at=page.at,
        title=page.record["title"] or "", text=page.record["text"],
        record={k: v for k, v in page.record.items() if k != "text"}, tampered=page.tampered,
        warc_file=page.warc.file if page.warc else None,
        warc_offset=page.warc.offset if page.warc else None,
        warc_record=page.warc.record_id if page.warc else None,
        frame=to_place(page.frame),
        attachments=[_to_attachment(a, i) for i, a in enumerate(page.attachments)],
    )  # fmt: skip
    session.add(revision)
    session.flush()
    publication.revision_count = revision.number
    if not page.tampered or publication.current_id is None:
        publication.current_id = revision.id
        publication.changed_at = page.at
    return True


def _newest_revision(session: Session, publication: Publication) -> Revision | None:
    return session.scalar(
        select(Revision)
        .filter_by(publication_id=publication.id)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def _to_attachment(facts: AttachmentFacts, position: int) -> Attachment:
    return Attachment(
        position=position, url=facts.url, url_key=address_key(facts.url), title=facts.title,
        media_type=facts.media_type, outcome=facts.outcome, sha256=facts.sha256, text=facts.text,
        text_hash=facts.text_hash, etag=facts.etag, last_modified=facts.last_modified,
        note=facts.note, is_main=facts.is_main,
    )  # fmt: skip


def _settle_state(
    session: Session, publication: Publication, page: PageFacts, *, is_new_revision: bool
) -> None:
    state = PublicationState.QUARANTINED if page.tampered else PublicationState.LIVE
    publication.absent_since, publication.absent_checks = None, 0
    if is_new_revision or publication.state != state:
        enter_state(session, publication, state, page.at, _newest_revision(session, publication))


def _return_to_life(session: Session, publication: Publication, now: datetime) -> None:
    if publication.state not in AWAY:
        return
    newest = _newest_revision(session, publication)
    is_hijacked = newest is not None and newest.tampered
    publication.absent_since, publication.absent_checks = None, 0
    state = PublicationState.QUARANTINED if is_hijacked else PublicationState.LIVE
    enter_state(session, publication, state, now, newest)
    refresh_document(session, publication.document)


def _record_failed_listing(session: Session, visit: VisitFacts, key: str) -> None:
    if visit.source is None:
        return
    source = frontier.get_source(session, visit.portal, visit.source)
    state = ListingState.GONE if visit.outcome in MISSING else ListingState.FAILED
    frontier.mark_listing(session, source.id, key, state, visit.at, visit.outcome)


def _touch(session: Session, publication: Publication, page: PageFacts) -> None:
    publication.last_seen_at = publication.visited_at = page.at
    publication.next_visit_at = None
    publication.etag, publication.last_modified = page.etag, page.last_modified
    publication.payload_digest = page.payload_digest
    publication.frame = to_validators(page.frame)
    if page.container != publication.container:
        publication.container_was, publication.container_changed_at = publication.container, page.at
        publication.container = page.container
    if page.source is None:
        return
    source: Source = frontier.get_source(session, page.portal, page.source)
    frontier.attach_source(session, publication.id, source.id, page.at)
    for url in {page.url, page.requested_url or page.url}:
        frontier.mark_listing(
            session, source.id, address_key(url), ListingState.FETCHED, page.at, PageOutcome.OK
        )


def new_change_uid() -> str:
    """The id of a Change for the world, independent of any address of ours."""
    return f"urn:uuid:{uuid.uuid4()}"
