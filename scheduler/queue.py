"""Crawls shared by many machines: jobs in a queue beside the PostgreSQL archive, kept by Procrastinate."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from storage.queue import connection_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from procrastinate import JobContext

    from storage.session import Archive

TASK = "crawl"
HEARTBEAT = 10  # seconds
SHUTDOWN = 7  # seconds between the order to stop and the end, whatever crawls are doing
SILENCE = 40  # seconds without a heartbeat after which a worker is dead and its jobs are taken back
log = logging.getLogger(__name__)


class CrawlQueue:
    """Puts portals into the queue."""

    def __init__(self, archive: Archive) -> None:
        self._app = App(connector=SyncPsycopgConnector(**connection_arguments(archive)))
        self._app.open()

    def put(self, portal: str) -> bool:
        """Ask for a crawl of a portal; False when one is already waiting. A crawl under way is no obstacle."""
        job = self._app.configure_task(TASK, queueing_lock=portal, lock=portal)
        try:
            job.defer(portal=portal)
        except AlreadyEnqueued:
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()


class CrawlWorker:
    """Takes portals from the queue and calls `visit` with each, at most `concurrency` at once, never one portal twice
    at once. `run()` blocks until `stop()`; what a stopped or dead worker leaves undone others take.
    """

    def __init__(
        self, archive: Archive, visit: Callable[[str], None], *, name: str, concurrency: int = 1
    ) -> None:
        self.visit, self.name, self.concurrency = visit, name, concurrency
        self._arguments = connection_arguments(archive)
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="crawl")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._is_stopping = False

    def run(self) -> None:
        """Work until told to stop."""
        asyncio.run(self._work())

    def stop(self) -> None:
        """Take no further job; safe in a signal handler and from any thread."""
        self._is_stopping = True
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    async def _work(self) -> None:
        self._stop = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if self._is_stopping:
            return
        app = App(connector=PsycopgConnector(**self._arguments))
        app.task(name=TASK, pass_context=True)(self._crawl)
        async with app.open_async():
            await self._serve(app)

    async def _serve(self, app: App) -> None:
        """Until one ends: the library's worker (its failure is ours), the rescue of jobs, the order to stop."""
        assert self._stop is not None  # noqa: S101  (made by _work)
        working = asyncio.create_task(
            app.run_worker_async(
                name=self.name,
                concurrency=self.concurrency,
                delete_jobs="always",
                install_signal_handlers=False,
                shutdown_graceful_timeout=SHUTDOWN,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
            )
        )
        others = [asyncio.create_task(self._rescue(app)), asyncio.create_task(self._stop.wait())]
        await asyncio.wait([working, *others], return_when=asyncio.FIRST_COMPLETED)
        for task in (working, *others):
            task.cancel()
        results = await asyncio.gather(working, *others, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _crawl(self, context: JobContext, portal: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self.visit, portal)
        finally:  # also when it takes too long to stop, and this process ends without it
            if self._is_stopping:
                await _give_back(context.app, portal)

    async def _rescue(self, app: App) -> None:
        """Give the jobs of dead workers back to the queue."""
        while True:
            for job in await app.job_manager.get_stalled_jobs(
                task_name=TASK, seconds_since_heartbeat=SILENCE
            ):
                portal = str(job.task_kwargs.get("portal"))
                log.warning("%s: its worker died; taken back", portal)
                await _give_back(app, portal)
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
            await asyncio.sleep(HEARTBEAT)


async def _give_back(app: App, portal: str) -> None:
    """Have a portal crawled by another worker; a job that already waits for it will do."""
    with suppress(AlreadyEnqueued):
        job = app.configure_task(TASK, queueing_lock=portal, lock=portal)
        await job.defer_async(portal=portal)


class CrawlTeam:
    """The queue, and a worker in a thread of this process."""

    def __init__(self, archive: Archive, visit: Callable[[str], None], *, concurrency: int) -> None:
        self._queue = CrawlQueue(archive)
        self._worker = CrawlWorker(archive, visit, name="service", concurrency=concurrency)
        self._thread = threading.Thread(target=self._worker.run, daemon=True, name="worker")

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def put(self, portal: str) -> None:
        """Have a portal crawled by whoever is free."""
        if not self._queue.put(portal):
            log.warning("%s: due again, and its last crawl still waits for a worker", portal)

    def stop(self) -> None:
        """Take no further job; those under way end with their crawls."""
        self._worker.stop()
        self._queue.close()

    def join(self, seconds: float) -> None:
        """Wait until the worker has given its jobs back."""
        self._thread.join(seconds)
