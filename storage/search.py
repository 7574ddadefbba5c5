"""Search as people see it: a page of Documents, the best first, how many there are, and how they are spread."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from storage import catalogue
from storage.facets import Facet, count_facets
from storage.identity import find_document
from storage.search_query import Query
from storage.search_text import searched_text
from storage.selection import Hit, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from storage.filters import Filters
    from storage.views import DocumentView

__all__ = ["CAP", "Found", "Query", "find_documents", "searched_text"]
CAP = 10_000  # hits that are counted one by one
SAMPLE = 2_000  # of more hits, as many as the facets are counted over


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    views: tuple[DocumentView, ...]
    total: int  # exact up to CAP
    is_capped: bool  # more than `total` were found
    facets: tuple[Facet, ...]
    has_more: bool  # behind this page


def find_documents(
    session: Session,
    filters: Filters,
    *,
    limit: int = 20,
    offset: int = 0,
    after: str | None = None,
    order: str = "best",
    with_text: bool = False,
    with_facets: bool = True,
) -> Found:
    """Documents that pass the filters: those whose number it is, those with all words in the title, the others, each
    the newest first; or, with the order `newest`, the newest first. `after`: go on behind this id (LookupError: no such
    id). QueryError when there are too many words.
    """
    selection = Selection(session, filters, is_ranked=order == "best")
    behind = None if after is None else _locate(session, selection, after)
    hits, total = selection.collect(SAMPLE, CAP)
    is_capped = total > CAP
    page = list(
        islice(
            _in_order(selection, None if is_capped else hits, behind), offset, offset + limit + 1
        )
    )
    ids = [Hit(*hit).document_id for hit in page[:limit]]
    return Found(
        views=tuple(catalogue.load_documents(session, ids, filters.q, with_text=with_text)),
        total=min(total, CAP),
        is_capped=is_capped,
        facets=count_facets(session, hits, is_capped=is_capped) if with_facets else (),
        has_more=len(page) > limit,
    )


def _in_order(selection: Selection, hits: list[Hit] | None, behind: Hit | None) -> Iterator[Hit]:
    if hits is None or behind is not None:
        return selection.in_order(behind)
    return iter(selection.sort(hits))


def _locate(session: Session, selection: Selection, uid: str) -> Hit:
    document = find_document(session, uid)
    found = None if document is None else selection.find(document.id)
    if found is None:
        raise LookupError(f"{uid}: no such document to go on behind")
    return found
