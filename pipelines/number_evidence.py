"""The page's own number or one it cites? Every place a number stands in is weighed, the sum decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.number_grammar import DocumentNumber, Kind, parse, parse_bare
from pipelines.number_place import READING, Page, Place, ends_heading
from pipelines.number_search import find_all
from pipelines.number_serial import read_serial, read_stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LABEL, LISTED, TITLE_START, TITLE_END = "label", "list", "title begins", "title ends"
SERIAL_LINE = "serial under the issuer's heading"
ARTICLE, DECLARED_NONE = "article", "label says none"

WEIGHTS: dict[str, int] = {
    Place.LETTERHEAD: 7, Place.GLUED: 5, Place.BRACKETED: 5, Place.LABEL_LINE: 5, Place.BARCODE: 4, Place.NOTE: 4,
    LABEL: 5, LISTED: 4, TITLE_START: 5, TITLE_END: 4, SERIAL_LINE: 5, ARTICLE: -3, DECLARED_NONE: -1,
}  # fmt: skip
HEADING_OF_FORWARDED = (
    3  # the wrapped document's own letterhead stands first when the wrapper is lost
)
ENOUGH, LEAD = 4, 2


@dataclass(frozen=True)
class OwnNumber:
    """What was decided and why. `candidates` keeps every number that spoke for itself, best first."""

    number: DocumentNumber | None
    raw: str | None = None
    evidence: list[tuple[str, int]] = field(default_factory=list)
    candidates: list[tuple[str, int]] = field(default_factory=list)


def own_number(
    text: str, *, title: str | None = None, labelled: str | None = None
) -> DocumentNumber | None:
    """The number a page is published under; None when the evidence is thin or divided.

    A wrong number merges two documents, a missing one only costs a merge.
    """
    return weigh_own_number(text, title=title, labelled=labelled).number


def weigh_own_number(
    text: str,
    *,
    title: str | None = None,
    labelled: str | None = None,
    article: bool = False,
    issuers: Sequence[str] = (),
    listed: str | None = None,
) -> OwnNumber:
    """`own_number` with the spelling found and the evidence.

    `labelled` is the value of the page's 发文字号 label ("" or 无: declared none; None: no label); `article` says that
    the page is news or 解读, whose numbers are nearly all cited; `issuers` complete a serial that stands alone under
    …公告 or …令; `listed` is the number the column's list shows for the page.
    """
    spoken: dict[DocumentNumber, dict[str, int]] = {}
    raws: dict[DocumentNumber, str] = {}
    for raw, number, kind in [*_testimony(text, title, labelled, issuers), *_in_list(listed)]:
        spoken.setdefault(number, {})[str(kind)] = _weight(kind, title, labelled)
        raws.setdefault(number, raw)
    _pool(spoken)
    for witness in spoken.values():
        _discount(witness, article=article, declared_none=is_declared_none(labelled))
    ranked = sorted(((sum(w.values()), n) for n, w in spoken.items()), key=lambda pair: -pair[0])
    candidates = [(str(number), score) for score, number in ranked]
    if (
        not ranked
        or ranked[0][0] < ENOUGH
        or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAD)
    ):
        return OwnNumber(None, candidates=candidates)
    best = ranked[0][1]
    return OwnNumber(best, raws[best], list(spoken[best].items()), candidates)


def _pool(spoken: dict[DocumentNumber, dict[str, int]]) -> None:
    """One order may be named twice, 证监会令第5号 and in full: the better attested name takes all."""
    orders = [number for number in spoken if number.kind is not Kind.LETTER]
    orders.sort(key=lambda number: -sum(spoken[number].values()))
    for place, better in enumerate(orders):
        for other in orders[place + 1 :]:
            same = (other.kind, other.year, other.serial) == (
                better.kind,
                better.year,
                better.serial,
            )
            if same and better in spoken and other in spoken:
                spoken[better] = spoken.pop(other) | spoken[better]


def _weight(kind: str, title: str | None, labelled: str | None) -> int:
    heading = kind in (Place.LETTERHEAD, Place.GLUED, Place.BRACKETED)
    forwarded = heading and bool(labelled) and "转发" in (title or "")
    return HEADING_OF_FORWARDED if forwarded else WEIGHTS[kind]


def is_declared_none(labelled: str | None) -> bool:
    """Whether a 发文字号 label is present and says that there is no number."""
    return labelled is not None and re.fullmatch(r"[\s:：无/—–\-暂其他空]*", labelled) is not None


def _discount(witness: dict[str, int], *, article: bool, declared_none: bool) -> None:
    if article:
        witness[ARTICLE] = WEIGHTS[ARTICLE]
    if declared_none:
        witness[DECLARED_NONE] = WEIGHTS[DECLARED_NONE]


def _testimony(
    text: str, title: str | None, labelled: str | None, issuers: Sequence[str]
) -> Iterable[tuple[str, DocumentNumber, str]]:
    """(spelling, number, kind of evidence) of every place that speaks for a number."""
    heading = (title or "").strip()
    if labelled and not is_declared_none(labelled):
        named = _single(labelled) or read_serial(labelled, heading, issuers)
        if named:
            yield labelled.strip(), named, LABEL
    if heading:
        yield from _in_title(heading)
    page = Page(text, heading)
    for found in page.found:
        kind = page.judge(found)
        if kind not in (Place.CITED, Place.ELSEWHERE):
            yield page.text[found.start : found.end].strip(), found.number, kind
    yield from _serials(page, heading, issuers)


def _in_list(listed: str | None) -> Iterable[tuple[str, DocumentNumber, str]]:
    if listed and (number := _single(listed)):
        yield listed.strip(), number, LISTED


def _serials(
    page: Page, title: str, issuers: Sequence[str]
) -> Iterable[tuple[str, DocumentNumber, str]]:
    lines = page.text[: page.body_start].split("\n")
    if stacked := read_stack(lines):
        yield *stacked, SERIAL_LINE
        return
    for line in lines:
        if number := read_serial(line, title, issuers):
            yield line.strip(), number, SERIAL_LINE


def _single(labelled: str) -> DocumentNumber | None:
    try:
        return parse(labelled)
    except ValueError:
        numbers = {found.number for found in find_all(labelled)}
        return numbers.pop() if len(numbers) == 1 else None


def _in_title(title: str) -> Iterable[tuple[str, DocumentNumber, str]]:
    if READING.search(title):
        return
    if bare := parse_bare(title):
        yield bare[0], bare[1], TITLE_START
    for found in find_all(title):
        raw = title[found.start : found.end]
        before, after = (
            title[: found.start].strip(" 　（(【[《"),
            title[found.end :].strip(" 　）)】]"),
        )
        if not before and not re.match(r"[、，,]?\s*(?:文件?|的|等|精神|要求)(?!件)", after):
            yield raw, found.number, TITLE_START
        elif not after and ends_heading(before) and not _names_another(before):
            yield raw, found.number, TITLE_END


def _names_another(before: str) -> bool:
    """Whether a title ends in the name of another document it speaks of: 关于转发《…》, 我省出台《…》."""
    return before.endswith("》") and not before.startswith("《")
