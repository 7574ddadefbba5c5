"""What a run has found so far, source by source: what the recorder writes down in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from storage.outcome import PageOutcome, SourceOutcome

HOST_TROUBLES = frozenset(
    {PageOutcome.BLOCKED, PageOutcome.THROTTLED, PageOutcome.DOWN, PageOutcome.TLS}
)
WELL = frozenset({PageOutcome.OK, PageOutcome.UNCHANGED})
PATIENCE = 5  # troubles in a row after which a host is left alone until the next run


@dataclass
class SourceReport:
    """One column in this run. `listed` is None until its list was asked for."""

    listed: SourceOutcome | None = None
    message: str = ""
    dates: list[str] = field(default_factory=list)  # ISO, of the rows at the head of the list
    pages: Counter[str] = field(default_factory=Counter)

    def newest_is_older(self, days: int, today: date) -> str | None:
        """The newest date of the list when it is older than the source's checks allow; days to come do not count."""
        shown = [d[:10] for d in self.dates if d[:10] <= today.isoformat()]
        newest = max(shown, default=None)
        if newest is None or newest >= (today - timedelta(days=days)).isoformat():
            return None
        return newest


@dataclass
class Breaker:
    """Which hosts are in trouble: after a row of them nothing more is asked for there."""

    rows: Counter[str] = field(default_factory=Counter)

    def note(self, url: str, outcome: PageOutcome) -> bool:
        """Count a page; True when this one opened the breaker."""
        host = host_of(url)
        if outcome not in HOST_TROUBLES:
            self.rows[host] = 0
            return False
        self.rows[host] += 1
        return self.rows[host] == PATIENCE

    def is_open(self, url: str) -> bool:
        """Whether to leave the host of an address alone."""
        return self.rows[host_of(url)] >= PATIENCE


def host_of(url: str) -> str:
    """Host and port of an address, in lower case."""
    return urlsplit(url).netloc.lower()


def subject_of(url: str, outcome: PageOutcome) -> str:
    """What an Issue about a page is about: its host when the host is the trouble, else the page."""
    return host_of(url) if outcome in HOST_TROUBLES else url
