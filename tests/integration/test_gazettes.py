"""A gazette that lacks an issue, or an article its text, says so in the health of its column."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from builders import NOON, build_attachment, build_portal, build_record, store, sync

from platforms.base import ListEntry
from scheduler.gazettes import assess_gazettes, find_missing_issues
from storage import frontier, ledger

if TYPE_CHECKING:
    from storage.session import Archive

PORTAL = build_portal()


def article(issue: int, number: int = 1, **over: Any) -> dict[str, Any]:
    told = {"year": 2026, "issue": issue, "total": 540 + issue}
    return build_record(
        over.pop("text", f"第{issue}期第{number}篇的正文。"),
        url=f"https://yunling.example/gongbao/2026/{issue}/content_{number}.html",
        title=f"第{issue}期的第{number}件文件",
        gazette_issue=told,
        **over,
    )


def fill(archive: Archive, *records: dict[str, Any], **over: Any) -> None:
    with archive.writing() as session:
        sync(session, PORTAL)
        for record in records:
            store(session, record, **over)


def assess(archive: Archive, days: int = 0) -> dict[str, str]:
    """Messages by kind, after one more round."""
    with archive.writing() as session:
        assess_gazettes(session, PORTAL, NOON + timedelta(days=days))
    with archive.reading() as session:
        (view,) = ledger.source_views(session, [PORTAL.name])
    return {issue["kind"]: issue["message"] for issue in view.issues}


def test_an_issue_is_missing_until_it_comes(archive: Archive) -> None:
    fill(archive, article(13), article(13, 2), article(15))
    assert assess(archive) == {
        "gazette_missing_issue": "yunling/gazette: issues are missing (1): 2026年第14期（总第554期）"
    }
    with archive.reading() as session:
        row = frontier.get_source(session, "yunling", "gazette")
        assert find_missing_issues(session, row) == ["2026年第14期（总第554期）"]
    fill(archive, article(14))
    assert assess(archive, days=1) == {}


def test_an_issue_named_by_the_list_alone_is_there(archive: Archive) -> None:
    """Whole issues as PDF files: the list names them, no article does."""
    fill(archive, article(13), article(15))
    entry = ListEntry(
        "https://yunling.example/14.pdf", "云岭省人民政府公报2026年第14期（总第554期）"
    )
    with archive.writing() as session:
        row = frontier.get_source(session, "yunling", "gazette")
        frontier.record_list_page(session, row, [entry], NOON)
        assert find_missing_issues(session, row) == []


def test_nothing_is_missing_before_everything_was_asked_for(archive: Archive) -> None:
    fill(archive, article(13), article(15))
    entry = ListEntry("https://yunling.example/gongbao/2026/14/content_1.html", "第14期的第1件文件")
    with archive.writing() as session:
        row = frontier.get_source(session, "yunling", "gazette")
        frontier.record_list_page(session, row, [entry], NOON)
    assert assess(archive) == {}
    with archive.writing() as session:
        frontier.get_source(session, "yunling", "gazette").swept_at = None
    assert assess(archive) == {}


def test_an_article_without_text_is_told_unless_a_file_has_it(archive: Archive) -> None:
    fill(archive, article(13), article(14, text=""))
    fill(archive, article(15, text=""), attachments=(build_attachment("附件里的正文。"),))
    told = assess(archive)
    assert told == {
        "gazette_without_text": (
            "yunling/gazette: articles have no text (1): 2026年第14期（总第554期）《第14期的第1件文件》"
        )
    }


def test_other_columns_are_no_gazettes(archive: Archive) -> None:
    with archive.writing() as session:
        sync(session, PORTAL)
        assess_gazettes(session, build_portal(sources=()), NOON)
    assert assess(archive) == {}
