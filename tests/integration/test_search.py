"""Search: every word of one Chinese character and more, the same answers on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    NOON,
    build_attachment,
    build_portal,
    build_record,
    fill,
    publish,
    store,
    sync,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import catalogue, search_index, selection
from storage.filters import Filters
from storage.identity import new_uid
from storage.models import Document
from storage.search_query import Query

if TYPE_CHECKING:
    from storage.session import Archive, Session

LETTERS = "法治政府工作要点云岭省发〔2026〕3号。， \n%aB"
TEXTS = st.text(LETTERS, min_size=1, max_size=30)


def record(number: int, text: str, **over: Any) -> dict[str, Any]:
    over.setdefault("title", f"文件{number}")
    return build_record(text, url=f"https://yunling.example/art/{number}.html", **over)


def add_document(session: Session, title: str, text: str, **over: Any) -> int:
    """A Document without any page, in the index."""
    values: dict[str, Any] = {
        "uid": new_uid(), "title": title, "title_key": title, "issuers": ["云岭省人民政府"],
        "category": "notice", "first_seen_at": NOON, "changed_at": NOON, **over,
    }  # fmt: skip
    document = Document(**values)
    session.add(document)
    session.flush()
    search_index.index_document(session, document.id, title, (document.number or "", text))
    return document.id


def titles(archive: Archive, **filters: Any) -> list[str]:
    with archive.reading() as session:
        found = catalogue.list_documents(session, Filters(**filters))
        return [view.record["title"] for view in found]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS, min_size=4, max_size=8), st.lists(TEXTS, min_size=6, max_size=12))
def test_index_agrees_with_reading_every_text(
    archive: Archive, texts: list[str], words: list[str]
) -> None:
    """Every query finds what reading all texts finds, no more and no less: so it finds every text that holds it."""
    pieces = [
        text[i : i + n] for text in texts for i in range(0, len(text), 2) for n in (1, 2, 3, 5)
    ]
    with archive.writing() as session:
        ids = [add_document(session, f"第{n}件", text) for n, text in enumerate(texts)]
    with archive.reading() as session:
        for typed in {*words, *pieces}:
            query = Query(typed)
            expected = {key for n, key in enumerate(ids) if query.matches(f"第{n}件", "", texts[n])}
            found = set(selection.select_ids(session, Filters(q=typed))) & set(ids)
            assert found == (expected if query else set()), typed
            holding = {key for n, key in enumerate(ids) if typed in texts[n]}
            assert not query or holding <= found, typed
    with archive.writing() as session:
        search_index.clear_index(session)
        assert search_index.index_missing(session) >= len(ids)


OPERATORS = [
    ("法治 OR 司法", {"甲", "乙", "丙"}), ("法治 司法", {"丙"}), ("法治 -司法", {"甲"}),
    ("-法治", {"乙", "丁"}), ("-法", {"丁"}), ("法 OR 丁 OR 法治", {"甲", "乙", "丙", "丁"}),
    ("(法治 OR 司) -政", {"乙"}), ("法 (法治 OR 政府)", {"甲", "丙"}), ("-(法治 OR 政)", {"乙"}),
    ("法治 -法", set()), ("(法治 -政) OR 政府", {"甲", "丁"}), ('"法治 政府"', {"甲"}),
    ("\"法治\" -“政府”", {"丙"}), ("NOT (政 NOT 法)", {"甲", "乙", "丙"}), ("-法治 -司法 -政府", set()),
    ("、", {"丙"}), ("、 OR 法治", {"甲", "丙"}),
    (" OR ".join([*"子丑寅卯辰巳午未", "法治、司", "府"]), {"甲", "丙", "丁"}),
    ("法 -(" + " OR ".join([*"子丑寅卯辰巳午未", "法治政"]) + ")", {"乙", "丙"}),
]  # fmt: skip


def test_operators(archive: Archive) -> None:
    texts = {"甲": "法治政府", "乙": "司法", "丙": "法治、司法。政", "丁": "政府"}
    with archive.writing() as session:
        ids = {add_document(session, title, text): title for title, text in texts.items()}
    for query, expected in OPERATORS:
        with archive.reading() as session:
            found = {ids[key] for key in selection.select_ids(session, Filters(q=query))}
        assert found == expected, query
        assert {t for t, text in texts.items() if Query(query).matches(t, text)} == expected, query


def test_long_queries_are_held_against_the_whole_text(archive: Archive) -> None:
    text = "建设" * 200
    fill(archive, record(1, text), record(2, text + "完"))
    assert titles(archive, q=text + "完") == ["文件2"]


BORDERS = ["法治治理", "法治，治理", "法治，理", "治、法治", "法法治", "治理", "要法治政"]


def test_where_runs_meet_in_the_same_character(archive: Archive) -> None:
    texts = {
        "甲": "法治治理", "乙": "法治，治理", "丙": "法治；理", "丁": "治、法治", "戊": "法，法治理", "己": "要法治政",
    }  # fmt: skip
    with archive.writing() as session:
        ids = {add_document(session, title, text): title for title, text in texts.items()}
    for query in BORDERS:
        with archive.reading() as session:
            found = {ids[key] for key in selection.select_ids(session, Filters(q=query))}
        assert found == {t for t, text in texts.items() if Query(query).matches(t, "", text)}, query
    with archive.reading() as session:
        assert {ids[key] for key in selection.select_ids(session, Filters(q="法治治理"))} == {"甲"}
        assert {ids[key] for key in selection.select_ids(session, Filters(q="法法治"))} == set()


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
