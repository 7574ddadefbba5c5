"""Search: every word of one Chinese character and more, the same answers on both databases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from builders import build_attachment, build_portal, build_record, fill, publish, store, sync
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import catalogue, search
from storage.filters import Filters
from storage.search import Query, to_grams

if TYPE_CHECKING:
    from storage.session import Archive

LETTERS = "法治政府工作要点云岭省发〔2026〕3号。， \n%aB"
TEXTS = st.text(LETTERS, min_size=1, max_size=30)


def record(number: int, text: str, **over: Any) -> dict[str, Any]:
    over.setdefault("title", f"文件{number}")
    return build_record(text, url=f"https://yunling.example/art/{number}.html", **over)


def titles(archive: Archive, **filters: Any) -> list[str]:
    with archive.reading() as session:
        found = catalogue.list_documents(session, Filters(**filters))
        return [view.record["title"] for view in found]


@pytest.mark.parametrize(
    ("value", "grams"),
    [
        ("法治30号", ["法治", "治", "30", "号"]),
        ("Ｇdp 法 治", ["gdp", "法治", "治"]),
        ("全\n文", ["全", "文"]),
        ("é𠮷", ["λ0000e9λ020bb7", "λ020bb7"]),
    ],
)
def test_grams(value: str, grams: list[str]) -> None:
    assert to_grams(value) == grams


@pytest.mark.parametrize(
    ("query", "value", "holds"),
    [
        ("法治", "推进法 治建设", True),
        ("法治", "法\n治", False),
        ("法治 政府", "政府与法治", True),
        ("法治政府", "法治和政府", False),
        ("云政发2026", "云政发〔2026〕3号", True),
        ("云政发［2026］3", "云政发〔2026〕35号", True),
        ("5号", "15号", False),
        ("20", "2026年", True),
        ("26", "2026年", False),
        ("big data", "Big  Data", True),
        ("data", "bigdata", False),
        ("ＡＩ", "推进ai应用", True),
        ("％", "80%", True),
        ("", "任何文字", True),
    ],
)
def test_match(query: str, value: str, holds: bool) -> None:
    assert Query(query).matches(value) is holds


@given(TEXTS, TEXTS)
def test_words_of_chinese_characters_are_plain_substrings(text: str, query: str) -> None:
    chinese = "".join(c for c in query if "一" <= c <= "鿿")
    held = text.replace(" ", "")
    assert Query(chinese).matches(text) is (chinese in held)


@given(st.text(max_size=60))
def test_grams_are_words_no_tokenizer_cuts(text: str) -> None:
    assert all(re.fullmatch(r"\w+", gram) for gram in to_grams(text))


def test_spans_do_not_overlap() -> None:
    text = "法治政府建设：法 治"
    assert [text[a:b] for a, b in Query("法治 法治政府").spans(text)] == ["法治", "法 治"]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS, min_size=3, max_size=6), st.lists(TEXTS, min_size=6, max_size=12))
def test_index_agrees_with_reading_every_text(
    archive: Archive, texts: list[str], queries: list[str]
) -> None:
    """Every query finds what reading all texts finds, no more and no less."""
    words = [*queries, *(text[i : i + 2] for text in texts for i in range(0, len(text), 3))]
    with archive.writing() as session:
        sync(session, build_portal())
        for number, text in enumerate(texts):
            store(session, record(number, text, title=f"第{number}件"))
    for word in words:
        query = Query(word)
        expected = {
            f"第{n}件" for n, text in enumerate(texts) if query.matches(f"第{n}件\n\n{text}")
        }
        found = titles(archive, q=word)
        # texts of earlier examples were replaced under the same addresses, or are not counted
        assert set(found) & {f"第{n}件" for n in range(len(texts))} == (
            expected if query else set()
        ), word


HOSTILE = [
    '"', "'", '""', "' OR 1=1 --", "%", "_", "*", "a*", "NEAR(法 治)", "AND", "OR NOT", "法 AND", "(", ")",
    "grams:法治", "^法", "-法", "\\", "法\\'治", "法:*", "!法", "&", "|", "<->", "\x00", "法\x00治", "\ud800",
    "🀄", "\u202e法治", "𠮷", "法" * 5000, "法 " * 3000, "a" * 5000, "a b " * 2000, "1" * 300,
]  # fmt: skip


def test_hostile_queries_do_not_fail(archive: Archive) -> None:
    fill(archive, record(1, "推进法治政府建设。"))
    for query in HOSTILE:
        expected = int(bool(Query(query)) and Query(query).matches("推进法治政府建设。"))
        with archive.reading() as session:
            found = list(catalogue.list_documents(session, Filters(q=query)))
            count = catalogue.count_documents(session, Filters(q=query))
        assert (len(found), count) == (expected, expected), query[:40]


def test_long_queries_are_held_against_the_whole_text(archive: Archive) -> None:
    text = "建设" * 200
    fill(archive, record(1, text), record(2, text + "完"))
    assert titles(archive, q=text + "完") == ["文件2"]


def test_attachments_are_searched(archive: Archive) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        store(session, record(1, "见附件。"), attachments=(build_attachment("水库移民安置表"),))
    assert titles(archive, q="移民安置") == ["文件1"]


def test_a_revision_is_found_by_its_new_words_alone(archive: Archive) -> None:
    fill(archive, record(1, "由省法制办负责。"))
    fill(archive, record(1, "由省司法厅负责。"))
    assert titles(archive, q="司法厅") == ["文件1"]
    assert titles(archive, q="法制办") == []


def test_best_match_first_number_then_title_then_date(archive: Archive) -> None:
    fill(
        archive,
        record(1, "提到云政发〔2026〕3号。", written_on="2026-05-01"),
        record(2, "正文。", document_number="云政发〔2026〕3号", written_on="2020-01-01"),
        record(3, "另文。", title="云政发〔2026〕3号解读", written_on="2019-01-01"),
        record(4, "也提到云政发〔2026〕3号。", written_on="2026-06-01"),
    )
    found = titles(archive, q="云政发〔2026〕3号")
    assert found == ["文件2", "云政发〔2026〕3号解读", "文件4", "文件1"]


def test_paging_goes_on_behind_a_document(archive: Archive) -> None:
    fill(archive, *(record(n, "正文", written_on=f"2026-01-{n:02}") for n in range(1, 8)))
    with archive.reading() as session:
        first = list(catalogue.list_documents(session, Filters(), limit=3))
        rest = list(catalogue.list_documents(session, Filters(), after=first[-1].id))
        with pytest.raises(LookupError):
            list(catalogue.list_documents(session, Filters(), after="d0"))
    names = [view.record["title"] for view in first + rest]
    assert names == [f"文件{n}" for n in range(7, 0, -1)]


FILTERED: list[tuple[dict[str, Any], set[str]]] = [
    ({"written_from": date(2026, 2, 10)}, {"日", "月"}),
    ({"written_to": date(2026, 2, 10)}, {"月", "年", "时"}),
    ({"written_from": date(2026, 2, 1), "written_to": date(2026, 2, 28)}, {"日", "月"}),
    ({"written_from": date(2025, 6, 1), "written_to": date(2025, 12, 31)}, {"年", "时"}),
    ({"written_to": date(2025, 12, 30)}, {"年"}),
    ({"issuer": "云岭省"}, {"日", "月", "年", "时"}),
    ({"issuer": "%"}, set()),
    ({"category": "rule"}, set()),
    ({"portal": "yunling", "source": "gazette"}, {"日", "月", "年", "时"}),
    ({"source": "yunling/gazette"}, {"日", "月", "年", "时"}),
    ({"source": "other/gazette"}, set()),
    ({"region": "990000"}, {"日", "月", "年", "时"}),
    ({"region": "990100"}, set()),
    ({"region": "100000"}, {"日", "月", "年", "时"}),
    ({"level": "province", "source_kind": "gazette"}, {"日", "月", "年", "时"}),
    ({"level": "city"}, set()),
    ({"changed_since": datetime(2026, 3, 3, tzinfo=UTC)}, set()),
]


def test_filters(archive: Archive) -> None:
    fill(
        archive,
        record(1, "甲", title="日", written_on="2026-02-20"),
        record(2, "乙", title="月", written_on="2026-02"),
        record(3, "丙", title="年", written_on="2025"),
        record(4, "丁", title="时", written_on="2025-12-31T17:30:00+08:00"),
    )
    for filters, expected in FILTERED:
        assert set(titles(archive, **filters)) == expected, filters


def test_a_page_hijacked_at_first_sight_shows_none_of_its_text(archive: Archive) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        uid = store(session, record(1, "点击领取彩金", title="彩金"), tampered=True).document
        publish(session)
    with archive.reading() as session:
        view = catalogue.get_document(session, uid)
        changes = list(catalogue.list_changes(session))
    assert view is not None
    assert "彩金" not in repr(view) + repr(changes)
    assert titles(archive, q="彩金") == []


def test_the_change_log_pages_both_ways(archive: Archive) -> None:
    fill(archive, *(record(n, f"正文{n}法治") for n in range(5)))
    scope = catalogue.ChangeScope(before=4)
    with archive.reading() as session:
        ids = [c.id for c in catalogue.list_changes(session, since=2)]
        newest = [c.id for c in catalogue.list_changes(session, newest_first=True, limit=2)]
        older = [c.id for c in catalogue.list_changes(session, newest_first=True, scope=scope)]
        found = [c.id for c in catalogue.list_changes(session, filters=Filters(q="正文3"), limit=9)]
    assert (ids, newest, older, found) == ([3, 4, 5], [5, 4], [3, 2, 1], [4])


def test_words_are_proposed_not_scanned(archive: Archive) -> None:
    """The index answers: a text it does not hold is not found, whatever the tables say."""
    fill(archive, record(1, "法治政府"))
    with archive.reading() as session:
        assert search.propose(session, Query("法治")) == ({1}, True)
        assert search.propose(session, Query("道路"))[0] == set()
