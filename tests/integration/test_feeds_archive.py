"""Feeds out of an archive: complete over pages, never changed afterwards, told apart as readers do it."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import feedparser
import pytest
from builders import NOON, build_portal, build_record, fill, publish, revise, store, sync
from feed_archives import PLACES, address_of, fill_with_copies, make_settings, record, specs_of
from sqlalchemy import event, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from feed_rules import faults, opml_faults

from feeds.archive import load_page, read_place
from feeds.builder import build_feed
from feeds.spec import MEDIA_TYPES, changes_feed, portal_feed
from gongbao.web.app import create_app
from storage import merging
from storage.models import Document, Publication, Revision
from tests.web_client import TestClient

if TYPE_CHECKING:
    from feeds.spec import FeedFormat, FeedSpec
    from storage.session import Archive

BASE = "https://gongbao.example"
ID = re.compile(rb"urn:uuid:[0-9a-f-]{36}")
FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")
HOSTILE = (
    "<script>alert(1)</script>&amp;<b>要点</b>&#x20;AT&T2", "要点]]>标题<![CDATA[", "要点\x0b\x1f\x85\ufffd标题",
    "要点\u202e的意意\u2066标题", "要点😀👨\u200d👩\u200d👧标题", "𠀀𪚥〇\ue000㐂镕", "长" * 3_000,
    "\ufdd0\U0001fffe甲",
)  # fmt: skip


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


def test_pages_lead_through_everything_once(copies_archive: Archive, tmp_path: Path) -> None:
    counts = {
        "changes": 156, "documents": 156, "portal/yunling": 130, "portal/qingxi": 130,
        "source/qingxi/gazette": 130,
    }  # fmt: skip
    with TestClient(create_app(make_settings(copies_archive, tmp_path))) as client:
        for name, count in counts.items():
            ids = walk(client, f"/feeds/{name}.json")
            assert len(ids) == len(set(ids)) == count, name
        ids = walk(client, "/feeds/search.json?portal=yunling&q=第")
        assert len(ids) == len(set(ids)) == 130


def test_pages_lead_back_the_same_way(copies_archive: Archive, tmp_path: Path) -> None:
    fill(copies_archive, *(record(number) for number in range(2_000, 2_080)))
    with TestClient(create_app(make_settings(copies_archive, tmp_path))) as client:
        for name in ("changes.atom", "documents.atom", "portal/yunling.rss", "search.atom?q=工作"):
            ways: list[dict[str, list[str]]] = []
            following: str | None = f"/feeds/{name}"
            for relation in ("next", "previous"):
                way: dict[str, list[str]] = {}
                while following:
                    last, data = following, client.get(following).content
                    assert faults(data, name.partition("?")[0].rpartition(".")[2]) == []
                    way[last] = [entry.id for entry in feedparser.parse(data).entries]
                    following = address_of(data, relation)
                ways.append(way)
                following = last
            assert list(ways[0].values()) == list(ways[1].values())[::-1], name
            assert len(ways[0]) == 3, name


def test_news_in_between_moves_no_page(copies_archive: Archive, tmp_path: Path) -> None:
    with TestClient(create_app(make_settings(copies_archive, tmp_path))) as client:
        for name in ("changes", "documents", "portal/yunling"):
            first = client.get(f"/feeds/{name}.json").json()
            following = first["next_url"].removeprefix("http://127.0.0.1:8600")
            before = client.get(following).json()["items"]
            fill(copies_archive, record(1000 + len(name)))
            assert client.get(following).json()["items"] == before
            assert len(before) >= 30


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
        assert {key: after[key] for key in before[spec.path]} == before[spec.path]


def test_a_text_that_goes_on_says_so(sqlite_archive: Archive) -> None:
    fill(sqlite_archive, record(1, text="长" * 500), record(2, text="短" * 200))
    told = entries_of(sqlite_archive, changes_feed())
    for words in told.values():
        assert ("长…</p>" in words) == ("长长" in words)
        assert "短…" not in words


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
            ids = [ID.findall(found.content) for found in (answer, client.get(path))]
            assert ids[0] == ids[1], path


@pytest.mark.parametrize("contents", ["nothing", "much", "hostile"])
def test_every_feed_keeps_the_rules(
    sqlite_archive: Archive, copies_archive: Archive, tmp_path: Path, contents: str
) -> None:
    archive = copies_archive if contents == "much" else sqlite_archive
    settings = make_settings(archive, tmp_path)
    if contents == "much":
        revise(archive, record(3, text="改了。"))
    if contents == "hostile":
        fill_with_hostile(archive)
    checked = 0
    with TestClient(create_app(settings)) as client:
        addresses = [s.address(f) for s in specs_of(settings) for f in FORMATS]
        addresses += [f"/feeds/region/100000.{form}" for form in FORMATS]
        addresses += [f"/feeds/search.{form}?q=<b>%26amp;&level=province" for form in FORMATS]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200
            form = address.partition("?")[0].rpartition(".")[2]
            asked = address.replace("<", "%3C").replace(">", "%3E")
            found = faults(answer.content, form, asked=f"http://127.0.0.1:8600{asked}")
            assert found == [], address
            media_type = answer.headers["content-type"]
            assert media_type == f"{MEDIA_TYPES[cast('FeedFormat', form)]}; charset=utf-8"
            checked += 1
        assert opml_faults(client.get("/feeds.opml").content) == []
    assert checked > 60


def fill_with_hostile(archive: Archive) -> None:
    """Documents whose words break feeds, new and revised, all found at one moment."""
    for number, words in enumerate(HOSTILE, 1):
        told = {
            "title": words, "issuers": [words[:50]], "category": "notice",
            "url": f"https://yunling.example/{number}", "document_number": words[:20],
            "attachments": [{"title": words, "url": "https://intranet/a.doc", "media_type": words}],
        }  # fmt: skip
        fill(archive, build_record(words, **told))
        revise(archive, build_record(f"{words}。", **told))


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


def test_while_a_feed_is_made_the_others_get_the_one_before(
    sqlite_archive: Archive, tmp_path: Path
) -> None:
    fill(sqlite_archive, record(1))
    app, path = create_app(make_settings(sqlite_archive, tmp_path)), "/feeds/changes.atom"
    with TestClient(app) as client:
        before = client.get(path)
        fill(sqlite_archive, record(2))
        with app.state.kept_feeds.making(path, wait=True):
            meanwhile = client.get(path)
            tag = {"If-None-Match": before.headers["etag"]}
            assert client.get(path, headers=tag).status_code == 304
        assert meanwhile.content == before.content
        assert client.get(path, headers=tag).status_code == 200
        assert len(feedparser.parse(client.get(path).content).entries) == 2


def read_as_miniflux(data: bytes, form: FeedFormat) -> dict[str, tuple[Any, ...]]:
    """What Miniflux keeps of a feed: entries by the SHA-256 of their id, with title, date and text as it takes them."""
    if form == "json":
        items = json.loads(data)["items"]
        found = [(i["id"], i["title"], i["date_published"][:19], i["content_html"]) for i in items]
    else:
        entries = feedparser.parse(data).entries
        found = [
            (e.id, e.title, time.strftime("%FT%T", e.published_parsed), e.content[0].value)
            for e in entries
        ]
    return {hashlib.sha256(key.encode()).hexdigest(): tuple(rest) for key, *rest in found}


@pytest.mark.parametrize("form", FORMATS)
def test_miniflux_sees_each_event_once_and_nothing_else(
    sqlite_archive: Archive, tmp_path: Path, form: FeedFormat
) -> None:
    fill(sqlite_archive, record(1), record(2))
    settings = make_settings(sqlite_archive, tmp_path)

    def look(name: str) -> dict[str, tuple[Any, ...]]:
        with TestClient(create_app(settings)) as client:
            return read_as_miniflux(client.get(f"/feeds/{name}.{form}").content, form)

    first, documents = look("changes"), look("documents")
    revise(sqlite_archive, record(1, text="改了。"))
    with sqlite_archive.writing() as session:  # a copy elsewhere
        sync(session, build_portal("qingxi"))
        store(session, record(2, "qingxi"), NOON + timedelta(days=2), home=3)
        publish(session)
    after = look("changes")
    assert {key: after[key] for key in first} == first
    [(title, *_)] = [after[key] for key in after.keys() - first.keys()]
    assert title == "【修订】第1件工作安排（云政发〔2026〕1号）"
    assert look("documents").keys() == documents.keys()
    assert look("changes") == after


def test_a_feed_names_the_address_it_was_asked_by(sqlite_archive: Archive, tmp_path: Path) -> None:
    fill(sqlite_archive, record(1))
    base = "http://127.0.0.1:8600"
    with TestClient(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        for asked, told in (
            ("search.atom?q=工作&category=plan", "search.atom?q=%E5%B7%A5%E4%BD%9C&category=plan"),
            ("search.rss?q=a%20b&token=secret", "search.rss?q=a%20b"),
            ("changes.json?token=secret&before=9&x=1", "changes.json?before=9"),
            ("changes.atom?x=1", "changes.atom"),
        ):
            data = client.get(f"/feeds/{asked}").content
            form = asked.partition("?")[0].rpartition(".")[2]
            assert faults(data, form, asked=f"{base}/feeds/{told}") == []
            assert b"secret" not in data


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
        assert "<script>" not in page.text  # it works without
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
