"""The schema's version: brought up to date by the parent process, under a lock; workers only check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.session import WRITER_LOCK

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.session import Archive


class SchemaError(RuntimeError):
    """The database's schema is not this program's. Raised by workers and readers; `gongbao db upgrade` mends it."""


def upgrade(archive: Archive) -> bool:
    """Bring the schema to this program's version; True when anything was done. Safe to call twice at once."""
    with archive.engine.connect() as plain:
        connection = plain.execution_options(writer=True)
        with connection.begin():
            if not archive.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": WRITER_LOCK})
            if _current(connection) == head():
                return False
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            return True


def check(archive: Archive) -> None:
    """SchemaError unless the database has exactly this program's schema."""
    with archive.engine.connect() as connection:
        current = _current(connection)
    if current != head():
        found = f"schema {current}" if current else "no schema"
        raise SchemaError(
            f"{archive.url}: {found}, this program needs {head()}; run: gongbao db upgrade"
        )


def head() -> str:
    """The schema version this program is written for."""
    return str(ScriptDirectory.from_config(_config(None)).get_current_head())


def _refuse_newer(connection: Connection) -> None:
    current = _current(connection)
    known = {s.revision for s in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if current and current not in known:
        raise SchemaError(f"the database has schema {current}, newer than this program ({head()})")


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
