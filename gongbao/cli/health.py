"""`gongbao status`: the health of every source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongbao.cli.options import json_option, limit_option, place_options, reading
from gongbao.cli.output import print_json, print_table
from gongbao.cli.reading import to_china
from gongbao.health import assess, narrow
from gongbao.rows import source_row
from portals.loader import load_portals

if TYPE_CHECKING:
    from config import Settings
    from storage.filters import Filters
    from storage.views import SourceView


@click.command()
@click.argument("portals", nargs=-1, metavar="[PORTAL]…")
@place_options
@limit_option
@json_option
@click.pass_obj
def status(
    settings: Settings,
    portals: tuple[str, ...],
    filters: Filters,
    limit: int | None,
    *,
    as_json: bool,
) -> None:
    """How the last visit to every source ended, when the next is due, and what needs a look."""
    defined = load_portals(settings.portals_dir)
    with reading(settings) as archive, archive.reading() as session:
        views = assess(session, defined)
    if unknown := sorted(set(portals) - {view.portal for view in views}):
        raise LookupError(f"no such portal: {', '.join(unknown)}")
    named = [view for view in views if not portals or view.portal in portals]
    chosen = narrow(named, defined, filters)[:limit]
    if as_json:
        for view in chosen:
            print_json(source_row(view))
        return
    print_table([HEADER, *map(to_cells, chosen)], flexible=6)


HEADER = ("source", "outcome", "last run", "next run", "documents", "pages", "issues")


def to_cells(view: SourceView) -> tuple[str, ...]:
    """One row of the table."""
    pages = " ".join(f"{name}={count}" for name, count in sorted(view.pages.items()))
    issues = "; ".join(f"{i['message']} (×{i['count']})" for i in view.issues)
    return (
        f"{view.portal}/{view.source}",
        str(view.outcome),
        to_china(view.last_run_at) if view.last_run_at else "-",
        to_china(view.next_run_at) if view.next_run_at else "-",
        str(view.documents),
        pages,
        issues,
    )
