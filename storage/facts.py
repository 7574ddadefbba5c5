"""What the writers hand to storage: plain values, no Scrapy, no ORM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.outcome import PageOutcome, Presence
    from storage.warc import WarcPointer


@dataclass(frozen=True)
class AttachmentFacts:
    """One attachment as it was found; `text_hash` is None when no text could be taken from it."""

    url: str
    title: str
    media_type: str | None = None
    outcome: str | None = None
    sha256: str | None = None
    text: str | None = None
    text_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    note: str | None = None  # why there is no text, or what of the file is not in it
    is_main: bool = False  # the page says no more than that this file is the document


@dataclass(frozen=True)
class FrameFacts:
    """The page in a frame (iframe) in which the text of another page stands."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    warc: WarcPointer | None = None


@dataclass(frozen=True)
class Evidence:
    """What tells which Document a page is (docs/identity.md)."""

    title: str
    title_key: str
    text: str
    number: str | None = None
    number_key: str | None = None  # with the region when the number names no place
    issuer_key: str | None = None
    issuers: tuple[str, ...] = ()
    registration_number: str | None = None
    written_on: str | None = None
    bands: tuple[int, ...] = ()  # of the text's MinHash signature
    shows_title: bool = True  # the page itself does, not its list alone
    shows_number: bool = True
    is_file: bool = False  # the text is that of the main attachment
    files: frozenset[str] = frozenset()  # hashes of its attachments' texts


@dataclass(frozen=True)
class Candidate:
    """A Document that might be the one a page shows."""

    document_id: int
    uid: str
    evidence: Evidence


@dataclass(frozen=True)
class Verdict:
    """Which Document a page is: an existing one, or a new one (`document_id` None), and why."""

    document_id: int | None
    row: str  # the line of the table that decided
    reason: str
    conflict: str | None = None  # uid of a Document with the same number and another text


@dataclass(frozen=True)
class RelationFacts:
    """What a page says of another Document."""

    kind: str  # forwards | corrects | interprets | amends | repeals
    number: str | None = None  # as cited, canonical
    title: str | None = None
    title_key: str = ""
    sentence: str = ""


class Identify(Protocol):
    """Decides between candidates; pure. Given by `pipelines.deduplicate`."""

    def __call__(self, evidence: Evidence, candidates: Sequence[Candidate]) -> Verdict: ...


@dataclass(frozen=True)
class Sight:
    """What an address shows, or showed: evidence with its text, and the hashes of its attachments' texts."""

    evidence: Evidence
    files: frozenset[str] = frozenset()


class Recognise(Protocol):
    """Decides whether an address shows its Document; pure. Given by `pipelines.presence`.

    `known` is None at first sight; `listed` is what the column's list calls the address now.
    """

    def __call__(self, page: Sight, known: Sight | None, listed: str = "") -> Presence: ...


@dataclass(frozen=True)
class PageFacts:
    """One page read, with all that follows from it: one transaction."""

    url: str
    portal: str
    source: str | None
    at: datetime
    record: dict[str, Any]  # docs/record.md
    content_hash: str
    normaliser: int
    extractor: str
    evidence: Evidence
    home: int  # rank as a voice, the lowest speaks
    tampered: bool = False
    requested_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    warc: WarcPointer | None = None
    attachments: tuple[AttachmentFacts, ...] = field(default=())
    relations: tuple[RelationFacts, ...] = ()
    container: str | None = None  # where in the page the text stands
    frame: FrameFacts | None = None


@dataclass(frozen=True)
class VisitFacts:
    """A visit that brought no page to read: unchanged, gone, home, or trouble."""

    url: str
    portal: str
    source: str | None
    at: datetime
    outcome: PageOutcome
    message: str = ""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What `record_page` did."""

    document: str  # uid
    is_new_document: bool
    is_new_revision: bool
    revision: int
    row: str  # the identity row that decided


@dataclass(frozen=True)
class KnownPage:
    """A Publication the crawl may visit again."""

    url: str
    source: str | None
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    title: str
    warc: WarcPointer | None = None
    attachments: tuple[AttachmentFacts, ...] = ()
    captured_at: datetime | None = None  # when `warc` was written
    frame: FrameFacts | None = None  # `captured_at` is its time too
    tampered: bool = False  # hijacked when it was last read
    listed_title: str | None = None  # what the column's list says of it
    listed_on: str | None = None
    document_number: str | None = None


@dataclass(frozen=True)
class WaitingPage:
    """A Listing that waits to be fetched."""

    url: str
    source: str
    title: str
    listed_on: str | None
    document_number: str | None
    attempts: int = 0  # that failed
