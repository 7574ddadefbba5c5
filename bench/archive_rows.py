"""An archive of documents nobody wrote, put into a database in bulk; their index is made by the archive's own code."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from archive_texts import Language
from sqlalchemy import insert, text, update

from storage.models import Document, Publication, PublicationSource, Revision, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.session import Archive, Session

NOW = datetime(2026, 3, 2, tzinfo=UTC)
FIRST_DAY = date(2004, 1, 1)
DAYS = 8000
PORTALS, COLUMNS = 80, ("gazette", "disclosure", "normative", "plan", "notice")
OFFICES = "办公厅 发展和改革委员会 财政厅 教育厅 公安厅 民政厅 司法厅 水利厅 商务厅 审计局 统计局 林业局".split()  # noqa: SIM905
CATEGORIES = (
    "notice",
    "notice",
    "notice",
    "rule",
    "plan",
    "report",
    "news",
    "appointment",
    "other",
)
BATCH = 1000


@dataclass
class Places:
    """Portals, the ids of their columns, and whose documents they carry."""

    portals: list[tuple[str, list[int], list[str]]]


def fill(archive: Archive, count: int, seed: int) -> None:
    """So many documents of one Publication with one Revision each, without an index."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    language = Language(chance)
    with archive.writing() as session:
        places = _add_places(session)
    for start in range(1, count + 1, BATCH):
        with archive.writing() as session:
            numbers = range(start, min(count + 1, start + BATCH))
            _add(session, [_make(language, places, number) for number in numbers])
    if not archive.is_sqlite:
        with archive.writing() as session:
            for name in ("documents", "publications", "revisions"):
                session.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {count})")
                )


def texts_of(count: int, seed: int, wanted: set[int]) -> Iterator[str]:
    """The texts of some of the documents once more."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    language = Language(chance)
    for number in range(1, count + 1):
        row = _make(language, None, number)
        if number in wanted:
            yield str(row["text"])


def _add_places(session: Session) -> Places:
    portals = []
    for number in range(PORTALS):
        name, region = f"town{number:02}", f"{99 - number % 8:02}{number % 14:02}{number % 5:02}"
        place = "云岭省" if number % 8 == 0 else f"第{number}市"
        ids = []
        for kind in COLUMNS:
            source = Source(
                portal=name, name=kind, title=kind, kind=kind, url=f"https://{name}.example/{kind}/",
                portal_title=f"{place}人民政府", region=region,
                level="province" if number % 8 == 0 else "city", outcome="ok", pages={},
            )  # fmt: skip
            session.add(source)
            session.flush()
            ids.append(source.id)
        portals.append((name, ids, [f"{place}人民政府", *(place + office for office in OFFICES)]))
    return Places(portals)


def _make(language: Language, places: Places | None, number: int) -> dict[str, Any]:
    chance = language.chance
    days = DAYS - int(DAYS * chance.random() ** 2)
    written = (FIRST_DAY + timedelta(days=days)).isoformat()
    portal = int(PORTALS * chance.random() ** 1.5)
    office = int((len(OFFICES) + 1) * chance.random() ** 2)
    column, more = chance.randrange(len(COLUMNS)), chance.randrange(len(COLUMNS) * 4)
    category = chance.choice(CATEGORIES)
    words = language.make_text()
    row = {"id": number, "text": words, "written_on": written, "category": category}
    if places is None:
        language.make_title("")
        return row
    name, ids, issuers = places.portals[portal]
    issuer = issuers[office]
    columns = {ids[column], ids[more] if more < len(COLUMNS) else ids[column]}
    return row | {
        "portal": name, "columns": columns, "issuer": issuer,
        "title": language.make_title(issuer), "number": f"云政发〔{written[:4]}〕{number}号",
        "url": f"https://{name}.example/art/{number}.html",
    }  # fmt: skip


def _add(session: Session, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(Document), [_document(row) for row in rows])
    session.execute(insert(Publication), [_publication(row) for row in rows])
    session.execute(insert(Revision), [_revision(row) for row in rows])
    speaks = [{"id": row["id"], "canonical_id": row["id"]} for row in rows]
    session.execute(update(Document), speaks)
    shown = [{"id": row["id"], "current_id": row["id"]} for row in rows]
    session.execute(update(Publication), shown)
    stands = [
        {"publication_id": row["id"], "source_id": column, "first_seen_at": NOW}
        for row in rows
        for column in row["columns"]
    ]
    session.execute(insert(PublicationSource), stands)


def _document(row: dict[str, Any]) -> dict[str, Any]:
    uid = "d" + hashlib.sha256(str(row["id"]).encode()).hexdigest()[:12]
    return {
        "id": row["id"], "uid": uid, "title": row["title"], "title_key": row["title"],
        "number": row["number"], "number_key": row["number"], "issuers": [row["issuer"]],
        "issuer_names": row["issuer"], "written_on": row["written_on"],
        "published_at": row["written_on"], "category": row["category"], "validity": None,
        "first_seen_at": NOW, "changed_at": NOW,
    }  # fmt: skip


def _publication(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"], "document_id": row["id"], "portal": row["portal"], "url": row["url"],
        "url_key": row["url"], "state": "live", "revision_count": 1, "visited_at": NOW,
        "changed_at": NOW, "first_seen_at": NOW, "last_seen_at": NOW,
    }  # fmt: skip


def _revision(row: dict[str, Any]) -> dict[str, Any]:
    record = {
        "url": row["url"], "portal": row["portal"], "title": row["title"],
        "document_number": row["number"], "issuers": [row["issuer"]],
        "written_on": row["written_on"], "published_at": row["written_on"],
        "category": row["category"], "validity": None, "attachments": [], "citations": [],
    }  # fmt: skip
    return {
        "id": row["id"], "publication_id": row["id"], "number": 1, "content_hash": str(row["id"]),
        "normaliser": 1, "extractor": "1", "captured_at": NOW, "title": row["title"],
        "text": row["text"], "record": record, "tampered": False,
    }  # fmt: skip
