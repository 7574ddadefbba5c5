"""The schema is made once, refused when unknown, and is what the models say, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import schema
from storage.migrating import to_config
from storage.session import Archive


def test_upgrade_twice_at_once(archive_url: str) -> None:
    archives = [Archive(archive_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(schema.upgrade, archives))
    assert sorted(done) == [False, False, True]
    schema.check(archives[0])
    for archive in archives:
        archive.close()


def test_models_and_migrations_agree(archive: Archive) -> None:
    with archive.engine.connect() as connection:
        command.check(to_config(connection))


def test_versions_are_the_numbers_of_the_files() -> None:
    scripts = ScriptDirectory.from_config(to_config(None))
    assert schema.head() == scripts.get_current_head()
    assert schema.known_versions() == sorted(s.revision for s in scripts.walk_revisions())


def test_missing_schema_names_the_remedy(archive_url: str) -> None:
    archive = Archive(archive_url)
    with pytest.raises(schema.SchemaError, match="gongbao db upgrade"):
        schema.check(archive)
    archive.close()


def test_a_newer_schema_is_refused(archive: Archive) -> None:
    with archive.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaError, match="this program needs"):
        schema.check(archive)
    with pytest.raises(schema.SchemaError, match="newer than this program"):
        schema.upgrade(archive)
