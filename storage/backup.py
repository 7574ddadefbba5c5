"""Copies of a SQLite archive through its backup API, and checks of what an archive holds."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, make_url, select, text

from storage.models import Change, Document, Fact, Publication, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.session import Archive


class BackupError(RuntimeError):
    """A copy cannot be made or used. Raised here, shown by `gongbao db` as one line."""


def backup_sqlite(archive: Archive, file: Path) -> None:
    """Write a consistent copy to a new file; other processes may go on writing."""
    source = _path_of(archive)
    if file.exists():
        raise BackupError(f"{file}: is there already; choose another name")
    part = file.with_name(file.name + ".part")
    with closing(sqlite3.connect(source)) as ours, closing(sqlite3.connect(part)) as copy:
        ours.backup(copy)
    _flush(part)
    part.rename(file)


def restore_sqlite(archive: Archive, file: Path) -> None:
    """Replace the database by a copy after checking it; the old one stays as `*.before-restore`."""
    target = _path_of(archive)
    archive.close()
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file}: no archive of gongbao: {error}") from None
    if verdict != "ok":
        raise BackupError(f"{file}: damaged: {verdict}")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy,
        closing(sqlite3.connect(part)) as new,
    ):
        copy.backup(new)
    _flush(part)
    if target.exists():
        _checkpoint(target)
        target.replace(target.with_name(target.name + ".before-restore"))
    part.replace(target)


def check_integrity(archive: Archive, warc_folder: Path) -> list[str]:
    """What is wrong with an archive, one line each; empty when nothing is."""
    return [*_check_engine(archive), *_check_links(archive), *_check_warc(archive, warc_folder)]


def _check_engine(archive: Archive) -> Iterator[str]:
    if not archive.is_sqlite:
        return
    with archive.reading() as session:
        for row in session.execute(text("PRAGMA integrity_check")).scalars():
            if row != "ok":
                yield f"SQLite: {row}"
        for row in session.execute(text("PRAGMA foreign_key_check")).all():
            yield f"a row of {row[0]} points at a missing row of {row[2]}"


def _check_links(archive: Archive) -> Iterator[str]:
    checks = {
        "documents without a canonical publication": select(func.count())
        .select_from(Document)
        .where(Document.canonical_id.is_(None)),
        "publications without a revision": select(func.count())
        .select_from(Publication)
        .where(Publication.revision_count == 0),
        "changes of facts that count as untold": select(func.count())
        .select_from(Change)
        .join(Fact, Fact.id == Change.fact_id)
        .where(Fact.told_at.is_(None)),
    }
    with archive.reading() as session:
        for name, query in checks.items():
            found = session.scalar(query)
            if found:
                yield f"{found} {name}"


def _check_warc(archive: Archive, folder: Path) -> Iterator[str]:
    with archive.reading() as session:
        query = select(Revision.warc_file, func.max(Revision.warc_offset))
        for name, offset in session.execute(query.group_by(Revision.warc_file)).all():
            if name is None:
                continue
            path = folder / name
            if not path.is_file():
                yield f"{path}: WARC file is missing"
            elif path.stat().st_size <= (offset or 0):
                yield f"{path}: shorter than the archive remembers"


def _path_of(archive: Archive) -> Path:
    if not archive.is_sqlite:
        raise BackupError("this command copies SQLite archives; use pg_dump for PostgreSQL")
    return Path(make_url(archive.url).database or "")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checkpoint(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
