"""`gongbao export`: the archive in one file, for other programs and for spreadsheets."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from gongbao.cli.options import filter_options, limit_option, reading
from gongbao.cli.output import print_line
from gongbao.cli.progress import progress
from gongbao.rows import document_row, revision_row
from storage import catalogue, history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from config import Settings
    from storage.filters import Filters
    from storage.session import Session

BOM = "\ufeff"  # without it spreadsheets take Chinese for another charset
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DOCUMENT_COLUMNS = (
    "id", "title", "document_number", "issuers", "written_on", "published_at", "effective_on",
    "expires_on", "validity", "category", "genre", "subject", "index_number",
    "registration_number", "recipients", "source", "state", "portal", "url", "publications",
    "attachments", "first_seen_at", "changed_at", "content_hash", "text",
)  # fmt: skip
REVISION_COLUMNS = (
    "document_id", "number", "captured_at", "content_hash", "title", "document_number",
    "validity", "text",
)  # fmt: skip

Row = dict[str, Any]


@click.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), required=True)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The file; - is stdout."
)
@click.option(
    "--what",
    type=click.Choice(["documents", "revisions"]),
    default="documents",
    show_default=True,
)
@filter_options
@limit_option
@click.pass_obj
def export(
    settings: Settings, form: str, out: Path, what: str, filters: Filters, limit: int | None
) -> None:
    """Write documents (or all their revisions) into one file, whole or not at all."""
    if form == "parquet":
        raise click.UsageError("parquet is not built yet (it will need an extra); use jsonl or csv")
    with reading(settings) as archive, archive.reading() as session, _opened(out) as file:
        select, columns = WHAT[what]
        told = progress(select(session, filters, limit), what)
        count = _write_jsonl(file, told) if form == "jsonl" else _write_csv(file, told, columns)
    if str(out) != "-":
        print_line(f"{count} {what} in {out}")


def _documents(session: Session, filters: Filters, limit: int | None) -> Iterator[Row]:
    return map(document_row, catalogue.list_documents(session, filters, limit=limit))


def _revisions(session: Session, filters: Filters, limit: int | None) -> Iterator[Row]:
    for view in catalogue.list_documents(session, filters, limit=limit, with_text=False):
        for revision in history.list_revisions(session, view.id):
            yield {"document_id": view.id, **revision_row(revision)}


def _write_jsonl(file: IO[str], rows: Iterable[Row]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(file: IO[str], rows: Iterable[Row], columns: tuple[str, ...]) -> int:
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([to_cell(row.get(name)) for name in columns])
        count += 1
    return count


def to_cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(p, str) for p in value):
        text = "；".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA) else text


WHAT: dict[str, tuple[Callable[..., Iterator[Row]], tuple[str, ...]]] = {
    "documents": (_documents, DOCUMENT_COLUMNS),
    "revisions": (_revisions, REVISION_COLUMNS),
}


@contextmanager
def _opened(out: Path) -> Iterator[IO[str]]:
    """The file to write; it takes its name when all is in it."""
    if str(out) == "-":
        yield sys.stdout
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    part = Path(name)
    try:
        with os.fdopen(
            handle, "w", encoding="utf-8", errors="backslashreplace", newline=""
        ) as file:
            yield file
        part.chmod(0o644)
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
