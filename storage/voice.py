"""Which Publication speaks for a Document, and what the Document says through it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage import citing, identity, search_index
from storage.facts import Evidence
from storage.models import Document, Publication, Relation, Revision
from storage.outcome import PublicationState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

HIJACKED_TITLE = "（页面疑似被篡改，已隔离）"
ENDED = frozenset({"repealed", "expired"})
KEPT = ("title", "title_key", "number", "number_key", "issuer_key", "issuers",
        "registration_number", "written_on", "bands")  # fmt: skip


def keep_evidence(publication: Publication, evidence: Evidence) -> None:
    """Keep with a Publication what its page shows of its identity."""
    values = asdict(evidence)
    publication.evidence = {name: values[name] for name in KEPT}


def kept_evidence(publication: Publication, text: str = "") -> Evidence | None:
    """The same as a value again."""
    if publication.evidence is None:
        return None
    values: dict[str, Any] = dict(publication.evidence)
    values |= {name: tuple(values[name]) for name in ("issuers", "bands")}
    return Evidence(**values, text=text)


def choose_voice(document: Document, publications: Iterable[Publication]) -> Publication | None:
    """The canonical Publication: the one that speaks already, unless it moved away or a better one appeared."""
    there = [p for p in publications if p.state != PublicationState.MOVED and p.current_id]
    current = document.canonical
    best = min(there, key=_rank, default=current)
    if best is None or current is None or current not in there:
        return best
    returned = _is_moved_on(current, best)
    return best if best.home < current.home or returned else current


def _rank(publication: Publication) -> tuple[int, bool, int]:
    is_silent = publication.state in (PublicationState.WITHDRAWN, PublicationState.QUARANTINED)
    return publication.home, is_silent, publication.id


def _is_moved_on(current: Publication, best: Publication) -> bool:
    """A withdrawn page whose portal carries the Document at another address now."""
    return (
        current.state == PublicationState.WITHDRAWN
        and best.state == PublicationState.LIVE
        and best.portal == current.portal
    )


def refresh_document(session: Session, document: Document) -> None:
    """Let the canonical Publication speak for the Document; a better voice takes over."""
    session.flush()
    rows = list(session.scalars(select(Publication).filter_by(document_id=document.id)))
    document.canonical = choose_voice(document, rows)
    canonical = document.canonical
    if canonical is None or canonical.current_id is None:
        return
    revision = session.get_one(Revision, canonical.current_id)
    if revision.tampered:
        document.title = HIJACKED_TITLE  # never shown under the foreign title
    evidence = kept_evidence(canonical)
    if canonical.state == PublicationState.QUARANTINED or evidence is None:
        search_index.describe_document(session, document.id)
        return
    _describe(session, document, revision, evidence)
    _identify(document, evidence, rows)
    identity.replace_bands(session, document.id, evidence.bands)
    citing.record_citations(session, document.id, revision.record.get("citations"))
    files = [a.text for a in revision.attachments if a.text]
    body = [document.number or "", revision.text, *files]
    search_index.index_document(session, document.id, revision.title, body)


def _describe(session: Session, document: Document, revision: Revision, evidence: Evidence) -> None:
    record = revision.record
    document.title, document.category = revision.title, record["category"]
    document.published_at, document.written_on = record["published_at"], record["written_on"]
    document.issuers = list(evidence.issuers)
    document.issuer_names = " ".join(evidence.issuers)
    document.validity = record["validity"]
    if document.validity not in ENDED and is_repealed_elsewhere(session, document.id):
        document.validity = "repealed"


def _identify(document: Document, evidence: Evidence, rows: Iterable[Publication]) -> None:
    """What the Document is found by; a number that only a copy shows counts too."""
    document.title_key, document.issuer_key = evidence.title_key, evidence.issuer_key
    document.registration_number = evidence.registration_number
    document.number, document.number_key = evidence.number, evidence.number_key
    copies = [e for e in (kept_evidence(row) for row in rows) if e is not None and e.number]
    if evidence.number is None and copies:
        document.number, document.number_key = copies[0].number, copies[0].number_key


def is_repealed_elsewhere(session: Session, document_id: int) -> bool:
    """Whether another Document says that this one is repealed."""
    query = select(Relation.id).filter_by(target_id=document_id, kind="repeals").limit(1)
    return session.scalar(query) is not None
