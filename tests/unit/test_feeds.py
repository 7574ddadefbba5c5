"""Feeds: what readers and the W3C rules ask of them."""

from __future__ import annotations

import json
import locale
import re
from dataclasses import replace

import pytest
from feed_rules import faults
from feed_views import BASE, FORMATS, MOMENT, build, change, document, parse, publication
from lxml import etree

from feeds.builder import MAX_BYTES, MAX_ENTRIES
from feeds.entries import (
    document_urn,
    entries_from_changes,
    entry_from_change,
    entry_from_document,
    entry_from_repost,
    make_title,
)
from feeds.ready import Paging
from feeds.spec import (
    documents_feed,
    make_urn,
    search_feed,
)
from scheduler.diff import compare_texts


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_of_every_kind_keeps_the_rules(format_: str) -> None:
    attached = (
        {"title": "表", "url": "https://a.example/表 1.xls", "media_type": "application/pdf"},
    ) * 2
    kinds = ["revised", "metadata", "withdrawn", "restored", "repealed", "tampered", "reverted"]
    changes = [change(k, kind=kind) for k, kind in enumerate(kinds, 1)]
    changes.append(
        change(9, kind="new", operations=[], excerpt="正文\n第二段", attachments=attached)
    )
    entries = entries_from_changes(changes)
    assert faults(build(format_, entries), format_) == []
    documents = [entry_from_document(document()), entry_from_repost(document(), publication("qx"))]
    assert faults(build(format_, documents, spec=documents_feed()), format_) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_archive_makes_a_good_feed(format_: str) -> None:
    data = build(format_, [])
    assert faults(data, format_) == []
    assert data == build(format_, [])


def test_a_reader_sees_the_change() -> None:
    parsed = parse(build("rss"))
    assert parsed.feed.language == "zh-CN"
    assert parsed.feed.link == f"{BASE}/"
    newest = parsed.entries[0]
    assert newest.title == "【修订】云岭省2015年法治政府建设工作要点（云政发〔2015〕5号）"
    assert newest.link == f"{BASE}/documents/d2/diff?from=1&to=2"
    assert newest.id == make_urn("change", 2)
    assert newest.author == "云岭省人民政府、云岭省财政厅"
    assert newest.dc_identifier == "云政发〔2015〕5号"
    assert newest.summary == "【修订】2处：“80%”改为“85%”"
    body = newest.content[0].value
    assert "<del>【删】法制办</del><ins>【增】司法厅</ins>" in body
    for words in (
        "成文日期：2015-03-01",
        "发文字号：云政发〔2015〕5号",
        "来源门户：云岭省人民政府",
    ):
        assert words in body
    assert "https://www.yunling.example/%E5%85%AC%E6%8A%A5/2.html" in body


def test_the_date_is_that_of_detection() -> None:
    for format_ in ("rss", "atom"):
        entry = parse(build(format_)).entries[0]
        assert entry.published_parsed[:5] == (2026, 3, 2, 1, 32)
    item = json.loads(build("json"))["items"][0]
    assert item["date_published"].startswith("2026-03-02T09:32:00")
    assert item["_gov"]["written_on"] == "2015-03-01"


def test_dates_are_english_in_any_locale() -> None:
    before = locale.setlocale(locale.LC_ALL)
    text = build("rss").decode()
    assert re.search(r"<pubDate>Mon, 02 Mar 2026 09:32:00 \+0800</pubDate>", text)
    assert "CST" not in text
    assert locale.setlocale(locale.LC_ALL) == before


def test_via_leads_to_the_portal() -> None:
    [entry] = parse(build("atom", [entry_from_change(change())])).entries
    links = {link.rel: link.href for link in entry.links}
    assert links["alternate"] == f"{BASE}/documents/d1/diff?from=1&to=2"
    assert links["via"] == "https://www.yunling.example/%E5%85%AC%E6%8A%A5/1.html"
    assert json.loads(build("json"))["items"][1]["external_url"] == links["via"]


def test_attachments_are_enclosures_one_in_rss() -> None:
    attached = tuple(
        {"title": f"附件{k}", "url": f"https://a.example/{k}.pdf", "media_type": "application/pdf"}
        for k in range(3)
    )
    entry = entry_from_change(change(kind="new", attachments=attached, excerpt="正文"))
    rss = etree.fromstring(build("rss", [entry]))
    assert [e.get("url") for e in rss.iter("enclosure")] == ["https://a.example/0.pdf"]
    [atom] = parse(build("atom", [entry])).entries
    assert [e.href for e in atom.enclosures] == [a["url"] for a in attached]
    assert len(json.loads(build("json", [entry]))["items"][0]["attachments"]) == 3


def test_a_withdrawal_leaves_a_tombstone() -> None:
    gone = entry_from_change(change(kind="withdrawn", operations=[], to_revision=None))
    root = etree.fromstring(build("atom", [gone]))
    [grave] = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert grave.get("ref") == document_urn("d1")
    assert (grave.get("when") or "").endswith("+08:00")
    assert gone.path == "/documents/d1"


def test_the_same_events_are_the_same_bytes() -> None:
    for format_ in FORMATS:
        assert build(format_) == build(format_)


def test_ids_do_not_hang_on_the_public_address() -> None:
    for format_ in FORMATS:
        one, other = (build(format_, base_url=url) for url in (BASE, "http://127.0.0.1:8600/"))
        ids = [re.findall(rb"urn:uuid:[0-9a-f-]+", data) for data in (one, other)]
        assert ids[0] == ids[1]
        assert len(ids[0]) >= 2
        assert b"127.0.0.1" not in one


def test_baseline_changes_are_no_news() -> None:
    entries = entries_from_changes([change(1, baseline=True, kind="new"), change(2)])
    assert [entry.id for entry in entries] == [make_urn("change", 2)]


def test_back_dated_documents_say_so() -> None:
    entry = entry_from_change(change(kind="new", back_dated=True, silent=False))
    assert "较早文件" in entry.html


def test_a_truncated_diff_says_so() -> None:
    assert "达到时限" in entry_from_change(change(truncated=True)).html


def test_events_of_one_second_keep_their_own_times() -> None:
    entries = entries_from_changes([change(k, detected_at=MOMENT) for k in range(1, 40)])
    assert faults(build("atom", entries), "atom") == []


def test_a_feed_has_bounds_and_keeps_the_newest() -> None:
    text = "\n".join(f"第{k}条 " + "长文" * 60 for k in range(400))
    operations = compare_texts("", text).operations
    words = {"operations": operations, "title": "题" * 3_000, "summary": "摘" * 3_000}
    entries = entries_from_changes([change(k, **words) for k in range(1, 151)])
    for format_ in FORMATS:
        data = build(format_, entries)
        assert len(data) <= MAX_BYTES
        assert faults(data, format_) == []
        told = re.findall(rb"urn:uuid:[0-9a-f-]+", data)
        assert make_urn("change", 150).encode() in told
        assert make_urn("change", 50).encode() not in told
        assert len(set(told)) >= MAX_ENTRIES


def test_a_feed_too_large_drops_the_oldest() -> None:
    entries = entries_from_changes([change(k) for k in range(1, 101)])
    heavy = [replace(entry, html=f"<p>{'重' * 8_000}</p>") for entry in entries]
    data = build("json", heavy)
    items = json.loads(data)["items"]
    assert len(data) <= MAX_BYTES
    assert 20 < len(items) < 100
    assert len(data) > MAX_BYTES - 60_000
    assert items[0]["id"] == make_urn("change", 100)


def test_a_long_redline_is_cut_with_a_link() -> None:
    operations = compare_texts("", "\n".join("很长的一段话" * 30 for _ in range(99))).operations
    [entry] = parse(build("rss", [entry_from_change(change(operations=operations))])).entries
    assert "从略" in entry.content[0].value
    assert f'href="{BASE}/documents/d1/diff?from=1&amp;to=2"' in entry.content[0].value


def test_repeated_entries_stand_once() -> None:
    entry = entry_from_change(change())
    assert faults(build("rss", [entry, entry]), "rss") == []


def test_other_pages_are_linked() -> None:
    search, entries = search_feed({"q": "法治"}), entries_from_changes([change(7), change(8)])
    address = f"{BASE}/feeds/search.{{}}?q=%E6%B3%95%E6%B2%BB"
    for format_ in ("rss", "atom"):
        data = build(format_, entries, spec=search, paging=Paging("9", "12", has_more=True))
        assert faults(data, format_) == []
        links = {link.rel: link.href for link in parse(data).feed.links}
        here = address.format(format_)
        assert links["first"] == here
        assert links["previous"] == f"{here}&before=12"
        assert links["self"] == f"{here}&before=9"
        assert links["next"] == f"{here}&before=7"
    told = json.loads(build("json", entries, spec=search, paging=Paging("9", "12", has_more=True)))
    assert told["next_url"] == f"{address.format('json')}&before=7"
    assert b"before=" not in build("atom", entries, paging=Paging(has_more=False))


def test_what_is_cut_off_stands_on_the_next_page() -> None:
    entries = entries_from_changes([change(k) for k in range(1, 101)])
    heavy = [replace(entry, html=f"<p>{'重' * 8_000}</p>") for entry in entries]
    told = json.loads(build("json", heavy, paging=Paging(has_more=False)))
    last = told["items"][-1]["_gov"]["change_id"]
    assert told["next_url"].endswith(f"before={last}")
    assert "next_url" not in json.loads(build("json", heavy))  # a file has no other pages


@pytest.mark.parametrize("bad", ["", "gongbao.example", "javascript:alert(1)", "ftp://a.example"])
def test_a_public_address_must_be_one(bad: str) -> None:
    with pytest.raises(ValueError, match="not an http"):
        build("rss", base_url=bad)


def test_documents_keep_their_id_while_they_change() -> None:
    before, after = entry_from_document(document()), entry_from_document(document(title="新标题"))
    assert before.id == after.id == document_urn("d1")
    assert before.updated > before.published
    assert entry_from_repost(document(), publication("qx")).id != before.id
    assert entry_from_repost(document(), publication("qx")).title.startswith("【转载】")


def test_a_withdrawn_document_is_marked_and_has_a_tombstone() -> None:
    gone = entry_from_document(replace(document(), state="withdrawn"))
    assert gone.title.startswith("【已下架】")
    data = build("atom", [gone, entry_from_document(document("d2"), 2)], spec=documents_feed())
    assert faults(data, "atom") == []
    [grave] = etree.fromstring(data).findall(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    [entry] = [e for e in parse(data).entries if e.id == document_urn("d1")]
    assert grave.get("ref") == entry.id
    assert grave.get("when") == entry.updated  # RFC 6721: an entry updated later would stand


def test_an_entry_names_the_document_as_it_was_told() -> None:
    before = entry_from_change(change(1, document_id="d1", told_of="d1"))
    merged = entry_from_change(change(1, document_id="d9", told_of="d1"))
    assert merged == before


def test_a_title_keeps_its_number() -> None:
    title = make_title("【新增】", "长" * 3_000, "云政发〔2024〕1号")
    assert title.endswith("…（云政发〔2024〕1号）")
    assert make_title("【新增】", "", None) == "【新增】无标题"
