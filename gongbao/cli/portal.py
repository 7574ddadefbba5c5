"""`gongbao portal`: the definitions of portals."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from gongbao.catalogue import (
    DISABLED,
    Proof,
    load_proofs,
    portal_standing,
    save_proofs,
    source_standing,
)
from gongbao.cli import LazyGroup
from gongbao.cli.options import json_option
from gongbao.cli.output import print_json, print_line, print_table
from gongbao.cli.progress import progress
from gongbao.drafting.region import is_known_region
from gongbao.drafting.saved import find_differences
from gongbao.rows import portal_row
from portals.loader import PortalError, load_portal, load_portals
from storage.outcome import HEALTHY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from config import Settings
    from gongbao.cli.list_head import Head
    from portals.schema import Portal, Source

LATER = {
    "new": ("gongbao.cli.portal_new:new", "Visit a URL and draft a definition."),
    "accept": ("gongbao.cli.portal_new:accept", "Write down what a portal's saved pages give."),
    "import": ("gongbao.cli.portal_new:import_", "Draft definitions from gov-site-list."),
}
BEIJING = ZoneInfo("Asia/Shanghai")


@click.group(cls=LazyGroup, table=LATER)
def portal() -> None:
    """Portal definitions: what is watched."""


@portal.command("list")
@json_option
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """Every portal with its columns, and whether a live check has proved it."""
    portals = load_portals(settings.portals_dir).values()
    proofs = load_proofs(settings.data_dir)
    if as_json:
        for found in portals:
            print_json(to_row(found, proofs))
        return
    print_table((to_cells(found, proofs) for found in portals), flexible=5)
    counts = Counter(portal_standing(found, proofs) for found in portals)
    told = ", ".join(f"{counts[word]} {word}" for word in ("verified", "unverified", DISABLED))
    print_line(f"{len(portals)} portals: {told}")


@portal.command()
@click.argument("names", nargs=-1, metavar="[NAME|NAME/SOURCE|FILE]…")
@click.option("--live", is_flag=True, help="Ask each column for the first page of its list.")
@click.pass_obj
def check(settings: Settings, names: tuple[str, ...], *, live: bool) -> None:
    """Validate definitions (all of them unless named) and their saved pages; exit 1 when something is wrong."""
    files, wanted = choose_files(settings.portals_dir, names)
    portals, errors = load_each(files)
    errors += [error for found in portals for error in find_faults(found)]
    for error in errors:
        print_line(error)
    print_line(f"{len(files)} portal files, {len(errors)} wrong")
    failed = check_live(settings, portals, wanted) if live else 0
    if errors or failed:
        raise SystemExit(1)


def choose_files(folders: Sequence[Path], names: Sequence[str]) -> tuple[list[Path], set[str]]:
    """The files that names mean, and the single sources among them; LookupError for a name nobody has."""
    every = [path for folder in folders for path in sorted(folder.rglob("*.toml"))]
    if not names:
        return every, set()
    chosen: list[Path] = []
    for name in names:
        stem = name.partition("/")[0]
        found = [Path(name)] if Path(name).is_file() else [p for p in every if p.stem == stem]
        if not found:
            raise LookupError(f"{name}: no such portal; see: gongbao portal list")
        chosen += found
    sources = {name for name in names if "/" in name and not Path(name).is_file()}
    return list(dict.fromkeys(chosen)), sources


def load_each(files: Iterable[Path]) -> tuple[list[Portal], list[str]]:
    """Portals, and one line for each file that is wrong or whose name is taken."""
    taken: dict[str, Portal] = {}
    errors: list[str] = []
    for path in files:
        try:
            found = load_portal(path)
        except PortalError as error:
            errors.append(str(error))
            continue
        if found.name in taken:
            errors.append(f"{path}: the name {found.name} is taken by {taken[found.name].path}")
        taken.setdefault(found.name, found)
    return list(taken.values()), errors


def find_faults(found: Portal) -> Iterator[str]:
    """What a definition that loads still lacks."""
    if not is_known_region(found.region):
        yield f"{found.path}: region: {found.region} is a draft's placeholder"
    yield from find_differences(found)


def check_live(settings: Settings, portals: Sequence[Portal], wanted: set[str]) -> int:
    """Ask every enabled column for its list, remember what succeeded, return how many failed."""
    from gongbao.cli.list_head import HeadReader  # noqa: PLC0415  (only here)

    proofs, failed = load_proofs(settings.data_dir), 0
    for found in progress(portals, "portals", total=len(portals)):
        reader = HeadReader(found, settings)
        for source in sources_to_ask(found, wanted):
            head = reader.read(source)
            print_line(to_line(source, head))
            if head.outcome not in HEALTHY:
                failed += 1
                continue
            today = datetime.now(BEIJING).date().isoformat()
            proofs[source.key] = Proof(today, source.url, len(head.entries) + head.issues)
            save_proofs(settings.data_dir, proofs)
    return failed


def sources_to_ask(found: Portal, wanted: set[str]) -> list[Source]:
    """The enabled columns of a portal, or those of them that were named."""
    named = {key for key in wanted if key.startswith(f"{found.name}/")}
    if missing := named - {source.key for source in found.sources}:
        raise LookupError(f"{min(missing)}: no such source")
    enabled = [s for s in found.sources if not (found.disabled or s.disabled)]
    return [s for s in enabled if not named or s.key in named]


def to_line(source: Source, head: Head) -> str:
    """How asking one column ended."""
    rows = f"{head.issues} issues, " if head.issues else ""
    told = f"{rows}{len(head.entries)} entries"
    if head.newest:
        told += f", newest {head.newest}"
    return f"{source.key}  {head.outcome}  {head.message or told}  {source.url}"


def to_row(found: Portal, proofs: Mapping[str, Proof]) -> dict[str, object]:
    """A portal and its columns as one JSON object, with what is known of their being right."""
    row = portal_row(found)
    for source, told in zip(found.sources, row["sources"], strict=True):
        proof = proofs.get(source.key)
        told["standing"] = source_standing(found, source, proofs)
        told["verified_on"] = proof.date if proof and told["standing"] == "verified" else None
    return {**row, "standing": portal_standing(found, proofs)}


def to_cells(found: Portal, proofs: Mapping[str, Proof]) -> tuple[str, ...]:
    """One row of the table."""
    sources = " ".join(s.name + (" (disabled)" if s.disabled else "") for s in found.sources)
    standing = portal_standing(found, proofs)
    return (
        *(found.name, found.level, found.region, found.platform, standing),
        *(found.title, sources),
    )
