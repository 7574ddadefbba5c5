"""`gongbao feeds`: static feeds, and which feeds there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feeds.spec import standing_feeds
from feeds.static import FORMATS, StaticFeeds, occupied_feeds
from gongbao.cli.options import json_option, reading
from gongbao.cli.output import print_json, print_line, print_table
from gongbao.cli.progress import progress
from portals.loader import load_portals

if TYPE_CHECKING:
    from config import Settings


@click.group()
def feeds() -> None:
    """Feeds in RSS, Atom and JSON."""


@feeds.command("list")
@json_option
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """Every feed with a fixed address."""
    specs = standing_feeds(load_portals(settings.portals_dir).values())
    if as_json:
        for spec in specs:
            addresses = {form: settings.base_url + spec.address(form) for form in FORMATS}
            print_json({"path": spec.path, "title": spec.title, "kind": spec.kind, **addresses})
        return
    rows = [(f"{settings.base_url}/feeds/{spec.path}.rss", spec.title) for spec in specs]
    print_table(rows, flexible=1)


@feeds.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to.",
)
@click.pass_obj
def build(settings: Settings, out: Path) -> None:
    """Write the feeds that have a fixed address as files; those that stay the same are left alone.

    Feeds of a portal, a column or a region begin with their first document.
    """
    portals = load_portals(settings.portals_dir).values()
    with reading(settings) as archive, archive.reading() as session:
        specs = occupied_feeds(session, standing_feeds(portals), out)
        written = StaticFeeds(session, out, settings.base_url).write(progress(specs, "feeds"))
    print_line(f"{len(specs)} feeds, {written} files written")
