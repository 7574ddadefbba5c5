"""Documents found, with the words marked: in the title, and in the text, or else the file, that holds them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.marking import Excerpt, find_spans, make_excerpt
from storage.models import Attachment, Document, Publication, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from storage.search_query import Query
    from storage.views import DocumentView


def mark_views(
    session: Session, views: Mapping[int, DocumentView], words: Query
) -> list[DocumentView]:
    """Views by the ids of their Documents with title marks, and with excerpts of what may be shown of them."""
    texts = _read_texts(session, list(views))
    excerpts = {number: make_excerpt(words, text) for number, (_, text) in texts.items()}
    missed = {texts[number][0]: number for number, found in excerpts.items() if not found.marks}
    for revision_id, text in _read_files(session, list(missed)):
        number = missed[revision_id]
        if not excerpts[number].marks:
            found = make_excerpt(words, text)
            excerpts[number] = found if found.marks else excerpts[number]
    nothing = Excerpt("", ())
    return [_mark(view, words, excerpts.get(number, nothing)) for number, view in views.items()]


def _mark(view: DocumentView, words: Query, excerpt: Excerpt) -> DocumentView:
    title = str(view.record.get("title") or "")
    marks = tuple(find_spans(words, title))
    return replace(view, snippet=excerpt.text, excerpt=excerpt, title_marks=marks)


def _read_texts(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Revisions and texts that speak for Documents; none of hijacked pages."""
    query = (
        select(Document.id, Revision.id, Revision.text)
        .join(Publication, Publication.id == Document.canonical_id)
        .join(Revision, Revision.id == Publication.current_id)
        .where(Document.id.in_(ids), Revision.tampered.is_(False))
    )
    return {number: (revision_id, text) for number, revision_id, text in session.execute(query)}


def _read_files(session: Session, revisions: Sequence[int]) -> list[tuple[int, str]]:
    query = (
        select(Attachment.revision_id, Attachment.text)
        .where(Attachment.revision_id.in_(revisions), Attachment.text.is_not(None))
        .order_by(Attachment.position)
    )
    return [(number, text or "") for number, text in session.execute(query)] if revisions else []
