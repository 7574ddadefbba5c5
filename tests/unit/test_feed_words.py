"""Whatever stands in a document, its feed entry keeps the rules."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from feed_rules import faults
from feed_views import BASE, FORMATS, MOMENT, OLD, build, change, document, parse, publication
from lxml import etree

from feeds.builder import Press
from feeds.entries import entry_from_change, entry_from_document, entry_from_repost
from feeds.kept import Kept
from scheduler.diff import compare_texts

HOSTILE = {
    "control": "要点\x00\x0b\x1f\x85\ufffe标题",
    "cdata": "要点]]>标题<![CDATA[",
    "direction": "要点\u202e的意意\u2066标题",
    "emoji": "要点😀👨\u200d👩\u200d👧标题",
    "ext-b": "𠀀𪚥〇\ue000㐂镕",
    "markup": "<script>alert(1)</script>&amp;<b>要点</b>",
    "long": "关于" * 1_500,
    "surrogate": "要点\ud800标题",
    "lines": "第一行\n第二行\t第三",
    "nothing": "\x00\x01",
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_break_nothing(format_: str, name: str) -> None:
    words = HOSTILE[name]
    operations = compare_texts(OLD, OLD + "\n" + words).operations
    bad = change(
        1, title=words, summary=words, issuers=(words,), document_number=words,
        operations=operations, portal_title=words, url=f"https://a.example/{words}?q={words}",
    )  # fmt: skip
    attached = ({"title": words, "url": f"https://a.example/{words[:9]}", "media_type": words},)
    fresh = change(2, kind="new", title=words, excerpt=words, attachments=attached)
    record = {"title": words, "text": words, "issuers": [words], "attachments": list(attached)}
    entries = [
        entry_from_change(bad),
        entry_from_change(fresh),
        entry_from_document(document(**record)),
    ]
    data = build(format_, entries)
    assert faults(data, format_) == []
    if format_ != "json":
        parsed = parse(data)
        assert len(parsed.entries) == 3
        assert all(len(entry.title) < 300 for entry in parsed.entries)


@pytest.mark.parametrize("format_", ["rss", "atom"])
def test_rare_characters_survive(format_: str) -> None:
    words = HOSTILE["ext-b"]
    [entry] = parse(build(format_, [entry_from_change(change(title=words))])).entries
    assert words in entry.title
    [entry] = parse(build(format_, [entry_from_change(change(title="甲]]>乙 & 丙"))])).entries
    assert "]]" in entry.title
    assert "& 丙" in entry.title


def test_what_was_written_is_kept_as_long_as_it_is_the_same() -> None:
    press, entry = Press(limit=2), entry_from_change(change())
    first = press.write(entry, "rss", BASE)
    assert press.write(entry_from_change(change()), "rss", BASE) is first
    assert press.write(replace(entry, title="别的"), "rss", BASE) != first
    assert press.write(entry, "rss", BASE) == first
    for number in range(5):
        press.write(entry_from_change(change(number + 2)), "atom", BASE)
    assert press.write(entry, "rss", BASE) == first


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("R&D与AT&T2", "R＆D与AT＆T2"), ("a & b", "a & b"), ("<b>要点</b>", "＜b＞要点＜/b＞"),
        ("&nbsp;&#x20;", "＆nbsp;＆#x20;"),
    ],
)  # fmt: skip
def test_words_cannot_be_taken_for_markup(words: str, told: str) -> None:
    entry = entry_from_change(change(title=words, summary=words, issuers=(words,)))
    for format_ in ("rss", "atom"):
        [shown] = parse(build(format_, [entry])).entries
        assert shown.title == f"【修订】{told}（云政发〔2015〕5号）"
        assert f"<title>【修订】{told.replace('&', '&amp;')}（" in build(format_, [entry]).decode()
    assert json.loads(build("json", [entry]))["items"][0]["title"].startswith(f"【修订】{words}")


def test_what_is_found_at_one_moment_keeps_a_time_of_its_own() -> None:
    moment = MOMENT.replace(microsecond=123_456)  # absences are confirmed by one clock
    changes = [change(k, kind="withdrawn", operations=[], detected_at=moment) for k in range(1, 9)]
    copies = [entry_from_repost(document(f"d{k}"), publication(f"p{k}"), k) for k in range(1, 9)]
    entries = [*map(entry_from_change, changes), *copies]
    assert faults(build("atom", entries), "atom") == []


def test_entries_name_region_and_issuers() -> None:
    entry = entry_from_change(change(region="330000", validity="in_force", content_hash="c0ffee"))
    [shown] = parse(build("atom", [entry])).entries
    found = {(tag.scheme, tag.term): tag.label for tag in shown.tags}
    assert found["urn:gongbao:region", "330000"] == "浙江"
    assert found["urn:gongbao:issuer", "云岭省财政厅"] == "云岭省财政厅"
    facts = json.loads(build("json", [entry]))["items"][0]["_gov"]
    assert (facts["region"], facts["validity"]) == ("330000", "in_force")
    assert facts["content_hash"] == "c0ffee"


def test_an_enclosure_of_rss_has_an_address_every_reader_takes() -> None:
    urls = ("https://intranet/a.pdf", "https://a_b.example/a.pdf", "https://a.example?file=1")
    attached = tuple({"title": "表", "url": url, "media_type": None} for url in urls)
    entry = entry_from_change(change(kind="new", attachments=attached, excerpt="正文"))
    rss = etree.fromstring(build("rss", [entry]))
    assert [e.get("url") for e in rss.iter("enclosure")] == ["https://a.example/?file=1"]
    assert faults(build("rss", [entry]), "rss") == []


def test_what_was_asked_for_last_is_kept_longest() -> None:
    kept: Kept[str] = Kept(6, len)
    for key, words in (("a", "甲甲"), ("b", "乙乙"), ("c", "丙丙")):
        kept.put(key, words)
    assert kept.get("a") == "甲甲"
    kept.put("d", "丁")
    assert [kept.get(key) for key in "abcd"] == ["甲甲", None, "丙丙", "丁"]
    kept.put("c", "丙丙丙")
    assert [kept.get(key) for key in "abcd"] == ["甲甲", None, "丙丙丙", "丁"]
    kept.put("e", "戊" * 7)
    assert [kept.get(key) for key in "abcde"] == [None] * 5
