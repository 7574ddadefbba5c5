"""From recorded pages to Changes, on both databases: what people are told, once and in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from config import Settings
from pipelines.deduplicate import identify
from scheduler.publish import PublisherBusy, publish_pending
from storage import absence, catalogue, frontier, lease, repository
from storage.facts import AttachmentFacts, VisitFacts
from storage.outcome import PageOutcome
from tests.builders import NOON, build_page, build_portal, build_record, sync

if TYPE_CHECKING:
    from storage.facts import PageFacts
    from storage.session import Archive
    from storage.views import ChangeView

SETTINGS = Settings(baseline_days=30)
URL = "https://yunling.example/art/1.html"
TEXT = "各市人民政府：\n网上可办率达到80%以上。\n责任单位：省法制办"


def see(archive: Archive, page: PageFacts) -> None:
    with archive.writing() as session:
        sync(session, build_portal())
        repository.record_page(session, page, identify)


def visit(archive: Archive, outcome: PageOutcome, at: datetime) -> None:
    with archive.writing() as session:
        repository.record_visit(session, VisitFacts(URL, "yunling", "gazette", at, outcome))


def confirm(archive: Archive, at: datetime) -> int:
    with archive.writing() as session:
        return absence.confirm_absences(session, "yunling", at, checks=2, after=timedelta(hours=24))


def news(archive: Archive) -> list[ChangeView]:
    """The Changes told from now on."""
    with archive.reading() as session:
        before, _ = catalogue.newest_change(session)
    publish_pending(archive, SETTINGS)
    with archive.reading() as session:
        return list(catalogue.list_changes(session, since=before))


def page(text: str = TEXT, days: int = 0, **over: Any) -> PageFacts:
    return build_page(build_record(text, **over), NOON + timedelta(days=days))


def test_new_then_silent_revision(archive: Archive) -> None:
    see(archive, page())
    assert [c.kind for c in news(archive)] == ["new"]
    see(archive, page(TEXT.replace("80%", "85%"), 1))
    (change,) = news(archive)
    assert (change.kind, change.silent, change.from_revision, change.to_revision) == (
        "revised",
        True,
        1,
        2,
    )
    assert "“80%”改为“85%”" in change.summary


def test_the_same_page_again_tells_nothing(archive: Archive) -> None:
    for days in range(3):
        see(archive, page(days=days))
    assert [c.kind for c in news(archive)] == ["new"]
    assert news(archive) == []


def test_two_revisions_before_publishing_are_two_changes(archive: Archive) -> None:
    see(archive, page())
    see(archive, page(TEXT + "\n附则", 1))
    see(archive, page(TEXT, 2))
    assert [c.kind for c in news(archive)] == ["new", "revised", "reverted"]


def test_old_documents_at_first_sight_are_no_news(archive: Archive) -> None:
    see(archive, page(published_at="2019-05-01", written_on="2019-04-20"))
    (change,) = news(archive)
    assert (change.kind, change.baseline, change.back_dated) == ("new", True, False)


def test_old_documents_found_late_are_back_dated(archive: Archive) -> None:
    see(archive, page(published_at="2026-02-25", url=URL.replace("1.html", "0.html")))
    news(archive)
    late = page(
        days=90, published_at="2026-03-10", title="云岭省2026年防汛预案", text="另一段" * 50
    )
    see(archive, late)
    (change,) = news(archive)
    assert (change.baseline, change.back_dated) == (False, True)


def test_absence_is_confirmed_by_checks_and_time(archive: Archive) -> None:
    see(archive, page())
    news(archive)
    visit(archive, PageOutcome.GONE, NOON + timedelta(hours=1))
    visit(archive, PageOutcome.GONE, NOON + timedelta(hours=2))
    assert confirm(archive, NOON + timedelta(hours=2)) == 0
    assert news(archive) == []
    visit(archive, PageOutcome.GONE, NOON + timedelta(hours=26))
    assert confirm(archive, NOON + timedelta(hours=26)) == 1
    assert [c.kind for c in news(archive)] == ["withdrawn"]
    visit(archive, PageOutcome.UNCHANGED, NOON + timedelta(hours=30))
    assert [c.kind for c in news(archive)] == ["restored"]


@pytest.mark.parametrize(
    "outcome", [o for o in PageOutcome if o not in (PageOutcome.GONE, PageOutcome.HOME)]
)
def test_trouble_is_never_an_absence(sqlite_archive: Archive, outcome: PageOutcome) -> None:
    see(sqlite_archive, page())
    news(sqlite_archive)
    for day in range(1, 5):
        visit(sqlite_archive, outcome, NOON + timedelta(days=day))
    assert confirm(sqlite_archive, NOON + timedelta(days=9)) == 0
    assert news(sqlite_archive) == []


def test_one_missed_visit_is_forgotten(archive: Archive) -> None:
    see(archive, page())
    news(archive)
    visit(archive, PageOutcome.GONE, NOON + timedelta(hours=1))
    see(archive, page(days=2))
    visit(archive, PageOutcome.GONE, NOON + timedelta(days=3))
    assert confirm(archive, NOON + timedelta(days=3)) == 0
    assert news(archive) == []


def hijacked(days: int) -> PageFacts:
    record = build_record("bet365入口" * 40, title="bet365入口人民政府2026年工作安排")
    return build_page(record, NOON + timedelta(days=days), tampered=True)


def test_hijack_is_told_without_its_words_and_returns_quietly(archive: Archive) -> None:
    see(archive, page())
    news(archive)
    see(archive, hijacked(1))
    (change,) = news(archive)
    assert (change.kind, change.title) == ("tampered", "云岭省2026年重点工作安排")
    assert "bet365" not in repr(change)
    with archive.reading() as session:
        document = catalogue.get_document(session, change.document_id)
        assert document is not None
        assert (document.state, document.record["text"]) == ("quarantined", TEXT)
    see(archive, page(days=2))
    assert news(archive) == []


def test_hijacked_at_first_sight_is_quarantined_and_new_once_repaired(archive: Archive) -> None:
    see(archive, hijacked(0))
    assert news(archive) == []
    see(archive, page(days=1))
    assert [c.kind for c in news(archive)] == ["new"]


def test_a_repost_is_no_change_and_the_home_takes_over(archive: Archive) -> None:
    number = "云政发〔2026〕3号"
    repost = build_page(
        build_record(document_number=number, url="https://liuhe.example/9.html", portal="liuhe"),
        NOON,
        home=5,
    )
    with archive.writing() as session:
        sync(session, build_portal("liuhe"))
    see(archive, repost)
    (first,) = news(archive)
    see(archive, page(build_record()["text"], 1, document_number=number))
    assert news(archive) == []
    with archive.reading() as session:
        document = catalogue.get_document(session, first.document_id)
        assert document is not None
        speaking = {p.portal: p.canonical for p in document.publications}
    assert speaking == {"liuhe": False, "yunling": True}
    see(archive, replace(repost, content_hash="f" * 64, at=NOON + timedelta(days=2)))
    assert news(archive) == []  # a variant, kept and shown, not told


def test_an_attachment_that_could_not_be_fetched_is_no_change(archive: Archive) -> None:
    file = AttachmentFacts("https://yunling.example/a.pdf", "附件", text="表", text_hash="1" * 64)
    down = replace(file, text=None, text_hash=None, outcome="down")
    see(archive, replace(page(), attachments=(down,)))
    news(archive)
    see(archive, replace(page(days=1), attachments=(file,), content_hash="e" * 64))
    assert news(archive) == []
    other = replace(file, text="新表", text_hash="2" * 64)
    see(archive, replace(page(days=2), attachments=(other,), content_hash="d" * 64))
    assert [c.kind for c in news(archive)] == ["revised"]


def test_one_publisher_at_a_time(archive: Archive) -> None:
    see(archive, page())
    now = datetime.now(UTC)
    with archive.writing() as session:
        held = lease.acquire(session, "publisher", lease.this_process(), now, timedelta(minutes=5))
        assert held is not None
    with pytest.raises(PublisherBusy):
        publish_pending(archive, SETTINGS, wait=0.2)
    with archive.writing() as session:
        lease.release(session, held, now)
    assert [c.kind for c in news(archive)] == ["new"]


def test_conflicting_number_raises_an_issue(archive: Archive) -> None:
    number = "云政发〔2026〕3号"
    see(archive, page("完全不同的内容" * 60, document_number=number, title="关于防汛的通知"))
    see(archive, page(days=1, document_number=number, url=URL.replace("1.html", "2.html")))
    assert [c.kind for c in news(archive)] == ["new", "new"]
    with archive.reading() as session:
        source = frontier.get_source(session, "yunling", "gazette")
        from storage.ledger import source_views  # noqa: PLC0415

        (view,) = source_views(session, [source.portal])
    assert [issue["kind"] for issue in view.issues] == ["number_conflict"]
