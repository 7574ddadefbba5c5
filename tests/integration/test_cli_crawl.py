"""`gongbao crawl`, `db` and `demo` through the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from gongbao.demo.portal import Answer
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite
from storage.models import Change, CrawlRun, Revision
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Run = subprocess.CompletedProcess[str]


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(datetime.now(UTC).date()) as site:
        yield site


@pytest.fixture
def gongbao(tmp_path: Path, site: DemoSite) -> Iterator[Gongbao]:
    write_portal_files(tmp_path / "portals", site)
    ours = Gongbao(tmp_path)
    yield ours
    ours.archive.close()


class Gongbao:
    """The command line on an archive of its own."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'a.db'}"
        self.archive = Archive(self.url)
        self.environ = {
            **os.environ,
            "GONGBAO_DATABASE_URL": self.url,
            "GONGBAO_DATA_DIR": str(folder / "data"),
            "GONGBAO_PORTALS_DIR": str(folder / "portals"),
            "GONGBAO_ALLOW_PRIVATE": "true",
        }

    def run(self, *arguments: str) -> Run:
        command = [sys.executable, "-m", "gongbao", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=self.environ
        )

    def counts(self) -> tuple[int, int]:
        with self.archive.reading() as session:
            return tuple(  # type: ignore[return-value]
                session.scalar(select(func.count()).select_from(t)) or 0 for t in (Revision, Change)
            )


def test_second_crawl_of_an_unchanged_site_finds_nothing(gongbao: Gongbao, site: DemoSite) -> None:
    first = gongbao.run("crawl", "liuhe", "yunling")
    assert first.returncode == 0, first.stderr
    before = gongbao.counts()
    assert before[0] >= 20
    asked = len(site.log)
    again = gongbao.run("crawl", "--recheck", "all", "liuhe", "yunling")
    assert again.returncode == 0, again.stderr
    assert len(site.log) > asked + 20
    assert gongbao.counts() == before
    with gongbao.archive.reading() as session:
        run = session.scalars(
            select(CrawlRun).filter_by(portal="yunling").order_by(CrawlRun.id.desc())
        ).first()
    assert run is not None
    assert run.stats["gongbao/pages/unchanged"] == 12  # answered 304, none of them parsed
    assert "gongbao/pages/ok" not in run.stats
    quiet = len(site.log)
    assert gongbao.run("crawl", "liuhe").returncode == 0
    assert len(site.log) - quiet <= 3  # robots and the head of the list: nothing is due


def test_one_portal_fails_alone_and_loudly(gongbao: Gongbao, site: DemoSite) -> None:
    wall = Answer("<html>访问被拦截</html>".encode(), "text/html", 412)
    column = site.portals["liuhe"].columns[0].path
    site.overrides["liuhe", column] = wall
    done = gongbao.run("crawl", "liuhe", "qingxi", "--json")
    assert done.returncode == 1
    rows = {r["portal"]: r["outcome"] for r in map(json.loads, done.stdout.splitlines())}
    assert rows == {"liuhe": "blocked", "qingxi": "ok"}
    status = gongbao.run("status", "--json", "liuhe")
    (view,) = map(json.loads, status.stdout.splitlines())
    assert view["outcome"] == "blocked"
    assert view["issues"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "nowhere"), "nowhere: no such portal"),
        (("crawl", "liuhe/nothing"), "liuhe/nothing: no such source"),
        (("crawl", "--recheck", "some"), "'some' is not one of"),
    ],
)
def test_wrong_names_are_one_line(gongbao: Gongbao, arguments: tuple[str, ...], words: str) -> None:
    done = gongbao.run(*arguments)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_copies_can_be_made_and_put_back(gongbao: Gongbao, tmp_path: Path) -> None:
    assert gongbao.run("crawl", "liuhe").returncode == 0
    before = gongbao.counts()
    copy = str(tmp_path / "copy.db")
    assert gongbao.run("db", "backup", copy).returncode == 0
    assert gongbao.run("db", "backup", copy).returncode == 1  # never over a file that is there
    with gongbao.archive.writing() as session:
        session.execute(text("UPDATE facts SET revision_id = NULL"))
        session.execute(text("DELETE FROM changes"))
    gongbao.archive.close()
    assert gongbao.counts() != before
    gongbao.archive.close()
    done = gongbao.run("db", "restore", copy)
    assert done.returncode == 0, done.stderr
    assert gongbao.counts() == before
    checked = gongbao.run("db", "check")
    assert (checked.returncode, checked.stdout) == (0, "ok\n"), checked.stderr
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no database at all")
    refused = gongbao.run("db", "restore", str(bad))
    assert refused.returncode == 1
    assert "no archive of gongbao" in refused.stderr
    assert gongbao.counts() == before


def test_a_newer_extractor_changes_nothing(gongbao: Gongbao) -> None:
    assert gongbao.run("crawl", "liuhe").returncode == 0
    before = gongbao.counts()
    with (
        gongbao.archive.writing() as session
    ):  # as if an older program had read the pages otherwise
        session.execute(text("UPDATE revisions SET extractor = '0', content_hash = 'x' || id"))
        session.execute(text("UPDATE publications SET payload_digest = NULL"))
    done = gongbao.run("crawl", "--recheck", "all", "liuhe")
    assert done.returncode == 0, done.stderr
    assert gongbao.counts() == before
    with gongbao.archive.writing() as session:
        session.execute(text("UPDATE revisions SET extractor = '0', content_hash = 'x' || id"))
    told = gongbao.run("db", "reextract").stdout
    assert told == f"{before[0]} of {before[0]} pages read again, {before[0]} with other content\n"
    assert gongbao.counts() == before


def test_demo(tmp_path: Path) -> None:
    environ = {**os.environ, "GONGBAO_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "gongbao", "demo"],
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Both lists agree" in done.stdout
    assert "Traceback" not in done.stderr


def test_demo_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    done = subprocess.run(
        [sys.executable, "-m", "gongbao", "demo", "--folder", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "not made by the demo" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "kept"
