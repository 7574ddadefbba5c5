"""A page of what was found: order, counts, facets, excerpts, going on behind a Document; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    NOON,
    build_attachment,
    build_portal,
    build_record,
    fill,
    publish,
    revise,
    store,
    sync,
)
from click.testing import CliRunner
from sqlalchemy import func, select

from gongbao.cli import cli
from storage import frontier, search, search_index, search_postgresql, selection
from storage.filters import Filters
from storage.models import Publication
from storage.search_table import Entry
from storage.suggestion import Suggestion, suggest_issuers

if TYPE_CHECKING:
    from storage.facets import FacetValue
    from storage.search import Found
    from storage.session import Archive


def record(number: int, text: str = "正文", **over: Any) -> dict[str, Any]:
    over.setdefault("title", f"文件{number}")
    return build_record(text, url=f"https://yunling.example/art/{number}.html", **over)


def find(archive: Archive, limit: int = 20, **filters: Any) -> Found:
    with archive.reading() as session:
        return search.find_documents(session, Filters(**filters), limit=limit)


def names(found: Found) -> list[str]:
    return [view.record["title"] for view in found.views]


def counts(found: Found, name: str) -> dict[str, int]:
    values = next(facet.values for facet in found.facets if facet.name == name)
    return {value.value: value.count for value in values}


def fill_town(archive: Archive) -> None:
    town = build_portal(
        "qingxi",
        sources=("gazette", "plans"),
        level="city",
        region="990300",
        title="青溪市人民政府",
    )
    fill(
        archive,
        record(1, "法治政府", issuers=["云岭省人民政府", "云岭省司法厅"]),
        record(2, "法治社会", written_on="2025-03", category="notice", validity="repealed"),
        record(3, "别的", written_on=None, issuers=[]),
    )
    other = record(4, "法治乡村", issuers=["青溪市人民政府"], written_on="2025-01-02") | {
        "portal": "qingxi"
    }
    fill(archive, other, portal=town)


def test_facets_count_what_was_found(archive: Archive) -> None:
    fill_town(archive)
    found = find(archive, q="法治")
    assert found.total == 3
    assert counts(found, "issuer") == {"云岭省人民政府": 2, "云岭省司法厅": 1, "青溪市人民政府": 1}
    assert counts(found, "region") == {"990000": 3, "990300": 1}
    assert counts(found, "year") == {"2026": 1, "2025": 2}
    assert counts(found, "source_kind") == {"gazette": 3}
    assert counts(found, "portal") == {"yunling": 2, "qingxi": 1}
    assert counts(found, "validity") == {"repealed": 1}
    assert counts(found, "category") == {"plan": 2, "notice": 1}


def test_every_facet_leads_to_as_many_documents_as_it_says(archive: Archive) -> None:
    fill_town(archive)
    for asked in (Filters(), Filters(q="法治"), Filters(q="法治", region="990000")):
        with archive.reading() as session:
            for facet in search.find_documents(session, asked).facets:
                for value in facet.values:
                    narrowed = replace(asked, **_read(value))
                    total = search.find_documents(session, narrowed, with_facets=False).total
                    assert total == value.count, (asked, facet.name, value)


def _read(value: FacetValue) -> dict[str, Any]:
    from gongbao.query import parse_filters  # noqa: PLC0415

    read = parse_filters(value.narrow)
    return {name: getattr(read, name) for name in value.narrow}


def test_what_is_more_than_can_be_counted_is_said_to_be_more(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CAP", 3)
    monkeypatch.setattr(search, "SAMPLE", 2)
    fill(archive, *(record(n, "法治", written_on=f"2026-01-{n:02}") for n in range(1, 6)))
    found = find(archive, q="法治")
    assert (found.total, found.is_capped, found.has_more) == (3, True, False)
    assert names(found) == [f"文件{n}" for n in range(5, 0, -1)]
    assert all(value.is_capped for facet in found.facets for value in facet.values)
    assert not find(archive, q="文件1").is_capped


ORDERED = [("2026-02-01", "乙"), ("2026-02", "丙法治"), ("2026-01-31", "丁"), ("2025", "戊法治"), ("2024-12-31", "己"),
           ("2026-02-01", "庚法治"), (None, "辛")]  # fmt: skip
BEST = ["庚法治", "丙法治", "戊法治", "乙", "丁", "己", "辛"]


@pytest.mark.parametrize("cap", [3, 100])
def test_order_and_pages_are_the_same_however_many_are_found(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, cap: int
) -> None:
    monkeypatch.setattr(search, "CAP", cap)
    monkeypatch.setattr(search, "SAMPLE", 2)
    records = [
        record(n, "推进法治", title=title, written_on=day, published_at=None)
        for n, (day, title) in enumerate(ORDERED)
    ]
    fill(archive, *records)
    for order, expected in (
        ("best", BEST),
        ("newest", ["庚法治", "乙", "丙法治", "丁", "戊法治", "己", "辛"]),
    ):
        with archive.reading() as session:
            seen: list[str] = []
            behind = None
            while len(seen) < len(expected):
                asked = Filters(q="法治")
                page = search.find_documents(session, asked, limit=2, after=behind, order=order)
                seen += names(page)
                behind = page.views[-1].id
                skipped = search.find_documents(session, asked, offset=len(seen), order=order)
                assert names(skipped) == expected[len(seen) :]
                assert page.has_more is (len(seen) < len(expected))
        assert seen == expected


def test_an_unknown_place_to_go_on_behind(archive: Archive) -> None:
    with archive.reading() as session, pytest.raises(LookupError):
        search.find_documents(session, Filters(), after="d0")


def test_marks_in_title_text_and_files(archive: Archive) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        store(session, record(1, "推进法 治建设。", title="法治规划"))
        files = (build_attachment("水库移民安置表"), build_attachment("法治任务表"))
        store(session, record(2, "见附件。"), attachments=files)
        publish(session)
    first, second = find(archive, q="法治").views
    assert first.excerpt is not None
    assert second.excerpt is not None
    assert [first.excerpt.text[a:b] for a, b in first.excerpt.marks] == ["法 治"]
    assert first.title_marks == ((0, 2),)
    assert (second.snippet, second.excerpt.marks) == ("法治任务表", ((0, 2),))


def test_a_page_found_in_another_column_is_counted_there(archive: Archive) -> None:
    portal = build_portal(sources=("gazette", "plans"))
    fill(archive, record(1), portal=portal)
    with archive.writing() as session:
        source = frontier.get_source(session, "yunling", "plans")
        publication = session.scalar(select(Publication.id)) or 0
        frontier.attach_source(session, publication, source.id, NOON)
    assert find(archive, source="plans").total == 1
    assert find(archive, source="gazette", portal="yunling").total == 1


def test_what_is_read_again_as_it_was_is_not_written_again(archive: Archive) -> None:
    fill(archive, record(1, "法治"))
    with archive.writing() as session:
        before = session.scalar(select(func.max(Entry.id)))
        search_index.index_document(session, 1, "文件1", ("", "法治"))
        assert session.scalar(select(func.max(Entry.id))) == before


@pytest.mark.parametrize("many", [2, 5000])
def test_an_index_made_anew_finds_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(search_postgresql, "MANY", many)
    fill_town(archive)
    revise(archive, record(1, "依法行政"))
    before = [names(find(archive, q=q)) for q in ("法治", "依法", "行", "别的")]
    with archive.writing() as session:
        search_index.clear_index(session)
        assert search_index.index_missing(session) == 4
        search_index.settle_index(session)
        assert session.scalar(select(func.count()).where(Entry.document_id.is_(None))) == 0
    assert [names(find(archive, q=q)) for q in ("法治", "依法", "行", "别的")] == before


def test_a_quarter_that_is_full_goes_on_among_the_undated(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "PERIOD_BITS", 2)
    monkeypatch.setattr(selection, "PERIOD_BITS", 2)
    monkeypatch.setattr(selection, "BATCH", 2)
    fill(archive, *(record(n, "法治", written_on="2026-01-02") for n in range(6)))
    assert len(find(archive, q="法治").views) == 6
    with archive.reading() as session:
        whole = list(selection.Selection(session, Filters(q="法治")).in_order())
        assert len({hit.document_id for hit in whole}) == len(whole) == 6
        for place, hit in enumerate(whole, 1):
            behind = selection.Selection(session, Filters(q="法治")).in_order(hit)
            assert list(behind) == whole[place:]


def test_issuers_are_suggested_by_beginning_then_by_frequency(archive: Archive) -> None:
    fill_town(archive)
    with archive.reading() as session:
        assert suggest_issuers(session, "云岭") == [
            Suggestion("云岭省人民政府", 2),
            Suggestion("云岭省司法厅", 1),
        ]
        assert [s.name for s in suggest_issuers(session, "人民政府")] == [
            "云岭省人民政府",
            "青溪市人民政府",
        ]
        assert [s.name for s in suggest_issuers(session, "司 法")] == ["云岭省司法厅"]
        assert len(suggest_issuers(session, "", limit=2)) == 2
        assert suggest_issuers(session, "%") == []


def test_the_index_is_made_anew_by_command(archive: Archive) -> None:
    fill_town(archive)
    revise(archive, record(1, "依法行政"))
    with archive.writing() as session:
        search_index.clear_index(session)
    assert find(archive, q="依法").total == 0
    environment = {"GONGBAO_DATABASE_URL": archive.url}
    told = CliRunner().invoke(cli, ["db", "reindex"], env=environment, catch_exceptions=False)
    assert told.output == "4 documents indexed\n"
    assert names(find(archive, q="依法")) == ["文件1"]
    assert find(archive).total == 4
