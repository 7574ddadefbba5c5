"""One visit to an address nobody has described yet: `portal new`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.cli.list_head import HeadError, HeadReader
from gongbao.drafting.decoding import read_text
from gongbao.drafting.region import UNKNOWN
from gongbao.drafting.survey import Column, classify_column, column_title, find_columns
from platforms import registry
from platforms.address import is_http
from platforms.base import ListRequest
from platforms.family import recognise_family
from platforms.verdict import FILE
from portals.schema import ListRules, Portal, Source

if TYPE_CHECKING:
    from config import Settings
    from gongbao.cli.fetch import FetchedPage
    from gongbao.cli.list_head import Head
    from platforms.base import ListEntry

DOCUMENTS = 2
UNNAMED = "政策文件"


@dataclass(frozen=True)
class Visit:
    """What was seen. `head` is None at a home page, which has columns instead of a list."""

    page: FetchedPage
    text: str
    platform: str
    family: str | None  # None: not recognised, and read as `generic`
    evidence: tuple[str, ...]
    columns: tuple[Column, ...]
    head: Head | None
    documents: tuple[tuple[ListEntry, FetchedPage], ...] = ()


def visit(url: str, settings: Settings) -> Visit:
    """Ask for a column's page (or a home page), then for two documents of its list; HeadError when it is not to be
    had.
    """
    stranger = Portal(
        name="draft", path=Path(), title="", level="city", region=UNKNOWN, url=url,
        platform="generic", issuers=(), sources=(),
    )  # fmt: skip
    reader = HeadReader(stranger, settings)
    page = reader.fetch(url, is_list=True)
    text = read_text(stranger, page.body, page.content_type)
    family, evidence = recognise_family(text, page.url)
    if family is None and registry.looks_like_list_answer(text):
        family, evidence = _recognise_index(text, page.url)
    seen = Visit(page, text, family or "generic", family, tuple(evidence), (), None)
    if registry.parse_any_list(text, page.url).kind == "home":
        return replace(seen, columns=tuple(find_columns(text, page.url)))
    return _read_column(reader, replace(seen, columns=(_name_column(text, url),)))


def _recognise_index(text: str, url: str) -> tuple[str | None, list[str]]:
    """A list answer without an address that tells its family: the platform that finds lower lists in it."""
    for name, platform in registry.PLATFORMS.items():
        listed = platform.parse_list(text, ListRequest(url), ListRules())
        if listed.further:
            return name, [f"an index of {len(listed.further)} lower lists"]
    return None, []


def _read_column(reader: HeadReader, seen: Visit) -> Visit:
    (column,) = seen.columns
    source = Source("draft", column.name, column.title, column.kind, column.url)
    reader.portal = replace(reader.portal, platform=seen.platform)
    head = reader.read(source, seen.page)
    if head.issues:
        column = column._replace(name="gazette", kind="gazette")
        seen = replace(seen, columns=(column,))
    return replace(seen, head=head, documents=tuple(_fetch_documents(reader, head)))


def _name_column(text: str, url: str) -> Column:
    title = column_title(text) or UNNAMED
    name, kind = classify_column(title)
    return Column(name, title, kind, url)


def _fetch_documents(reader: HeadReader, head: Head) -> list[tuple[ListEntry, FetchedPage]]:
    found: list[tuple[ListEntry, FetchedPage]] = []
    pages = [e for e in head.entries if is_http(e.url) and not FILE.search(e.url)]
    for entry in pages[: DOCUMENTS * 2]:
        if len(found) == DOCUMENTS:
            break
        try:
            found.append((entry, reader.fetch(entry.url)))
        except HeadError as error:
            print(f"gongbao: {entry.url}: {error.outcome}: {error}", file=sys.stderr)
    return found
