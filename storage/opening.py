"""Open an archive for reading: what does not exist yet reads as empty, and nothing is created."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from storage import schema
from storage.session import Archive

REMEDY = "there is no archive yet; `gongbao crawl` (or `gongbao db upgrade`) makes one"
NOWHERE = "sqlite:///file:gongbao-empty?mode=memory&cache=shared&uri=true"


def open_for_reading(url: str) -> tuple[Archive, bool]:
    """The archive and whether it exists; SchemaError when its schema is not this program's."""
    if not _has_file(url):
        return _empty_archive(), False
    archive = Archive(url)
    if not inspect(archive.engine).get_table_names():
        archive.close()
        return _empty_archive(), False
    schema.check(archive)
    return archive, True


def _has_file(url: str) -> bool:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return True
    path = Path(parsed.database or "")
    return path.is_file() and path.stat().st_size > 0


def _empty_archive() -> Archive:
    return _hold_empty_archive()[0]


@cache
def _hold_empty_archive() -> tuple[Archive, Connection]:
    """Today's schema without a row, in memory; it lives as long as its first connection."""
    archive = Archive(NOWHERE)
    connection = archive.engine.connect()
    schema.upgrade(archive)
    return archive, connection
