"""What a portal file says, as values. Read by `portals.loader`, used by every room above."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

LEVELS = ("central", "ministry", "province", "department", "city", "district")
POSTED_AS = ("form", "json")
KINDS = ("gazette", "disclosure", "normative", "plan", "notice")


@dataclass(frozen=True)
class ListRules:
    """Where a list keeps its rows. CSS, or XPath when it starts with / or ./; None: the platform
    knows.
    """

    item: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    next: str | None = None
    post: str | None = None  # form | json: the query of the column's address is posted as that


@dataclass(frozen=True)
class DocumentRules:
    """Where a detail page keeps its parts; None: the platform and the structure of the page tell."""

    title: str | None = None
    body: str | None = None
    date: str | None = None
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checks:
    """What must hold of a list before anything is concluded from it."""

    min_items: int = 1
    newest_within_days: int | None = None


@dataclass(frozen=True)
class Source:
    """One watched column (栏目) of a portal."""

    portal: str
    name: str
    title: str
    kind: str  # one of KINDS
    url: str
    render: bool = False
    disabled: str | None = None  # the reason
    list: ListRules = field(default_factory=ListRules)
    document: DocumentRules = field(default_factory=DocumentRules)
    checks: Checks = field(default_factory=Checks)

    @property
    def key(self) -> str:
        """`portal/source`, the name on the command line and in feeds."""
        return f"{self.portal}/{self.name}"


@dataclass(frozen=True)
class Portal:
    """A government site. `name` is the stem of its file everywhere."""

    name: str
    path: Path
    title: str
    level: str  # one of LEVELS
    region: str  # GB/T 2260, six digits
    url: str
    platform: str
    issuers: tuple[str, ...]  # 发文机关 whose documents are at home here
    sources: tuple[Source, ...]
    seen: str | None = None
    encoding: str | None = None
    user_agent: str | None = None
    proxy: str | None = None
    robots: str | None = None  # the reason for not obeying robots.txt
    disabled: str | None = None  # the reason
    every: timedelta | None = None
    cron: str | None = None
    delay: float = 1.0  # seconds between requests
    budget: int = 2000  # requests a day

    @property
    def hosts(self) -> frozenset[str]:
        """Every host (with port, when one is given) the portal's addresses name, in lower case."""
        addresses = [self.url, *(source.url for source in self.sources)]
        return frozenset(urlsplit(address).netloc.lower() for address in addresses)
