"""The tables. Times are aware UTC; dates as printed are ISO text, as exact as known."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  (SQLAlchemy reads the annotations)
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.base import Base


class Source(Base):
    """One watched column, as its portal file said at the last visit, with its schedule and health."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("portal", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str]
    portal_title: Mapped[str]
    region: Mapped[str] = mapped_column(String(6), index=True)
    level: Mapped[str] = mapped_column(String(20))
    disabled: Mapped[str | None]
    first_seen_at: Mapped[datetime | None]  # of its first list read
    swept_at: Mapped[datetime | None]  # of its first complete sweep
    last_swept_at: Mapped[datetime | None]  # of its newest complete sweep
    frontier: Mapped[dict[str, Any] | None]  # list requests still to be made, of walks that died
    outcome: Mapped[str] = mapped_column(String(20), default="never")
    last_run_at: Mapped[datetime | None]
    next_run_at: Mapped[datetime | None]
    pages: Mapped[dict[str, Any]] = mapped_column(default=dict)  # outcome → count, of the last run
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    succeeded_at: Mapped[datetime | None]  # the last visit that found it healthy
    boilerplate: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # line keys
    boilerplate_texts: Mapped[int] = mapped_column(default=0, server_default="0")  # learned from


class Listing(Base):
    """An address seen in a column: the frontier that survives anything."""

    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("source_id", "url_key"),
        Index("ix_listings_waiting", "source_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    url: Mapped[str]
    url_key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(default="")
    listed_on: Mapped[str | None] = mapped_column(String(40))
    document_number: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(10), default="listed")
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    before_sweep: Mapped[bool]  # found before the first complete sweep of its source
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]


class Document(Base):
    """One official document, however many portals carry it. `uid` is its id for the world, for ever."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_title_written", "title_key", "written_on"),
        Index("ix_documents_number", "number_key"),
        Index("ix_documents_number_shown", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str]
    title_key: Mapped[str]
    number: Mapped[str | None]
    number_key: Mapped[str | None]
    issuer_key: Mapped[str | None]
    issuers: Mapped[list[Any]] = mapped_column(default=list)
    issuer_names: Mapped[str] = mapped_column(default="")  # the same, in one text to look in
    registration_number: Mapped[str | None] = mapped_column(index=True)
    written_on: Mapped[str | None] = mapped_column(String(40), index=True)
    published_at: Mapped[str | None] = mapped_column(String(40), index=True)
    category: Mapped[str] = mapped_column(String(20), index=True)
    validity: Mapped[str | None] = mapped_column(String(20))
    canonical_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id", use_alter=True))
    told_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    told_state: Mapped[str | None] = mapped_column(String(12))
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)

    canonical: Mapped[Publication | None] = relationship(
        foreign_keys=[canonical_id], post_update=True
    )
    publications: Mapped[list[Publication]] = relationship(
        back_populates="document", foreign_keys="Publication.document_id", order_by="Publication.id"
    )


class Publication(Base):
    """A Document at one normalised address."""

    __tablename__ = "publications"
    __table_args__ = (Index("ix_publications_due", "portal", "next_visit_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    portal: Mapped[str] = mapped_column(String(80))
    url: Mapped[str]
    url_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(12), default="live")
    home: Mapped[int] = mapped_column(default=0)  # rank as a voice, the lowest speaks
    current_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    revision_count: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    payload_digest: Mapped[str | None] = mapped_column(String(80))
    frame: Mapped[dict[str, Any] | None]  # url, etag, last_modified, payload_digest of its frame
    visited_at: Mapped[datetime]
    next_visit_at: Mapped[datetime | None]  # None: the scheduler has not planned it yet
    visit_step: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]  # of its newest Revision
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    absent_since: Mapped[datetime | None]
    absent_checks: Mapped[int] = mapped_column(default=0)
    before_sweep: Mapped[bool] = mapped_column(default=False)
    container: Mapped[str | None]  # where in the page the text stands, as the reader found it
    container_was: Mapped[str | None]
    container_changed_at: Mapped[datetime | None]
    is_pinned: Mapped[bool] = mapped_column(default=False)  # its Document was chosen by hand
    evidence: Mapped[dict[str, Any] | None]  # what its page shows of its identity, without the text
    entry: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # of a copy: storage.entry, never changed

    document: Mapped[Document] = relationship(
        back_populates="publications", foreign_keys=[document_id]
    )
    current: Mapped[Revision | None] = relationship(foreign_keys=[current_id])
    sources: Mapped[list[Source]] = relationship(
        secondary="publication_sources", order_by="Source.id"
    )


class PublicationSource(Base):
    """A Publication may stand in several columns of its portal."""

    __tablename__ = "publication_sources"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True, index=True)
    first_seen_at: Mapped[datetime]


class Revision(Base):
    """The immutable content of a Publication from one moment on."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("publication_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    number: Mapped[int]  # 1, 2, …
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    normaliser: Mapped[int]  # version of what is hashed
    extractor: Mapped[str] = mapped_column(String(20))  # version of what was read
    captured_at: Mapped[datetime]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    record: Mapped[dict[str, Any]]  # docs/record.md without text
    tampered: Mapped[bool] = mapped_column(default=False)
    warc_file: Mapped[str | None]
    warc_offset: Mapped[int | None] = mapped_column(BigInteger)
    warc_record: Mapped[str | None]
    frame: Mapped[dict[str, Any] | None]  # url, and file, offset, record of its frame

    attachments: Mapped[list[Attachment]] = relationship(order_by="Attachment.position")


class Attachment(Base):
    """A file a Revision carries, with the text taken from it."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    position: Mapped[int]
    url: Mapped[str]
    url_key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    media_type: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    sha256: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str | None] = mapped_column(Text)
    text_hash: Mapped[str | None] = mapped_column(String(64))
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    note: Mapped[str | None]  # why there is no text, or what of the file is not in it
    is_main: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # the document itself


class TextBand(Base):
    """Bands of a Document's MinHash signature: texts that share one may be copies of each other."""

    __tablename__ = "text_bands"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)


class Relation(Base):
    """What one Document says of another: that it forwards, corrects, explains, amends or repeals it."""

    __tablename__ = "relations"
    __table_args__ = (UniqueConstraint("document_id", "kind", "number", "title_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # forwards | corrects | interprets | …
    number: Mapped[str] = mapped_column(default="", index=True)  # as cited, canonical
    title: Mapped[str] = mapped_column(default="")
    title_key: Mapped[str] = mapped_column(default="", index=True)
    sentence: Mapped[str] = mapped_column(default="")  # where it is said
    target_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)


class Citation(Base):
    """A number or title that the text speaking for a Document cites, in the order of the text."""

    __tablename__ = "citations"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(default="", index=True)  # canonical
    title: Mapped[str] = mapped_column(default="")
    title_key: Mapped[str] = mapped_column(default="", index=True)


class Mark(Base):
    """What was seen on many pages of a portal at once: a template's work, never a document's."""

    __tablename__ = "marks"

    portal: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(
        String(20), primary_key=True
    )  # of scheduler.template, or page
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    sample: Mapped[str] = mapped_column(default="")
    first_at: Mapped[datetime]


class Redirect(Base):
    """A dissolved document id leads to the living one for ever."""

    __tablename__ = "redirects"

    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)


class Verdict(Base):
    """Why a page is the Document it is: the log of identity decisions."""

    __tablename__ = "verdicts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(20))  # new | same | merged | split
    evidence: Mapped[str]
    from_uid: Mapped[str | None] = mapped_column(String(32))  # the Document it left


class Fact(Base):
    """Something that happened to a Publication and has perhaps not been told yet."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_told_at", "told_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    state: Mapped[str] = mapped_column(String(12))  # PublicationState after it
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))  # what repeals it
    told_at: Mapped[datetime | None]


class Change(Base):
    """What people are told. Ids are given by one publisher, in order."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(45), unique=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("facts.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    detected_at: Mapped[datetime] = mapped_column(index=True)
    baseline: Mapped[bool]
    back_dated: Mapped[bool]
    silent: Mapped[bool]
    truncated: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"), index=True)
    from_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    to_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    document_number: Mapped[str | None]
    title: Mapped[str]
    category: Mapped[str] = mapped_column(String(20))
    portal: Mapped[str] = mapped_column(String(80))
    url: Mapped[str]
    summary: Mapped[str]
    inserted: Mapped[int]
    deleted: Mapped[int]
    operations: Mapped[list[Any]]
    entry: Mapped[dict[str, Any]] = mapped_column(default=dict)  # storage.entry, never changed

    document: Mapped[Document] = relationship(foreign_keys=[document_id])
    publication: Mapped[Publication] = relationship(foreign_keys=[publication_id])
    source: Mapped[Source | None] = relationship(foreign_keys=[source_id])
    from_revision: Mapped[Revision | None] = relationship(foreign_keys=[from_revision_id])
    to_revision: Mapped[Revision | None] = relationship(foreign_keys=[to_revision_id])


class CrawlRun(Base):
    """One execution of a portal's crawl."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_started_at", "started_at", "portal", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(80), index=True)
    mode: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    stats: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Issue(Base):
    """Something an operator must look at. One row per kind and subject; counted while it lasts."""

    __tablename__ = "issues"
    __table_args__ = (UniqueConstraint("kind", "portal", "source", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    portal: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    subject: Mapped[str] = mapped_column(default="")  # an address, a number
    message: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=1)
    acknowledged: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None]


class Lease(Base):
    """Who may visit a host, publish or migrate. `fence` grows with every new holder."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    holder: Mapped[str] = mapped_column(default="")
    fence: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]


class Token(Base):
    """An access token for API and feeds, kept as its hash."""

    __tablename__ = "tokens"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
