"""Who may read what: every route is in this table, and what is not in it is protected."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

from storage import tokens

if TYPE_CHECKING:
    from gongbao.web.shelf import Shelf

PUBLIC, PROTECTED = "public", "protected"
ACCESS = {
    "/": PUBLIC,
    "/documents/{document_id}": PUBLIC,
    "/documents/{document_id}/diff": PUBLIC,
    "/portals": PUBLIC,
    "/changes": PUBLIC,
    "/subscribe": PUBLIC,
    "/static": PUBLIC,
    "/healthz": PUBLIC,
    "/metrics": PUBLIC,
    "/api/docs": PUBLIC,
    "/api/openapi.json": PUBLIC,
    "/api/v1/documents": PROTECTED,
    "/api/v1/documents/{document_id}": PROTECTED,
    "/api/v1/documents/{document_id}/revisions": PROTECTED,
    "/api/v1/documents/{document_id}/diff": PROTECTED,
    "/api/v1/changes": PROTECTED,
    "/api/v1/portals": PROTECTED,
    "/feeds.opml": PROTECTED,
    "/feeds/{name:path}": PROTECTED,
}
SECRET = re.compile(r"(\btoken=)[^&\s\"]*")


async def guard(request: Request) -> None:
    """Let a request pass, or answer 401: where a token is asked for, protected routes need a valid one."""
    shelf: Shelf = request.app.state.shelf
    path = request.scope["route"].path
    if not shelf.settings.require_token or ACCESS.get(path) == PUBLIC:
        return  # without a thread: most requests end here
    given = _token_of(request)
    is_valid: bool = bool(given) and await run_in_threadpool(_is_valid, shelf, str(given))
    if is_valid:
        return
    raise HTTPException(
        401,
        "a valid token is needed: Authorization: Bearer … or ?token=…",
        headers={"WWW-Authenticate": 'Bearer realm="gongbao"'},
    )


def _is_valid(shelf: Shelf, given: str) -> bool:
    with shelf.reading() as session:
        return tokens.is_valid(session, given)


def _token_of(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    return request.query_params.get("token")


class HideTokens(logging.Filter):
    """Keeps tokens out of the access log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True
