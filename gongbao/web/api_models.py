"""What the API answers with, as OpenAPI tells it: the objects of `gongbao.rows`, field by field."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from gongbao.web.api_documents import (
    HASH,
    MOMENT,
    NUMBER,
    TITLE,
    UID,
    URL,
    Document,
    FullDocument,
    like,
)

__all__ = ["UID", "Document", "FullDocument"]


class Blame(BaseModel):
    """A parameter, and what is wrong with it."""

    name: str
    reason: str


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = like(
        {
            "type": "about:blank",
            "title": "Unprocessable Content",
            "status": 422,
            "detail": "level: 'village' is none of central, ministry, province",
            "errors": [{"name": "level", "reason": "'village' is none of central, ministry"}],
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[Blame] | None = Field(None, description="The parameters to blame, if any are.")


class Revision(BaseModel):
    """One content of a document from a moment on."""

    model_config = like(
        {
            "number": 2, "captured_at": MOMENT, "content_hash": HASH, "title": TITLE,
            "document_number": NUMBER, "validity": "in_force", "text": "各市人民政府：",
        }
    )  # fmt: skip

    number: int
    captured_at: str
    content_hash: str
    title: str
    document_number: str | None
    validity: str | None
    text: str


class Diff(BaseModel):
    """What lies between two revisions."""

    model_config = like(
        {
            "document_id": UID, "from": 1, "to": 2, "summary": "【修订】1处：“80%”改为“85%”",
            "inserted": 1, "deleted": 1, "truncated": False,
            "operations": [{"op": "replace", "spans": [["=", "达到8"], ["-", "0"], ["+", "5"]]}],
        }
    )  # fmt: skip

    document_id: str
    from_: int = Field(alias="from")
    to: int
    summary: str
    inserted: int = Field(description="Characters.")
    deleted: int = Field(description="Characters.")
    truncated: bool = Field(description="The comparison reached its time limit.")
    operations: list[dict[str, Any]] = Field(description="docs/changes.md.")


class Change(BaseModel):
    """One change people were told of."""

    model_config = like(
        {
            "id": 57, "kind": "revised", "detected_at": MOMENT, "baseline": False,
            "back_dated": False, "silent": True, "document_id": UID, "document_number": NUMBER,
            "title": TITLE, "category": "plan", "portal": "yunling", "source": "gazette",
            "url": URL, "from_revision": 1, "to_revision": 2, "summary": "1处：“80%”改为“85%”",
            "inserted": 1, "deleted": 1,
        }
    )  # fmt: skip

    id: int = Field(description="Given in order: nothing is ever inserted before it.")
    kind: Literal[
        "new", "revised", "metadata", "withdrawn", "restored", "repealed", "tampered", "reverted"
    ]
    detected_at: str
    baseline: bool = Field(description="It was there at the first visit: no news.")
    back_dated: bool = Field(description="An old document found late.")
    silent: bool = Field(description="The text changed while title, number and dates did not.")
    document_id: str
    document_number: str | None
    title: str
    category: str
    portal: str
    source: str | None
    url: str
    from_revision: int | None
    to_revision: int | None
    summary: str
    inserted: int = Field(description="Characters.")
    deleted: int = Field(description="Characters.")


class Column(BaseModel):
    """A watched column (栏目) of a portal."""

    name: str
    title: str
    kind: str
    url: str
    disabled: str | None


class Health(BaseModel):
    """How a column is doing."""

    portal: str
    source: str
    title: str
    outcome: str
    last_run_at: str | None
    next_run_at: str | None
    last_success_at: str | None = Field(description="The last visit that found it healthy.")
    documents: int
    pages: dict[str, int] = Field(description="Pages of the last visit by outcome.")
    issues: list[dict[str, Any]]


class Portal(BaseModel):
    """A portal, its columns and how these are doing."""

    name: str
    title: str
    level: str = Field(description="central, ministry, province, department, city, district.")
    region: str
    url: str
    platform: str
    seen: str | None
    disabled: str | None
    sources: list[Column]
    health: list[Health]


class Cited(BaseModel):
    """Something a document cites."""

    document_number: str | None
    title: str | None
    document_id: str | None = Field(description="Null when it is not held, or not clear.")


class Citing(BaseModel):
    """A document that cites it."""

    document_id: str
    document_number: str | None
    title: str
    dated: str | None


class FacetValue(BaseModel):
    """One value, and how many of the documents found have it."""

    value: str
    count: int
    is_capped: bool = Field(description="The count is a lower bound.")
    narrow: dict[str, str] = Field(description="The filters that narrow the question to it.")


class Facet(BaseModel):
    """One way to divide the documents found."""

    name: str
    values: list[FacetValue]


class Issuer(BaseModel):
    """An issuing organ (发文机关)."""

    name: str
    documents: int


class Page(BaseModel):
    """A page of a list."""

    next: str | None = Field(description="Address of the next page; null at the end.")


class DocumentPage(Page):
    """A page of documents."""

    items: list[Document]
    total: int = Field(description="How many there are.")


class RevisionPage(Page):
    """All revisions."""

    items: list[Revision]


class ChangePage(Page):
    """A page of the change log."""

    items: list[Change]
    last_id: int = Field(description="What to give as `since` next time.")


class PortalPage(Page):
    """All portals."""

    items: list[Portal]


class IssuerPage(Page):
    """The issuers that fit best."""

    items: list[Issuer]


class FacetPage(Page):
    """The documents found, divided."""

    items: list[Facet]
    total: int
    is_capped: bool = Field(description="There are more than `total`.")


class Citations(BaseModel):
    """What a document cites, and what cites it."""

    cites: list[Cited]
    cited_by: list[Citing]
