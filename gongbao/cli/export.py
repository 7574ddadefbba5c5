"""`gongbao export`: the archive in one file, for other programs, for spreadsheets, for evidence."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli.options import filter_options, limit_option, reading
from gongbao.cli.output import print_line
from gongbao.cli.progress import progress
from gongbao.cli.reading import find
from gongbao.export.network import write_graph_json, write_graphml
from gongbao.export.output import STDOUT, open_output
from gongbao.export.parquet import MissingExtra, write_parquet
from gongbao.export.sheet import write_csv, write_jsonl
from gongbao.export.table import TABLES, Wanted
from gongbao.export.wacz import write_wacz
from gongbao.query import FilterError, parse_filters
from storage.evidence import list_captures
from storage.graph import stream_graph

if TYPE_CHECKING:
    from config import Settings
    from storage.filters import Filters
    from storage.session import Session

SHEETS = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}
NETWORKS = {"json": write_graph_json, "graphml": write_graphml}
EVIDENCE = "wacz"
BINARY = ("parquet", EVIDENCE)


@dataclass(frozen=True)
class Order:
    """What is to be written where."""

    form: str
    out: Path
    what: str
    document: str | None
    wanted: Wanted


@click.command()
@click.option(
    "--format", "form", type=click.Choice([*SHEETS, *NETWORKS, EVIDENCE]), required=True,
    help="json and graphml: the graph of citations; wacz: the stored pages of a document.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file; - is stdout.",
)
@click.option("--what", type=click.Choice(list(TABLES)), help="[default: documents]")
@click.option("--document", metavar="ID", help="Id or 发文字号 of the document, for wacz.")
@click.option("--since", metavar="WHEN", help="Changed since a date or time; changes: or an id.")
@filter_options
@limit_option
@click.pass_context
def export(ctx: click.Context, /, filters: Filters, **given: Any) -> None:
    """Write documents, revisions, changes or citations into one file, whole or not at all."""
    order = to_order(filters, **given)
    with reading(ctx.obj) as archive, archive.reading() as session:
        told, missing = write(session, ctx.obj, order)
    if order.out != STDOUT:
        print_line(f"{told} in {order.out}")
    for url in missing:
        click.echo(f"gongbao: no record of {url} is kept", err=True)
    ctx.exit(1 if missing else 0)


def to_order(
    filters: Filters,
    form: str,
    out: Path,
    what: str | None,
    document: str | None,
    since: str | None,
    limit: int | None,
) -> Order:
    """What was asked for; UsageError when its parts do not fit together."""
    chosen = what or ("documents" if form in SHEETS else "citations")
    if form in NETWORKS and chosen != "citations":
        raise click.UsageError(f"--format {form} is the graph of citations; for {what} use jsonl")
    if (form == EVIDENCE) != (document is not None):
        raise click.UsageError("--document and --format wacz belong together")
    if form == EVIDENCE and (what or since or limit is not None or filters.to_query()):
        raise click.UsageError("--format wacz is all of one document: it takes no filters")
    if form in BINARY and out == STDOUT and sys.stdout.isatty():
        raise click.UsageError(f"{form} is nothing to read on a terminal; give --out FILE")
    return Order(form, out, chosen, document, to_wanted(filters, limit, chosen, since))


def to_wanted(filters: Filters, limit: int | None, what: str, since: str | None) -> Wanted:
    """Which rows; `since` is a moment or, for changes, the id of one."""
    if since is None:
        return Wanted(filters, limit)
    if since.isdecimal() and what == "changes":
        return Wanted(filters, limit, since_id=int(since))
    try:
        return Wanted(filters, limit, parse_filters({"changed_since": since}).changed_since)
    except FilterError as error:
        raise click.UsageError(f"--since: {str(error).partition(': ')[2]}") from None


def write(session: Session, settings: Settings, order: Order) -> tuple[str, list[str]]:
    """Write the file; what is in it, and the addresses of what should be and is not."""
    if order.form == EVIDENCE:
        return _write_evidence(session, settings, order)
    if order.form in NETWORKS:
        parts = progress(
            stream_graph(session, order.wanted.changed(), order.wanted.limit), order.what
        )
        with open_output(order.out) as file:
            return f"{NETWORKS[order.form](file, parts)} nodes and edges", []
    table = TABLES[order.what]
    rows = progress(table.select(session, order.wanted), order.what)
    try:
        with open_output(order.out, is_whole=order.form in BINARY) as file:
            return f"{SHEETS[order.form](file, rows, table.columns)} {order.what}", []
    except MissingExtra as error:
        raise click.UsageError(str(error)) from None


def _write_evidence(session: Session, settings: Settings, order: Order) -> tuple[str, list[str]]:
    view = find(session, order.document or "")
    captures = list_captures(session, view.id)
    with open_output(order.out, is_whole=True) as file:
        missing = write_wacz(file, view, captures, settings.data_dir / "warc", datetime.now(UTC))
    return f"{len(captures)} captures of {view.id}", missing
