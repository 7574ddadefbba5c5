"""One round of one portal: a crawl in a child process, then what is missing, then the news, then the next visits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scheduler import gazettes, health, learning, redesign
from scheduler.changes import latest_day
from scheduler.publish import publish_pending
from scheduler.revisit import History, plan_absent_visit, plan_visit
from storage import frontier, ledger, visits
from storage.outcome import HEALTHY, SourceOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Settings
    from portals.schema import Portal, Source
    from storage.session import Archive
    from storage.views import SourceView
    from storage.visits import Unplanned

SWEEP_EVERY = timedelta(days=7)
PATIENCE = 600.0  # seconds a round waits while another one publishes
GRACE = 4  # seconds all crawls have to end after SIGTERM; then they are killed


@dataclass(frozen=True)
class CrawlOrder:
    """How to crawl a portal: which columns (all that are not disabled when empty), how deep, what to revisit."""

    sources: tuple[str, ...] = ()
    full: bool = False
    recheck: str = "due"  # due | all | none

    def to_arguments(self) -> list[str]:
        """The spider arguments that say the same."""
        pairs = {
            "full": "1" if self.full else "0",
            "recheck": self.recheck,
            "sources": ",".join(self.sources),
        }
        return [part for key, value in pairs.items() for part in ("-a", f"{key}={value}")]


@dataclass(frozen=True)
class RoundResult:
    """What one round of a portal brought."""

    portal: str
    sources: tuple[SourceView, ...]
    changes: tuple[int, ...]

    @property
    def is_healthy(self) -> bool:
        """True when every column visited is ok, unchanged or disabled."""
        return all(SourceOutcome(view.outcome) in HEALTHY for view in self.sources)


class Crawls:
    """The crawls this process has under way; `stop()` ends them all and lets no other begin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: set[subprocess.Popen[bytes]] = set()
        self.is_stopping = False

    def start(self, command: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes] | None:
        """Begin a crawl; None while stopping."""
        with self._lock:
            if self.is_stopping:
                return None
            child = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)  # noqa: S603
            self._children.add(child)
            return child

    def forget(self, child: subprocess.Popen[bytes]) -> None:
        """A crawl ended."""
        with self._lock:
            self._children.discard(child)

    def stop(self) -> None:
        """End every crawl within the grace: politely first, then by force. Nothing is lost either way."""
        with self._lock:
            self.is_stopping = True
            children = list(self._children)
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            for child in children:
                if child.poll() is None:
                    child.send_signal(number)
            deadline = time.monotonic() + GRACE / 3
            while time.monotonic() < deadline and any(c.poll() is None for c in children):
                time.sleep(0.05)


def run_portal(
    archive: Archive,
    settings: Settings,
    portal: Portal,
    order: CrawlOrder | None = None,
    crawls: Crawls | None = None,
) -> RoundResult:
    """Crawl, confirm absences, publish, plan: the path of one check."""
    order, crawls = order or CrawlOrder(), crawls or Crawls()
    wanted = select_sources(portal, order.sources)
    with archive.writing() as session:
        frontier.sync_sources(session, portal)
    plan_visits(archive, settings, portal)
    if wanted:
        reason = crawl(settings, portal, deepen(archive, portal, order), crawls)
        if crawls.is_stopping:
            return RoundResult(portal.name, (), ())
        _settle(archive, settings, portal, wanted, reason)
    changes = publish_pending(archive, settings, portal=portal.name, wait=PATIENCE)
    if wanted:
        with archive.writing() as session:
            redesign.resolve_when_stable(session, portal.name, datetime.now(UTC))
    plan_visits(archive, settings, portal)
    names = {source.name for source in (wanted or portal.sources)}
    with archive.reading() as session:
        views = ledger.source_views(session, [portal.name])
    return RoundResult(portal.name, tuple(v for v in views if v.source in names), tuple(changes))


def deepen(archive: Archive, portal: Portal, order: CrawlOrder) -> CrawlOrder:
    """Once a week lists are walked to their end: documents are slipped in with dates of long ago."""
    before = datetime.now(UTC) - SWEEP_EVERY
    with archive.reading() as session:
        is_due = frontier.is_sweep_due(session, portal.name, order.sources, before)
    return replace(order, full=True) if is_due else order


def select_sources(portal: Portal, names: Sequence[str]) -> list[Source]:
    """The columns to visit; LookupError for a name the portal does not have."""
    known = {source.name: source for source in portal.sources}
    for name in names:
        if name not in known:
            raise LookupError(
                f"{portal.name}/{name}: no such source; there are: {', '.join(known)}"
            )
    chosen = [known[name] for name in names] or list(portal.sources)
    return [s for s in chosen if not (s.disabled or portal.disabled)]


def crawl(settings: Settings, portal: Portal, order: CrawlOrder, crawls: Crawls) -> str | None:
    """Run the spider in a child process within the time limit; None, or why it did not end by itself."""
    command = [sys.executable, "-P", "-m", "scrapy", "crawl", portal.name, *order.to_arguments()]
    environ = {**os.environ, **settings.to_environment()}
    child = crawls.start(command, {**environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"})
    if child is None:
        return "the service is stopping"
    try:
        code = child.wait(settings.run_limit.total_seconds())
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return f"stopped after {settings.run_limit}"
    finally:
        crawls.forget(child)
    return None if code == 0 else f"exit code {code}"


def _settle(
    archive: Archive, settings: Settings, portal: Portal, wanted: list[Source], reason: str | None
) -> None:
    now = datetime.now(UTC)
    with archive.writing() as session:
        if reason is not None:
            health.assess_crash(session, portal, wanted, reason, now)
        else:
            health.confirm_absences(session, portal, settings, now)
            redesign.note_new_containers(session, portal.name, now)
            gazettes.assess_gazettes(session, portal, now)
            learning.learn_boilerplate(session, portal)


def plan_visits(archive: Archive, settings: Settings, portal: Portal) -> None:
    """Give every page visited since the last plan its next visit."""
    with archive.writing() as session:
        for page in visits.list_unplanned(session, portal.name):
            visits.plan(session, page.publication_id, *_next_visit(settings, page))


def _next_visit(settings: Settings, page: Unplanned) -> tuple[int, datetime]:
    if page.absent_since is not None:
        checks, after = settings.withdraw_checks, settings.withdraw_after
        return 0, plan_absent_visit(page.absent_since, page.visited_at, checks=checks, after=after)
    day = latest_day(page.dated)
    history = History(
        step=page.step,
        visited_at=page.visited_at,
        changed=page.changed,
        age=None if day is None else page.visited_at.date() - day,
        changes=page.changes,
        kind=page.kind,
    )
    return plan_visit(settings.revisit, history)
