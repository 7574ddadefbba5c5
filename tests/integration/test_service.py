"""`gongbao run` as a process: crawls what is due, stands by, reads new portal files, ends when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from config import Settings
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite
from portals.loader import load_portals
from scheduler.queue import CrawlQueue
from scheduler.triggers import first_run
from storage import catalogue, ledger, schema
from storage.filters import Filters
from storage.queue import SCHEMA
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 120


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(datetime.now(UTC).date()) as site:
        yield site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "portals"
    folder.mkdir()
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        data_dir=tmp_path / "data",
        portals_dir=(folder,),
        allow_private=True,
        revisit=(timedelta(0),),
    )


def add_portal(settings: Settings, site: DemoSite, name: str, every: str = "2s") -> None:
    """One of the site's portals, as a file of its own."""
    folder = settings.portals_dir[0]
    written = write_portal_files(folder.parent / "all", site)
    source = next(path for path in written if path.stem == name)
    text = source.read_text(encoding="utf-8").replace('every = "1h"', f'every = "{every}"')
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


@contextmanager
def service(settings: Settings, *more: str) -> Iterator[subprocess.Popen[str]]:
    with started(settings, "run", "--no-web", *more) as process:
        yield process


@contextmanager
def started(settings: Settings, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "gongbao", *words]
    process = subprocess.Popen(
        command, env={**os.environ, **settings.to_environment()}, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen in {PATIENCE} s"
        time.sleep(0.2)


def count(settings: Settings, portal: str) -> int:
    with closing(Archive(settings.database_url)) as archive:
        try:
            schema.check(archive)
        except schema.SchemaError:
            return 0
        with archive.reading() as session:
            return catalogue.count_documents(session, Filters(portal=portal))


def is_through(settings: Settings, portal: str) -> bool:
    """Whether a round of a portal has ended."""
    with closing(Archive(settings.database_url)) as archive, archive.reading() as session:
        views = ledger.source_views(session, [portal])
    return bool(views) and all(view.outcome != "never" for view in views)


def has_job(settings: Settings, portal: str) -> bool:
    """Whether a crawl of a portal waits or is under way."""
    query = f"SELECT 1 FROM {SCHEMA}.procrastinate_jobs WHERE args->>'portal' = :portal"  # noqa: S608
    with closing(Archive(settings.database_url)) as archive, archive.engine.connect() as connection:
        return connection.execute(text(query), {"portal": portal}).first() is not None


def end(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 0, told
    return told


def test_crawls_publishes_reads_new_files_and_ends(settings: Settings, site: DemoSite) -> None:
    add_portal(settings, site, "liuhe")
    with service(settings) as process:
        wait_for(lambda: count(settings, "liuhe") > 5, "the first crawl")
        add_portal(settings, site, "qingxi")
        wait_for(lambda: count(settings, "qingxi") > 5, "reading a new portal file")
        (settings.portals_dir[0] / "broken.toml").write_text("title = 3\n", encoding="utf-8")
        wait_for(lambda: is_through(settings, "qingxi"), "the end of its round")
        time.sleep(6)
        assert process.poll() is None
        told = end(process)
    assert "broken.toml" in told
    assert "Traceback" not in told
    with Archive(settings.database_url).reading() as session:
        assert list(catalogue.list_changes(session, limit=1))
        assert {v.outcome for v in ledger.source_views(session)} <= {"ok", "unchanged"}


def test_a_second_service_stands_by_and_takes_over(settings: Settings, site: DemoSite) -> None:
    add_portal(settings, site, "liuhe")
    with service(settings) as first:
        wait_for(lambda: count(settings, "liuhe") > 5, "the first crawl")
        with service(settings) as second:
            assert second.stderr is not None
            assert "stand-by" in second.stderr.readline()
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
            add_portal(settings, site, "qingxi")
            wait_for(lambda: count(settings, "qingxi") > 5, "the stand-by taking over")
            end(second)


def test_service_and_worker_share_a_queue(
    settings: Settings, site: DemoSite, postgresql_url: str
) -> None:
    settings = replace(settings, database_url=postgresql_url)
    add_portal(settings, site, "liuhe")
    with service(settings, "--jobs", "1") as first:
        wait_for(lambda: count(settings, "liuhe") > 5, "the service's own crawl")
        with started(settings, "worker", "--concurrency", "1") as second:
            first.send_signal(signal.SIGSTOP)  # whoever works now is the other one
            with closing(CrawlQueue(Archive(postgresql_url))) as queue:
                add_portal(settings, site, "qingxi", every="1h")
                queue.put("qingxi")
                wait_for(lambda: is_through(settings, "qingxi"), "the worker's crawl")
                wait_for(lambda: not has_job(settings, "qingxi"), "the end of the worker's job")
                assert count(settings, "qingxi") > 5
            told = end(second)
        first.send_signal(signal.SIGCONT)
        told += end(first)
    assert "Traceback" not in told


def test_worker_on_sqlite_names_the_remedy(settings: Settings) -> None:
    with started(settings, "worker") as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "need a PostgreSQL archive" in told
    assert len(told.splitlines()) == 1


def test_overdue_portals_are_spread_and_planned_ones_kept(
    settings: Settings, site: DemoSite
) -> None:
    for name in site.portals:
        add_portal(settings, site, name, every="1h")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    portals = list(load_portals(settings.portals_dir).values())
    starts = [first_run(portal, None, now) for portal in portals]
    assert len(set(starts)) == len(portals)
    assert all(now <= start <= now + timedelta(minutes=5) for start in starts)
    planned = now + timedelta(minutes=40)
    assert first_run(portals[0], planned, now) == planned
    assert first_run(portals[0], now - timedelta(days=1), now) == starts[0]
