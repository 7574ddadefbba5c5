"""The JSON objects the outside sees (records, Changes, status; docs/api.md), made from views."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from portals.schema import Portal
    from storage.views import ChangeView, DocumentView, PublicationView, RevisionView, SourceView

CHANGE_FIELDS = (
    "id", "kind", "detected_at", "baseline", "back_dated", "silent", "document_id",
    "document_number", "title", "category", "portal", "source", "url", "from_revision",
    "to_revision", "summary", "inserted", "deleted",
)  # fmt: skip

Row = dict[str, Any]


def document_row(view: DocumentView) -> Row:
    """A Document: its record, and where it stands."""
    row = {
        "id": view.id,
        **view.record,
        "category": view.record.get("category"),
        "state": view.state,
        "first_seen_at": view.first_seen_at.isoformat(),
        "changed_at": view.changed_at.isoformat(),
        "publications": [publication_row(p) for p in view.publications],
        "variants": list(view.variants),
    }
    return {**row, **_highlights(view)}


def _highlights(view: DocumentView) -> Row:
    """Of a search: the text around the words, and where they stand in it and in the title (from, up to)."""
    if view.excerpt is None:
        return {}
    return {
        "snippet": view.excerpt.text,
        "snippet_marks": [list(span) for span in view.excerpt.marks],
        "title_marks": [list(span) for span in view.title_marks],
    }


def publication_row(view: PublicationView) -> Row:
    """A Document at one address."""
    return _plain(asdict(view))


def revision_row(view: RevisionView) -> Row:
    """One content of a Document, without the record around its text."""
    return {
        "number": view.number,
        "captured_at": view.captured_at.isoformat(),
        "content_hash": view.content_hash,
        "title": view.title,
        "document_number": view.record.get("document_number"),
        "validity": view.record.get("validity"),
        "text": view.text,
    }


def change_row(view: ChangeView) -> Row:
    """One Change, exactly as promised."""
    return _plain({name: getattr(view, name) for name in CHANGE_FIELDS})


def source_row(view: SourceView) -> Row:
    """The health of one column."""
    return {
        "portal": view.portal,
        "source": view.source,
        "title": view.title,
        "outcome": str(view.outcome),
        "last_run_at": _moment(view.last_run_at),
        "next_run_at": _moment(view.next_run_at),
        "last_success_at": _moment(view.succeeded_at),
        "documents": view.documents,
        "pages": view.pages,
        "issues": list(view.issues),
    }


def portal_row(found: Portal) -> Row:
    """A portal and its columns as one JSON object."""
    return {
        "name": found.name,
        "title": found.title,
        "level": found.level,
        "region": found.region,
        "url": found.url,
        "platform": found.platform,
        "seen": found.seen,
        "disabled": found.disabled,
        "sources": [
            {"name": s.name, "title": s.title, "kind": s.kind, "url": s.url, "disabled": s.disabled}
            for s in found.sources
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _plain(row: Row) -> Row:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
