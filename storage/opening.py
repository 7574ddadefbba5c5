"""Open an archive for reading: what does not exist yet reads as empty, and nothing is created in its place."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect, make_url

from storage import schema
from storage.session import Archive

REMEDY = "there is no archive yet; `gongbao crawl` (or `gongbao db upgrade`) makes one"


def open_for_reading(url: str) -> tuple[Archive, bool]:
    """The archive and whether it exists; SchemaError when its schema is not this program's."""
    if not _has_file(url):
        return _empty_archive(), False
    archive = Archive(url)
    if not inspect(archive.engine).get_table_names():
        archive.close()
        return _empty_archive(), False
    try:
        schema.check(archive)
    except schema.SchemaError:
        archive.close()
        raise
    return archive, True


def _has_file(url: str) -> bool:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return True
    path = Path(parsed.database or "")
    return path.is_file() and path.stat().st_size > 0


@cache
def _empty_archive() -> Archive:
    """Today's schema without a row, in a folder that goes with the process."""
    archive = Archive(f"sqlite:///{Path(_passing_folder().name) / 'empty.db'}")
    schema.upgrade(archive)
    return archive


@cache
def _passing_folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="gongbao-empty-")
