"""A document: as it is or as it was on a day, where it stands, what became of it, whom it cites and who cites it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from feeds.spec import document_feed
from gongbao.query import CHINA, parse_day
from gongbao.variants import list_lags, list_variants
from gongbao.web.events import list_events
from gongbao.web.lookup import find_document, get_shelf
from gongbao.web.rendering import render_page
from storage import catalogue, citing, history, succession, timeline
from storage.catalogue import ChangeScope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.spec import FeedSpec
    from storage.session import Session
    from storage.timeline import RevisionHead
    from storage.views import DocumentView

MAX_NUMBER = 2**31 - 1
COMPARED = 4  # pages of a document, while a reader waits
Number = Annotated[int | None, Query(ge=1, le=MAX_NUMBER)]
Position = Annotated[int, Path(ge=0, le=MAX_NUMBER)]

router = APIRouter(include_in_schema=False)


@router.get("/documents/{document_id}")
def show_document(
    request: Request, document_id: str, at: str | None = None, revision: Number = None
) -> Response:
    """One document as it is, as the archive knew it on a day, or one revision of it."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        heads = timeline.list_heads(session, view.id)
        head = _choose(heads, at, revision)
        is_former = bool(at or revision)
        record = _record_of(session, view, head if is_former else None)
        values = {
            "record": record,
            "head": head,
            "is_former": is_former,
            "heads": heads,
            "files": timeline.list_files(session, view.id, head.number) if head else [],
            "cited": citing.resolve_citations(session, view.id, record.get("citations")),
            **_surroundings(session, view, heads),
        }
    return render_page(request, "document.html", {"view": view, "at": at, **values})


@router.get("/documents/{document_id}/files/{position}")
def show_file(
    request: Request, document_id: str, position: Position, revision: Number = None
) -> Response:
    """The text taken from an attachment."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        heads = timeline.list_heads(session, view.id)
        number = revision or (heads[-1].number if heads else 0)
        found = timeline.get_file(session, view.id, number, position)
    if found is None or not found.text:
        raise HTTPException(404, "没有此附件的文本")
    values = {"view": view, "file": found, "number": number, "feed": feed_of(view)}
    return render_page(request, "file.html", values)


def feed_of(view: DocumentView) -> FeedSpec:
    """The feed of one document."""
    return document_feed(view.id, str(view.record.get("title") or view.id))


def _surroundings(
    session: Session, view: DocumentView, heads: Sequence[RevisionHead]
) -> dict[str, Any]:
    """What is the same whichever day is asked for."""
    scope = ChangeScope(document=view.id)
    told = catalogue.list_changes(session, newest_first=True, scope=scope)
    lags = list_lags(session, view.id) if len(view.publications) > 1 else {}
    earlier, later = succession.find_neighbours(session, view.id)
    return {
        "events": list_events(heads, view.publications, told, lags),
        "lags": lags,
        "places": sorted(view.publications, key=lambda p: (not p.canonical, lags.get(p.url, 0))),
        "differing": _count_differing(session, view),
        "relations": history.list_relations(session, view.id),
        "citing": citing.list_citing(session, view.id),
        "earlier": earlier,
        "later": later,
        "feed": feed_of(view),
    }


def _count_differing(session: Session, view: DocumentView) -> int | None:
    """How many copies do not say what the main page says; None where there are too many to compare at once."""
    if not view.variants:
        return 0
    if len(view.publications) > COMPARED:
        return None
    return sum(copy.differs or copy.is_behind for copy in list_variants(session, view.id))


def _record_of(session: Session, view: DocumentView, head: RevisionHead | None) -> dict[str, Any]:
    shown = timeline.get_revision(session, view.id, head.number) if head else None
    return shown.record if shown else view.record


def _choose(
    heads: Sequence[RevisionHead], at: str | None, number: int | None
) -> RevisionHead | None:
    """The Revision asked for; the newest unless told, None where nothing may be shown."""
    if number is not None:
        found = next((head for head in heads if head.number == number), None)
        if found is None:
            raise HTTPException(404, f"没有第 {number} 版 (no such revision)")
        return found
    if at:
        return _head_at(heads, at)
    return heads[-1] if heads else None


def _head_at(heads: Sequence[RevisionHead], at: str) -> RevisionHead:
    """The Revision that was live at the end of a day in China."""
    try:
        day = parse_day(at)
    except ValueError as error:
        raise HTTPException(422, f"at: {error}") from None
    end = datetime.combine(day + timedelta(days=1), time(), CHINA)
    held = [head for head in heads if head.captured_at < end]
    if not held:
        raise HTTPException(404, f"{at}：当日尚未收录此文件（本库自首次收录之日起保存各版本）")
    return held[-1]
