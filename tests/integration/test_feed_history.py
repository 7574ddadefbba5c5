"""Archive documents over HTTP, and feeds as files."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
from builders import NOON, build_portal, fill, publish, revise, store, sync
from feed_archives import address_of, make_settings, record, specs_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from feed_rules import faults, opml_faults

from feeds.history import History
from feeds.spec import changes_feed, documents_feed, portal_feed
from feeds.static import StaticFeeds, occupied_feeds
from gongbao.cli.run import FeedFolder
from gongbao.web.app import create_app
from storage import newest
from tests.web_client import TestClient

if TYPE_CHECKING:
    from storage.session import Archive

BASE = "https://gongbao.example"


def archived(client: TestClient, address: str) -> dict[str, bytes]:
    """The archive documents of a feed by their addresses, found as RFC 5005 says."""
    found: dict[str, bytes] = {}
    following = address_of(client.get(address).content, "prev-archive")
    while following and following not in found:
        found[following] = client.get(following).content
        following = address_of(found[following], "prev-archive")
    return found


def test_archive_documents_and_the_feed_hold_everything(
    copies_archive: Archive, tmp_path: Path
) -> None:
    revise(copies_archive, record(3, text="四月改了。"), days=35)
    with TestClient(create_app(make_settings(copies_archive, tmp_path))) as client:
        for name, count, form in (
            ("changes", 157, "rss"), ("portal/qingxi", 130, "atom"), ("plans", 157, "atom"),
        ):  # fmt: skip
            address = f"/feeds/{name}.{form}"
            documents = archived(client, address)
            assert f"/feeds/{name}/2026-03-1.{form}" in documents
            for path, data in documents.items():
                assert faults(data, form, asked=f"http://127.0.0.1:8600{path}") == []
                assert b"fh:archive" in data
                assert address_of(data, "current") == address
                answer = client.get(path)
                assert "immutable" in answer.headers["cache-control"]
            parsed = [feedparser.parse(data) for data in documents.values()]
            told = [entry.id for feed in parsed for entry in feed.entries]
            assert len(told) == len(set(told))
            newest_of = feedparser.parse(client.get(address).content).entries
            assert len({*told, *(entry.id for entry in newest_of)}) == count
        for path in ("changes/2026-03-9", "documents/2026-03-1", "changes/2025-01-1"):
            assert client.get(f"/feeds/{path}.atom").status_code == 404, path


def test_an_archive_document_stays_as_it_is(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, *(record(number) for number in range(1, 53)))
    settings = make_settings(sqlite_archive, tmp_path)
    with TestClient(create_app(settings)) as client:
        before = archived(client, "/feeds/changes.atom")
        assert list(before) == ["/feeds/changes/2026-03-1.atom"]
        following = client.get("/feeds/changes/2026-03-2.atom")
        assert len(feedparser.parse(following.content).entries) == 2
        assert "immutable" not in following.headers["cache-control"]
        fill(sqlite_archive, record(53))
        revise(sqlite_archive, record(3, text="四月改了。"), days=35)
    with TestClient(create_app(settings)) as client:
        after = archived(client, "/feeds/changes.atom")
        assert len(after) == 2
        assert {path: after[path] for path in before} == before


def test_static_feeds_have_one_page_and_archive_documents(
    copies_archive: Archive, tmp_path: Path
) -> None:
    specs, out = [changes_feed(), documents_feed()], tmp_path / "out"
    with copies_archive.reading() as session:
        assert StaticFeeds(session, out, BASE).write(specs) == 7 + 8
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
        (out / "changes.rss").write_bytes((out / "changes.rss").read_bytes())
        assert StaticFeeds(session, out, BASE).write(specs) == 0
        assert StaticFeeds(session, out, "https://other.example").write(specs) == 15
    assert "2026-03-1.atom" in {path.name for path in before}
    for path in out.rglob("[!.]*.*"):
        data = path.read_bytes()
        asked = f"https://other.example/feeds/{path.relative_to(out)}"
        assert b"before=" not in data
        rules = (
            opml_faults(data)
            if path.suffix == ".opml"
            else faults(data, path.suffix[1:], asked=asked)
        )
        assert rules == [], path


def test_static_feeds_of_places_begin_with_their_first_document(
    sqlite_archive: Archive, tmp_path: Path
) -> None:
    settings, out = make_settings(sqlite_archive, tmp_path), tmp_path / "out"
    names: list[set[str]] = []
    for number in (0, 1):
        fill(sqlite_archive, *(record(n) for n in range(1, number + 1)))
        with sqlite_archive.reading() as session:
            specs = occupied_feeds(session, specs_of(settings), out)
            StaticFeeds(session, out, BASE).write(specs)
        names.append({str(path.relative_to(out)) for path in out.rglob("*.rss")})
    assert {"changes.rss", "plans.rss", "documents.rss", "level/city.rss"} <= names[0]
    assert not [name for name in names[0] if name.startswith(("portal", "source", "region"))]
    places = {"portal/yunling.rss", "source/yunling/gazette.rss", "region/990000.rss"}
    assert places <= names[1] - names[0]
    assert "portal/qingxi.rss" not in names[1]


def test_months_and_columns_are_the_same_on_every_database(archive: Archive) -> None:
    fill(archive, record(1), record(2))
    with archive.writing() as session:
        sync(session, build_portal("qingxi"))
        store(session, record(1, "qingxi"), NOON + timedelta(minutes=1), home=3)
        publish(session)
    revise(archive, record(1, text="五月改了。"), days=70)
    with archive.reading() as session:
        for portal, counts in (
            ("yunling", {"2026-05-1": 1, "2026-03-1": 2}),
            ("qingxi", {"2026-03-1": 1}),
        ):
            history = History(session, portal_feed(build_portal(portal)))
            parts = {name: history.find(name) for name in history.names()}
            assert {name: len(part.keys) for name, part in parts.items() if part} == counts
            assert history.chain().previous == ("2026-03-1" if len(counts) > 1 else None)
            assert all(history.load(part) for part in parts.values() if part)
        assert newest.occupied_columns(session) == {
            ("yunling", "gazette", "990000"),
            ("qingxi", "gazette", "990000"),
        }


def test_the_service_keeps_a_folder_that_was_made_once(
    sqlite_archive: Archive, tmp_path: Path
) -> None:
    settings = make_settings(sqlite_archive, tmp_path, data_dir=tmp_path / "data")
    folder, out = FeedFolder(sqlite_archive, settings), tmp_path / "data" / "feeds"
    fill(sqlite_archive, record(1))
    folder.refresh()
    assert not out.exists()
    out.mkdir(parents=True)
    folder.refresh()
    first = (out / "changes.atom").read_bytes()
    written = (out / "changes.atom").stat().st_mtime_ns
    folder.refresh()
    assert (out / "changes.atom").stat().st_mtime_ns == written
    fill(sqlite_archive, record(2))
    folder.refresh()
    assert (out / "changes.atom").read_bytes() != first
    assert (out / "portal" / "yunling.rss").exists()
