"""`gongbao serve`: web pages, API and feeds, without crawling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import uvicorn

from gongbao.web.app import create_app

if TYPE_CHECKING:
    from config import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve web pages, API and feeds until interrupted."""
    serve_app(settings, host, port)


def serve_app(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted."""
    uvicorn.Server(to_config(settings, host, port)).run()


def to_config(settings: Settings, host: str, port: int) -> uvicorn.Config:
    """How the application is served, alone or beside the service; logging is that of the process."""
    return uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        log_config=None,
        server_header=False,
        proxy_headers=True,
    )
