"""The contracts between the crawl and the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from portals.schema import DocumentRules
    from storage.facts import Evidence, FrameFacts
    from storage.outcome import PageOutcome
    from storage.warc import WarcPointer


@dataclass(frozen=True)
class ListedAs:
    """What the column's list said of the page."""

    title: str | None = None
    date: str | None = None  # ISO
    document_number: str | None = None


@dataclass
class AttachmentFile:
    """One attachment (附件): as the page names it and, when it was fetched, its bytes."""

    url: str
    title: str
    media_type: str | None = None
    outcome: PageOutcome | None = None  # None: not asked for
    body: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    text: str | None = None  # None: no text could be taken from it
    text_hash: str | None = None
    note: str | None = None  # why there is no text, or what of the file is not in it
    is_main: bool = False  # the page says no more than that this file is the document

    def to_record(self) -> dict[str, Any]:
        """The attachment as the record shows it; `note` only where there is one."""
        row = {"title": self.title, "url": self.url, "media_type": self.media_type}
        return {**row, "note": self.note} if self.note else row


@dataclass
class PageItem:
    """One detail page with its attachments, complete. `html` is decoded text, or plain text when `is_html` is false."""

    url: str
    html: str
    portal: str | None = None
    source: str | None = None
    platform: str | None = None  # as the portal file says; None: recognise it
    region: str | None = None
    is_html: bool = True
    rules: DocumentRules | None = None
    listed: ListedAs = field(default_factory=ListedAs)
    requested_url: str | None = None  # when a redirect led elsewhere
    fetched_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    warc: WarcPointer | None = None
    attachments: list[AttachmentFile] = field(default_factory=list)
    frame: FrameFacts | None = None  # its content stands in `html`, in the frame's place
    boilerplate: frozenset[str] = frozenset()  # keys of lines learned from the source's archive


@dataclass
class DocumentItem:
    """What a page says: the record that commands, API and archive show. Filled by one pipeline after the other."""

    page: PageItem
    url: str | None = None
    portal: str | None = None
    platform: str | None = None
    page_kind: str = "other"  # document | article | list | shell | other
    title: str | None = None
    document_number: str | None = None  # 发文字号, canonical
    document_number_raw: str | None = None
    index_number: str | None = None  # 索引号
    registration_number: str | None = None  # 规范性文件统一编号
    issuers: list[str] = field(default_factory=list)  # 发文机关
    written_on: str | None = None  # 成文日期
    published_at: str | None = None  # 发布日期
    effective_on: str | None = None  # 施行日期
    expires_on: str | None = None  # 废止/失效日期
    validity: str | None = None  # 有效性: in_force | repealed | expired | amended
    subject: str | None = None  # 主题分类
    genre: str | None = None  # 文种
    source: str | None = None  # 来源
    recipients: str | None = None  # 主送机关
    category: str = "other"
    gazette_issue: dict[str, int | None] | None = None  # 政府公报 期号
    text: str = ""
    attachments: list[AttachmentFile] = field(default_factory=list)
    citations: list[dict[str, str | None]] = field(default_factory=list)
    tampered: dict[str, Any] = field(default_factory=lambda: {"suspected": False, "evidence": []})
    content_hash: str | None = None
    entries: list[dict[str, str | None]] = field(default_factory=list)
    next_page: str | None = None
    total: int | None = None
    explain: dict[str, Any] = field(default_factory=dict)  # field → the evidence that won
    evidence: Evidence | None = None  # what tells which Document it is
    tree: Any = None  # the parsed page (selectolax), None for plain text
    label_texts: Any = (
        None  # its text nodes that may be labels, with their texts; None for plain text
    )
    lines: list[str] = field(default_factory=list)  # every visible line of the page, in order
    meta: dict[str, str] = field(default_factory=dict)  # <meta name> in lower case → content
    labels: dict[str, str] = field(default_factory=dict)  # label of the metadata table → value

    def to_record(self) -> dict[str, Any]:
        """The record as the outside sees it: plain JSON values in the promised order."""
        record = {name: getattr(self, name) for name in RECORD_FIELDS}
        record["attachments"] = [a.to_record() for a in self.attachments]
        return record


RECORD_FIELDS = (
    "url", "portal", "platform", "page_kind", "title", "document_number", "document_number_raw",
    "index_number", "registration_number", "issuers", "written_on", "published_at",
    "effective_on", "expires_on", "validity", "subject", "genre", "source", "recipients",
    "category", "gazette_issue", "text", "attachments", "citations", "tampered", "content_hash",
    "entries", "next_page", "total",
)  # fmt: skip
