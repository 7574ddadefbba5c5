"""What a Document was read from: the stored pages of its Revisions, wherever it stands, and their attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (a dataclass field)
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from storage.frame import frame_of
from storage.frontier import pointer_of
from storage.identity import find_document
from storage.models import Attachment, Publication, Revision

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.warc import WarcPointer


@dataclass(frozen=True)
class Capture:
    """One Revision of one Publication: where its page lies, and what files it carried."""

    portal: str
    url: str
    title: str
    text: str
    captured_at: datetime
    canonical: bool
    page: WarcPointer | None  # None: no page was kept
    frame: WarcPointer | None
    files: dict[str, str]  # SHA-256 → address


def list_captures(session: Session, uid: str) -> list[Capture]:
    """Every Revision of a Document, copies too, the oldest first; without those of a hijacked page."""
    document = find_document(session, uid)
    if document is None:
        return []
    query = (
        select(Revision, Publication)
        .join(Publication, Publication.id == Revision.publication_id)
        .where(Publication.document_id == document.id, Revision.tampered.is_(False))
        .options(selectinload(Revision.attachments).options(defer(Attachment.text)))
        .order_by(Revision.captured_at, Revision.id)
    )
    return [
        _to_capture(revision, publication, canonical=publication.id == document.canonical_id)
        for revision, publication in session.execute(query)
    ]


def _to_capture(revision: Revision, publication: Publication, *, canonical: bool) -> Capture:
    frame = frame_of(revision)
    return Capture(
        portal=publication.portal, url=publication.url, title=revision.title, text=revision.text,
        captured_at=revision.captured_at, canonical=canonical, page=pointer_of(revision),
        frame=frame.warc if frame else None,
        files={a.sha256: a.url for a in revision.attachments if a.sha256},
    )  # fmt: skip
