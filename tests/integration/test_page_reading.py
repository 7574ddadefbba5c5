"""What pages read beside a document, on both databases: citations, other years, revisions, files, figures by week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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

from platforms.title import title_key
from storage import citing, identity, ledger, succession, timeline, weekly
from storage.facts import Evidence
from storage.merging import merge
from storage.models import Change, Document
from storage.warc import WarcPointer

if TYPE_CHECKING:
    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
LAW = "云岭省优化营商环境条例"
ISSUER = "云岭省人民政府"


def record(n: int, title: str, text: str = "正文。", **over: Any) -> dict[str, Any]:
    return build_record(text, url=f"https://yunling.example/art/{n}.html", title=title, **over)


def evidence(made: dict[str, Any]) -> Evidence:
    number = made["document_number"]
    return Evidence(
        title=made["title"], title_key=title_key(made["title"]), text=made["text"], number=number,
        number_key=number, issuer_key="".join(made["issuers"]), issuers=tuple(made["issuers"]),
        written_on=made["written_on"],
    )  # fmt: skip


def fill_as_read(archive: Archive, *records: dict[str, Any]) -> list[str]:
    """With the title keys that reading a page gives."""
    with archive.writing() as session:
        sync(session, build_portal())
        return [store(session, made, evidence=evidence(made)).document for made in records]


def cites(*pairs: tuple[str | None, str | None]) -> list[dict[str, str | None]]:
    return [{"document_number": number, "title": title} for number, title in pairs]


@pytest.fixture
def library(archive: Archive) -> list[str]:
    """A numbered notice, a law, and two documents that cite them."""
    return fill_as_read(
        archive,
        record(1, "关于做好春耕工作的通知", document_number=NUMBER),
        record(2, LAW),
        record(3, "青溪市春耕方案", citations=cites((NUMBER, "关于做好春耕工作的通知"), (None, LAW)),
               written_on="2026-02-21"),
        record(4, "柳河县方案", citations=cites((NUMBER, "另一件毫不相干的文件"), (None, "通知")),
               written_on="2026-02-22"),
    )  # fmt: skip


def test_citations_lead_to_the_documents_meant(archive: Archive, library: list[str]) -> None:
    told = cites((NUMBER, None), (NUMBER, "毫不相干"), (None, f"{LAW} "), (None, "没有收录的文件标题"),
                 ("国发〔2020〕1号", None))  # fmt: skip
    with archive.reading() as session:
        found = citing.resolve_citations(session, library[2], told)
        assert [one.document_id for one in found] == [library[0], None, library[1], None, None]
        assert [(one.number, one.title) for one in found][4] == ("国发〔2020〕1号", None)
        assert citing.resolve_citations(session, library[0], told)[0].document_id is None
        assert citing.resolve_citations(session, library[0], None) == []


def test_a_document_knows_who_cites_it(archive: Archive, library: list[str]) -> None:
    with archive.reading() as session:
        by_number = citing.list_citing(session, library[0])
        assert [(one.document_id, one.dated) for one in by_number] == [(library[2], "2026-02-21")]
        assert [one.document_id for one in citing.list_citing(session, library[1])] == [library[2]]
        assert citing.list_citing(session, library[3]) == []
        assert citing.list_citing(session, "dnothere") == []


def test_a_title_that_two_documents_have_names_neither(
    archive: Archive, library: list[str]
) -> None:
    fill_as_read(archive, record(5, LAW, written_on="2019-01-01"))
    with archive.reading() as session:
        assert citing.list_citing(session, library[1]) == []
        (found,) = citing.resolve_citations(session, library[2], cites((None, LAW)))
        assert found.document_id is None


def test_what_a_text_no_longer_cites_is_forgotten(archive: Archive, library: list[str]) -> None:
    made = record(3, "青溪市春耕方案", "改过的正文。", written_on="2026-02-21")
    with archive.writing() as session:
        store(session, made, NOON + timedelta(days=1), evidence=evidence(made))
    with archive.reading() as session:
        assert citing.list_citing(session, library[0]) == []


def test_a_dissolved_document_cites_nothing(archive: Archive, library: list[str]) -> None:
    with archive.writing() as session:
        gone, kept = (identity.find_document(session, library[n]) for n in (2, 3))
        assert isinstance(gone, Document)
        assert isinstance(kept, Document)
        merge(session, gone, kept, "a test", NOON)
    with archive.reading() as session:
        assert len(citing.list_citing(session, library[1])) <= 1


YEARS = {
    "云岭省{}年重点工作安排": ("2025", "2026", "2027"),
    "云岭省“{}五”规划": ("十三", "十四", "十五"),
    "青溪市{}年人才规划": ("2016—2020", "2021—2025", "2026—2030"),
}


@pytest.mark.parametrize("pattern", YEARS)
def test_a_plan_knows_those_of_the_years_around(archive: Archive, pattern: str) -> None:
    titles = [pattern.format(year) for year in YEARS[pattern]]
    rows = [record(n, title, written_on=f"20{20 + n}-02-01") for n, title in enumerate(titles)]
    other = record(9, titles[0], issuers=["青溪市人民政府"], written_on="2020-05-01")
    before, plan, after, _ = fill_as_read(archive, *rows, other)
    with archive.reading() as session:
        found = succession.find_neighbours(session, plan)
        assert [one.document_id if one else None for one in found] == [before, after]
        first = succession.find_neighbours(session, before)
        assert [one.document_id if one else None for one in first] == [None, plan]


def test_a_missing_year_is_skipped_and_a_doubtful_one_not_guessed(archive: Archive) -> None:
    old, plan, *_ = fill_as_read(
        archive,
        record(1, "云岭省2023年要点"),
        record(2, "云岭省2025年要点"),
        record(3, "云岭省2026年要点", written_on="2026-01-01"),
        record(4, "云岭省2026年要点", written_on="2026-09-01"),
    )
    with archive.reading() as session:
        earlier, later = succession.find_neighbours(session, plan)
        assert earlier is not None
        assert earlier.document_id == old
        assert later is None
    with archive.writing() as session:
        for row in session.query(Document):
            row.category = "notice"
    with archive.reading() as session:
        assert succession.find_neighbours(session, plan) == (None, None)


def test_revisions_without_their_texts(archive: Archive) -> None:
    plan = record(1, "要点", document_number=NUMBER)
    (uid,) = fill(archive, plan)
    pointer = WarcPointer("20260303/a.warc.gz", 17, "<urn:uuid:1>")
    files = (build_attachment("表格内容", "附件1"), build_attachment("", "附件2"))
    edited = {**plan, "text": "新的正文。", "content_hash": "2" * 64}
    revise(archive, edited, warc=pointer, attachments=files)
    revise(archive, {**plan, "text": "彩金", "content_hash": "3" * 64}, days=2, tampered=True)
    with archive.reading() as session:
        heads = timeline.list_heads(session, uid)
        assert [(h.number, h.length, h.has_original) for h in heads] == [
            (1, 3, False),
            (2, 5, True),
        ]
        second = timeline.get_revision(session, uid, 2)
        assert second is not None
        assert second.record["text"] == "新的正文。"
        assert timeline.get_revision(session, uid, 3) is None
        original = timeline.find_original(session, uid)
        assert original is not None
        assert (original.number, original.warc, original.portal) == (2, pointer, "yunling")
        assert timeline.find_original(session, uid, 1) is None
        found = timeline.list_files(session, uid, 2)
        assert [(f.position, f.title, f.length, f.text) for f in found] == [
            (0, "附件1", 4, None), (1, "附件2", 0, None),
        ]  # fmt: skip
        one = timeline.get_file(session, uid, 2, 0)
        assert one is not None
        assert one.text == "表格内容"
        assert timeline.get_file(session, uid, 2, 7) is None
        assert timeline.list_files(session, uid, 3) == []
        assert timeline.list_heads(session, "dnothere") == []


def test_documents_by_the_week_of_their_date(archive: Archive) -> None:
    days = (
        "2026-03-02T09:00:00+08:00",
        "2026-03-08",
        "2026-03-09",
        "2026-03",
        "2025-01-01",
        "2026-04-01",
    )
    rows = [record(n, f"文件{n}", published_at=day) for n, day in enumerate(days)]
    rows.append(record(7, "只有成文日期", published_at=None, written_on="2026-03-10"))
    fill(archive, *rows)
    weeks = weekly.weeks_until(date(2026, 3, 15), 3)
    assert weeks == [date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9)]
    with archive.reading() as session:
        found = weekly.documents_by_week(session, weeks)
        assert found == {("yunling", "gazette"): [0, 2, 2]}
        assert weekly.documents_by_week(session, weeks, "elsewhere") == {}


def test_visits_by_week_and_last_success(archive: Archive) -> None:
    start = datetime(2026, 3, 3, 12, tzinfo=UTC)
    with archive.writing() as session:
        sync(session, build_portal())
        for days, outcome in (
            (0, "ok"),
            (1, "blocked"),
            (2, "unchanged"),
            (8, "down"),
            (-30, "ok"),
        ):
            at = start + timedelta(days=days)
            run = ledger.start_run(session, "yunling", "x", at)
            ledger.finish_run(session, run, outcome, {}, at)
        ledger.start_run(session, "yunling", "unfinished", start)
    weeks = weekly.weeks_until(date(2026, 3, 15), 2)
    with archive.reading() as session:
        assert weekly.runs_by_week(session, weeks) == ({"yunling": [2, 0]}, {"yunling": [1, 1]})
        assert weekly.runs_by_week(session, weeks, "elsewhere") == ({}, {})


def test_changes_by_day_in_china(archive: Archive) -> None:
    plan = record(1, "要点", document_number=NUMBER)
    late = datetime(2026, 3, 2, 17, tzinfo=UTC)  # an hour past midnight there
    with archive.writing() as session:
        sync(session, build_portal())
        for n, (at, known) in enumerate([(NOON, plan), (late, plan), (late, record(2, "另一件"))]):
            store(session, {**known, "text": f"文{n}", "content_hash": str(n) * 64}, at)
            publish(session)
        for row in session.query(Change):
            row.detected_at = NOON if row.id == 1 else late
    with archive.reading() as session:
        found = weekly.changes_by_day(session, NOON - timedelta(days=1))
        assert found == {
            date(2026, 3, 2): {"new": 1},
            date(2026, 3, 3): {"revised": 1, "new": 1},
        }
        assert weekly.changes_by_day(session, NOON + timedelta(days=1)) == {}
