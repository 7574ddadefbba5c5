"""`gongbao portal`: the definitions of portals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.options import json_option
from gongbao.cli.output import print_json, print_line, print_table
from gongbao.rows import portal_row
from portals.loader import PortalError, load_portal, load_portals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from config import Settings
    from portals.schema import Portal


@click.group()
def portal() -> None:
    """Portal definitions: what is watched."""


@portal.command("list")
@json_option
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """Every portal with its columns."""
    portals = load_portals(settings.portals_dir).values()
    if as_json:
        for found in portals:
            print_json(portal_row(found))
        return
    print_table(map(to_cells, portals), flexible=4)


@portal.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...]) -> None:
    """Validate portal files (all of them unless named) without asking any portal; exit 1 when one is wrong."""
    chosen = files or tuple(_portal_files(settings.portals_dir))
    errors = list(find_errors(chosen))
    for error in errors:
        print_line(error)
    print_line(f"{len(chosen)} portal files, {len(errors)} wrong")
    if errors:
        raise SystemExit(1)


def find_errors(files: Iterable[Path]) -> Iterator[str]:
    """One line for each file that is wrong or whose name is taken."""
    taken: dict[str, Path] = {}
    for path in files:
        try:
            found = load_portal(path)
        except PortalError as error:
            yield str(error)
            continue
        if found.name in taken:
            yield f"{path}: the name {found.name} is taken by {taken[found.name]}"
        taken.setdefault(found.name, path)


def to_cells(found: Portal) -> tuple[str, ...]:
    """One row of the table."""
    sources = " ".join(s.name + (" (disabled)" if s.disabled else "") for s in found.sources)
    return found.name, found.level, found.region, found.platform, found.title, sources


def _portal_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*.toml"))
