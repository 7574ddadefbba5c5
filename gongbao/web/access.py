"""Who may read what: every route is in this table, and what is not in it is protected."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

from gongbao.web.limit import client_of
from storage import tokens

if TYPE_CHECKING:
    from gongbao.web.limit import RateLimit
    from gongbao.web.shelf import Shelf

PUBLIC, PROTECTED = "public", "protected"
ACCESS = {
    "/": PUBLIC,
    "/documents/{document_id}": PUBLIC,
    "/documents/{document_id}/diff": PUBLIC,
    "/documents/{document_id}/copies": PUBLIC,
    "/documents/{document_id}/files/{position}": PUBLIC,
    "/documents/{document_id}/archived": PUBLIC,
    "/documents/{document_id}/original": PUBLIC,
    "/documents/{document_id}/source": PUBLIC,
    "/portals": PUBLIC,
    "/portals/{name}": PUBLIC,
    "/changes": PUBLIC,
    "/subscribe": PUBLIC,
    "/suggest/issuers": PUBLIC,
    "/static": PUBLIC,
    "/healthz": PUBLIC,
    "/metrics": PUBLIC,
    "/api/docs": PUBLIC,
    "/api/openapi.json": PUBLIC,
    "/api/v1/documents": PROTECTED,
    "/api/v1/documents/{document_id}": PROTECTED,
    "/api/v1/documents/{document_id}/revisions": PROTECTED,
    "/api/v1/documents/{document_id}/diff": PROTECTED,
    "/api/v1/documents/{document_id}/citations": PROTECTED,
    "/api/v1/facets": PROTECTED,
    "/api/v1/issuers": PROTECTED,
    "/api/v1/changes": PROTECTED,
    "/api/v1/portals": PROTECTED,
    "/feeds.opml": PROTECTED,
    "/feeds/{name:path}": PROTECTED,
}
UNCOUNTED = ("/static", "/healthz", "/metrics", "/feeds.opml")
FEEDS, SEARCH_FEEDS = "/feeds/", "/feeds/search."
SECRET = re.compile(r"(\btoken=)[^&\s\"]*")


async def guard(request: Request) -> None:
    """Let a request pass, or answer 401 (protected routes, where a token is asked for) or 429 (too many)."""
    shelf: Shelf = request.app.state.shelf
    path = request.scope["route"].path
    client = client_of(request.client.host if request.client else None)
    if shelf.settings.require_token and ACCESS.get(path) != PUBLIC:
        given = _token_of(request)
        is_valid: bool = bool(given) and await run_in_threadpool(_is_valid, shelf, str(given))
        if not is_valid:
            _count(request, client)
            raise HTTPException(
                401,
                "a valid token is needed: Authorization: Bearer … or ?token=…",
                headers={"WWW-Authenticate": 'Bearer realm="gongbao"'},
            )
        client = client and f"token {given}"
    if not _is_free(request.url.path):
        _count(request, client)


def _is_free(path: str) -> bool:
    """What readers and monitors ask for again and again costs little: feeds are kept, and mostly not modified."""
    if path.startswith(FEEDS):
        return not path.startswith(SEARCH_FEEDS)
    return path.startswith(UNCOUNTED)


def _count(request: Request, client: str | None) -> None:
    limit: RateLimit = request.app.state.limit
    wait = 0 if client is None else limit.take(client)
    if wait:
        told = f"more than {limit.per_minute} requests a minute; go on in {wait} s"
        raise HTTPException(429, told, headers={"Retry-After": str(wait)})


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
