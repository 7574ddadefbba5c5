"""How errors are answered: problem details (RFC 9457) to programs, plain text to feed readers, a page to people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from gongbao.query import FilterError
from gongbao.web.rendering import render_page
from storage.schema import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request
    from starlette.responses import Response

log = logging.getLogger(__name__)
TEXT_LIMIT = 300  # characters of what was asked for that come back


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of an application in the way of whoever asked."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(FilterError, _on_filter)
    app.add_exception_handler(LookupError, _on_lookup)
    app.add_exception_handler(SchemaError, _on_schema)
    app.add_exception_handler(Exception, _on_anything)


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for it alone)
    return answer(request, error.status_code, str(error.detail), headers=error.headers)


def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for it alone)
    errors = [
        {"name": str(found["loc"][-1]), "reason": str(found["msg"])} for found in error.errors()
    ]
    told = "; ".join(f"{e['name']}: {e['reason']}" for e in errors)
    return answer(request, 422, told, errors=errors)


def _on_filter(request: Request, error: Exception) -> Response:
    assert isinstance(error, FilterError)  # noqa: S101  (registered for it alone)
    reason = str(error).removeprefix(f"{error.name}: ")
    return answer(request, 422, str(error), errors=[{"name": error.name, "reason": reason}])


def _on_lookup(request: Request, error: Exception) -> Response:
    if type(error) is not LookupError:  # a KeyError is a mistake of ours
        return _on_anything(request, error)
    return answer(request, 404, str(error.args[0]) if error.args else "not found")


def _on_schema(request: Request, error: Exception) -> Response:
    log.error("%s", error)
    told = "the archive has another schema; run: gongbao db upgrade"
    return answer(request, 503, told, headers={"Retry-After": "300"})


def _on_anything(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(request, 500, "something went wrong here; the log says what")


def answer(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error as a problem, a line of text or a page, after the path that was asked for."""
    path, detail = request.url.path, detail[:TEXT_LIMIT]
    kept = {**(headers or {}), "Cache-Control": "no-store"}
    if path.startswith("/api/"):
        body: dict[str, Any] = {
            "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
            "detail": detail,
        }  # fmt: skip
        if errors:
            body["errors"] = errors
        return JSONResponse(body, status, kept, media_type="application/problem+json")
    if path.startswith(("/feeds", "/healthz", "/metrics", "/static")):
        return PlainTextResponse(f"{status} {detail}\n", status, kept)
    page = render_page(request, "error.html", {"status": status, "detail": detail}, status)
    page.headers.update(kept)
    return page
