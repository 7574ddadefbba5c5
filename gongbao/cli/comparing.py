"""`gongbao diff`: a redline between two revisions of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feeds.redline import render
from gongbao.cli.options import reading
from gongbao.cli.output import print_json, print_line, print_text
from gongbao.cli.reading import find
from gongbao.comparison import compare
from storage import history

if TYPE_CHECKING:
    from config import Settings


@click.command()
@click.argument("document", metavar="ID")
@click.option("--from", "first", type=int, help="Number of the older revision.")
@click.option("--to", "last", type=int, help="Number of the newer revision.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def diff(
    settings: Settings,
    document: str,
    first: int | None,
    last: int | None,
    form: str,
    *,
    as_json: bool,
) -> None:
    """A redline between two revisions of a document (by id or 发文字号): the last two unless told."""
    with reading(settings) as archive, archive.reading() as session:
        view = find(session, document)
        found = compare(history.list_revisions(session, view.id), first, last)
    if as_json or form == "json":
        print_json(found.to_row(view.id))
    elif form == "html":
        print_text(render(found.operations, "html"))
    else:
        print_line(f"{view.record.get('title')}  v{found.old.number} → v{found.new.number}")
        print_line(found.summary)
        print_text(render(found.operations, "text"))
