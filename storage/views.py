"""What the read side hands out: plain values, detached from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time by the web)
from typing import Any

from storage.marking import Excerpt  # noqa: TC001  (read at run time by the web)


@dataclass(frozen=True)
class ChangeView:
    """One Change as people are told of it (docs/changes.md), and what feeds need beside it."""

    id: int
    uid: str  # urn:uuid:…, for ever
    kind: str
    detected_at: datetime  # aware, UTC
    baseline: bool
    back_dated: bool
    silent: bool
    document_id: str
    document_number: str | None
    title: str
    category: str
    portal: str
    source: str | None
    url: str
    from_revision: int | None  # 1, 2, … within its Publication
    to_revision: int | None
    summary: str
    inserted: int
    deleted: int
    operations: list[dict[str, Any]] = field(default_factory=list)
    truncated: bool = False  # the diff reached its time limit
    issuers: tuple[str, ...] = ()
    written_on: str | None = None
    published_at: str | None = None
    portal_title: str = ""
    region: str = ""  # of the portal
    validity: str | None = None
    content_hash: str | None = None  # of the Revision it leads to
    excerpt: str = ""  # the beginning of the text, for new documents
    attachments: tuple[dict[str, Any], ...] = ()
    told_of: str = ""  # the Document's id when this was told, for ever; "": document_id


@dataclass(frozen=True)
class PublicationView:
    """A Document at one address."""

    portal: str
    portal_title: str
    sources: tuple[str, ...]
    url: str
    state: str
    canonical: bool
    first_seen_at: datetime
    last_seen_at: datetime
    revisions: int
    region: str = ""  # of the portal


@dataclass(frozen=True)
class RevisionView:
    """One immutable content of the canonical Publication."""

    number: int
    captured_at: datetime
    content_hash: str
    title: str
    text: str
    record: dict[str, Any]
    warc: dict[str, Any] | None = None
    attachment_hashes: tuple[str, ...] = ()  # of the texts of its attachments


@dataclass(frozen=True)
class DocumentView:
    """A Document: the record its canonical Publication shows now, and where else it stands."""

    id: str
    record: dict[str, Any]  # as docs/record.md, url and portal those of the canonical Publication
    state: str  # of the canonical Publication
    first_seen_at: datetime
    changed_at: datetime
    publications: tuple[PublicationView, ...] = ()
    variants: tuple[dict[str, Any], ...] = ()
    snippet: str | None = None  # of a search: the text around the words found
    excerpt: Excerpt | None = None  # the same with the places of the words
    title_marks: tuple[tuple[int, int], ...] = ()  # of a search: where the words stand in the title


@dataclass(frozen=True)
class VerdictView:
    """One decision on which Document a page is."""

    at: datetime
    url: str
    verdict: str  # new | same | merged | split
    evidence: str


@dataclass(frozen=True)
class SourceView:
    """The health of one column, as `gongbao status` shows it."""

    portal: str
    portal_title: str
    source: str
    title: str
    outcome: str
    last_run_at: datetime | None
    next_run_at: datetime | None
    documents: int
    pages: dict[str, int]
    issues: tuple[dict[str, Any], ...]
    succeeded_at: datetime | None = None  # the last visit that found it healthy
