"""Identity that is corrected: by more evidence, by hand, and undone; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from config import Settings
from pipelines.deduplicate import identify
from scheduler.publish import publish_pending
from storage import catalogue, merging, repository
from storage.facts import RelationFacts
from storage.models import Verdict
from storage.relation import relations_of
from tests.builders import NOON, build_page, build_portal, build_record, sync

if TYPE_CHECKING:
    from storage.facts import PageFacts
    from storage.session import Archive

SETTINGS = Settings(baseline_days=30)
NUMBER = "云政发〔2026〕3号"
HOME, COPY = "https://yunling.example/art/1.html", "https://liuhe.example/9.html"
LATER = NOON + timedelta(days=3)


def page(url: str, days: int = 0, **over: Any) -> PageFacts:
    portal = url.split("/")[2].partition(".")[0]
    made = build_page(build_record(url=url, portal=portal, **over), NOON + timedelta(days=days))
    return replace(made, home=0 if portal == "yunling" else 5)


def see(archive: Archive, *pages: PageFacts) -> list[str]:
    with archive.writing() as session:
        for name in ("yunling", "liuhe"):
            sync(session, build_portal(name))
        return [repository.record_page(session, p, identify).document for p in pages]


def news(archive: Archive) -> list[str]:
    with archive.reading() as session:
        before, _ = catalogue.newest_change(session)
    publish_pending(archive, SETTINGS)
    with archive.reading() as session:
        return [c.kind for c in catalogue.list_changes(session, since=before)]


def apart(archive: Archive) -> tuple[str, str]:
    """Two Documents: a copy under another title without a number, and the issuer's page."""
    copy = page(
        COPY, title="市里转来的一份文件", text="转来文件一份，" * 8, issuers=[], written_on=None
    )
    first, second = see(archive, copy, page(HOME, document_number=NUMBER))
    assert first != second
    assert news(archive) == ["new", "new"]
    return first, second


def test_merged_by_hand_and_split_again(archive: Archive) -> None:
    copy, home = apart(archive)
    with archive.writing() as session:
        assert merging.merge_by_hand(session, copy, home, LATER).uid == home
    with archive.reading() as session:
        view = catalogue.get_document(session, copy)
        assert view is not None
        assert view.id == home
        assert {p.url: p.canonical for p in view.publications} == {HOME: True, COPY: False}
        assert {c.document_id for c in catalogue.list_changes(session)} == {home}
        why = session.scalars(select(Verdict).filter_by(verdict="merged")).one()
        assert (why.from_uid, "by hand" in why.evidence) == (copy, True)
    assert news(archive) == []
    see(archive, page(HOME, 4, document_number=NUMBER, text="各市人民政府：\n另行通知。"))
    assert news(archive) == ["revised"]
    with archive.writing() as session:
        assert merging.split_by_hand(session, home, COPY, LATER).uid == copy
    assert news(archive) == []
    with archive.reading() as session:
        views = [catalogue.get_document(session, uid) for uid in (copy, home)]
        assert [[p.url for p in view.publications] for view in views if view] == [[COPY], [HOME]]
        told = [(c.kind, c.document_id) for c in catalogue.list_changes(session)]
    assert sorted(told) == sorted([("new", copy), ("new", home), ("revised", home)])


def test_what_cannot_be_merged_or_split_says_why(archive: Archive) -> None:
    copy, home = apart(archive)
    with archive.writing() as session:
        with pytest.raises(LookupError, match="no such document"):
            merging.merge_by_hand(session, "dnothing", home, LATER)
        with pytest.raises(LookupError, match="one document already"):
            merging.merge_by_hand(session, home, home, LATER)
        with pytest.raises(LookupError, match="no publication"):
            merging.split_by_hand(session, home, COPY, LATER)
        with pytest.raises(LookupError, match="only publication"):
            merging.split_by_hand(session, copy, COPY, LATER)


def test_a_number_added_later_merges_without_a_change(archive: Archive) -> None:
    body = {"text": "各市人民政府：\n为做好今年工作，现通知如下。"}
    first, second = see(
        archive,
        page(COPY, issuers=[], written_on=None, **body),
        page(HOME, document_number=NUMBER, title="云岭省2026年重点工作安排的通知", **body),
    )
    assert first != second, "short texts are not merged without a number"
    news(archive)
    (uid,) = see(archive, page(COPY, 2, document_number=NUMBER, issuers=[], **body))
    assert uid == first
    with archive.reading() as session:
        view = catalogue.get_document(session, second)
    assert view is not None
    assert (view.id, len(view.publications)) == (first, 2)
    assert news(archive) == []


def test_hands_are_not_overruled(archive: Archive) -> None:
    copy, home = apart(archive)
    with archive.writing() as session:
        merging.merge_by_hand(session, copy, home, LATER)
        merging.split_by_hand(session, home, COPY, LATER)
    see(archive, page(COPY, 5, document_number=NUMBER, issuers=[]))
    with archive.reading() as session:
        view = catalogue.get_document(session, copy)
    assert view is not None
    assert (view.id, len(view.publications)) == (copy, 1)


def test_relations_are_bound_whichever_comes_first(archive: Archive) -> None:
    says = RelationFacts(
        "interprets", NUMBER, "云岭省2026年重点工作安排", "云岭省2026年重点工作安排"
    )
    reading = page(COPY, title="解读", text="一问一答", issuers=[], written_on=None)
    first, second = see(
        archive, replace(reading, relations=(says,)), page(HOME, document_number=NUMBER)
    )
    with archive.reading() as session:
        for uid, other, outgoing in ((first, second, True), (second, first, False)):
            (relation,) = relations_of(session, merging._find(session, uid))
            assert (relation.kind, relation.document_id, relation.is_outgoing) == (
                "interprets",
                other,
                outgoing,
            )
    assert news(archive) == ["new", "new"]
