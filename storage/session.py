"""Connections: SQLite in WAL with BEGIN IMMEDIATE for writers, PostgreSQL with the same code."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Archive", "Session"]  # a session is what reading() and writing() give

BUSY_SECONDS = 30
WRITER_LOCK = 0x676F6E67  # advisory lock that makes PostgreSQL writers of identity take turns


class Archive:
    """One database. `reading()` and `writing()` give sessions; each is one transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _create_sqlite(url) if self.is_sqlite else _create_postgresql(url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session over one consistent snapshot; nothing is written."""
        with Session(self.engine, expire_on_commit=False) as session:
            if not self.is_sqlite:
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock from the start: committed whole, or not at all."""
        with self.engine.connect() as plain:
            connection = plain.execution_options(writer=True)
            with Session(bind=connection, expire_on_commit=False) as session, session.begin():
                if not self.is_sqlite:
                    session.execute(
                        text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK}
                    )
                yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _create_postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=5)
    event.listen(engine, "connect", _configure_postgresql)
    return engine


def _configure_postgresql(connection: Any, _record: Any) -> None:
    """Long questions to the search index: compiling them takes longer than answering, and their rows are counted one by
    one only as far as they have room.
    """
    was_automatic, connection.autocommit = connection.autocommit, True
    connection.execute("SET jit = off")
    connection.execute("SET work_mem = '64MB'")
    connection.autocommit = was_automatic


def _create_sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _keep_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _keep_write_ahead_log(connection: Any) -> None:
    """WAL is kept in the file. Turning it on ignores busy_timeout, so a new file's first visitors take turns here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Any) -> None:
    is_writer = connection.get_execution_options().get("writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
