"""The whole job on five local portals: crawl, change, crawl again, and hold what was found against what was done."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from feeds.builder import build_feed
from feeds.entries import entries_from_changes
from feeds.redline import render
from feeds.spec import changes_feed
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite
from portals.loader import load_portals
from scheduler.jobs import run_portal
from storage import catalogue, schema
from storage.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from config import Settings
    from scheduler.jobs import RoundResult
    from storage.session import Archive
    from storage.views import ChangeView

MARKER = "gongbao-demo"
WAIT = timedelta(seconds=1)
WORKERS = 2  # portals at once
Finding = tuple[str, str, str]  # kind, portal, address


@dataclass(frozen=True)
class DemoResult:
    """Both lists: what was done to the portals, and what the archive noticed."""

    done: list[dict[str, Any]]
    changes: list[ChangeView]
    reposts: dict[str, bool]  # address → it joined the document it repeats
    trouble: list[str]

    @property
    def agrees(self) -> bool:
        """True when nothing is missed, nothing false, every repost joined, and every source healthy."""
        expected = sorted(_expected(self.done))
        found = sorted((c.kind, c.portal, c.url) for c in self.changes)
        return expected == found and all(self.reposts.values()) and not self.trouble


def demo_settings(settings: Settings, folder: Path) -> Settings:
    """The demo's own archive, with waiting times shortened so that nobody has to wait a day."""
    return replace(
        settings,
        database_url=f"sqlite:///{folder.resolve() / 'gongbao.db'}",
        data_dir=folder,
        portals_dir=(folder / "portals",),
        allow_private=True,
        withdraw_checks=2,
        withdraw_after=WAIT,
        revisit=(timedelta(0),),
    )


def prepare_folder(folder: Path) -> None:
    """An empty folder of the demo's own; FileExistsError when the place holds something else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise FileExistsError(
            f"{folder}: not empty and not made by the demo; choose another folder"
        )
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "portals").mkdir(parents=True)
    (folder / MARKER).touch()


def run_demo(
    settings: Settings, site: DemoSite, archive: Archive, say: Callable[[str], None]
) -> DemoResult:
    """Crawl, change, crawl again; `site` is listening and its portal files are written."""
    schema.upgrade(archive)
    say("第一次抓取 First crawl of five portals:")
    trouble = crawl_all(settings, archive, say)
    with archive.reading() as session:
        before, _ = catalogue.newest_change(session)
    done = site.apply_changes()
    say(
        "\n站点改变 The portals change (counters and navigation everywhere, and five things that matter)."
    )
    say(
        "第二次抓取 Second crawl. Waiting times are shortened for the demo: known pages are due at once, and a"
    )
    say(
        f"missing page counts as withdrawn after 2 checks {WAIT.total_seconds():g} s apart (24 h by default)."
    )
    trouble += crawl_all(settings, archive, say)
    time.sleep(WAIT.total_seconds())
    say("第三次抓取 Third crawl, to confirm what is missing:")
    trouble += crawl_all(settings, archive, say)
    with archive.reading() as session:
        changes = list(catalogue.list_changes(session, since=before))
    return DemoResult(done, changes, find_reposts(archive, done), trouble)


def crawl_all(settings: Settings, archive: Archive, say: Callable[[str], None]) -> list[str]:
    """One round over the five portals; returns what was not healthy."""
    portals = list(load_portals(settings.portals_dir).values())
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(lambda portal: run_portal(archive, settings, portal), portals))
    for result in results:
        say("  " + _round_line(result))
    return [f"{result.portal} is not healthy" for result in results if not result.is_healthy]


def _round_line(result: RoundResult) -> str:
    pages: dict[str, int] = {}
    for view in result.sources:
        for outcome, count in view.pages.items():
            pages[outcome] = pages.get(outcome, 0) + count
    told = " ".join(f"{name} {count}" for name, count in sorted(pages.items())) or "nothing asked"
    return f"{result.portal:<10} pages: {told}"


def find_reposts(archive: Archive, done: list[dict[str, Any]]) -> dict[str, bool]:
    """Whether each repost became one more Publication of the document it repeats."""
    found = {}
    with archive.reading() as session:
        documents = list(catalogue.list_documents(session, Filters()))
    for action in done:
        if action["kind"] == "repost":
            url = action["url"]
            homes = [d for d in documents if url in {p.url for p in d.publications}]
            found[url] = len(homes) == 1 and len(homes[0].publications) > 1
    return found


def report(result: DemoResult, settings: Settings, say: Callable[[str], None]) -> None:
    """Both lists side by side, the redline and the feed entry of the silent edit."""
    found = {(c.kind, c.portal, c.url): c for c in result.changes}
    say("\n做了什么 What was done              发现了什么 What was found")
    for action in result.done:
        say("  " + _side_by_side(action, found, result.reposts))
    known = set(_expected(result.done))
    for key in found.keys() - known:
        say(f"  （无 nothing）                 {key[0]} {key[1]} {found[key].summary}   ← FALSE")
    for line in result.trouble:
        say(f"  {line}")
    edited = next((c for c in result.changes if c.kind == "revised"), None)
    if edited is not None:
        _show_edit(edited, settings, say)


def _side_by_side(
    action: dict[str, Any], found: dict[Finding, ChangeView], reposts: dict[str, bool]
) -> str:
    left = f"{action['kind']:<10} {action['portal']:<9}"
    if action["kind"] == "repost":
        joined = reposts[action["url"]]
        return f"{left} {'one publication more, no change' if joined else 'NOT JOINED'}"
    change = found.get((action["kind"], action["portal"], action["url"]))
    return f"{left} {change.summary if change else 'MISSED: ' + action['title']}"


def _expected(done: list[dict[str, Any]]) -> list[Finding]:
    return [(a["kind"], a["portal"], a["url"]) for a in done if a["kind"] != "repost"]


def _show_edit(change: ChangeView, settings: Settings, say: Callable[[str], None]) -> None:
    say(f"\n修订对照 Redline of #{change.id} {change.title}")
    say(render(change.operations, "text", context=0))
    now = datetime.now(UTC)
    entries = entries_from_changes([change])
    feed = build_feed(
        changes_feed(), entries, base_url=settings.base_url, format="atom", updated=now
    ).decode()
    start, end = feed.index("<entry"), feed.index("</entry>") + len("</entry>")
    say(f"\n订阅条目 Its feed entry (Atom)\n{feed[start:end]}")


def make_site(folder: Path) -> DemoSite:
    """The site, listening, with its portal files in `<folder>/portals`; the caller stops it."""
    site = DemoSite(datetime.now(UTC).date())
    site.start()
    write_portal_files(folder / "portals", site)
    return site
