"""Copies of a document beside its canonical page: how late they came, and where their texts differ."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from gongbao.cli import cli
from gongbao.variants import list_variants
from pipelines.deduplicate import identify
from scheduler.changes import State, detect_change
from storage import repository
from tests.builders import NOON, build_page, build_portal, build_record, sync

if TYPE_CHECKING:
    from pathlib import Path

    from gongbao.variants import Variant
    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
OLD = "各市人民政府：\n" + "\n".join(
    f"{n}、第{n}项工作由第{n}组负责，投入资金{n * 37}万元。" for n in range(1, 9)
)
NEW = OLD.replace("296万元", "300万元")


def see(archive: Archive, portal: str, days: float = 0, **over: Any) -> str:
    """A page of the document on a portal; returns the document's id."""
    url = f"https://{portal}.example/art/1.html"
    record = build_record(
        **{"url": url, "portal": portal, "document_number": NUMBER, "text": OLD, **over}
    )
    page = build_page(record, NOON + timedelta(days=days))
    with archive.writing() as session:
        sync(session, build_portal(portal))
        facts = replace(page, home=0 if portal == "yunling" else 5)
        return repository.record_page(session, facts, identify).document


def copies(archive: Archive) -> dict[str, Variant]:
    uid = see(archive, "yunling", 9, text=NEW)
    with archive.reading() as session:
        return {copy.portal: copy for copy in list_variants(session, uid)}


def test_copies_are_compared_with_the_revision_they_are_likest_to(archive: Archive) -> None:
    see(archive, "yunling")
    see(archive, "qingxi", 1, published_at="2026-02-27")
    see(archive, "liuhe", 2, published_at=None, text=OLD.replace("111万元", "11万元"))
    see(archive, "donghu", 9, published_at="2026-03-09", text=NEW)
    found = copies(archive)
    assert list(found) == ["qingxi", "liuhe", "donghu"]
    stale, edited, same = found.values()
    assert (stale.lag_days, stale.basis, stale.is_behind, stale.differs) == (2, 1, True, False)
    assert (same.lag_days, same.basis, same.is_behind, same.summary) == (
        12,
        2,
        False,
        "与主版本相同",
    )
    assert (edited.lag_days, edited.basis, edited.differs) == (7, 1, True)
    assert edited.summary == "1处：“111万元”改为“11万元”"
    assert edited.to_row()["appeared_on"] == "2026-03-04"


def test_a_document_without_copies_has_none(archive: Archive) -> None:
    see(archive, "yunling")
    assert copies(archive) == {}
    with archive.reading() as session:
        assert list_variants(session, "dnothing") == []


def test_show_tells_of_copies(sqlite_archive: Archive, tmp_path: Path) -> None:
    uid = see(sqlite_archive, "yunling")
    see(
        sqlite_archive,
        "qingxi",
        3,
        title="[转载]云岭省2026年重点工作安排",
        published_at="2026-02-28",
    )
    environ = {"GONGBAO_DATABASE_URL": str(sqlite_archive.url), "GONGBAO_DATA_DIR": str(tmp_path)}
    told = CliRunner().invoke(cli, ["show", uid], env=environ).output
    assert (
        "≈ 云岭省人民政府 晚3天 标题“云岭省2026年重点工作安排”改为“[转载]云岭省2026年重点工作安排”"
        in told
    )
    answer = CliRunner().invoke(cli, ["show", uid, "--json"], env=environ).output
    (copy,) = json.loads(answer)["copies"]
    assert (copy["portal"], copy["operations"][0]["name"]) == ("qingxi", "title")


def test_clauses_are_the_summary_without_marks() -> None:
    states = [State.from_record(build_record(text=text)) for text in (OLD, NEW)]
    found = detect_change(*states)
    assert found is not None
    assert found.summary == f"【修订】{found.clauses[0]}"
