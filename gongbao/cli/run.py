"""`gongbao run`: the service with its web pages, until SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import threading
from typing import TYPE_CHECKING

import click
import uvicorn

from feeds.spec import standing_feeds
from feeds.static import StaticFeeds, occupied_feeds
from gongbao.cli.crawl import warn_without_contact
from gongbao.cli.serve import to_config
from gongbao.notifying import Notifier
from portals.loader import load_portals
from scheduler.rounds import Rounds
from scheduler.service import Service
from storage import newest, schema
from storage.queue import upgrade_queue
from storage.session import Archive

if TYPE_CHECKING:
    from types import FrameType

    from config import Settings
    from scheduler.queue import CrawlTeam


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True)
@click.option("--no-web", is_flag=True, help="Scheduler and crawls only.")
@click.option(
    "--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Portals at once."
)
@click.pass_obj
def run(settings: Settings, host: str, port: int, jobs: int, *, no_web: bool) -> None:
    """Crawl every portal when it is due, publish, and serve web, API and feeds."""
    warn_without_contact(settings)
    archive = Archive(settings.database_url)
    schema.upgrade(archive)
    notifier, folder = Notifier(archive, settings), FeedFolder(archive, settings)

    def after_round(_changes: tuple[int, ...]) -> None:
        folder.refresh()
        notifier.deliver()

    def every_minute() -> None:
        folder.refresh()  # what workers elsewhere have published
        notifier.look_after()

    rounds = Rounds(archive, settings, after_round=after_round)
    service = Service(
        rounds,
        workers=jobs,
        team=None if archive.is_sqlite else make_team(archive, rounds, jobs),
        every_minute=every_minute,
    )
    web = None if no_web else WebThread(settings, host, port)

    def end(_number: int, _frame: FrameType | None) -> None:
        service.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if web is not None:
        web.start()
    try:
        service.run()
    finally:
        if web is not None:
            web.stop()
        archive.close()
    if service.is_busy:  # what a job leaves undone the next start does: nothing waits for it
        logging.shutdown()
        os._exit(0)


def make_team(archive: Archive, rounds: Rounds, jobs: int) -> CrawlTeam:
    """The queue of a PostgreSQL archive, with this process as its first worker."""
    from scheduler.queue import CrawlTeam  # noqa: PLC0415  (only where there is a queue)

    upgrade_queue(archive)
    return CrawlTeam(archive, rounds.visit_named, concurrency=jobs)


class FeedFolder:
    """The static feeds in DATA_DIR/feeds, kept up to date where somebody has built them once."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.archive, self.settings = archive, settings
        self._lock = threading.Lock()
        self._state = ""  # of the archive when they were written

    def refresh(self) -> None:
        """Write what is new; one thread at a time."""
        out = self.settings.data_dir / "feeds"
        with self._lock, self.archive.reading() as session:
            state, _ = newest.archive_state(session)
            if state == self._state or not out.is_dir():
                return
            portals = load_portals(self.settings.portals_dir).values()
            specs = occupied_feeds(session, standing_feeds(portals), out)
            StaticFeeds(session, out, self.settings.base_url).write(specs)
            self._state = state


class WebThread:
    """The web application beside the service."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._server = uvicorn.Server(to_config(settings, host, port))
        self._thread = threading.Thread(target=self._server.run, daemon=True, name="web")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let open answers end, two seconds at most."""
        self._server.should_exit = True
        self._thread.join(2)
