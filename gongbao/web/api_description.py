"""The OpenAPI description, completed: problems, tokens, headers, what every operation may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongbao.web.api_models import Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

PROBLEM = "application/problem+json"
SCHEMA = "#/components/schemas/Problem"
PROBLEMS = {
    401: "A valid token is needed.",
    404: "There is no such thing.",
    410: "The results have changed: begin again.",
    422: "A parameter is unknown or has a value that is not understood.",
    429: "Too many requests: `Retry-After` says when to go on.",
    503: "The archive has another schema: `gongbao db upgrade` on the server.",
}
MOVED = {"description": "The document goes on under another id: `Location`."}
NOT_MODIFIED = {"description": "Not modified since the answer with this `ETag`."}
HEADERS = {
    "ETag": {"description": "Give it back in `If-None-Match`.", "schema": {"type": "string"}},
    "Link": {"description": "The next page, as `next`.", "schema": {"type": "string"}},
}
TOKENS = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "query": {"type": "apiKey", "in": "query", "name": "token"},
}


def complete_description(app: FastAPI) -> None:
    """Let an application tell all of this."""
    make = app.openapi
    told: dict[str, Any] = {}

    def describe() -> dict[str, Any]:
        if not told:
            told.update(_complete(make()))
        return told

    app.openapi = describe  # type: ignore[method-assign]  # as FastAPI's manual says


def _complete(description: dict[str, Any]) -> dict[str, Any]:
    components = description.setdefault("components", {})
    components["securitySchemes"] = TOKENS
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"] |= schema.pop("$defs") | {"Problem": schema}
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    description["security"] = [{}, {"bearer": []}, {"query": []}]
    for path, operations in description["paths"].items():
        for operation in operations.values():
            _complete_operation(path, operation)
    return description


def _complete_operation(path: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    answers = operation["responses"]
    answers["200"]["headers"] = (
        HEADERS if "next" in str(answers["200"]) else {"ETag": HEADERS["ETag"]}
    )
    answers["304"] = NOT_MODIFIED
    is_list = path.endswith("/documents")
    if "{document_id}" in path:
        answers["301"] = MOVED
    for status, text in PROBLEMS.items():
        if (status == 410 and not is_list) or (status == 404 and "/documents" not in path):
            continue
        answers[str(status)] = {
            "description": text,
            "content": {PROBLEM: {"schema": {"$ref": SCHEMA}}},
        }
    operation["responses"] = dict(sorted(answers.items()))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not: none is null."""
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
    return {**kinds[0], **schema} if kinds else schema
