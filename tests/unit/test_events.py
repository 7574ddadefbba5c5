"""A document's row of events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from gongbao.web.events import list_events
from storage.timeline import RevisionHead
from storage.views import ChangeView, PublicationView

START = datetime(2026, 3, 2, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "baseline": False, "back_dated": False, "silent": False, "document_id": "d1",
    "document_number": None, "title": "文", "category": "plan", "portal": "yunling", "source": None,
    "url": "https://yunling.example/1", "summary": "", "inserted": 0, "deleted": 0,
}  # fmt: skip


def day(n: int) -> datetime:
    return START + timedelta(days=n)


def head(number: int, n: int) -> RevisionHead:
    return RevisionHead(number, day(n), 10, has_original=True)


def change(kind: str, n: int, first: int | None = None, last: int | None = None) -> ChangeView:
    return ChangeView(id=n, uid=f"u{n}", kind=kind, detected_at=day(n), from_revision=first,
                      to_revision=last, **VALUES)  # fmt: skip


def place(n: int, *, canonical: bool) -> PublicationView:
    url = f"https://yunling.example/{n}"
    return PublicationView("yunling", "云岭", (), url, "live", canonical, day(n), day(n), 1)


def test_newest_first_and_each_change_beside_what_it_told_of() -> None:
    told = [change("withdrawn", 9, 4, 4), change("revised", 5, 1, 4), change("new", 1, None, 1)]
    found = list_events([head(1, 0), head(4, 5)], [place(0, canonical=True), place(2, canonical=False)],
                        told, {"https://yunling.example/2": 2})  # fmt: skip
    assert [(e.kind, e.change.kind if e.change else None) for e in found] == [
        ("change", "withdrawn"),
        ("revision", "revised"),
        ("copy", None),
        ("revision", "new"),
    ]
    assert found[1].previous == 1  # numbers may have gaps: hijacked ones are not shown
    assert found[2].lag == 2


def test_a_revision_nobody_was_told_of_is_an_event_too() -> None:
    (second, first) = list_events([head(1, 0), head(2, 3)], [], [], {})
    assert second.revision == head(2, 3)
    assert first.change is second.change is None


def test_nothing_makes_nothing() -> None:
    assert list_events([], [], [], {}) == []
