"""The views for people, and every query of docs/sql.md, on both databases."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from builders import NOON, build_portal, build_record, fill, publish, revise, store, sync
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from gongbao.rows import CHANGE_FIELDS
from storage import schema
from storage.absence import enter_state
from storage.migrating import to_config
from storage.models import Publication
from storage.outcome import PublicationState
from storage.session import Archive
from storage.sql_views import VIEWS

if TYPE_CHECKING:
    from storage.session import Session

PAGE = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
NUMBER = "云政发〔2026〕3号"
OLD, NEW = "各市人民政府：\n完成率达到80%。", "各市人民政府：\n完成率达到85%以上。"
REPORT = "https://yunling.example/art/2.html"
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "Who issued the most plans, year by year?": [
        ("2026", "云岭省人民政府", 1),
        ("2026", "青溪市人民政府", 1),
    ],
    "What was edited without a word?": [
        ("2026-03-03", "yunling", "云岭省2026年重点工作安排", 3, 2, "【revised】")
    ],
    "What was withdrawn, and how long had it stood?": [
        ("2026-03-04", "年度报告", None, "2026-03-02", REPORT)
    ],
    "Which documents are revised again and again?": [
        ("云岭省2026年重点工作安排", "yunling", 2, "2026-03-02")
    ],
    "Who carried a document, and when did each portal have it?": [
        ("青政发〔2026〕1号", "qingxi", "2026-03-02", True),
        ("青政发〔2026〕1号", "yunling", "2026-03-03", False),
    ],
    "What happened each day?": [("2026-03-02", 3, 0, 0), ("2026-03-03", 0, 1, 0),
                                ("2026-03-04", 0, 0, 1), ("2026-03-05", 0, 0, 0)],
    "Which numbers of a series does the archive hold?": [(NUMBER, "云岭省2026年重点工作安排")],
    "What did a document say on a day?": [(NUMBER, 1, "2026-03-02", OLD)],
    "How much did each revision add or take away?": [
        ("云岭省2026年重点工作安排", 1, "2026-03-02", None),
        ("云岭省2026年重点工作安排", 2, "2026-03-03", 2),
        ("年度报告", 1, "2026-03-02", None),
        ("青溪市计划", 1, "2026-03-02", None),
    ],
    "How many documents does each portal have, how long are they, and how many say what they are worth?": [
        ("yunling", 2, len(NEW), 1, "2026-03-02"),
        ("qingxi", 1, 5, 0, "2026-03-02"),
    ],
}  # fmt: skip


def questions() -> dict[str, str]:
    """The queries of the page by the heading above them."""
    found = re.findall(
        r"^### (.+?)\n(?:(?!^###).*?)```sql\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
    )
    return dict(found)


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """A plan edited silently, a report withdrawn, a plan of another place that is copied, a page hijacked."""
    plan = build_record(OLD, document_number=NUMBER, validity="in_force", genre="通知")
    report = build_record("目标完成。", url=REPORT, title="年度报告", category="report")
    fill(archive, plan, report)
    revised = {**plan, "text": NEW, "content_hash": "2" * 64}
    with archive.writing() as session:
        store(session, revised, NOON + timedelta(days=1))
        publish(session, silent=True)
        copy_elsewhere(session)
        withdraw(session, REPORT)
        publish(session)
    revise(archive, build_record("点击领取彩金", document_number=NUMBER), days=3, tampered=True)
    return archive


def copy_elsewhere(session: Session) -> None:
    sync(session, build_portal("qingxi", title="青溪市人民政府", level="city", region="990100"))
    page = build_record(
        "市里的计划", document_number="青政发〔2026〕1号", portal="qingxi", title="青溪市计划",
        url="https://qingxi.example/1.html", issuers=["青溪市人民政府"],
    )  # fmt: skip
    store(session, page)
    publish(session)
    here = {**page, "portal": "yunling", "url": "https://yunling.example/r.html"}
    store(session, here, NOON + timedelta(days=1), home=9)
    publish(session)


def withdraw(session: Session, url: str) -> None:
    page = session.scalars(select(Publication).filter_by(url=url)).one()
    enter_state(session, page, PublicationState.WITHDRAWN, NOON + timedelta(days=2), page.current)


def test_the_questions_of_the_page(filled: Archive) -> None:
    for question, answer in ANSWERS.items():
        with filled.reading() as session:
            rows = [tuple(row) for row in session.execute(text(questions()[question]))]
        assert rows == answer, question


def test_the_page_has_ten_questions_and_no_more() -> None:
    assert set(questions()) == set(ANSWERS)
    assert PAGE.count("```sql") == len(ANSWERS) == 10


def test_every_column_is_told_on_the_page_and_no_other(archive: Archive) -> None:
    for name in VIEWS:
        with archive.reading() as session:
            columns = list(session.execute(text(f"SELECT * FROM {name}")).keys())  # noqa: S608
        told = re.search(rf"^`{name}`.*?(?=^`v_|^## )", PAGE, re.DOTALL | re.MULTILINE)
        assert told, name
        assert set(columns) == columns_of(told[0]), name


def columns_of(part: str) -> set[str]:
    """The names in the first column of a table, or, where there is none, all but the view's own."""
    rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    names = set(re.findall(r"`([a-z_]+)`", "\n".join(rows) or part))
    return {name for name in names if not name.startswith("v_")}


def test_changes_are_those_of_the_api(filled: Archive) -> None:
    with filled.reading() as session:
        columns = session.execute(text("SELECT * FROM v_changes")).keys()
    assert set(CHANGE_FIELDS) == set(columns) - {"detected_on"}


def test_nothing_a_hijacked_page_said_is_in_a_view(filled: Archive) -> None:
    with filled.reading() as session:
        for name in VIEWS:
            rows = session.execute(text(f"SELECT * FROM {name}")).all()  # noqa: S608
            assert rows
            assert "彩金" not in repr(rows), name
        spoken = session.execute(
            text("SELECT state, revisions, text FROM v_documents WHERE document_number = :n"),
            {"n": NUMBER},
        ).one()
    assert tuple(spoken) == ("quarantined", 2, NEW)


def test_views_cannot_be_written_to(filled: Archive) -> None:
    for name in VIEWS:
        with pytest.raises(DatabaseError), filled.writing() as session:
            session.execute(text(f"DELETE FROM {name}"))  # noqa: S608


def test_an_archive_without_the_views_gets_them_by_an_upgrade(archive_url: str) -> None:
    archive = Archive(archive_url)
    with archive.engine.begin() as connection:
        command.upgrade(to_config(connection), "0006")
    assert schema.upgrade(archive)
    with archive.reading() as session:
        for name in VIEWS:
            assert session.execute(text(f"SELECT * FROM {name}")).all() == []  # noqa: S608
    archive.close()
