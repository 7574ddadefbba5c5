"""Which Documents might a page be? Candidates by indexed evidence; a pure function of the caller decides."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from storage.facts import Candidate, Evidence
from storage.models import Attachment, Document, Publication, Redirect, Revision, TextBand

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
MAX_ALIKE = 50


def new_uid() -> str:
    """An opaque document id: 12 characters that nobody mistakes for each other."""
    return "d" + "".join(secrets.choice(ALPHABET) for _ in range(12))


def find_candidates(session: Session, evidence: Evidence) -> list[Candidate]:
    """Documents sharing a number, a registration number, title and date, or much text with a page, oldest first."""
    session.flush()
    tests: list[ColumnElement[bool]] = [Document.id.in_(_alike(session, evidence.bands))]
    if evidence.number_key:
        tests.append(Document.number_key == evidence.number_key)
    if evidence.registration_number:
        tests.append(Document.registration_number == evidence.registration_number)
    if evidence.title_key and evidence.written_on:
        named = Document.title_key == evidence.title_key
        tests.append(and_(named, Document.written_on == evidence.written_on))
    rows = session.scalars(select(Document).where(or_(*tests)).order_by(Document.id))
    return [Candidate(row.id, row.uid, evidence_of(session, row)) for row in rows]


def _alike(session: Session, bands: tuple[int, ...]) -> list[int]:
    """The Documents whose texts are likest: forms filled in a thousand times share some bands, copies share most."""
    shared = func.count()
    query = select(TextBand.document_id).where(TextBand.key.in_(bands))
    ranked = query.group_by(TextBand.document_id).order_by(shared.desc(), TextBand.document_id)
    return list(session.scalars(ranked.limit(MAX_ALIKE))) if bands else []


def evidence_of(session: Session, document: Document) -> Evidence:
    """What is known of a Document, as evidence; its text is that of its canonical Publication."""
    revision = None
    if document.canonical is not None and document.canonical.current_id is not None:
        revision = session.get(Revision, document.canonical.current_id)
    return Evidence(
        title=document.title,
        title_key=document.title_key,
        text=told_text(revision) if revision else "",
        is_file=revision is not None and main_file(revision) is not None,
        files=file_hashes(revision) if revision else frozenset(),
        number=document.number,
        number_key=document.number_key,
        issuer_key=document.issuer_key,
        issuers=tuple(document.issuers),
        registration_number=document.registration_number,
        written_on=document.written_on,
    )


def told_text(revision: Revision) -> str:
    """The text that tells which Document a page is: its own, or that of the attachment it points to."""
    main = main_file(revision)
    return main.text or "" if main else revision.text


def file_hashes(revision: Revision) -> frozenset[str]:
    """The hashes of the texts of a Revision's attachments."""
    return frozenset(file.text_hash for file in revision.attachments if file.text_hash)


def main_file(revision: Revision) -> Attachment | None:
    """The attachment that is the document, where the page says no more than that."""
    return next((file for file in revision.attachments if file.is_main and file.text), None)


def is_pinned(session: Session, document_id: int) -> bool:
    """Whether a hand decided what belongs to a Document."""
    query = select(Publication.id).filter_by(document_id=document_id, is_pinned=True).limit(1)
    return session.scalar(query) is not None


def replace_bands(session: Session, document_id: int, keys: tuple[int, ...]) -> None:
    """Keep the keys by which copies of a Document's text are found."""
    session.flush()
    session.execute(delete(TextBand).where(TextBand.document_id == document_id))
    session.add_all(TextBand(document_id=document_id, key=key) for key in sorted(set(keys)))


def find_document(session: Session, uid: str) -> Document | None:
    """A Document by its id; a dissolved id leads to the living one."""
    document = session.scalar(select(Document).filter_by(uid=uid))
    if document is not None:
        return document
    redirect = session.get(Redirect, uid)
    return session.get(Document, redirect.document_id) if redirect else None
