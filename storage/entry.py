"""What the feed entry of a Change shows beside it, kept as it was when it was told: entries never change afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.outcome import ChangeKind

if TYPE_CHECKING:
    from storage.models import Document, Publication, Revision

EXCERPT = 400  # characters of the text: more than an entry shows, so that it knows of more
FIELDS = ("issuers", "written_on", "published_at", "validity", "attachments")


def freeze_copy(document: Document, publication: Publication, revision: Revision) -> dict[str, Any]:
    """What the entry of a copy shows for ever: it makes no Change that could keep it."""
    names = ("title", "document_number", "category")
    shown = {name: revision.record.get(name) for name in names}
    return freeze(document, publication, revision, ChangeKind.NEW) | shown


def freeze(
    document: Document, publication: Publication, revision: Revision, kind: str
) -> dict[str, Any]:
    """The id of the Document, the portal's title and region, the Revision's values; of a hijacked page no values."""
    source = publication.sources[0] if publication.sources else None
    shown: dict[str, Any] = {
        "document": document.uid,
        "portal_title": source.portal_title if source else publication.portal,
        "region": source.region if source else "",
    }
    if kind == ChangeKind.TAMPERED:
        return shown
    values = {name: revision.record.get(name) for name in FIELDS}
    more = {"excerpt": revision.text[:EXCERPT], "content_hash": revision.content_hash}
    return shown | values | more
