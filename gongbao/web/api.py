"""The API: the archive as JSON, lists with a cursor."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from gongbao.comparison import compare
from gongbao.health import assess
from gongbao.query import FILTER_NAMES, parse_filters
from gongbao.rows import change_row, document_row, portal_row, revision_row, source_row
from gongbao.web.lookup import find_document, get_shelf, living_document
from gongbao.web.rendering import with_query
from storage import catalogue, history

if TYPE_CHECKING:
    from storage.filters import Filters

DESCRIPTION = """Official documents of Chinese government portals, their revisions and changes.

Filters are the same everywhere. Lists are cut into pages: follow `next` until it is null.
Errors are problem details (RFC 9457)."""
MAX_ID = 2**31 - 1
JSON = "application/json"

router = APIRouter(prefix="/api/v1")
Row = dict[str, Any]


class FilterQuery(BaseModel):
    """The filters; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, description="Words that stand in the document, or a 发文字号.")
    number: str | None = Field(None, description="发文字号, in any spelling.")
    issuer: str | None = Field(None, description="Part of an issuer's name (发文机关).")
    portal: str | None = Field(None, description="Name of a portal.")
    source: str | None = Field(None, description="Name of a column, or portal/source.")
    region: str | None = Field(None, description="GB/T 2260 code, with all that lies in it.")
    level: str | None = Field(
        None, description="central, ministry, province, department, city, district."
    )
    category: str | None = Field(
        None,
        description="plan, rule, notice, report, interpretation, news, appointment, other.",
    )
    source_kind: str | None = Field(
        None, description="gazette, disclosure, normative, plan, notice."
    )
    validity: str | None = Field(None, description="in_force, repealed, expired, amended.")
    written_from: str | None = Field(None, description="成文日期 from (YYYY-MM-DD).")
    written_to: str | None = Field(None, description="成文日期 up to and with.")
    published_from: str | None = Field(None, description="发布日期 from.")
    published_to: str | None = Field(None, description="发布日期 up to and with.")
    changed_since: str | None = Field(None, description="Changed since a date or time.")
    token: str | None = Field(None, description="Access token, where one is asked for.")

    def to_filters(self) -> Filters:
        """The filters as values; FilterError when one is not understood."""
        return parse_filters({name: getattr(self, name) for name in FILTER_NAMES})

    def to_query(self) -> dict[str, str]:
        """The filters that were given, as parameters of the next page's address."""
        return self.model_dump(include=set(FILTER_NAMES), exclude_none=True)


class DocumentQuery(FilterQuery):
    """Filters, and which page of the list."""

    limit: int = Field(50, ge=1, le=200, description="Rows on a page.")
    cursor: str | None = Field(None, max_length=40, description="Go on behind this document id.")
    text: bool = Field(True, description="Whether the rows carry the texts.")


class ChangeQuery(FilterQuery):
    """Filters, and which part of the change log."""

    since: int = Field(0, ge=0, le=MAX_ID, description="Ids greater than this one.")
    limit: int = Field(100, ge=1, le=1000, description="Rows on a page.")


@router.get("/documents", summary="Documents, the newest (or the best match) first")
def list_documents(request: Request, query: Annotated[DocumentQuery, Query()]) -> JSONResponse:
    filters = query.to_filters()
    with get_shelf(request).reading() as session:
        after = living_document(session, query.cursor).id if query.cursor else None
        found = list(
            catalogue.list_documents(
                session, filters, limit=query.limit + 1, after=after, with_text=query.text
            )
        )
        total = catalogue.count_documents(session, filters)
    shown = found[: query.limit]
    more = {**query.to_query(), "limit": query.limit, "cursor": shown[-1].id} if shown else {}
    if not query.text:
        more["text"] = "false"
    rest = with_query(request.url.path, **more) if len(found) > len(shown) else None
    return _page([document_row(view) for view in shown], rest, total=total)


@router.get("/documents/{document_id}", summary="One document")
def read_document(request: Request, document_id: str) -> JSONResponse:
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        relations = [asdict(found) for found in history.list_relations(session, view.id)]
    return JSONResponse({**document_row(view), "relations": relations})


@router.get("/documents/{document_id}/revisions", summary="Its revisions, the oldest first")
def list_revisions(request: Request, document_id: str) -> JSONResponse:
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
    return _page([revision_row(revision) for revision in revisions], None)


@router.get("/documents/{document_id}/diff", summary="What lies between two revisions")
def read_diff(
    request: Request,
    document_id: str,
    first: Annotated[int | None, Query(alias="from", description="The older one.")] = None,
    last: Annotated[int | None, Query(alias="to", description="The newer one.")] = None,
) -> JSONResponse:
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
    return JSONResponse(compare(revisions, first, last).to_row(view.id))


@router.get("/changes", summary="The change log, oldest first")
def list_changes(request: Request, query: Annotated[ChangeQuery, Query()]) -> JSONResponse:
    filters = query.to_filters()
    with get_shelf(request).reading() as session:
        found = list(
            catalogue.list_changes(
                session, since=query.since, filters=filters, limit=query.limit + 1
            )
        )
    shown = found[: query.limit]
    last = shown[-1].id if shown else query.since
    more = {**query.to_query(), "since": last, "limit": query.limit}
    rest = with_query(request.url.path, **more) if len(found) > len(shown) else None
    return _page([change_row(view) for view in shown], rest, last_id=last)


@router.get("/portals", summary="Portals, their columns and how these are doing")
def list_portals(request: Request) -> JSONResponse:
    shelf = get_shelf(request)
    with shelf.reading() as session:
        views = assess(session, shelf.portals)
    rows = [
        portal_row(portal) | {"health": [source_row(v) for v in views if v.portal == portal.name]}
        for portal in shelf.portals.values()
    ]
    return _page(rows, None)


def _page(rows: list[Row], rest: str | None, **more: Any) -> JSONResponse:
    headers = {"Link": f'<{rest}>; rel="next"'} if rest else {}
    return JSONResponse({"items": rows, "next": rest, **more}, headers=headers)
