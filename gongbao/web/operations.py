"""For those who run it: is it alive, and how is it doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from gongbao.health import assess
from gongbao.web.lookup import get_shelf
from storage.figures import take_figures
from storage.opening import REMEDY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.responses import Response

    from storage.figures import Figures
    from storage.views import SourceView

router = APIRouter(include_in_schema=False)
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
NO_STORE = {"Cache-Control": "no-store"}


@router.get("/healthz")
def tell_health(request: Request) -> Response:
    """200 while the archive can be read, or while there is none yet."""
    shelf = get_shelf(request)
    with shelf.reading() as session:
        figures = take_figures(session)
    body = {"status": "ok", "archive": shelf.has_archive, "newest_change": figures.newest_change}
    if not shelf.has_archive:
        body["remedy"] = REMEDY
    return JSONResponse(body, headers=NO_STORE)


@router.get("/metrics")
def tell_metrics(request: Request) -> Response:
    """Figures in Prometheus' text format."""
    shelf = get_shelf(request)
    with shelf.reading() as session:
        figures, sources = take_figures(session), assess(session, shelf.portals)
    lines = [*_archive_lines(figures), *_source_lines(sources)]
    return PlainTextResponse("\n".join(lines) + "\n", media_type=PROMETHEUS, headers=NO_STORE)


def _archive_lines(figures: Figures) -> Iterator[str]:
    yield from _metric("documents", "gauge", "Documents in the archive.", {"": figures.documents})
    yield from _metric("revisions", "gauge", "Revisions of them.", {"": figures.revisions})
    states = {_labels(state=name): count for name, count in figures.publications.items()}
    yield from _metric("publications", "gauge", "Publications by state.", states)
    kinds = {_labels(kind=name): count for name, count in figures.changes.items()}
    yield from _metric("changes_total", "counter", "Changes told, by kind.", kinds)
    issues = {_labels(kind=name): count for name, count in figures.open_issues.items()}
    yield from _metric("issues_open", "gauge", "Issues somebody must look at.", issues)
    waiting = {"": figures.waiting_facts}
    yield from _metric("facts_waiting", "gauge", "Facts not told as Changes yet.", waiting)


def _source_lines(sources: list[SourceView]) -> Iterator[str]:
    outcomes = {
        _labels(portal=s.portal, source=s.source, outcome=str(s.outcome)): 1 for s in sources
    }
    yield from _metric("source_outcome", "gauge", "How the last visit ended.", outcomes)
    runs = {
        _labels(portal=s.portal, source=s.source): s.last_run_at.timestamp()
        for s in sources
        if s.last_run_at
    }
    yield from _metric("source_last_run_seconds", "gauge", "When the last visit was.", runs)
    healthy = {
        _labels(portal=s.portal, source=s.source): s.succeeded_at.timestamp()
        for s in sources
        if s.succeeded_at
    }
    text = "When the last visit that found it healthy was."
    yield from _metric("source_last_success_seconds", "gauge", text, healthy)
    pages = {
        _labels(portal=s.portal, source=s.source, outcome=name): count
        for s in sources
        for name, count in s.pages.items()
    }
    yield from _metric("source_pages", "gauge", "Pages of the last visit, by outcome.", pages)


def _metric(name: str, kind: str, text: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP gongbao_{name} {text}"
    yield f"# TYPE gongbao_{name} {kind}"
    for labels, value in values.items():
        yield f"gongbao_{name}{labels} {value}"


def _labels(**values: str) -> str:
    told = ",".join(f'{name}="{_escape(value)}"' for name, value in values.items())
    return f"{{{told}}}"


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
