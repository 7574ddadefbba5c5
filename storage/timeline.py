"""A Document's Revisions without their texts, and one of them with all it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time by the web)
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import defer, selectinload

from storage.frame import frame_of
from storage.frontier import pointer_of
from storage.history import to_revision_view
from storage.identity import find_document
from storage.models import Attachment, Publication, Revision

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from storage.facts import FrameFacts
    from storage.views import RevisionView
    from storage.warc import WarcPointer


@dataclass(frozen=True)
class RevisionHead:
    """One Revision of the canonical Publication in a list."""

    number: int
    captured_at: datetime
    length: int  # characters of its text
    has_original: bool  # the page itself is kept


@dataclass(frozen=True)
class FileView:
    """A file that a Revision carries."""

    position: int
    title: str
    url: str
    media_type: str | None
    outcome: str | None
    note: str | None  # why there is no text, or not all of it
    is_main: bool  # it is the document itself
    length: int  # characters of the text taken from it
    text: str | None = None  # of one file alone


@dataclass(frozen=True)
class Original:
    """Where the page of a Revision is kept as it was received."""

    number: int
    captured_at: datetime
    portal: str
    url: str
    warc: WarcPointer
    frame: FrameFacts | None


def list_heads(session: Session, uid: str) -> list[RevisionHead]:
    """The Revisions that may be shown, oldest first; [] for an unknown id."""
    query = select(
        Revision.number, Revision.captured_at, func.length(Revision.text), Revision.warc_file
    )
    rows = session.execute(query.where(*_shown(session, uid)).order_by(Revision.number))
    return [RevisionHead(row[0], row[1], row[2], row[3] is not None) for row in rows]


def get_revision(session: Session, uid: str, number: int) -> RevisionView | None:
    """One Revision that may be shown."""
    query = select(Revision).where(*_shown(session, uid), Revision.number == number)
    files = selectinload(Revision.attachments).defer(Attachment.text)
    row = session.scalar(query.options(files))
    return None if row is None else to_revision_view(row)


def find_original(session: Session, uid: str, number: int | None = None) -> Original | None:
    """The page of a Revision, of the newest unless told; None when there is none, or it is not kept."""
    query = select(Revision, Publication).where(*_shown(session, uid))
    query = query.join(Publication, Publication.id == Revision.publication_id)
    query = query if number is None else query.where(Revision.number == number)
    for revision, publication in session.execute(query.order_by(Revision.number.desc()).limit(1)):
        pointer = pointer_of(revision)
        if pointer is not None:
            at, url = revision.captured_at, revision.record.get("url") or publication.url
            frame = frame_of(revision)
            return Original(revision.number, at, publication.portal, url, pointer, frame)
    return None


def list_files(session: Session, uid: str, number: int) -> list[FileView]:
    """The files of a Revision in their order, without their texts."""
    query = select(Attachment, func.length(Attachment.text)).options(defer(Attachment.text))
    query = query.where(_is_of(session, uid, number))
    rows = session.execute(query.order_by(Attachment.position))
    return [_to_file(row, length) for row, length in rows]


def get_file(session: Session, uid: str, number: int, position: int) -> FileView | None:
    """One file of a Revision with its text."""
    is_meant = _is_of(session, uid, number), Attachment.position == position
    row = session.scalar(select(Attachment).where(*is_meant))
    return None if row is None else _to_file(row, len(row.text or ""), row.text)


def _shown(session: Session, uid: str) -> tuple[ColumnElement[bool], ...]:
    document = find_document(session, uid)
    canonical = document.canonical_id if document else None
    return Revision.publication_id == canonical, Revision.tampered.is_(False)


def _is_of(session: Session, uid: str, number: int) -> ColumnElement[bool]:
    wanted = select(Revision.id).where(*_shown(session, uid), Revision.number == number)
    return Attachment.revision_id.in_(wanted)


def _to_file(row: Attachment, length: int | None, text: str | None = None) -> FileView:
    return FileView(
        position=row.position,
        title=row.title,
        url=row.url,
        media_type=row.media_type,
        outcome=row.outcome,
        note=row.note,
        is_main=row.is_main,
        length=length or 0,
        text=text,
    )
