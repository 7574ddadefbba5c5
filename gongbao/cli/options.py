"""The options reading commands share: filters, --json, --limit; and the archive they read."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from gongbao.query import FILTER_NAMES, FilterError, parse_filters
from storage.opening import REMEDY, open_for_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from config import Settings
    from storage.session import Archive

HELP = {
    "q": "Words that stand in the document.",
    "number": "发文字号, in any spelling.",
    "issuer": "Part of an issuer's name.",
    "portal": "Name of a portal.",
    "source": "Name of a column, or PORTAL/SOURCE.",
    "region": "GB/T 2260 code, with all that lies in it.",
    "level": "central, ministry, province, department, city, district.",
    "category": "plan, rule, notice, report, interpretation, news, appointment, other.",
    "source_kind": "gazette, disclosure, normative, plan, notice.",
    "validity": "in_force, repealed, expired, amended.",
    "written_from": "成文日期 from (YYYY-MM-DD).",
    "written_to": "成文日期 up to and with.",
    "published_from": "发布日期 from.",
    "published_to": "发布日期 up to and with.",
    "changed_since": "Changed since a date or time.",
}

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
limit_option = click.option("--limit", type=click.IntRange(min=0), help="At most so many.")


PLACES = ("portal", "source", "region", "level", "source_kind")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command every filter as an option; it receives them as one `filters`."""
    return _with_filters(command, FILTER_NAMES)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters that choose columns; it receives them as one `filters`."""
    return _with_filters(command, PLACES)


def _with_filters(command: Callable[..., Any], names: Sequence[str]) -> Callable[..., Any]:
    @wraps(command)
    def asked(*args: Any, **values: Any) -> Any:
        texts = {name: values.pop(name) for name in names}
        if "query" in values:
            texts["q"] = " ".join(filter(None, (values.pop("query"), texts["q"])))
        try:
            filters = parse_filters(texts)
        except FilterError as error:
            raise click.UsageError(f"--{str(error).replace('_', '-', 1)}") from None
        return command(*args, filters=filters, **values)

    decorated: Callable[..., Any] = asked
    for name in reversed(names):
        option = click.option(f"--{name.replace('_', '-')}", name, help=HELP[name])
        decorated = option(decorated)
    return decorated


@contextmanager
def reading(settings: Settings) -> Iterator[Archive]:
    """The archive to read; one that does not exist yet reads as empty, and stderr says what to do."""
    archive, exists = open_for_reading(settings.database_url)
    if not exists:
        click.echo(f"gongbao: {REMEDY}", err=True)
    try:
        yield archive
    finally:
        archive.close()
