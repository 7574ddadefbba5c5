"""The command line: a table of commands, each imported when it is called; errors are one line on stderr."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USAGE, FAILURE, INTERRUPTED = 2, 1, 130

COMMANDS = {
    "demo": ("gongbao.cli.demo:demo", "The whole job on five local portals."),
    "crawl": ("gongbao.cli.crawl:crawl", "One round over portals or single sources."),
    "run": ("gongbao.cli.run:run", "The service: scheduler, crawls, publishing, feeds, web."),
    "serve": ("gongbao.cli.serve:serve", "Web pages, API and feeds only."),
    "worker": ("gongbao.cli.worker:worker", "Crawls for the service, from PostgreSQL's queue."),
    "extract": ("gongbao.cli.extract:extract", "The record of saved pages, as JSON."),
    "compare": ("gongbao.cli.extract:compare", "The Change between two saved pages."),
    "number": ("gongbao.cli.extract:number", "Canonical form of a 发文字号."),
    "documents": ("gongbao.cli.reading:documents", "List the documents of the archive."),
    "show": ("gongbao.cli.reading:show", "One document, its publications and revisions."),
    "search": ("gongbao.cli.reading:search", "Full-text search."),
    "changes": ("gongbao.cli.reading:changes", "The change log, oldest first."),
    "diff": ("gongbao.cli.comparing:diff", "A redline between two revisions."),
    "status": ("gongbao.cli.health:status", "The health of every source."),
    "feeds": ("gongbao.cli.feeds:feeds", "Static feeds; which feeds exist."),
    "notify": ("gongbao.cli.notify:notify", "Who is told of what: rules, and a test of them."),
    "export": ("gongbao.cli.export:export", "The archive in files: tables, citations, evidence."),
    "portal": ("gongbao.cli.portal:portal", "Portal definitions."),
    "token": ("gongbao.cli.token:token", "Access tokens for API and feeds."),
    "db": ("gongbao.cli.db:db", "Schema, integrity, copies, extracting again."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module (`module:function`) only when the command is used."""

    def __init__(self, *args: object, table: Mapping[str, tuple[str, str]], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.table, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, _, function = self.table[cmd_name][0].partition(":")
        command = getattr(import_module(module), function)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{function} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, text) for name, (_, text) in self.table.items()]
        rows += [(n, c.get_short_help_str()) for n, c in self.commands.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="gongbao")
@click.option("--debug", is_flag=True, help="Show tracebacks and debug logging.")
@click.pass_context
def cli(ctx: click.Context, *, debug: bool) -> None:
    """公报 — watch Chinese government portals: documents, revisions, changes, feeds."""
    from config.settings import load_settings  # noqa: PLC0415  (start-up stays quick for --help)
    from gongbao.cli.log import set_up_logging  # noqa: PLC0415

    settings = load_settings()
    set_up_logging("debug" if debug else settings.log_level, settings.log_format)
    ctx.obj = settings


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line (`sys.argv` unless told); every way out is an exit code."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(given, standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        click.echo(f"gongbao: {error.format_message()}", err=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except SystemExit as error:  # click ends so when the reader of a pipe has gone
        is_pipe = isinstance(error.__context__, BrokenPipeError)
        code = 0 if is_pipe else error.code
        if is_pipe:
            _forget_stdout()
    except BrokenPipeError:
        _forget_stdout()
        code = 0
    except Exception as error:
        if "--debug" in given:
            raise
        code = _complain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _complain(error: Exception) -> int:
    """One line on stderr; the exit code tells configuration from failure."""
    from config.settings import ConfigError  # noqa: PLC0415  (the way of errors may be slow)
    from portals.fields import PortalError  # noqa: PLC0415
    from storage.schema import SchemaError  # noqa: PLC0415

    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines() or [type(error).__name__]
    is_mistake = isinstance(error, (KeyError, IndexError, UnicodeError))
    is_expected = (
        isinstance(error, (ValueError, LookupError, OSError, RuntimeError)) and not is_mistake
    )
    name = "" if is_expected else f"{type(error).__name__}: "
    click.echo(f"gongbao: {name}{lines[0]}", err=True)
    return USAGE if isinstance(error, (ConfigError, PortalError, SchemaError)) else FAILURE


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader has gone: what is still buffered must not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
