"""What handlers look up: the shelf of the application, the document of an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request

from gongbao.query import FILTER_NAMES
from gongbao.web.language import PARAMETER
from storage import catalogue

if TYPE_CHECKING:
    from gongbao.web.shelf import Shelf
    from storage.session import Session
    from storage.views import DocumentView

DOCUMENT_ID = re.compile(r"[0-9a-z]{2,32}", re.ASCII)


def get_shelf(request: Request) -> Shelf:
    """What this application reads from."""
    shelf: Shelf = request.app.state.shelf
    return shelf


def living_document(session: Session, name: str) -> DocumentView:
    """The Document with an id, or the living one a dissolved id leads to; 404 when there is none."""
    view = catalogue.get_document(session, name) if DOCUMENT_ID.fullmatch(name) else None
    if view is None:
        raise HTTPException(404, "没有此文件 (no such document)")
    return view


def find_document(request: Request, session: Session, name: str) -> DocumentView:
    """As `living_document`, but a dissolved id is answered with the address of the living one, for ever."""
    view = living_document(session, name)
    if view.id != name:
        path = request.url.path.replace(f"/documents/{name}", f"/documents/{view.id}")
        query = f"?{request.url.query}" if request.url.query else ""
        raise HTTPException(301, "moved", headers={"Location": path + query})
    return view


def split_parameters(request: Request, *others: str) -> tuple[dict[str, str], list[str]]:
    """The filters of an address, and the parameters nobody knows (the page says that they do nothing)."""
    given = {k: v for k, v in request.query_params.items() if v}
    known = {name: given[name] for name in FILTER_NAMES if name in given}
    return known, sorted(set(request.query_params) - {*FILTER_NAMES, *others, "token", PARAMETER})
