"""An archive on SQLite and on PostgreSQL, portal files, and rounds as the scheduler runs them."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from config import Settings
from portals.loader import load_portals
from scheduler.jobs import CrawlOrder, RoundResult, run_portal
from storage import catalogue, schema
from storage.filters import Filters
from storage.ledger import source_views
from storage.session import Archive
from tests.scenarios.county import County, Watch
from tests.scenarios.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.views import ChangeView, DocumentView

HOSTS = count(1)
DEFINITION = """title = "{title}"
level = "{level}"
region = "{region}"
url = "{base}/"
platform = "generic"
issuers = ["{issuer}"]
[crawl]
delay = 0
[checks]
min_items = 3
[[sources]]
name = "files"
title = "政策文件"
kind = "disclosure"
url = "{base}/list.html"
"""


@dataclass
class World:
    """Portals, an archive that watches them, and what it told."""

    folder: Path
    url: str
    towns: dict[str, Town] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)
    seen: int = 0

    def __post_init__(self) -> None:
        (self.folder / "portals" / "test").mkdir(parents=True)
        self.archive = Archive(self.url)
        schema.upgrade(self.archive)
        self.settings = Settings(
            database_url=self.url, data_dir=self.folder / "data",
            portals_dir=(self.folder / "portals",), allow_private=True, withdraw_checks=2,
            withdraw_after=timedelta(seconds=1), revisit=(timedelta(0),),
            lease_wait=timedelta(seconds=60), log_level="error",
        )  # fmt: skip

    def build(
        self,
        name: str = "qingchuan",
        *,
        title: str = "青川市人民政府",
        issuer: str = "青川市人民政府办公室",
        region: str = "990100",
        level: str = "city",
    ) -> Town:
        """A portal online, with its definition."""
        number = next(HOSTS)
        town = Town(f"127.{90 + number // 250}.0.{number % 250 + 1}", title=title, issuer=issuer)
        self.stack.enter_context(town)
        text = DEFINITION.format(
            title=title, issuer=issuer, region=region, level=level, base=town.base
        )
        (self.folder / "portals" / "test" / f"{name}.toml").write_text(text, encoding="utf-8")
        self.towns[name] = town
        return town

    def crawl(self, name: str = "qingchuan", *, show: bool = True, **order: Any) -> RoundResult:
        """One round of a portal, every known page visited."""
        if show:
            self.towns[name].show()
        portal = load_portals(self.settings.portals_dir)[name]
        order = {"recheck": "all", **order}
        return run_portal(self.archive, self.settings, portal, CrawlOrder(**order))

    def news(self) -> list[ChangeView]:
        """The Changes told since the last look."""
        with self.archive.reading() as session:
            told = list(catalogue.list_changes(session, since=self.seen))
        self.seen = max([self.seen, *(c.id for c in told)])
        return told

    def kinds(self) -> Counter[tuple[str, str]]:
        """Kind and title of the Changes told since the last look."""
        return Counter((c.kind, c.title) for c in self.news())

    def documents(self) -> list[DocumentView]:
        """Every Document."""
        with self.archive.reading() as session:
            return list(catalogue.list_documents(session, Filters()))

    def issues(self, name: str = "qingchuan") -> set[str]:
        """Kinds of the open Issues of a portal."""
        with self.archive.reading() as session:
            (view,) = source_views(session, [name])
        return {issue["kind"] for issue in view.issues}

    def close(self) -> None:
        """Everything off."""
        self.stack.close()
        self.archive.close()


@pytest.fixture
def world(archive_url: str, tmp_path: Path) -> Iterator[World]:
    """An empty archive, once on each kind of database."""
    made = World(tmp_path, archive_url)
    yield made
    made.close()


@pytest.fixture
def watch(archive_url: str, tmp_path: Path) -> Iterator[Watch]:
    """A county's portal and an empty archive that watches it, once on each kind of database."""
    with County(f"127.99.{next(HOSTS)}.1") as county:
        made = Watch(tmp_path, archive_url, county)
        yield made
        made.archive.close()


@pytest.fixture(autouse=True)
def _quick(_warm_crawls: None) -> None:
    """Every scenario is many rounds."""
