"""The API's manual: a page of its own, made from the OpenAPI description, loading nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from gongbao.web.rendering import render_page

if TYPE_CHECKING:
    from collections.abc import Iterator

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Kind:
    """A type: its words, and the object of ours it is made of."""

    words: str
    model: str | None = None


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    kind: Kind
    text: str
    place: str = ""  # of a parameter: path or query
    default: str = ""


@dataclass(frozen=True)
class Operation:
    """One address and what it answers: a status, words, and the object in the answer."""

    method: str
    path: str
    summary: str
    text: str
    parameters: list[Field]
    answers: list[tuple[str, str, Kind | None]]


@router.get("/api/docs")
def show_manual(request: Request) -> Response:
    """Every operation with its parameters and answers, and every object."""
    description: dict[str, Any] = request.app.openapi()
    values = {
        "info": description["info"],
        "operations": list(_operations(description)),
        "models": list(_models(description)),
    }
    return render_page(request, "manual.html", values)


def _operations(description: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=told.get("summary", ""),
                text=told.get("description", ""),
                parameters=[_parameter(p) for p in told.get("parameters", ())],
                answers=[_answer(status, one) for status, one in told["responses"].items()],
            )


def _models(description: dict[str, Any]) -> Iterator[tuple[str, str, list[Field]]]:
    for name, schema in description.get("components", {}).get("schemas", {}).items():
        fields = [
            Field(field, _kind(one), one.get("description", ""))
            for field, one in schema.get("properties", {}).items()
        ]
        yield name, schema.get("description", ""), fields


def _parameter(told: dict[str, Any]) -> Field:
    default = told["schema"].get("default")
    return Field(
        name=told["name"],
        kind=_kind(told["schema"]),
        text=told.get("description", ""),
        place=told["in"],
        default="" if default is None else str(default),
    )


def _answer(status: str, told: dict[str, Any]) -> tuple[str, str, Kind | None]:
    contents = list(told.get("content", {}).values())
    return status, told["description"], _kind(contents[0]["schema"]) if contents else None


def _kind(schema: dict[str, Any]) -> Kind:
    """`string`, `Change[]`, `a | b`: what may stand there; null is not told."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Kind(name, name)
    if "enum" in schema:
        return Kind(" | ".join(str(value) for value in schema["enum"]))
    if "anyOf" in schema:
        found = [_kind(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return Kind(
            " | ".join(k.words for k in found), next((k.model for k in found if k.model), None)
        )
    if schema.get("type") == "array":
        inner = _kind(schema.get("items", {}))
        return Kind(f"{inner.words}[]", inner.model)
    return Kind(str(schema.get("const", schema.get("type", "any"))))
