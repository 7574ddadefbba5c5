"""Where feeds stand: addresses, identity, static files, the list of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from feed_rules import faults
from lxml import etree

from feeds.builder import build_feed
from feeds.cleaning import clean_text, encode_url
from feeds.opml import build_opml
from feeds.region import name_region, province_of
from feeds.spec import (
    MEDIA_TYPES,
    changes_feed,
    document_feed,
    feed_etag,
    find_feed,
    plans_feed,
    portal_feed,
    search_feed,
    source_feed,
    standing_feeds,
)
from feeds.writer import feed_path, write_feed
from portals.schema import Portal, Source

BASE = "https://gongbao.example"
PORTAL = Portal(
    name="yunling", path=Path("yunling.toml"), title="云岭省人民政府", level="province",
    region="990000", url="https://www.yunling.example/", platform="hanweb", issuers=("云岭省人民政府",),
    sources=(Source("yunling", "gazette", "政府公报", "gazette", "https://www.yunling.example/gb/"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://a.example/公报/1.html", "https://a.example/%E5%85%AC%E6%8A%A5/1.html"),
        ("http://a.example/a%20b%zz?x=1|2&y=国", "http://a.example/a%20b%25zz?x=1%7C2&y=%E5%9B%BD"),
        ("HTTP://a.example:8080/?a=b#c", "http://a.example:8080/?a=b#c"),
        ("https://政府.example/", "https://xn--mxtq1m.example/"),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("https://a.example:99999/", None),
        ("https://a b.example/", None),
    ],
)
def test_addresses_become_uris(url: str, encoded: str | None) -> None:
    assert encode_url(url) == encoded


def test_cleaning_keeps_what_is_text() -> None:
    kept = "中文〇𠀀\ue000\t\n😀"
    assert clean_text(kept) == kept
    assert clean_text("\x00\x0b\ufffe\ud800甲\u202e") == "甲"


def test_feed_addresses_are_those_promised() -> None:
    paths = [spec.address("rss") for spec in standing_feeds([PORTAL])]
    assert {
        "/feeds/changes.rss", "/feeds/plans.rss", "/feeds/documents.rss",
        "/feeds/portal/yunling.rss", "/feeds/source/yunling/gazette.rss",
        "/feeds/region/990000.rss", "/feeds/level/province.rss", "/feeds/category/plan.rss",
    } <= set(paths)  # fmt: skip
    assert len(paths) == len(set(paths))
    assert document_feed("d1", "题").address("json") == "/feeds/document/d1.json"
    assert document_feed("d1", "题").page == "/documents/d1"
    assert plans_feed().filters == {"category": "plan"}
    assert portal_feed(PORTAL).reposts
    assert source_feed(PORTAL, PORTAL.sources[0]).filters == {
        "portal": "yunling",
        "source": "gazette",
    }


def test_a_feed_is_found_by_its_path() -> None:
    for spec in standing_feeds([PORTAL]):
        found = find_feed(spec.path, [PORTAL])
        assert found == spec
    assert find_feed("region/330000", [PORTAL]) is not None
    assert find_feed("portal/nowhere", [PORTAL]) is None
    assert find_feed("level/nowhere", [PORTAL]) is None


def test_a_search_is_a_feed() -> None:
    one = search_feed({"q": "法治 政府", "portal": "yunling", "level": ""})
    other = search_feed({"portal": "yunling", "q": "法治 政府"})
    assert one.id == other.id
    assert one.address("atom") == (
        "/feeds/search.atom?portal=yunling&q=%E6%B3%95%E6%B2%BB+%E6%94%BF%E5%BA%9C"
    )
    assert one.id != search_feed({"q": "法治"}).id
    with pytest.raises(ValueError, match="colour"):
        search_feed({"colour": "red"})
    for format_ in MEDIA_TYPES:
        data = build_feed(one, [], base_url=BASE, format=format_)
        assert faults(data, format_) == []


def test_the_entity_tag_follows_events() -> None:
    tag = feed_etag(changes_feed(), 7, 50)
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    assert tag == feed_etag(changes_feed(), 7, 50)
    others = [
        feed_etag(changes_feed(), 8, 50),
        feed_etag(changes_feed(), 7, 49),
        feed_etag(plans_feed(), 7, 50),
        feed_etag(changes_feed(), 7, 50, format="atom"),
    ]
    assert len({tag, *others}) == 5


def test_static_feeds_are_written_once(tmp_path: Path) -> None:
    spec = portal_feed(PORTAL)
    assert write_feed(tmp_path, spec, "rss", b"one")
    target = tmp_path / "portal" / "yunling.rss"
    stamp = target.stat().st_mtime_ns
    assert not write_feed(tmp_path, spec, "rss", b"one")
    assert target.stat().st_mtime_ns == stamp
    assert write_feed(tmp_path, spec, "rss", b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in target.parent.iterdir()] == ["yunling.rss"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = changes_feed()
    write_feed(tmp_path, spec, "rss", b"one")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_feed(tmp_path, spec, "rss", b"two")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"one"]


@pytest.mark.parametrize(
    "path", ["../escape", "a//b", "document/../../x", "/etc/x", "portal/.hidden"]
)
def test_a_path_leads_nowhere_else(path: str) -> None:
    with pytest.raises(ValueError, match="no static feed"):
        feed_path(replace(changes_feed(), path=path), "rss")
    with pytest.raises(ValueError, match="no static feed"):
        feed_path(search_feed({"q": "a"}), "rss")


def test_opml_lists_the_feeds() -> None:
    root = etree.fromstring(build_opml(standing_feeds([PORTAL]), base_url=BASE))
    assert root.get("version") == "2.0"
    leaves = [o for o in root.iter("outline") if o.get("type")]
    assert len(leaves) == len(standing_feeds([PORTAL]))
    for leaf in leaves:
        assert set(leaf.keys()) == {"type", "text", "title", "xmlUrl", "htmlUrl"}
        assert leaf.get("type") == "rss"
        assert (leaf.get("xmlUrl") or "").startswith(f"{BASE}/feeds/")
    folders = [o for o in root.iter("outline") if not o.get("type")]
    assert folders
    assert all(list(folder.keys()) == ["text"] for folder in folders)


@pytest.mark.parametrize(
    ("code", "province", "name"),
    [
        ("330000", "浙江", "浙江"),
        ("330106", "浙江", "浙江330106"),
        ("100000", "中央", "中央"),
        ("990100", "990000", "990100"),
    ],
)
def test_regions_have_names(code: str, province: str, name: str) -> None:
    assert (province_of(code), name_region(code)) == (province, name)


def test_the_list_is_ordered_by_province_and_level() -> None:
    city = replace(PORTAL, name="qingxi", region="990100", level="city")
    root = etree.fromstring(build_opml(standing_feeds([PORTAL, city]), base_url=BASE))
    folders = root.findall("body/outline[@text='990000']/outline")
    assert [f.get("text") for f in folders if not f.get("type")] == ["市级", "省级"]
    assert [len(f.findall("outline")) for f in folders if not f.get("type")] == [2, 2]


def test_media_types() -> None:
    assert set(MEDIA_TYPES) == {"rss", "atom", "json"}
