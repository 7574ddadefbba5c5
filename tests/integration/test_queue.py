"""The crawl queue in PostgreSQL: each portal once, by whichever worker; what a worker leaves undone others take."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from scheduler import queue as crawl_queue
from scheduler.queue import CrawlQueue, CrawlWorker
from storage.queue import SCHEMA, QueueError, check_queue, upgrade_queue
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PORTALS = [f"p{n}" for n in range(12)]
PATIENCE = 60


@pytest.fixture
def archive(postgresql_url: str) -> Iterator[Archive]:
    archive = Archive(postgresql_url)
    upgrade_queue(archive)
    yield archive
    archive.close()


@pytest.fixture
def jobs(archive: Archive) -> Iterator[CrawlQueue]:
    jobs = CrawlQueue(archive)
    yield jobs
    jobs.close()


@contextmanager
def working(worker: CrawlWorker) -> Iterator[None]:
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def count_jobs(archive: Archive) -> int:
    with archive.engine.connect() as connection:
        counted: int = connection.execute(
            text(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs")  # noqa: S608  (a constant)
        ).scalar_one()
        return counted


def test_two_workers_crawl_each_portal_once(archive: Archive, jobs: CrawlQueue) -> None:
    seen: list[str] = []
    first = CrawlWorker(archive, seen.append, name="one", concurrency=2)
    second = CrawlWorker(archive, seen.append, name="two", concurrency=2)
    for portal in PORTALS:
        assert jobs.put(portal)
    with working(first), working(second):
        wait_for(lambda: count_jobs(archive) == 0)
    assert sorted(seen) == sorted(PORTALS)


def test_a_portal_waits_once_and_is_never_crawled_twice_at_once(
    archive: Archive, jobs: CrawlQueue
) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()
    at_once: list[int] = []
    under_way = 0

    def visit(_portal: str) -> None:
        nonlocal under_way
        under_way += 1
        at_once.append(under_way)
        begun.release()
        assert go_on.wait(PATIENCE)
        under_way -= 1

    with working(CrawlWorker(archive, visit, name="one", concurrency=4)):
        assert jobs.put("qx")
        assert begun.acquire(timeout=PATIENCE)
        assert jobs.put("qx")  # the first is under way
        assert not jobs.put("qx")  # the second waits
        go_on.set()
        wait_for(lambda: count_jobs(archive) == 0)
    assert at_once == [1, 1]


@pytest.mark.parametrize("waits_already", [False, True])
def test_a_stopped_worker_gives_its_job_back(
    archive: Archive, jobs: CrawlQueue, *, waits_already: bool
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def visit(_portal: str) -> None:
        begun.set()
        assert stopped.wait(PATIENCE)

    jobs.put("qx")
    worker = CrawlWorker(archive, visit, name="one")
    with working(worker):
        assert begun.wait(PATIENCE)
        if waits_already:
            assert jobs.put("qx")
        worker.stop()
        stopped.set()
    seen: list[str] = []
    with working(CrawlWorker(archive, seen.append, name="two")):
        wait_for(lambda: count_jobs(archive) == 0)
    assert seen == ["qx"]


@pytest.mark.parametrize("waits_already", [False, True])
def test_the_job_of_a_dead_worker_is_taken_back(
    archive: Archive, jobs: CrawlQueue, monkeypatch: pytest.MonkeyPatch, *, waits_already: bool
) -> None:
    jobs.put("qx")
    with archive.engine.begin() as connection:  # what kill -9 leaves: a job under way, no heartbeat
        connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
        connection.execute(text("SELECT procrastinate_register_worker_v1()"))
        connection.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        )
        connection.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing', "
                "worker_id = (SELECT id FROM procrastinate_workers)"
            )
        )
    if waits_already:
        assert jobs.put("qx")
    monkeypatch.setattr(crawl_queue, "HEARTBEAT", 1)
    seen: list[str] = []
    with working(CrawlWorker(archive, seen.append, name="two")):
        wait_for(lambda: count_jobs(archive) == 0)
    assert seen == ["qx"]


def test_upgrade_is_done_once_and_a_strange_version_is_refused(archive: Archive) -> None:
    assert not upgrade_queue(archive)
    check_queue(archive)
    with archive.engine.begin() as connection:
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '0.1'"))
    with pytest.raises(QueueError, match="gongbao db upgrade"):
        check_queue(archive)
    assert upgrade_queue(archive)
    check_queue(archive)


def test_sqlite_has_no_queue() -> None:
    with pytest.raises(QueueError, match="need a PostgreSQL archive"):
        check_queue(Archive("sqlite://"))
