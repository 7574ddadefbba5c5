"""When portals are due: triggers from portal files, first runs spread so that a start is no storm."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

    from portals.schema import Portal

BEIJING = ZoneInfo("Asia/Shanghai")  # cron lines speak the portals' time
DEFAULT_INTERVAL = timedelta(hours=6)
SPREAD = timedelta(minutes=10)
JITTER = 0.1  # of the interval


def build_trigger(portal: Portal) -> BaseTrigger:
    """The trigger of a portal file's `every` or `cron`."""
    if portal.cron:
        return CronTrigger.from_crontab(portal.cron, timezone=BEIJING)
    every = portal.every or DEFAULT_INTERVAL
    return IntervalTrigger(
        seconds=max(1, round(every.total_seconds())),
        jitter=round(every.total_seconds() * JITTER) or None,
        timezone=UTC,
    )


def first_run(portal: Portal, planned: datetime | None, now: datetime) -> datetime:
    """The first run after a start: as planned in the database; what is overdue is spread over some minutes."""
    if planned is not None and planned > now:
        return planned
    window = min(portal.every or DEFAULT_INTERVAL, SPREAD) / 2
    return now + window * _fraction(portal.name)


def _fraction(name: str) -> float:
    """A number in [0, 1) that is the same for a name at every start."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
