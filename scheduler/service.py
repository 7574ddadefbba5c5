"""The running service: one job a portal, definitions read again when their files change, one service an archive."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from portals.loader import PortalError, load_portals
from scheduler.publish import PublisherBusy, publish_pending
from scheduler.triggers import build_trigger, first_run
from storage import frontier, lease, ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portals.schema import Portal
    from scheduler.queue import CrawlTeam
    from scheduler.rounds import Rounds

LEASE = "service"
LEASE_LENGTH = timedelta(seconds=30)
BEAT = 5  # seconds between renewals of the lease and looks at the portal files
SHUTDOWN = 7  # seconds between the order to stop and the end, whatever jobs are doing
STANDBY = 1  # seconds between looks at a lease another service holds
MINUTELY = "every minute"  # no portal has such a name
GRACE = 6 * 3600  # seconds a missed run is still worth doing
log = logging.getLogger(__name__)


class Service:
    """Crawls every portal when it is due, until told to stop; with a `team`, portals that are due are put into its
    queue and this process is one of its workers. `every_minute` is called beside it.
    """

    def __init__(
        self,
        rounds: Rounds,
        *,
        workers: int = 4,
        team: CrawlTeam | None = None,
        every_minute: Callable[[], object] | None = None,
    ) -> None:
        self.rounds, self.team = rounds, team
        self.archive, self.settings = rounds.archive, rounds.settings
        self.portals: dict[str, Portal] = {}
        self._stop = threading.Event()
        self._files: dict[Path, float] = {}
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(workers)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE},
        )
        if every_minute is not None:
            self._scheduler.add_executor(ThreadPoolExecutor(1), MINUTELY)  # crawls do not delay it
            self._scheduler.add_job(
                every_minute,
                "interval",
                minutes=1,
                executor=MINUTELY,
                id=MINUTELY,
                next_run_time=datetime.now(UTC),  # what a service that died left behind
            )

    def run(self) -> None:
        """Wait for our turn, then serve until `stop()`; returns when every crawl has ended."""
        held = self._become_service()
        if held is None:
            return
        self._publish_rest()
        self._load()
        self._scheduler.start()
        if self.team is not None:
            self.team.start()
        log.info("service started with %d portals", len(self.portals))
        try:
            self._beat(held)
        finally:
            self._shut_down(held)

    @property
    def is_busy(self) -> bool:
        """True while a job has not ended: after `run()` returned, one that took too long."""
        return self.rounds.is_busy

    def stop(self) -> None:
        """Ask the service to end; safe in a signal handler."""
        self._stop.set()

    def _become_service(self) -> lease.Held | None:
        said = False
        while not self._stop.is_set():
            now = datetime.now(UTC)
            with self.archive.writing() as session:
                held = lease.acquire(session, LEASE, lease.this_process(), now, LEASE_LENGTH)
                holder = lease.holder_of(session, LEASE, now)
            if held is not None:
                return held
            if not said:
                log.warning("stand-by: another service (%s) runs on this archive", holder)
                said = True
            self._stop.wait(STANDBY)
        return None

    def _beat(self, held: lease.Held) -> None:
        while not self._stop.wait(BEAT):
            with self.archive.writing() as session:
                if not lease.renew(session, held, datetime.now(UTC), LEASE_LENGTH):
                    log.error("another service took this archive over; stopping")
                    return
            self._reload()

    def _shut_down(self, held: lease.Held) -> None:
        """End crawls and jobs in bounded time; what a job leaves undone the next start does."""
        deadline = time.monotonic() + SHUTDOWN
        if self.team is not None:
            self.team.stop()  # before its crawls end: those it must give back are known by that
        self.rounds.stop()
        self._scheduler.shutdown(wait=False)
        while self.is_busy and time.monotonic() < deadline:
            time.sleep(0.05)
        if self.team is not None:
            self.team.join(max(0.0, deadline - time.monotonic()))
        with self.archive.writing() as session:
            lease.release(session, held, datetime.now(UTC))
        log.info("service stopped")

    def _publish_rest(self) -> None:
        """What a service that died had recorded but not told."""
        try:
            publish_pending(self.archive, self.settings)
        except PublisherBusy as error:
            log.warning("%s", error)

    def _reload(self) -> None:
        if _portal_files(self.settings.portals_dir) != self._files:
            self._load()

    def _load(self) -> None:
        """Make the jobs those of the portal files; a bad file keeps the definitions that are running."""
        self._files = _portal_files(self.settings.portals_dir)
        try:
            portals = load_portals(self.settings.portals_dir)
        except PortalError as error:
            log.error("portal files unchanged in effect: %s", error)
            self.rounds.note("portal_files", str(error))
            return
        with self.archive.writing() as session:
            ledger.resolve_issues(session, "", "", {"portal_files"}, datetime.now(UTC))
            for portal in portals.values():
                frontier.sync_sources(session, portal)
        for name in self.portals.keys() - portals.keys():
            self._remove(name)
        for name, portal in portals.items():
            if self.portals.get(name) != portal:
                self._schedule(portal)
        self.portals = portals

    def _schedule(self, portal: Portal) -> None:
        if portal.disabled:
            self._remove(portal.name)
            return
        now = datetime.now(UTC)
        with self.archive.writing() as session:
            planned = frontier.next_run(session, portal.name)
            due = first_run(portal, planned, now)
            frontier.plan_run(session, portal.name, due)
        self._scheduler.add_job(
            self.check,
            build_trigger(portal),
            args=[portal.name],
            id=portal.name,
            replace_existing=True,
            next_run_time=due,
        )

    def _remove(self, name: str) -> None:
        if self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    def check(self, name: str) -> None:
        """One job: crawl a portal if it is due, or have it crawled, and plan it again."""
        portal = self.portals.get(name)
        if portal is None or not self._is_due(name):
            return
        if self.team is not None:
            self.team.put(name)
        else:
            self.rounds.visit(portal)
        self._plan_next(name)

    def _is_due(self, name: str) -> bool:
        with self.archive.reading() as session:
            due = frontier.next_run(session, name)
        return due is None or due <= datetime.now(UTC) + timedelta(seconds=1)

    def _plan_next(self, name: str) -> None:
        job = self._scheduler.get_job(name)
        if job is None or job.next_run_time is None or self.rounds.is_stopping:
            return
        with self.archive.writing() as session:
            frontier.plan_run(session, name, job.next_run_time)


def _portal_files(folders: tuple[Path, ...]) -> dict[Path, float]:
    return {path: path.stat().st_mtime for folder in folders for path in folder.rglob("*.toml")}
