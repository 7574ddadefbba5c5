"""`gongbao token`: who may read API and feeds when GONGBAO_REQUIRE_TOKEN is set."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from gongbao.cli.options import json_option, reading
from gongbao.cli.output import print_json, print_line, print_table
from storage import schema, tokens
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Settings
    from storage.session import Session


@click.group()
def token() -> None:
    """Access tokens for API and feeds, kept as hashes."""


@token.command()
@click.argument("name")
@click.pass_obj
def add(settings: Settings, name: str) -> None:
    """Make a token and print it: it cannot be shown again."""
    with _writing(settings) as session:
        made = tokens.add_token(session, name, datetime.now(UTC))
    print_line(made)


@token.command("list")
@json_option
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """Names of the tokens, when they were made and revoked."""
    with reading(settings) as archive, archive.reading() as session:
        rows = [
            {
                "name": row.name,
                "created_at": row.created_at.isoformat(),
                "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            }
            for row in tokens.list_tokens(session)
        ]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table([[value or "-" for value in row.values()] for row in rows], flexible=0)


@token.command()
@click.argument("name")
@click.pass_obj
def revoke(settings: Settings, name: str) -> None:
    """End a token at once."""
    with _writing(settings) as session:
        tokens.revoke_token(session, name, datetime.now(UTC))


@contextmanager
def _writing(settings: Settings) -> Iterator[Session]:
    archive = Archive(settings.database_url)
    schema.upgrade(archive)
    with archive.writing() as session:
        yield session
    archive.close()
