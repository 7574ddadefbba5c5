"""Feeds out of an archive: complete over pages, never changed afterwards, told apart as readers do it."""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from builders import NOON, build_portal, build_record, fill, publish, revise, store, sync
from sqlalchemy import event, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from feed_rules import faults

from config.settings import Settings
from feeds.archive import load_page, read_place
from feeds.builder import build_feed
from feeds.spec import changes_feed, documents_feed, find_feed, portal_feed, standing_feeds
from feeds.static import write_feeds
from gongbao.web.app import create_app
from storage import merging
from storage.models import Document, Publication, Revision

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would rather have a successor of httpx
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from feeds.spec import FeedFormat, FeedSpec
    from storage.session import Archive

BASE = "https://gongbao.example"
FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")
HOSTILE = "<script>]]>&amp;\x0b\u202e\ud83d" + "长" * 400
TOML = """title = "{title}"
level = "{level}"
region = "{region}"
url = "https://{name}.example/"
platform = "generic"
issuers = ["{title}"]
[[sources]]
name = "gazette"
title = "政府公报"
kind = "gazette"
url = "https://{name}.example/gazette/"
"""
PLACES = (
    ("yunling", "云岭省人民政府", "province", "990000"),
    ("qingxi", "青溪市人民政府", "city", "990100"),
    ("shishi", "石室部", "ministry", "100000"),
)


def record(number: int, portal: str = "yunling", **over: Any) -> dict[str, Any]:
    return build_record(
        portal=portal, url=f"https://{portal}.example/art/{number}.html",
        title=f"第{number}件工作安排", document_number=f"云政发〔2026〕{number}号", **over,
    )  # fmt: skip


def fill_with_copies(archive: Archive, count: int) -> None:
    """So many documents at home, each but the fifth carried elsewhere too, in turns."""
    with archive.writing() as session:
        for name, *_ in PLACES[:2]:
            sync(session, build_portal(name))
        for number in range(1, count + 1):
            at = NOON + timedelta(minutes=number)
            store(session, record(number), at)
            if number % 5:
                copy = record(number, "qingxi", written_on=None)
                store(session, copy, at + timedelta(seconds=20), home=3)
            else:
                store(session, record(10_000 + number, "qingxi"), at)
            publish(session)


def make_settings(archive: Archive, folder: Path, **over: Any) -> Settings:
    (folder / "portals").mkdir(exist_ok=True)
    for name, title, level, region in PLACES:
        told = TOML.format(name=name, title=title, level=level, region=region)
        (folder / "portals" / f"{name}.toml").write_text(told, encoding="utf-8")
    return Settings(database_url=archive.url, portals_dir=(folder / "portals",), **over)


def walk(client: TestClient, address: str) -> list[str]:
    """The ids of all entries, page by page."""
    ids: list[str] = []
    following: str | None = address
    while following:
        told = client.get(following).json()
        assert 0 < len(told["items"]) <= 100
        ids += [item["id"] for item in told["items"]]
        following = told.get("next_url", "").removeprefix("http://127.0.0.1:8600") or None
    return ids


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("changes", 288),
        ("documents", 288),
        ("portal/yunling", 240),
        ("portal/qingxi", 240),
        ("source/qingxi/gazette", 240),
        ("search", 241),
    ],
)
def test_pages_lead_through_everything_once(
    sqlite_archive: Archive, tmp_path: Path, name: str, count: int
) -> None:
    fill_with_copies(sqlite_archive, 240)
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        query = "?portal=yunling&q=第" if name == "search" else ""
        if name == "search":
            fill(sqlite_archive, record(999))
        ids = walk(client, f"/feeds/{name}.json{query}")
    assert len(ids) == len(set(ids)) == count


def test_news_in_between_moves_no_page(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, *(record(number) for number in range(1, 151)))
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        for name in ("changes", "documents", "portal/yunling"):
            first = client.get(f"/feeds/{name}.json").json()
            following = first["next_url"].removeprefix("http://127.0.0.1:8600")
            before = client.get(following).json()["items"]
            fill(sqlite_archive, record(hash(name) % 1000 + 1000))
            assert client.get(following).json()["items"] == before
            assert len(before) >= 50


def entries_of(archive: Archive, spec: FeedSpec) -> dict[str, str]:
    """Each entry of a feed by its id, as it is written in every format."""
    with archive.reading() as session:
        page = load_page(session, spec)
    data = {f: build_feed(spec, page.entries, base_url=BASE, format=f) for f in FORMATS}
    told = {item["id"]: json.dumps(item) for item in json.loads(data["json"])["items"]}
    for form in ("rss", "atom"):
        for entry in feedparser.parse(data[form]).entries:
            told[entry.id] += repr(sorted(entry.items(), key=str))
    return told


def test_what_was_told_never_changes(archive: Archive) -> None:
    attached = [{"title": "表", "url": "https://yunling.example/a.pdf", "media_type": None}]
    fill(archive, record(1, attachments=attached), record(2))
    with archive.writing() as session:
        sync(session, build_portal("qingxi"))
        store(session, record(1, "qingxi"), NOON + timedelta(minutes=1), home=3)
        publish(session)
    portal = build_portal("qingxi")
    specs = (changes_feed(), portal_feed(portal), portal_feed(build_portal()))
    before = {spec.path: entries_of(archive, spec) for spec in specs}
    revise(archive, record(1, issuers=["云岭省财政厅"], written_on="2026-01-01", text="改了。"))
    with archive.writing() as session:
        for revision in session.scalars(select(Revision)).all():
            publication = session.get_one(Publication, revision.publication_id)
            if publication.portal == "yunling":  # a better extractor reads the stored pages again
                revision.record = {**revision.record, "issuers": ["别的机关"], "attachments": []}
                revision.text = "读得更好的正文"
        for name in ("yunling", "qingxi"):
            sync(session, build_portal(name, title="改了名字的门户"))
    with archive.writing() as session:
        uids = [d.uid for d in session.scalars(select(Document).order_by(Document.id))]
        merging.merge_by_hand(session, uids[1], uids[0], NOON)
    for spec in specs:
        after = entries_of(archive, spec)
        assert before[spec.path].keys() <= after.keys()  # reposts too keep their ids
        for key, words in before[spec.path].items():
            assert after[key] == words or "change_id" not in words


def test_a_second_edit_is_a_new_unread_entry(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, record(1))
    settings = make_settings(sqlite_archive, tmp_path)
    read: set[str] = set()
    for text in ("第一次改。", "第二次改。"):
        with TestClient(create_app(settings)) as client:
            parsed = feedparser.parse(client.get("/feeds/changes.atom").content)
            read |= {entry.id for entry in parsed.entries}
            revise(sqlite_archive, record(1, text=text), days=len(text) + len(read))
            parsed = feedparser.parse(client.get("/feeds/changes.atom").content)
            unread = [entry for entry in parsed.entries if entry.id not in read]
        assert len(unread) == 1
        documents = feedparser.parse(client.get("/feeds/documents.atom").content).entries
        assert len(documents) == 1
    assert len(read) == 2


def test_nothing_surfaces_again_when_nothing_happened(
    sqlite_archive: Archive, tmp_path: Path
) -> None:
    fill_with_copies(sqlite_archive, 12)
    revise(sqlite_archive, record(3, text="改了。"))
    settings = make_settings(sqlite_archive, tmp_path)
    paths = [spec.address(form) for spec in specs_of(settings) for form in FORMATS]
    with TestClient(create_app(settings)) as client:
        first = {path: client.get(path) for path in paths}
    with TestClient(create_app(settings)) as client:  # the service was started again
        for path, answer in first.items():
            tag = {"If-None-Match": answer.headers["etag"]}
            assert client.get(path, headers=tag).status_code == 304, path
            assert client.get(path).content == answer.content, path
    moved = replace(settings, base_url="https://other.example")
    with TestClient(create_app(moved)) as client:
        for path, answer in first.items():
            ids = [feedparser.parse(a.content).entries for a in (answer, client.get(path))]
            if not path.endswith("json"):
                assert [e.id for e in ids[0]] == [e.id for e in ids[1]], path


def specs_of(settings: Settings) -> list[FeedSpec]:
    from portals.loader import load_portals  # noqa: PLC0415

    return standing_feeds(load_portals(settings.portals_dir).values())


@pytest.mark.parametrize("contents", ["nothing", "much", "hostile"])
def test_every_feed_keeps_the_rules(sqlite_archive: Archive, tmp_path: Path, contents: str) -> None:
    settings = make_settings(sqlite_archive, tmp_path)
    if contents == "much":
        fill_with_copies(sqlite_archive, 120)
        revise(sqlite_archive, record(3, text="改了。"))
    if contents == "hostile":
        hostile = HOSTILE.encode("utf-8", "ignore").decode()
        over = {"title": hostile, "issuers": [hostile], "category": "notice"}
        fill(sqlite_archive, build_record(hostile, **over), record(2, text=hostile))
        revise(sqlite_archive, build_record(hostile + "。", **over))
    checked = 0
    with TestClient(create_app(settings)) as client:
        for spec in (*specs_of(settings), find_feed("region/100000", [])):
            assert spec is not None
            for form in FORMATS:
                answer = client.get(spec.address(form))
                assert answer.status_code == 200
                assert faults(answer.content, form) == [], spec.path
                assert len(answer.content) <= 1_000_000
                checked += 1
    assert checked > 60


def test_a_304_costs_one_question(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill_with_copies(sqlite_archive, 8)
    app = create_app(make_settings(sqlite_archive, tmp_path))
    asked: list[str] = []
    with TestClient(app) as client:
        tag = client.get("/feeds/portal/qingxi.rss").headers["etag"]
        with app.state.shelf.reading() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        answer = client.get("/feeds/portal/qingxi.rss", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert len([words for words in asked if "SELECT" in words]) == 1


def test_news_elsewhere_makes_no_feed_new(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill_with_copies(sqlite_archive, 8)
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        answers = {n: client.get(f"/feeds/{n}.rss") for n in ("portal/qingxi", "portal/yunling")}
        fill(sqlite_archive, record(500))
        for name, expected in (("portal/qingxi", 304), ("portal/yunling", 200)):
            tag = {"If-None-Match": answers[name].headers["etag"]}
            assert client.get(f"/feeds/{name}.rss", headers=tag).status_code == expected, name


def test_packed_feeds_have_tags_of_their_own(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, record(1))
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        packed = client.get("/feeds/changes.rss", headers={"Accept-Encoding": "br, gzip;q=0.5"})
        plain = client.get("/feeds/changes.rss", headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content
        assert packed.headers["etag"] != plain.headers["etag"]
        assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize("before", ["x", "-", "1-2-3", "9" * 30, "1-99999999999", "１"])
def test_a_place_must_be_one(sqlite_archive: Archive, tmp_path: Path, before: str) -> None:
    if before == "-":
        assert read_place(before) == (None, None)
        return
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        for name in ("changes", "documents", "portal/yunling"):
            answer = client.get(f"/feeds/{name}.rss", params={"before": before})
            assert answer.status_code == 422
            assert answer.headers["content-type"].startswith("text/plain")


def test_opml_of_a_part(sqlite_archive: Archive, tmp_path: Path) -> None:
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        everything = client.get("/feeds.opml").text
        region = client.get("/feeds.opml?region=990100").text
        level = client.get("/feeds.opml?level=ministry").text
        assert client.get("/feeds.opml?level=village").status_code == 422
    for name, *_ in PLACES:
        assert f"/feeds/portal/{name}.rss" in everything
    assert [f"/feeds/portal/{n}.rss" in region for n, *_ in PLACES] == [False, True, False]
    assert [f"/feeds/portal/{n}.rss" in level for n, *_ in PLACES] == [False, False, True]


def test_a_feed_is_put_together(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, record(1))
    settings = make_settings(sqlite_archive, tmp_path, base_url=BASE)
    with TestClient(create_app(settings)) as client:
        page = client.get("/subscribe", params={"portal": "yunling", "q": "工作", "level": ""})
        address = f"{BASE}/feeds/search.atom?portal=yunling&amp;q=%E5%B7%A5%E4%BD%9C"
        assert f'value="{address}"' in page.text
        assert "<script" not in page.text
        found = client.get(address.removeprefix(BASE).replace("&amp;", "&"))
        assert len(feedparser.parse(found.content).entries) == 1
        for query, path in (
            ("portal=yunling", "portal/yunling"),
            ("source=yunling/gazette", "source/yunling/gazette"),
            ("category=plan", "category/plan"),
            ("", "changes"),
        ):
            page = client.get(f"/subscribe?{query}")
            assert f'value="{BASE}/feeds/{path}.rss"' in page.text, query
        assert client.get("/subscribe?level=village").status_code == 422


def test_every_page_names_a_feed(sqlite_archive: Archive, tmp_path: Path) -> None:
    document = f"/documents/{fill(sqlite_archive, record(1))[0]}"
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        for path in ("/", "/changes", "/portals", "/subscribe", "/api/docs", document, "/nowhere"):
            page = client.get(path, headers={"Accept": "text/html"}).text
            for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
                assert f'<link rel="alternate" type="{kind}"' in page, (path, kind)


def test_static_feeds_have_one_page(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, *(record(number) for number in range(1, 121)))
    specs = [changes_feed(), documents_feed()]
    with sqlite_archive.reading() as session:
        assert write_feeds(session, specs, tmp_path / "out", BASE) == 7
        assert write_feeds(session, specs, tmp_path / "out", BASE) == 0
    for path in (tmp_path / "out").iterdir():
        data = path.read_bytes()
        assert b"before=" not in data
        if path.suffix != ".opml":
            assert faults(data, path.suffix[1:]) == []
