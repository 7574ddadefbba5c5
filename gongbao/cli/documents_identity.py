"""`gongbao documents merge|split`: identity corrected by hand; each undoes the other, ids given up redirect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from gongbao.cli.output import print_line
from storage import merging, schema
from storage.session import Archive

if TYPE_CHECKING:
    from config import Settings


@click.command()
@click.argument("document", metavar="ID")
@click.argument("into", metavar="INTO")
@click.pass_obj
def merge(settings: Settings, document: str, into: str) -> None:
    """Make one document part of another; its id leads there for ever. No change is told."""
    archive = Archive(settings.database_url)
    schema.check(archive)
    with archive.writing() as session:
        kept = merging.merge_by_hand(session, document, into, datetime.now(UTC)).uid
    archive.close()
    print_line(f"{document} is part of {kept} now")


@click.command()
@click.argument("document", metavar="ID")
@click.argument("url", metavar="PUBLICATION_URL")
@click.pass_obj
def split(settings: Settings, document: str, url: str) -> None:
    """Make a page a document of its own again; it gets back the id it had before it was merged."""
    archive = Archive(settings.database_url)
    schema.check(archive)
    with archive.writing() as session:
        apart = merging.split_by_hand(session, document, url, datetime.now(UTC)).uid
    archive.close()
    print_line(f"{url} is {apart} now")
