"""Archives filled as the crawl fills them, with documents of places that do not exist."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.items import RECORD_FIELDS
from portals.schema import Portal, Source
from storage import frontier, news, repository
from storage.facts import AttachmentFacts, Evidence, PageFacts, Recorded, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.facts import Candidate
    from storage.session import Archive

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PORTAL_FILE = """title = "云岭省人民政府"
level = "province"
region = "990000"
url = "https://yunling.example/"
platform = "generic"
issuers = ["云岭省人民政府"]
[[sources]]
name = "gazette"
title = "政府公报"
kind = "gazette"
url = "https://yunling.example/gazette/"
"""  # of what build_portal builds
LISTS: dict[str, Any] = {"issuers": [], "attachments": [], "citations": [], "entries": []}


def build_portal(
    name: str = "yunling", *, sources: Sequence[str] = ("gazette",), **over: Any
) -> Portal:
    """A province portal of a fictional place, with columns by these names."""
    values: dict[str, Any] = {
        "title": "云岭省人民政府", "level": "province", "region": "990000",
        "url": f"https://{name}.example/", "platform": "generic", "issuers": ("云岭省人民政府",),
        **over,
    }  # fmt: skip
    columns = tuple(
        Source(portal=name, name=s, title=f"栏目{s}", kind="gazette", url=f"{values['url']}{s}/")
        for s in sources
    )
    return Portal(name=name, path=Path(f"{name}.toml"), sources=columns, **values)


def build_record(
    text: str = "各市人民政府：\n为做好今年工作，现通知如下。", **over: Any
) -> dict[str, Any]:
    """A complete record (docs/record.md) of a plan."""
    record: dict[str, Any] = dict.fromkeys(RECORD_FIELDS)
    record |= {name: list(value) for name, value in LISTS.items()}
    record |= {
        "url": "https://yunling.example/art/1.html", "portal": "yunling", "platform": "generic",
        "page_kind": "document", "title": "云岭省2026年重点工作安排", "category": "plan",
        "issuers": ["云岭省人民政府"], "written_on": "2026-02-20", "published_at": "2026-02-25",
        "text": text, "tampered": {"suspected": False, "evidence": []},
    }  # fmt: skip
    record |= over
    substance = repr((record["title"], record["document_number"], record["text"]))
    record["content_hash"] = hashlib.sha256(substance.encode()).hexdigest()
    return record


def build_page(record: dict[str, Any], at: datetime = NOON, **over: Any) -> PageFacts:
    """The facts of one page whose record is given."""
    evidence = Evidence(
        title=record["title"], title_key=record["title"], text=record["text"],
        number=record["document_number"], number_key=record["document_number"],
        issuer_key="".join(record["issuers"]), issuers=tuple(record["issuers"]),
        written_on=record["written_on"],
    )  # fmt: skip
    page = PageFacts(
        url=record["url"], portal=record["portal"], source="gazette", at=at, record=record,
        content_hash=record["content_hash"], normaliser=1, extractor="1", evidence=evidence, home=0,
    )  # fmt: skip
    return replace(page, **over)


def identify_by_number(evidence: Evidence, candidates: Sequence[Candidate]) -> Verdict:
    """The same number is the same document; enough to fill an archive."""
    for candidate in candidates:
        if evidence.number and candidate.evidence.number == evidence.number:
            return Verdict(candidate.document_id, "number", "equal numbers")
    return Verdict(None, "apart", "nothing in common")


def store(session: Session, record: dict[str, Any], at: datetime = NOON, **over: Any) -> Recorded:
    """Store one page; its portal's columns must be known (`fill`)."""
    return repository.record_page(session, build_page(record, at, **over), identify_by_number)


def fill(archive: Archive, *records: dict[str, Any], portal: Portal | None = None) -> list[str]:
    """Store pages of one portal and tell of them; returns the document ids."""
    with archive.writing() as session:
        sync(session, portal or build_portal())
        uids = [store(session, record).document for record in records]
        publish(session)
    return uids


def sync(session: Session, portal: Portal) -> None:
    """Make the columns of a portal known and seen."""
    frontier.sync_sources(session, portal)
    session.flush()
    for source in portal.sources:
        row = frontier.get_source(session, portal.name, source.name)
        row.first_seen_at = row.swept_at = NOON


def revise(archive: Archive, record: dict[str, Any], *, days: int = 1, **over: Any) -> str:
    """Store a page once more, some days later, and tell of it."""
    with archive.writing() as session:
        recorded = store(session, record, NOON + timedelta(days=days), **over)
        publish(session)
    return recorded.document


def publish(session: Session, kind: str | None = None, **over: Any) -> list[int]:
    """Tell every waiting fact as a Change of a kind (`new` or `revised` unless given)."""
    told = []
    for fact_id in news.pending_ids(session):
        pending = news.load_pending(session, fact_id)
        if pending is None:
            continue
        chosen = kind or _kind(pending)
        change = news.Told(
            kind=chosen, summary=f"【{chosen}】", inserted=3, deleted=2, operations=[],
            truncated=False, silent=False, baseline=False, back_dated=False,
        )  # fmt: skip
        told.append(news.tell(session, fact_id, replace(change, **over), NOON))
    return [number for number in told if number is not None]


def _kind(pending: news.Pending) -> str:
    if pending.now.state == "quarantined":
        return "tampered"
    if pending.now.state == "withdrawn":
        return "withdrawn"
    return "revised" if pending.is_known else "new"


def build_attachment(text: str, title: str = "附件1") -> AttachmentFacts:
    """An attachment with text taken from it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return AttachmentFacts(
        url=f"https://yunling.example/files/{digest[:8]}.docx", title=title, text=text,
        text_hash=digest, outcome="ok",
    )  # fmt: skip
