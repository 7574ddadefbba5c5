"""`gongbao worker`: crawls what other machines' services have put into the queue, until SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING

import click

from gongbao.cli.crawl import warn_without_contact
from gongbao.notifying import Notifier
from scheduler.rounds import Rounds
from storage import schema
from storage.queue import check_queue
from storage.session import Archive

if TYPE_CHECKING:
    from types import FrameType

    from config import Settings

log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--concurrency",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help="Portals at once.",
)
@click.pass_obj
def worker(settings: Settings, concurrency: int) -> None:
    """Take crawl jobs from the queue in PostgreSQL, beside gongbao run on this or another machine."""
    archive = Archive(settings.database_url)
    check_queue(archive)
    schema.check(archive)
    warn_without_contact(settings)
    from scheduler.queue import CrawlWorker  # noqa: PLC0415  (only where there is a queue)

    notifier = Notifier(archive, settings)

    def after_round(_changes: tuple[int, ...]) -> None:
        notifier.deliver()

    rounds = Rounds(archive, settings, after_round=after_round)
    name = f"{socket.gethostname()}-{os.getpid()}"
    crawler = CrawlWorker(archive, rounds.visit_named, name=name, concurrency=concurrency)

    def end(_number: int, _frame: FrameType | None) -> None:
        crawler.stop()
        threading.Thread(target=rounds.stop).start()  # it waits for crawls, the worker must not

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    log.info("worker %s takes up to %d portals at once", name, concurrency)
    crawler.run()
    archive.close()
    if rounds.is_busy:  # its job is back in the queue: nothing waits for it
        logging.shutdown()
        os._exit(0)
