"""Rounds of portals side by side in one process: a failure is a round's own, and is written down."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portals.loader import load_portals
from scheduler.jobs import Crawls, run_portal
from storage import ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Settings
    from portals.schema import Portal
    from storage.session import Archive

log = logging.getLogger(__name__)


class Rounds:
    """What the service's jobs and a worker's jobs do. `after_round` is called with each round's Changes."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        *,
        after_round: Callable[[tuple[int, ...]], None] | None = None,
    ) -> None:
        self.archive, self.settings, self.after_round = archive, settings, after_round
        self._crawls = Crawls()
        self._busy: set[str] = set()

    @property
    def is_busy(self) -> bool:
        """True while a round has not ended."""
        return bool(self._busy)

    @property
    def is_stopping(self) -> bool:
        """True once `stop()` was called."""
        return self._crawls.is_stopping

    def stop(self) -> None:
        """End every crawl in bounded time and begin no other; what is left undone the next round does."""
        self._crawls.stop()

    def visit(self, portal: Portal) -> None:
        """One round of a portal."""
        self._busy.add(portal.name)
        try:
            self._visit(portal)
        except (OSError, RuntimeError, LookupError, ValueError) as error:
            log.exception("%s: the round failed", portal.name)
            self.note("round_failed", f"{portal.name}: {error}", portal.name)
        finally:
            self._busy.discard(portal.name)

    def visit_named(self, name: str) -> None:
        """One round of a portal as its file defines it now; a portal that is gone or disabled is left alone."""
        portal = load_portals(self.settings.portals_dir).get(name)
        if portal is None or portal.disabled:
            log.warning("%s: no portal to crawl; is PORTALS_DIR the same everywhere?", name)
        else:
            self.visit(portal)

    def note(self, kind: str, message: str, portal: str = "") -> None:
        """Raise an Issue."""
        with self.archive.writing() as session:
            ledger.raise_issue(session, kind, portal, "", "", message, datetime.now(UTC))

    def _visit(self, portal: Portal) -> None:
        result = run_portal(self.archive, self.settings, portal, crawls=self._crawls)
        for view in result.sources:
            log.info("%s/%s: %s", portal.name, view.source, view.outcome)
        if self.after_round is not None and result.changes:
            self.after_round(result.changes)
