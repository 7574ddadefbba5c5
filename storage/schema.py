"""The schema's version: brought up to date by the parent process, under a lock; workers only check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage.search_index import index_missing
from storage.session import WRITER_LOCK, Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.session import Archive

VERSIONS = Path(__file__).parent / "migrations" / "versions"


class SchemaError(RuntimeError):
    """The database's schema is not this program's. Raised by workers and readers; `gongbao db upgrade` mends it."""


def upgrade(archive: Archive) -> bool:
    """Bring the schema to this program's version; True when anything was done. Safe to call twice at once."""
    with archive.engine.connect() as plain:
        connection = plain.execution_options(writer=True)
        with connection.begin():
            if not archive.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": WRITER_LOCK})
            current = current_version(connection)
            if current == head():
                return False
            if current is not None and current not in known_versions():
                raise SchemaError(
                    f"the database has schema {current}, newer than this program ({head()})"
                )
            from storage.migrating import migrate  # noqa: PLC0415  (Alembic loads slowly)

            migrate(connection)
            with Session(bind=connection) as session:
                index_missing(session)
                session.flush()
            return True


def check(archive: Archive) -> None:
    """SchemaError unless the database has exactly this program's schema."""
    with archive.engine.connect() as connection:
        current = current_version(connection)
    if current != head():
        found = f"schema {current}" if current else "no schema"
        raise SchemaError(
            f"{archive.url}: {found}, this program needs {head()}; run: gongbao db upgrade"
        )


def head() -> str:
    """The schema version this program is written for: migrations are numbered files in one line."""
    return known_versions()[-1]


def known_versions() -> list[str]:
    """Every version this program knows, oldest first."""
    return sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def current_version(connection: Connection) -> str | None:
    """The version a database has; None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if version is None else str(version)
