"""发文字号: grammar, canonical form, own number or merely cited. The parts live beside; this is their one door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.label import FIELDS
from pipelines.number_citation import find_citations, strip_number
from pipelines.number_evidence import OwnNumber, own_number, weigh_own_number
from pipelines.number_grammar import DocumentNumber, Kind, parse
from pipelines.number_search import Found, find_all

if TYPE_CHECKING:
    from crawler.items import DocumentItem

__all__ = [
    "DocumentNumber",
    "DocumentNumberPipeline",
    "Found",
    "Kind",
    "OwnNumber",
    "find_all",
    "find_citations",
    "identify_number",
    "own_number",
    "parse",
    "strip_number",
    "weigh_own_number",
]

_LABELS = frozenset(FIELDS["document_number"])
_HEADING_LINES = 40
_NAMED_BY_PLACE = re.compile(r"(?P<place>[省市县区])政府")


def identify_number(item: DocumentItem) -> DocumentItem:
    """Set document_number, document_number_raw, citations, title and the evidence of one page, in place."""
    if item.page_kind in ("list", "shell"):
        return item
    verdict = _weigh(item)
    item.explain["document_number"] = {
        "evidence": verdict.evidence,
        "candidates": verdict.candidates,
    }
    if verdict.number is not None:
        number = _resolved(verdict.number, item.issuers)
        item.document_number, item.document_number_raw = str(number), verdict.raw
    if item.title:
        item.title = strip_number(item.title)[0]
    item.citations = find_citations(item.text, verdict.number, title=item.title)
    return item


def _weigh(item: DocumentItem) -> OwnNumber:
    return weigh_own_number(
        _heading_and_text(item),
        title=item.title,
        labelled=_labelled(item.labels),
        article=item.page_kind == "article",
        issuers=item.issuers,
        listed=item.page.listed.document_number,
    )


def _labelled(labels: dict[str, str]) -> str | None:
    """The value of the page's 发文字号 label; a filled one goes before an empty one."""
    values = [value for name, value in labels.items() if re.sub(r"[\s：:]", "", name) in _LABELS]
    return max(values, key=lambda value: len(value.strip())) if values else None


def _heading_and_text(item: DocumentItem) -> str:
    """The official text under the lines that stand between the page's title and it: numbers often stand there."""
    squeezed = ["".join(line.split()) for line in item.lines]
    first = "".join(item.text.lstrip().partition("\n")[0].split())
    if not first or first not in squeezed:
        return item.text
    body = squeezed.index(first)
    start = _title_line(squeezed[:body], re.sub(r"\s", "", item.title or ""))
    if start is None or body - start > _HEADING_LINES:
        start = next((p for p in range(max(0, body - 8), body) if _is_number(squeezed[p])), body)
    head = [line for line in item.lines[start:body] if not _is_furniture(line)]
    return "\n".join([*head, item.text])


def _is_furniture(line: str) -> bool:
    """A line of labels and widgets (2026-01-02 14:04 来源：… 字号：大 中 小) that holds no number."""
    return re.search(r"[：:]", line) is not None and re.search(r"\d\s*号", line) is None


def _title_line(squeezed: list[str], title: str) -> int | None:
    """The last line that is the title, or most of it."""
    places = [p for p, line in enumerate(squeezed) if line in title and len(line) > len(title) // 2]
    return places[-1] if places else None


def _is_number(line: str) -> bool:
    try:
        parse(line)
    except ValueError:
        return False
    return True


def _resolved(number: DocumentNumber, issuers: list[str]) -> DocumentNumber:
    """省政府令 with the name of the only issuer the page states, when it is that government."""
    named = _NAMED_BY_PLACE.fullmatch(number.issuer or "")
    if named and len(issuers) == 1 and re.search(rf"{named['place']}人民政府$", issuers[0]):
        return DocumentNumber(issuers[0], number.serial, number.year, number.kind)
    return number


class DocumentNumberPipeline:
    """The Scrapy face of `identify_number`."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        """Read the item's number."""
        return identify_number(item)
