"""`gongbao db`: schema, integrity, copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from pipelines.reading import extractor_of
from pipelines.rereading import reread
from portals.loader import load_portals
from storage import schema, search_index
from storage.backup import BackupError, backup_sqlite, check_integrity, restore_sqlite
from storage.queue import upgrade_queue
from storage.reading import list_sources, replace_reading, stale_readings
from storage.session import Archive
from storage.warc import WarcStore

if TYPE_CHECKING:
    from config import Settings
    from storage.models import Source


@click.group()
def db() -> None:
    """Schema, integrity and copies of the archive's database."""


@db.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring the schema to this program's version."""
    archive = Archive(settings.database_url)
    done = schema.upgrade(archive)
    if not archive.is_sqlite:
        done |= upgrade_queue(archive)
    click.echo(f"schema {schema.head()}" + ("" if done else " (already there)"))


@db.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Check schema and integrity; exit 1 when something is wrong."""
    archive = Archive(settings.database_url)
    schema.check(archive)
    problems = check_integrity(archive, settings.data_dir / "warc")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("ok")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the database while it is in use (SQLite; for PostgreSQL use pg_dump)."""
    _translate(backup_sqlite, Archive(settings.database_url), file)
    click.echo(f"{file}: {file.stat().st_size} bytes")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Put a copy in the place of the database; what was there is kept beside it as *.before-restore."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)):
        pass
    _translate(restore_sqlite, Archive(settings.database_url), file)
    click.echo("restored")


@db.command()
@click.pass_obj
def reextract(settings: Settings) -> None:
    """Read all stored pages again with today's extractor; what it reads otherwise is no Change."""
    archive = Archive(settings.database_url)
    schema.check(archive)
    portals = load_portals(settings.portals_dir)
    warc = WarcStore(settings.data_dir / "warc")
    with archive.reading() as session:
        learned = {
            (row.portal, row.name): frozenset(row.boilerplate) for row in list_sources(session)
        }

        def today(source: Source | None) -> str:
            return extractor_of(learned[source.portal, source.name] if source else frozenset())

        stale = list(stale_readings(session, today))
    done = moved = 0
    for reading in tqdm(stale, unit="page", disable=None, leave=False):
        boilerplate = learned.get((reading.portal, reading.source or ""), frozenset())
        renewed = reread(reading, warc, portals.get(reading.portal), boilerplate)
        if renewed is None:
            continue
        with archive.writing() as session:
            moved += replace_reading(session, renewed)
        done += 1
    click.echo(f"{done} of {len(stale)} pages read again, {moved} with other content")


@db.command()
@click.pass_obj
def reindex(settings: Settings) -> None:
    """Make the search index anew: it is smaller and faster afterwards; meanwhile searches find less."""
    with closing(Archive(settings.database_url)) as archive:
        schema.check(archive)
        with archive.writing() as session:
            search_index.clear_index(session)
            waiting = search_index.list_missing(session)
        with tqdm(total=len(waiting), unit="document", disable=None, leave=False) as bar:
            for some in search_index.batched(waiting):
                with archive.writing() as session:
                    search_index.index_documents(session, some)
                bar.update(len(some))
        with archive.writing() as session:
            search_index.index_missing(session)
            search_index.settle_index(session)
    click.echo(f"{len(waiting)} documents indexed")


def _translate(action: object, archive: Archive, file: Path) -> None:
    try:
        action(archive, file)  # type: ignore[operator]
    except BackupError as error:
        raise click.ClickException(str(error)) from None
