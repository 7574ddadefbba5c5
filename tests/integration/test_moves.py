"""Addresses that move, redirect and return; lists that hint at edits; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from config import Settings
from pipelines.deduplicate import identify
from platforms.base import ListEntry
from scheduler.publish import publish_pending
from storage import absence, catalogue, frontier, newest, repository, visits
from storage.facts import VisitFacts
from storage.models import Publication
from storage.outcome import PageOutcome
from tests.builders import NOON, build_page, build_portal, build_record, sync

if TYPE_CHECKING:
    from datetime import datetime

    from storage.facts import PageFacts
    from storage.session import Archive

SETTINGS = Settings(baseline_days=30)
OLD, NEW = "https://yunling.example/art/1.html", "https://yunling.example/zw/art/1.html"
NUMBER = "云政发〔2026〕3号"
OTHER = {
    "title": "云岭省防汛应急预案",
    "text": "启动防汛应急响应。" * 40,
    "document_number": "云政发〔2026〕8号",
}
DAY = timedelta(days=1)


def page(url: str = OLD, days: float = 0, **over: Any) -> PageFacts:
    values = {"url": url, "document_number": NUMBER, **over}
    requested = values.pop("requested_url", None)
    return replace(build_page(build_record(**values), NOON + days * DAY), requested_url=requested)


def see(archive: Archive, *pages: PageFacts) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        for one in pages:
            repository.record_page(session, one, identify)


def miss(archive: Archive, days: float, url: str = OLD) -> None:
    facts = VisitFacts(url, "yunling", "gazette", NOON + days * DAY, PageOutcome.GONE)
    with archive.writing() as session:
        repository.record_visit(session, facts)


def settle(archive: Archive, days: float) -> None:
    now = NOON + days * DAY
    with archive.writing() as session:
        absence.settle_error_pages(session, "yunling", now)
        absence.settle_moves(session, "yunling")
        absence.confirm_absences(session, "yunling", now, checks=2, after=DAY)


def news(archive: Archive) -> list[str]:
    with archive.reading() as session:
        before, _ = catalogue.newest_change(session)
    publish_pending(archive, SETTINGS)
    with archive.reading() as session:
        return [c.kind for c in catalogue.list_changes(session, since=before)]


def states(archive: Archive) -> dict[str, str]:
    with archive.reading() as session:
        return {p.url: p.state for p in session.query(Publication)}


def test_found_elsewhere_on_the_portal_is_moved_and_may_return(archive: Archive) -> None:
    see(archive, page())
    assert news(archive) == ["new"]
    with archive.writing() as session:
        frontier.finish_sweep(session, frontier.get_source(session, "yunling", "gazette"), NOON)
    see(archive, page(NEW, 1))
    with archive.reading() as session:
        assert len(newest.newest_copies(session, "yunling", "gazette", 9)) == 1
    miss(archive, 1)
    settle(archive, 1)
    assert (news(archive), states(archive)) == ([], {OLD: "moved", NEW: "live"})
    with archive.reading() as session:
        assert newest.newest_copies(session, "yunling", None, 9) == []
        assert newest.newest_copies(session, "yunling", "gazette", 9) == []
    see(archive, page(NEW, 2, text="各市人民政府：\n另行通知如下。"))
    assert news(archive) == ["revised"]
    see(archive, page(OLD, 3))
    assert (news(archive), states(archive)) == ([], {OLD: "live", NEW: "live"})


def test_a_document_that_leaves_both_addresses_is_withdrawn_once(archive: Archive) -> None:
    see(archive, page(), page(NEW))
    news(archive)
    for days in (1, 2.5):
        for url in (OLD, NEW):
            miss(archive, days, url)
        settle(archive, days)
    assert news(archive) == ["withdrawn"]


def test_withdrawn_and_found_at_another_address_is_restored(archive: Archive) -> None:
    see(archive, page())
    for days in (1, 2.5):
        miss(archive, days)
        settle(archive, days)
    assert news(archive) == ["new", "withdrawn"]
    see(archive, page(NEW, 3))
    settle(archive, 3)
    assert (news(archive), states(archive)) == (["restored"], {OLD: "moved", NEW: "live"})


def test_a_redirect_between_known_addresses_is_a_move(archive: Archive) -> None:
    see(archive, page(), page(NEW))
    news(archive)
    see(archive, page(NEW, 1, requested_url=OLD))
    assert (news(archive), states(archive)) == ([], {OLD: "moved", NEW: "live"})


def test_a_redirect_to_another_document_is_an_absence(archive: Archive) -> None:
    see(archive, page(), page(NEW, **OTHER))
    assert news(archive) == ["new", "new"]
    see(archive, page(NEW, 1, requested_url=OLD, **OTHER))
    see(archive, page("https://yunling.example/tip.html", 3, requested_url=OLD, **OTHER))
    settle(archive, 3)
    assert (news(archive), states(archive)) == (["withdrawn"], {OLD: "withdrawn", NEW: "live"})


def test_a_redirect_to_the_same_document_is_nothing(archive: Archive) -> None:
    see(archive, page())
    see(archive, page("https://yunling.example/s/1.html", 1, requested_url=OLD))
    assert (news(archive), states(archive)) == (["new"], {OLD: "live"})


ERROR = {
    "title": "提示",
    "text": "栏目优化调整中，请使用站内搜索。",
    "document_number": None,
    "issuers": [],
}


def test_one_text_in_place_of_several_documents_is_an_error_page(archive: Archive) -> None:
    see(archive, page(), page(NEW, **OTHER))
    news(archive)
    for days in (1, 2.5):
        see(archive, page(OLD, days, **ERROR), page(NEW, days, **ERROR))
        settle(archive, days)
        told = news(archive)
        assert told == ([] if days == 1 else ["withdrawn", "withdrawn"])
    see(archive, page(OLD, 3), page(NEW, 3, **OTHER))
    assert news(archive) == ["restored", "restored"]


def test_copies_that_were_kept_apart_and_are_edited_alike_are_revised(archive: Archive) -> None:
    apart = {"document_number": None, "issuers": [], "written_on": None}
    for days, text in ((0, "请于周五前报送。"), (1, "请于周六前报送。")):
        see(
            archive,
            page(OLD, days, text=text, **apart),
            page(NEW, days, text=text, title="另一个栏目的通知", **apart),
        )
        settle(archive, days)
        assert len(set(news(archive))) == 1
    assert states(archive) == {OLD: "live", NEW: "live"}


def test_two_documents_that_say_repealed_are_revised(archive: Archive) -> None:
    gone = {"text": "本文件已废止。"}
    see(archive, page(), page(NEW, **OTHER))
    news(archive)
    see(archive, page(OLD, 1, **gone), page(NEW, 1, **{**OTHER, **gone}))
    settle(archive, 1)
    assert news(archive) == ["revised", "revised"]


def test_a_copy_as_good_as_the_first_never_speaks(archive: Archive) -> None:
    see(archive, page(), page(NEW, 1))
    news(archive)
    see(archive, page(NEW, 2, text="各市人民政府：\n另一种写法。"))
    assert news(archive) == []
    see(archive, page(OLD, 3), page(NEW, 4))
    assert news(archive) == []


@pytest.mark.parametrize(
    ("title", "date", "is_due"),
    [
        ("云岭省2026年重点工作安排", "2026-02-25", False),
        ("云岭省2026年重点…", "2026-02-25", False),
        ("云岭省2026年重点工作安排（修订）", "2026-02-25", False),
        ("云岭省2026年防汛工作安排", "2026-02-25", True),
        ("云岭省2026年重点工作安排", "2026-03-09", True),
        ("云岭省2026年重点工作安排", None, False),
    ],
)
def test_a_list_that_says_something_else_makes_a_page_due(
    archive: Archive, title: str, date: str | None, is_due: bool
) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        list_once(session, NOON, "云岭省2026年重点工作安排", "2026-02-25")
        repository.record_page(session, page(), identify)
        (row,) = visits.list_unplanned(session, "yunling")
        visits.plan(session, row.publication_id, 3, NOON + 30 * DAY)
        list_once(session, NOON + DAY, title, date)
        source = frontier.get_source(session, "yunling", "gazette")
        due = frontier.known_addresses(session, source, NOON + DAY, due_only=True)
    assert due == ([OLD] if is_due else [])


def list_once(session: Any, at: datetime, title: str, date: str | None) -> None:
    source = frontier.get_source(session, "yunling", "gazette")
    frontier.record_list_page(session, source, [ListEntry(OLD, title, date)], at)


def test_lists_are_walked_to_their_end_once_a_week(archive: Archive) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        source = frontier.get_source(session, "yunling", "gazette")
        assert not frontier.is_sweep_due(session, "yunling", (), NOON), (
            "the first walk is under way"
        )
        frontier.finish_sweep(session, source, NOON)
        session.flush()
        assert not frontier.is_sweep_due(session, "yunling", (), NOON)
        assert frontier.is_sweep_due(session, "yunling", ("gazette",), NOON + DAY)
        assert not frontier.is_sweep_due(session, "yunling", ("other",), NOON + DAY)
        frontier.finish_sweep(session, source, NOON + 2 * DAY)
        session.flush()
        assert not frontier.is_sweep_due(session, "yunling", (), NOON + DAY)
        assert source.swept_at == NOON
