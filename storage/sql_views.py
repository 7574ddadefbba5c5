"""Views for people who ask in SQL (docs/sql.md): `v_documents`, `v_publications`, `v_revisions`, `v_changes`.

They are made anew after every migration: a view that stands would forbid a table to be altered. What a hijacked page
said stands in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

OF_RECORD = (
    "index_number", "genre", "subject", "source", "recipients", "effective_on", "expires_on",
)  # fmt: skip
REVISIONS = "(SELECT count(*) FROM revisions n WHERE n.publication_id = p.id AND NOT n.tampered)"


@dataclass(frozen=True)
class Dialect:
    """What the two databases say differently."""

    day: str  # of a moment in China, as 2026-01-31
    member: str  # of a JSON object, as text
    joined: str  # texts of many rows, as one

    def day_of(self, column: str) -> str:
        return self.day.format(column)

    def member_of(self, column: str, name: str) -> str:
        return self.member.format(column, name)

    def join(self, column: str) -> str:
        return self.joined.format(column)


SQLITE = Dialect(
    day="date({}, '+8 hours')", member="json_extract({}, '$.{}')", joined="group_concat({}, ' ')"
)
POSTGRESQL = Dialect(
    day="to_char({} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')",
    member="({} ->> '{}')",
    joined="string_agg({}, ' ')",
)


def create_views(connection: Connection) -> None:
    """Make every view; those of an older program must be dropped before."""
    dialect = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query(dialect)}")


def drop_views(connection: Connection) -> None:
    """Take every view away, so that tables can be altered."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def _documents(sql: Dialect) -> str:
    of_record = ", ".join(f"{sql.member_of('r.record', name)} AS {name}" for name in OF_RECORD)
    return f"""
        SELECT d.uid AS id, d.title, d.number AS document_number, d.issuer_names AS issuers,
            d.category, d.validity, d.written_on, d.published_at, {of_record},
            d.registration_number, p.state, p.portal, s.portal_title, s.level, s.region, p.url,
            (SELECT count(*) FROM publications c WHERE c.document_id = d.id) AS publications,
            {REVISIONS} AS revisions,
            d.first_seen_at, {sql.day_of("d.first_seen_at")} AS first_seen_on,
            d.changed_at, {sql.day_of("d.changed_at")} AS changed_on,
            length(r.text) AS characters, r.text
        FROM documents d
        LEFT JOIN publications p ON p.id = d.canonical_id
        LEFT JOIN revisions r ON r.id = p.current_id AND NOT r.tampered
        LEFT JOIN sources s ON s.id =
            (SELECT min(o.source_id) FROM publication_sources o WHERE o.publication_id = p.id)
    """  # noqa: S608  (our own words)


def _publications(sql: Dialect) -> str:
    return f"""
        SELECT p.id, d.uid AS document_id, d.title, d.number AS document_number, p.portal, p.url,
            p.state, (p.id = d.canonical_id) AS canonical,
            {REVISIONS} AS revisions,
            (SELECT {sql.join("s.name")} FROM publication_sources o
                JOIN sources s ON s.id = o.source_id WHERE o.publication_id = p.id) AS sources,
            p.first_seen_at, {sql.day_of("p.first_seen_at")} AS first_seen_on,
            p.last_seen_at, {sql.day_of("p.last_seen_at")} AS last_seen_on
        FROM publications p JOIN documents d ON d.id = p.document_id
    """  # noqa: S608  (our own words)


def _revisions(sql: Dialect) -> str:
    return f"""
        SELECT r.id, d.uid AS document_id, r.publication_id, p.portal, p.url,
            (p.id = d.canonical_id) AS canonical, (r.id = p.current_id) AS current, r.number,
            r.captured_at, {sql.day_of("r.captured_at")} AS captured_on, r.content_hash, r.title,
            {sql.member_of("r.record", "document_number")} AS document_number,
            {sql.member_of("r.record", "validity")} AS validity,
            (SELECT count(*) FROM attachments a WHERE a.revision_id = r.id) AS attachments,
            length(r.text) AS characters, r.text, r.warc_file, r.warc_offset, r.warc_record
        FROM revisions r
        JOIN publications p ON p.id = r.publication_id
        JOIN documents d ON d.id = p.document_id
        WHERE NOT r.tampered
    """  # noqa: S608  (our own words)


def _changes(sql: Dialect) -> str:
    return f"""
        SELECT c.id, c.kind, c.detected_at, {sql.day_of("c.detected_at")} AS detected_on,
            c.baseline, c.back_dated, c.silent, d.uid AS document_id, c.document_number, c.title,
            c.category, c.portal, s.name AS source, c.url, f.number AS from_revision,
            t.number AS to_revision, c.summary, c.inserted, c.deleted
        FROM changes c
        JOIN documents d ON d.id = c.document_id
        LEFT JOIN sources s ON s.id = c.source_id
        LEFT JOIN revisions f ON f.id = c.from_revision_id
        LEFT JOIN revisions t ON t.id = c.to_revision_id
    """  # noqa: S608  (our own words)


VIEWS: dict[str, Callable[[Dialect], str]] = {
    "v_documents": _documents,
    "v_publications": _publications,
    "v_revisions": _revisions,
    "v_changes": _changes,
}
