"""The API's manual: a page of its own, made from the OpenAPI description, loading nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from gongbao.web.rendering import render_page

if TYPE_CHECKING:
    from collections.abc import Iterator

router = APIRouter(include_in_schema=False)


@router.get("/api/docs")
def show_manual(request: Request) -> Response:
    """Every operation with its parameters."""
    description: dict[str, Any] = request.app.openapi()
    values = {"info": description["info"], "operations": list(_operations(description))}
    return render_page(request, "manual.html", values)


def _operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "parameters": [_parameter(p) for p in operation.get("parameters", ())],
            }


def _parameter(parameter: dict[str, Any]) -> dict[str, str]:
    schema = parameter["schema"]
    kinds = [part.get("type", "") for part in schema.get("anyOf", [schema])]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "kind": " | ".join(kind for kind in kinds if kind != "null"),
        "default": "" if schema.get("default") is None else str(schema["default"]),
        "text": parameter.get("description", ""),
    }
