"""The API: the archive as JSON, lists with a cursor."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response  # noqa: TC002  (FastAPI reads annotations)

from gongbao.comparison import compare
from gongbao.health import assess
from gongbao.rows import change_row, document_row, portal_row, revision_row, source_row
from gongbao.variants import list_variants
from gongbao.web import api_models as models
from gongbao.web import api_query as asked
from gongbao.web.conditional import answer_json
from gongbao.web.lookup import find_document, get_shelf, living_document
from gongbao.web.rendering import with_query
from storage import catalogue, citing, history, paging
from storage.search import find_documents
from storage.suggestion import suggest_issuers

if TYPE_CHECKING:
    from storage.session import Session

DESCRIPTION = """Official documents of Chinese government portals, their revisions and changes.

Filters are the same everywhere. Lists are cut into pages: follow `next` until it is null. `ETag` and
`If-None-Match` spare what has not changed. Errors are problem details (RFC 9457)."""

router = APIRouter(prefix="/api/v1", tags=["archive"])
Row = dict[str, Any]
Uid = Annotated[str, Path(description="A document's id.", examples=[models.UID])]
Nothing = Annotated[asked.Query, Query()]


@router.get("/documents", summary="Documents", response_model=models.DocumentPage)
def list_documents(request: Request, query: Annotated[asked.DocumentQuery, Query()]) -> Response:
    """Documents that pass the filters, the best match or the newest first; withdrawn ones with their state."""
    filters = query.to_filters()
    with get_shelf(request).reading() as session:
        behind = _place_of(session, query.cursor)
        try:
            places = paging.select_page(session, filters, query.order, behind, query.limit + 1)
        except paging.LostPlace as error:
            raise HTTPException(410, str(error)) from None
        shown = places[: query.limit]
        ids = [place.number for place in shown]
        views = catalogue.load_documents(session, ids, filters.q, with_text=query.text)
        total = catalogue.count_documents(session, filters)
    has_more = len(places) > len(shown)
    rest = with_query(request.url.path, **query.behind(str(shown[-1]))) if has_more else None
    return _page(request, [document_row(view) for view in views], rest, total=total)


@router.get("/documents/{document_id}", summary="One document", response_model=models.FullDocument)
def read_document(request: Request, document_id: Uid, _query: Nothing) -> Response:
    """Its record, where it stands, what it says of other documents, and how its copies differ."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        relations = [asdict(found) for found in history.list_relations(session, view.id)]
        copies = [
            {**copy.to_row(), "operations": copy.operations}
            for copy in list_variants(session, view.id)
        ]
    return answer_json(request, {**document_row(view), "relations": relations, "copies": copies})


@router.get(
    "/documents/{document_id}/revisions",
    summary="Its revisions",
    response_model=models.RevisionPage,
)
def list_revisions(request: Request, document_id: Uid, _query: Nothing) -> Response:
    """The contents of the page that speaks for it, the oldest first."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
    return _page(request, [revision_row(revision) for revision in revisions], None)


@router.get("/documents/{document_id}/diff", summary="A comparison", response_model=models.Diff)
def read_diff(
    request: Request, document_id: Uid, query: Annotated[asked.DiffQuery, Query()]
) -> Response:
    """What lies between two of its revisions; the last two unless told."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        revisions = history.list_revisions(session, view.id)
    return answer_json(request, compare(revisions, query.first, query.last).to_row(view.id))


@router.get(
    "/documents/{document_id}/citations", summary="Citations", response_model=models.Citations
)
def read_citations(request: Request, document_id: Uid, _query: Nothing) -> Response:
    """What it cites, in the order of its text, and the documents that cite it, the newest first."""
    with get_shelf(request).reading() as session:
        view = find_document(request, session, document_id)
        cited = citing.resolve_citations(session, view.id, view.record.get("citations"))
        others = citing.list_citing(session, view.id)
    rows = {"cites": map(_named, cited), "cited_by": map(_named, others)}
    return answer_json(request, {name: list(found) for name, found in rows.items()})


@router.get("/facets", summary="Facets", response_model=models.FacetPage)
def list_facets(request: Request, query: Annotated[asked.FilterQuery, Query()]) -> Response:
    """How the documents found are spread over issuers, regions, years, kinds, portals, validity, categories."""
    filters = query.to_filters()
    with get_shelf(request).reading() as session:
        found = find_documents(session, filters, limit=1)
    facets = [asdict(facet) for facet in found.facets]
    return _page(request, facets, None, total=found.total, is_capped=found.is_capped)


@router.get("/issuers", summary="Issuers", response_model=models.IssuerPage)
def list_issuers(request: Request, query: Annotated[asked.IssuerQuery, Query()]) -> Response:
    """Issuers whose names begin with what was typed, then those that hold it; the most frequent first."""
    with get_shelf(request).reading() as session:
        found = suggest_issuers(session, query.q, query.limit)
    return _page(request, [asdict(issuer) for issuer in found], None)


@router.get("/changes", summary="The change log", response_model=models.ChangePage)
def list_changes(request: Request, query: Annotated[asked.ChangeQuery, Query()]) -> Response:
    """Changes with ids greater than `since`, oldest first. Nothing is ever inserted before the last one read."""
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
    return _page(request, [change_row(view) for view in shown], rest, last_id=last)


@router.get("/portals", summary="Portals", response_model=models.PortalPage)
def list_portals(request: Request, _query: Nothing) -> Response:
    """Every portal, its columns and how these are doing."""
    shelf = get_shelf(request)
    with shelf.reading() as session:
        views = assess(session, shelf.portals)
    rows = [
        portal_row(portal) | {"health": [source_row(v) for v in views if v.portal == portal.name]}
        for portal in shelf.portals.values()
    ]
    return _page(request, rows, None)


def _place_of(session: Session, cursor: str | None) -> paging.Place | None:
    """A place in the order; a document's id means the place of the document."""
    if not cursor:
        return None
    known = paging.parse_place(cursor)
    return known or paging.place_of(session, living_document(session, cursor).id)


def _named(found: citing.CitedView | citing.CitingView) -> Row:
    row = asdict(found)
    return {"document_number": row.pop("number"), **row}


def _page(request: Request, rows: list[Row], rest: str | None, **more: Any) -> Response:
    headers = {"Link": f'<{rest}>; rel="next"'} if rest else {}
    return answer_json(request, {"items": rows, "next": rest, **more}, headers)
