"""Alembic, for those who change the schema: `storage.schema` imports it only when there is something to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from storage.sql_views import create_views, drop_views

if TYPE_CHECKING:
    from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    """Run every migration that is missing, in the connection's transaction; the views stand on what they leave."""
    drop_views(connection)
    command.upgrade(to_config(connection), "head")
    create_views(connection)


def to_config(connection: Connection | None) -> Config:
    """Alembic's view of the migrations folder; `connection` is what they run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
