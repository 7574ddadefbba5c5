"""The page of a revision as it was received, out of WARC: shown in a sandbox in which nothing runs or loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from gongbao.web.document_page import Number, feed_of
from gongbao.web.lookup import find_document, get_shelf
from gongbao.web.rendering import render_page
from gongbao.web.still_page import make_still
from storage import timeline
from storage.content_coding import BrokenBody
from storage.stored_page import read_stored_page
from storage.warc import WarcStore

if TYPE_CHECKING:
    from gongbao.web.shelf import Shelf
    from storage.timeline import Original
    from storage.views import DocumentView

router = APIRouter(include_in_schema=False)

SANDBOX = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-cache",
}
NOT_KEPT = "此版本没有保存原始页面"


@router.get("/documents/{document_id}/archived")
def show_archived(request: Request, document_id: str, revision: Number = None) -> Response:
    """The stored page of a revision in a frame, with where and when it was received."""
    view, original = _find(request, document_id, revision)
    values = {"view": view, "original": original, "feed": feed_of(view)}
    return render_page(request, "archived.html", values)


@router.get("/documents/{document_id}/original")
def send_original(request: Request, document_id: str, revision: Number = None) -> Response:
    """The stored page itself, made still."""
    _, original = _find(request, document_id, revision)
    page = _read(get_shelf(request), original)
    return HTMLResponse(make_still(page, original.url), headers=SANDBOX)


@router.get("/documents/{document_id}/source")
def send_source(request: Request, document_id: str, revision: Number = None) -> Response:
    """The HTML of the stored page as it was received, as a file of text."""
    view, original = _find(request, document_id, revision)
    name = f"{view.id}-{original.number}.html.txt"
    headers = {**SANDBOX, "Content-Disposition": f'attachment; filename="{name}"'}
    page = _read(get_shelf(request), original)
    return Response(
        page.encode("utf-8", "replace"), headers=headers, media_type="text/plain; charset=utf-8"
    )


def _find(request: Request, name: str, number: int | None) -> tuple[DocumentView, Original]:
    with get_shelf(request).reading() as session:
        view = find_document(request, session, name)
        found = timeline.find_original(session, view.id, number)
    if found is None:
        raise HTTPException(404, NOT_KEPT)
    return view, found


def _read(shelf: Shelf, original: Original) -> str:
    portal = shelf.portals.get(original.portal)
    store = WarcStore(shelf.settings.data_dir / "warc")
    encoding = portal.encoding if portal else None
    try:
        return read_stored_page(store, original.warc, original.frame, encoding)
    except (LookupError, OSError, BrokenBody):
        raise HTTPException(404, NOT_KEPT) from None
