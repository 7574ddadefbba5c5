"""`gongbao demo`: the whole job on five local portals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.demo.scenario import demo_settings, make_site, prepare_folder, report, run_demo
from storage.session import Archive

if TYPE_CHECKING:
    from config import Settings


@click.command()
@click.option("--keep", is_flag=True, help="Serve the result, and the portals, until interrupted.")
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the demo's archive goes [default: DATA_DIR/demo].",
)
@click.pass_obj
def demo(settings: Settings, folder: Path | None, port: int, *, keep: bool) -> None:
    """Crawl five local portals, let them change, crawl again; exit 0 only if nothing is missed or false."""
    folder = folder or settings.data_dir / "demo"
    prepare_folder(folder)
    ours = replace(demo_settings(settings, folder), base_url=f"http://127.0.0.1:{port}")
    site = make_site(folder)
    archive = Archive(ours.database_url)
    try:
        result = run_demo(ours, site, archive, click.echo)
        report(result, ours, click.echo)
        click.echo(
            "\n" + ("一致：无误报、无漏报 Both lists agree." if result.agrees else "NOT THE SAME.")
        )
        if keep:
            _serve(ours, port)
    finally:
        site.stop()
        archive.close()
    if not result.agrees:
        raise SystemExit(1)
    if not keep:
        _tell_how_to_look(folder)


def _serve(settings: Settings, port: int) -> None:
    from gongbao.cli.serve import serve_app  # noqa: PLC0415  (only here)

    click.echo(f"\nServing at {settings.base_url}/ (feeds: /feeds.opml). Stop with Ctrl-C.")
    serve_app(settings, "127.0.0.1", port)


def _tell_how_to_look(folder: Path) -> None:
    click.echo(f"""
Look at it:
  .venv/bin/gongbao demo --keep            crawl again and serve web page, API and feeds
  export GONGBAO_DATABASE_URL=sqlite:///{folder}/gongbao.db GONGBAO_PORTALS_DIR={folder}/portals
  .venv/bin/gongbao changes                the change log
  .venv/bin/gongbao search 要点             full-text search
  .venv/bin/gongbao serve                  the same on http://127.0.0.1:8600/""")
