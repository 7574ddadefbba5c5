"""What the archive holds of a gazette's column: issues of its articles, titles of its list, articles without text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, func, select

from storage.models import Attachment, Listing, Publication, PublicationSource, Revision
from storage.outcome import ListingState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.models import Source


class Article(NamedTuple):
    """One page of a gazette as it stands now."""

    issue: dict[str, Any] | None  # gazette_issue of its record
    title: str
    has_text: bool  # in the page or in an attachment


def is_read_whole(session: Session, source: Source) -> bool:
    """Whether the list was walked to its end and every page of it was asked for at least once."""
    waiting = select(func.count()).where(
        Listing.source_id == source.id,
        Listing.state == ListingState.LISTED,
        Listing.attempts == 0,
    )
    return source.swept_at is not None and not session.scalar(waiting)


def load_articles(session: Session, source: Source) -> list[Article]:
    """The current page of every article in a column."""
    in_files = exists().where(
        Attachment.revision_id == Revision.id, func.length(func.coalesce(Attachment.text, "")) > 0
    )
    rows = session.execute(
        select(
            Revision.record["gazette_issue"], Revision.title, func.length(Revision.text), in_files
        )
        .join(Publication, Publication.current_id == Revision.id)
        .join(PublicationSource, PublicationSource.publication_id == Publication.id)
        .where(PublicationSource.source_id == source.id)
    )
    return [Article(issue, title, bool(length or files)) for issue, title, length, files in rows]


def load_titles(session: Session, source: Source) -> list[str]:
    """What the column's list says of its pages."""
    return list(session.scalars(select(Listing.title).filter_by(source_id=source.id)))
