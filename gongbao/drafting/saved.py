"""Pages saved beside a portal file, and the records they must give: `<name>.pages/`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from crawler.items import ListedAs, PageItem
from gongbao.drafting.decoding import read_text
from pipelines.reading import read_page
from platforms import registry
from platforms.base import ListRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portals.schema import Portal, Source

INDEX = "pages.json"
EXPECTED = ".expected.json"
LEFT_OUT = frozenset({"content_hash", "entries", "next_page", "total"})  # of a document's record
SHOWN = 80  # characters of a value in a message


@dataclass(frozen=True)
class SavedPage:
    """One page as it was served."""

    file: str
    source: str
    role: str  # list | document
    url: str
    content_type: str | None = None
    listed: dict[str, str | None] | None = None  # what the list says of a document


def pages_folder(portal: Portal) -> Path:
    """Where a portal's saved pages are."""
    return portal.path.with_name(f"{portal.name}.pages")


def save_pages(folder: Path, pages: list[tuple[SavedPage, bytes]]) -> None:
    """Write pages and their index; the folder must not exist yet."""
    folder.mkdir(parents=True)
    for page, body in pages:
        (folder / page.file).write_bytes(body)
    _write_json(folder / INDEX, [asdict(page) for page, _ in pages])


def load_pages(folder: Path) -> list[SavedPage]:
    """The pages a folder holds; none when there is no folder."""
    index = folder / INDEX
    if not index.exists():
        return []
    return [SavedPage(**row) for row in json.loads(index.read_text(encoding="utf-8"))]


def accept_pages(portal: Portal) -> list[Path]:
    """Write what each page gives today as what it must give, not reviewed yet; reviewed ones are left alone."""
    folder = pages_folder(portal)
    written = []
    for page in load_pages(folder):
        path = folder / f"{page.file}{EXPECTED}"
        if path.exists() and _read_json(path).get("reviewed"):
            continue
        _write_json(path, {"reviewed": False, "record": read_saved(portal, page)})
        written.append(path)
    return written


def find_differences(portal: Portal) -> Iterator[str]:
    """One line for each page without a reviewed expectation, and for each field that is read otherwise today."""
    folder = pages_folder(portal)
    for page in load_pages(folder):
        path = folder / f"{page.file}{EXPECTED}"
        place = f"{folder.name}/{page.file}"
        if not path.exists():
            yield f"{place}: nothing is expected of it yet: gongbao portal accept {portal.name}"
            continue
        expected = _read_json(path)
        if not expected.get("reviewed"):
            yield f'{place}: not reviewed: compare {path.name} with the page, then set "reviewed" to true'
        try:
            record = read_saved(portal, page)
        except LookupError as error:
            yield str(error)
            continue
        for field in sorted({*record, *expected["record"]}):
            read, wanted = record.get(field), expected["record"].get(field)
            if read != wanted:
                yield f"{place}: {field}: {_show(read)} is read, {_show(wanted)} expected"


def read_saved(portal: Portal, page: SavedPage) -> dict[str, Any]:
    """What a saved page gives with the portal's platform and selectors."""
    body = (pages_folder(portal) / page.file).read_bytes()
    text = read_text(portal, body, page.content_type)
    return _list_record(portal, page, text) if page.role == "list" else _record(portal, page, text)


def _list_record(portal: Portal, page: SavedPage, text: str) -> dict[str, Any]:
    source = _source_of(portal, page)
    name = portal.platform
    if name == "auto":
        name = registry.recognise(text, page.url)[0] or "generic"
    listed = registry.PLATFORMS[name].parse_list(text, ListRequest(page.url), source.list)
    return {
        "entries": [asdict(entry) for entry in listed.entries],
        "next_page": listed.next.to_text() if listed.next else None,
        "total": listed.total,
    }


def _record(portal: Portal, page: SavedPage, text: str) -> dict[str, Any]:
    source = _source_of(portal, page)
    item = PageItem(url=page.url, html=text, portal=portal.name, source=source.name)
    item.platform = None if portal.platform == "auto" else portal.platform
    item.region, item.rules = portal.region, source.document
    item.listed = ListedAs(**(page.listed or {}))
    record = read_page(item).to_record()
    return {name: value for name, value in record.items() if name not in LEFT_OUT}


def _source_of(portal: Portal, page: SavedPage) -> Source:
    """The column a page was saved for; the only one there is when it was renamed since."""
    named = [s for s in portal.sources if s.name == page.source]
    if not named and len(portal.sources) > 1:
        raise LookupError(f"{portal.name}.pages/{INDEX}: no source is named {page.source}")
    return (named or portal.sources)[0]


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _read_json(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not isinstance(found.get("record"), dict):
        raise ValueError(f"{path}: no expected record")
    return found


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
