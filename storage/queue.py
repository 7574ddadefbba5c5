"""Where the crawl queue lives: a schema of its own beside the archive in PostgreSQL, with Procrastinate's tables."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url, text

from storage.schema import SchemaError
from storage.session import WRITER_LOCK

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.session import Archive

SCHEMA = "gongbao_queue"


class QueueError(SchemaError):
    """There is no queue to take jobs from. Raised by workers; the message names the remedy."""


def connection_arguments(archive: Archive) -> dict[str, Any]:
    """What a psycopg pool needs to reach the queue. QueueError for an archive that is not in PostgreSQL."""
    if archive.is_sqlite:
        raise QueueError(
            f"{archive.url}: workers need a PostgreSQL archive; set GONGBAO_DATABASE_URL, "
            "or use gongbao run, which crawls by itself"
        )
    url = make_url(archive.url).set(drivername="postgresql")
    return {
        "conninfo": url.render_as_string(hide_password=False),
        "kwargs": {"options": f"-c search_path={SCHEMA}"},
    }


def upgrade_queue(archive: Archive) -> bool:
    """Make the queue that this program's library needs; True when anything was done. Safe to call twice at once.

    A queue of another version is made anew: it holds nothing but crawls that are due, and those are found again.
    """
    with archive.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": WRITER_LOCK})
        if _version_of(connection) == version("procrastinate"):
            return False
        _make(connection)
        return True


def check_queue(archive: Archive) -> None:
    """QueueError unless the queue is there and is the one of this program's library."""
    connection_arguments(archive)
    with archive.engine.connect() as connection:
        found = _version_of(connection)
    if found != version("procrastinate"):
        raise QueueError(
            f"the crawl queue is {f'of version {found}' if found else 'missing'}; "
            "run: gongbao db upgrade"
        )


def _version_of(connection: Connection) -> str | None:
    found: str | None = connection.execute(
        text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name"),
        {"name": SCHEMA},
    ).scalar()
    return found


def _make(connection: Connection) -> None:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415  (only where there is a queue)

    plain = connection.connection.driver_connection
    assert plain is not None  # noqa: S101  (an open connection has one)
    plain.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    plain.execute(f"CREATE SCHEMA {SCHEMA}")
    plain.execute(f"SET LOCAL search_path TO {SCHEMA}")
    plain.execute(SchemaManager.get_schema())
    plain.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{version('procrastinate')}'")
