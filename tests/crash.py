"""Crawls that are killed at random moments, and what must be equal afterwards (docs/crawling.md)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select

from config import Settings
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite
from storage.models import Change, Document, Publication, Revision
from storage.session import Archive

if TYPE_CHECKING:
    from pathlib import Path

PORTALS = ("yunling", "liuhe")  # of the demo's five: two families, reposts between them
Row = tuple[object, ...]


@dataclass(frozen=True)
class Contents:
    """What makes two archives equal; ids and times apart."""

    documents: list[Row]
    publications: list[Row]
    revisions: list[Row]
    changes: list[Row]


def read_contents(database_url: str) -> Contents:
    """Documents (number, title), Publications (address, state), Revisions (order, hash), Changes (kind, document)."""
    archive = Archive(database_url)
    with closing(archive), archive.reading() as session:
        documents = [(d.number, d.title) for d in session.scalars(select(Document))]
        publications = [
            (p.portal, path_of(p.url), p.state) for p in session.scalars(select(Publication))
        ]
        revisions = [
            (path_of(p.url), r.number, r.content_hash)
            for r, p in session.execute(
                select(Revision, Publication).join(
                    Publication, Publication.id == Revision.publication_id
                )
            )
        ]
        changes = [(c.kind, c.document_number, c.title) for c in session.scalars(select(Change))]
    rows = (sorted(rows, key=repr) for rows in (documents, publications, revisions, changes))
    return Contents(*rows)


def path_of(url: str) -> str:
    """An address without its host: two sites of the same seed listen on different ports."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def crash_settings(folder: Path, database_url: str, site: DemoSite) -> Settings:
    """Settings for an archive of its own; absences count at once, every page is due at once."""
    for path in write_portal_files(folder / "portals", site):
        if path.stem not in PORTALS:
            path.unlink()
    return Settings(
        database_url=database_url,
        data_dir=folder / "data",
        portals_dir=(folder / "portals",),
        allow_private=True,
        withdraw_checks=1,
        withdraw_after=timedelta(0),
        revisit=(timedelta(0),),
    )


def crawl(settings: Settings, kill_after: float | None = None) -> float:
    """Run `gongbao crawl`, to its end or until it is killed with all its children; returns the seconds it ran."""
    environ = {**os.environ, **settings.to_environment()}
    command = [sys.executable, "-m", "gongbao", "crawl"]
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(timeout=kill_after or 240)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    else:
        if kill_after is None and process.returncode:
            raise AssertionError(f"crawl failed with {process.returncode}:\n{out.decode()}")
    return time.monotonic() - started


def uninterrupted(folder: Path, database_url: str) -> tuple[Contents, float]:
    """Crawl, let the site change, crawl again; returns what the archive holds and the seconds of the first crawl."""
    with DemoSite(datetime.now(UTC).date()) as site:
        settings = crash_settings(folder, database_url, site)
        seconds = crawl(settings)
        site.apply_changes()
        crawl(settings)
        return read_contents(database_url), seconds


def interrupted(
    folder: Path, database_url: str, *, kills: int, seconds: float, seed: int
) -> Contents:
    """The same, each crawl killed at random moments and started again before it may end."""
    rnd = random.Random(seed)  # noqa: S311  (no secret)
    with DemoSite(datetime.now(UTC).date()) as site:
        settings = replace(
            crash_settings(folder, database_url, site), lease_wait=timedelta(seconds=30)
        )
        for phase in range(2):
            for _ in range(kills // 2 + (phase == 0) * (kills % 2)):
                crawl(settings, rnd.uniform(0.3, seconds))
            crawl(settings)
            if phase == 0:
                site.apply_changes()
        return read_contents(database_url)
