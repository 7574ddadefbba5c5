"""A document as the API tells it, field by field."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

UID = "d7k2m9x4q8w3e"
NUMBER = "云政发〔2026〕3号"
TITLE = "云岭省2026年重点工作安排"
URL = "https://www.yunling.example/art/2026/1.html"
MOMENT = "2026-03-02T04:00:00+00:00"
HASH = "9f2c5e1b7a6d4c3f8e0b1a2d3c4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f506"


def like(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class Attachment(BaseModel):
    """A file a page carries (附件)."""

    title: str | None
    url: str
    media_type: str | None
    note: str | None = None  # why there is no text of it, or what of it is missing


class Citation(BaseModel):
    """A number or title that a text cites."""

    document_number: str | None
    title: str | None


class Tampered(BaseModel):
    """Whether a page looks hijacked, and why."""

    suspected: bool
    evidence: list[Any]


class Publication(BaseModel):
    """A document at one address."""

    portal: str
    portal_title: str
    region: str = Field(description="GB/T 2260 code of the portal.")
    sources: list[str] = Field(description="Names of the columns it stands in.")
    url: str
    state: str = Field(description="live, absent (not confirmed), withdrawn, quarantined, moved.")
    canonical: bool = Field(description="Whether it speaks for the document.")
    first_seen_at: str
    last_seen_at: str
    revisions: int


class Variant(BaseModel):
    """Another address where the text differs."""

    portal: str
    url: str
    content_hash: str


class Record(BaseModel):
    """What the page that speaks for a document says now (docs/record.md)."""

    url: str | None = None
    portal: str | None = None
    platform: str | None = Field(None, description="CMS family recognised.")
    page_kind: str | None = None
    title: str | None = None
    document_number: str | None = Field(None, description="发文字号, canonical.")
    document_number_raw: str | None = Field(None, description="发文字号 as printed.")
    index_number: str | None = Field(None, description="索引号.")
    registration_number: str | None = Field(None, description="规范性文件统一编号.")
    issuers: list[str] = Field([], description="发文机关.")
    written_on: str | None = Field(None, description="成文日期, as exact as known.")
    published_at: str | None = Field(None, description="发布日期, as exact as known.")
    effective_on: str | None = Field(None, description="施行日期.")
    expires_on: str | None = Field(None, description="废止/失效日期.")
    validity: str | None = Field(None, description="in_force, repealed, expired, amended.")
    subject: str | None = Field(None, description="主题分类.")
    genre: str | None = Field(None, description="文种.")
    source: str | None = Field(None, description="来源.")
    recipients: str | None = Field(None, description="主送机关.")
    gazette_issue: dict[str, int | None] | None = Field(None, description="政府公报 期号.")
    text: str = Field("", description="The official text, one paragraph a line.")
    attachments: list[Attachment] = []
    citations: list[Citation] = []
    tampered: Tampered | None = None
    content_hash: str | None = Field(None, description="Of what counts as substance.")
    entries: list[dict[str, Any]] = []
    next_page: str | None = None
    total: int | None = None


DOCUMENT: dict[str, Any] = {
    "id": UID, "url": URL, "portal": "yunling", "platform": "hanweb", "page_kind": "document",
    "title": TITLE, "document_number": NUMBER, "document_number_raw": "云政发[2026]3号",
    "issuers": ["云岭省人民政府"], "written_on": "2026-02-20", "published_at": "2026-02-25",
    "category": "plan", "text": "各市人民政府：\n为做好今年工作，现通知如下。", "attachments": [],
    "citations": [{"document_number": "国发〔2019〕7号", "title": "关于若干事项的意见"}],
    "tampered": {"suspected": False, "evidence": []}, "content_hash": HASH, "state": "live",
    "first_seen_at": MOMENT, "changed_at": MOMENT,
    "publications": [{
        "portal": "yunling", "portal_title": "云岭省人民政府", "region": "990000",
        "sources": ["gazette"], "url": URL,
        "state": "live", "canonical": True, "first_seen_at": MOMENT, "last_seen_at": MOMENT,
        "revisions": 1,
    }],
    "variants": [],
}  # fmt: skip


class Document(Record):
    """A document: its record, and where it stands."""

    model_config = like(DOCUMENT)

    id: str
    category: str | None = None
    state: str
    first_seen_at: str
    changed_at: str
    publications: list[Publication]
    variants: list[Variant]
    snippet: str | None = Field(None, description="Of a search: the text around the words.")
    snippet_marks: list[list[int]] | None = Field(
        None, description="Where the words stand in the snippet: from, up to."
    )
    title_marks: list[list[int]] | None = Field(None, description="And in the title.")


class Relation(BaseModel):
    """What a document says of another one, or another one of it."""

    kind: str = Field(description="repeals, amends, corrects, forwards, interprets …")
    is_outgoing: bool = Field(description="Said by the document asked for.")
    document_id: str | None = Field(description="Of the other one; null when it is not held.")
    number: str | None
    title: str | None
    sentence: str


class Copy(BaseModel):
    """The same document at another address: how late, and how it differs."""

    portal: str
    portal_title: str
    url: str
    state: str
    appeared_on: str
    lag_days: int = Field(description="Behind the first address.")
    basis: int | None = Field(description="Number of the revision it is likest to.")
    is_behind: bool = Field(description="The document was revised since.")
    differs: bool
    summary: str
    inserted: int
    deleted: int
    operations: list[dict[str, Any]]


class FullDocument(Document):
    """A document with what it says of others, and its copies."""

    model_config = like(DOCUMENT | {"relations": [], "copies": []})

    relations: list[Relation]
    copies: list[Copy]
