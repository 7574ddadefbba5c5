"""Addresses used again, texts that vanish, moves with an edit, portals in trouble; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipelines.deduplicate import identify
from pipelines.presence import recognise
from scheduler import redesign
from scheduler.health import confirm_absences
from storage import frontier, ledger, repository
from storage.models import Publication
from storage.outcome import SourceOutcome
from tests.builders import NOON, build_portal, sync
from tests.integration.test_moves import (
    DAY,
    NEW,
    OLD,
    OTHER,
    SETTINGS,
    miss,
    news,
    page,
    settle,
    states,
)

if TYPE_CHECKING:
    from storage.facts import Recorded
    from storage.session import Archive, Session

LONG = "各市人民政府：\n" + "\n".join(
    f"{n}、第{n}项工作由第{n}组负责，投入资金{n * 37}万元，于{n}月底前完成。" for n in range(1, 12)
)
STUB = "内容调整中"


def see(archive: Archive, days: float, url: str = OLD, **over: Any) -> Recorded:
    """A visit that is judged as in a crawl."""
    with archive.writing() as session:
        sync(session, build_portal())
        facts = page(url, days, **{"text": LONG, **over})
        return repository.record_page(session, facts, identify, recognise)


def documents(archive: Archive) -> dict[str, list[tuple[str, str]]]:
    """Number of each Document → where its Publications stand, and how."""
    with archive.reading() as session:
        found: dict[str, list[tuple[str, str]]] = {}
        for row in session.query(Publication).order_by(Publication.id):
            found.setdefault(row.document.number or "", []).append((row.url, row.state))
        return found


def test_an_address_used_again_is_another_document_and_may_return(archive: Archive) -> None:
    see(archive, 0)
    see(archive, 1, **OTHER)
    settle(archive, 1)
    assert news(archive) == ["new", "new"]
    assert documents(archive) == {
        "云政发〔2026〕3号": [(OLD, "absent")],
        "云政发〔2026〕8号": [(OLD, "live")],
    }
    see(archive, 2.5, **OTHER)
    settle(archive, 2.5)
    assert news(archive) == ["withdrawn"]
    see(archive, 3)
    settle(archive, 3)
    assert news(archive) == ["restored"]
    assert documents(archive) == {
        "云政发〔2026〕3号": [(OLD, "live")],
        "云政发〔2026〕8号": [(OLD, "absent")],
    }


def test_a_document_driven_from_its_address_is_followed(archive: Archive) -> None:
    see(archive, 0)
    see(archive, 1, **OTHER)
    see(archive, 1, NEW)
    settle(archive, 1)
    assert news(archive) == ["new", "new"]
    assert documents(archive)["云政发〔2026〕3号"] == [(OLD, "moved"), (NEW, "live")]


def test_next_to_nothing_is_believed_when_seen_twice(archive: Archive) -> None:
    see(archive, 0)
    news(archive)
    see(archive, 1, text=STUB, document_number=None)
    assert (news(archive), states(archive)) == ([], {OLD: "live"})
    see(archive, 2)
    see(archive, 3, text=STUB, document_number=None)
    assert news(archive) == []
    see(archive, 4, text=STUB, document_number=None)
    assert news(archive) == ["revised"]


def test_words_of_trouble_are_no_absence_and_strange_words_are(archive: Archive) -> None:
    see(archive, 0)
    news(archive)
    for days in (1, 2.5):
        row = see(
            archive, days, title="系统维护", text="系统维护中，请稍后访问。", document_number=None
        ).row
        assert (row, states(archive)) == ("down", {OLD: "live"})
    for days in (3, 4.5):
        see(
            archive,
            days,
            title="温馨提示",
            text="栏目正在优化，请使用站内搜索。",
            document_number=None,
        )
        settle(archive, days)
    assert news(archive) == ["withdrawn"]
    see(archive, 5)
    assert news(archive) == ["restored"]


def test_a_move_with_an_edit_is_that_edit(archive: Archive) -> None:
    see(archive, 0)
    news(archive)
    see(archive, 1, NEW, text=LONG.replace("第3组", "第4组"))
    assert news(archive) == []  # the old page may still be there
    miss(archive, 1)
    settle(archive, 1)
    assert (news(archive), states(archive)) == (["revised"], {OLD: "moved", NEW: "live"})


def test_a_copy_that_stood_beside_the_page_takes_over_quietly(archive: Archive) -> None:
    see(archive, 0)
    see(archive, 0, NEW, text=LONG + "\n（公报编者按）")
    see(archive, 1)
    news(archive)
    miss(archive, 2)
    settle(archive, 2)
    assert (news(archive), states(archive)) == ([], {OLD: "moved", NEW: "live"})


def run_of(session: Session, days: float, outcome: SourceOutcome) -> None:
    """A finished run of the portal."""
    at = NOON + days * DAY
    source = frontier.get_source(session, "yunling", "gazette")
    ledger.record_source_outcome(session, source, outcome, {}, at)
    run = ledger.start_run(session, "yunling", "full", at - timedelta(minutes=5))
    ledger.finish_run(session, run, outcome.value, {}, at)


def test_what_a_portal_in_trouble_does_not_show_counts_for_nothing(archive: Archive) -> None:
    settings = replace(SETTINGS, withdraw_checks=2, withdraw_after=DAY)
    see(archive, 0)
    news(archive)
    outcomes = (SourceOutcome.BLOCKED, SourceOutcome.DOWN, SourceOutcome.OK, SourceOutcome.OK)
    told = []
    for days, outcome in enumerate(outcomes, 1):
        miss(archive, days)
        with archive.writing() as session:
            run_of(session, days, outcome)
            confirm_absences(session, build_portal(), settings, NOON + days * DAY)
        told.append(news(archive))
    assert told == [[], [], [], ["withdrawn"]]


def test_a_new_template_is_an_issue_until_a_run_finds_nothing_new(archive: Archive) -> None:
    see(archive, 0)
    with archive.writing() as session:
        ledger.raise_issue(session, redesign.KIND, "yunling", "", "", "new look", NOON + DAY)
        run_of(session, 1.001, SourceOutcome.OK)
        redesign.resolve_when_stable(session, "yunling", NOON + DAY)
        assert _open(session) == [redesign.KIND]  # raised in this very run, or nothing was visited
    see(archive, 2)
    with archive.writing() as session:
        run_of(session, 2.001, SourceOutcome.BLOCKED)
        redesign.resolve_when_stable(session, "yunling", NOON + 2 * DAY)
        assert _open(session) != []
        run_of(session, 2.002, SourceOutcome.OK)
        redesign.resolve_when_stable(session, "yunling", NOON + 2 * DAY)
        assert _open(session) == []


def _open(session: Session) -> list[str]:
    (view,) = ledger.source_views(session, ["yunling"])
    return [issue["kind"] for issue in view.issues if issue["kind"] == redesign.KIND]
