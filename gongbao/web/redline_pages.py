"""Redlines: between two revisions, between two years' plans, between the copies of a document and its main page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)
from markupsafe import Markup

from feeds.redline import render
from gongbao.comparison import compare, lay_beside
from gongbao.variants import list_variants
from gongbao.web.document_page import feed_of
from gongbao.web.lookup import find_document, get_shelf, living_document
from gongbao.web.rendering import render_page
from storage import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongbao.comparison import Comparison
    from storage.session import Session
    from storage.views import DocumentView

router = APIRouter(include_in_schema=False)


@router.get("/documents/{document_id}/diff")
def show_diff(
    request: Request,
    document_id: str,
    first: Annotated[int | None, Query(alias="from")] = None,
    last: Annotated[int | None, Query(alias="to")] = None,
    other: Annotated[str | None, Query(alias="with", max_length=40)] = None,
) -> Response:
    """A redline between two revisions; `with`: from another document (last year's plan) to this one."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        before = living_document(session, other) if other else None
        revisions = history.list_revisions(session, view.id)
        found = _compare(session, before, revisions, first, last)
    values = {
        "view": view,
        "before": before,
        "found": found,
        "redline": to_markup(found.operations),
        "revisions": revisions,
        "feed": feed_of(view),
    }
    return render_page(request, "diff.html", values)


@router.get("/documents/{document_id}/copies")
def show_copies(request: Request, document_id: str) -> Response:
    """How the copies on other pages differ from the main one, and how late they came."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        copies = list_variants(session, view.id)
    rows = [(copy, to_markup(copy.operations)) for copy in copies]
    values = {"view": view, "copies": rows, "feed": feed_of(view)}
    return render_page(request, "copies.html", values)


def to_markup(operations: Sequence[dict[str, Any]], **how: Any) -> Markup:
    """A redline as HTML."""
    return Markup(render(operations, "html", **how))  # noqa: S704  (the renderer escapes every text)


def _compare(
    session: Session,
    before: DocumentView | None,
    revisions: Sequence[Any],
    first: int | None,
    last: int | None,
) -> Comparison:
    try:
        if before is None:
            return compare(revisions, first, last)
        others = history.list_revisions(session, before.id)
        if not others or not revisions:
            raise LookupError("nothing of one of them may be shown")
        return lay_beside(others[-1], revisions[-1])
    except LookupError as error:
        raise HTTPException(404, f"没有可比较的版本（{error}）") from None
