"""What a text cites: 《titles》 of documents and 发文字号, and the number glued to a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.number_grammar import DocumentNumber, parse_bare
from pipelines.number_search import Found, find_all
from pipelines.number_serial import leading_serial

if TYPE_CHECKING:
    from collections.abc import Iterator

Citation = dict[str, str | None]

_TITLE = re.compile(r"《([^《》]{0,160}(?:《[^《》]{1,160}》[^《》]{0,80}){0,3})》")
_LINK = re.compile(r"\s*[（(〔【\[]?\s*")
_GENRE = re.compile(
    r"(?:通知|通告|公告|意见|办法|条例|法|法典|规划|计划|纲要|方案|决定|决议|规定|细则|要点|批复|复函|函|通报|措施|政策"
    r"|规则|章程|准则|标准|规范|目录|清单|指引|指南|制度|解释|规程|预案|命令|公报|议定书|协定|公约|宪法|请示|报告|若干规定)$"
)
_ADDENDUM = re.compile(r"\s*[（(〔\[][^（）()]{1,24}[）)〕\]]$")
_ABBREVIATION = re.compile(r"(?:简称|下称)[：:为]?\s*$")
_BARE_GENRE = 4


def find_citations(
    text: str, own: DocumentNumber | None = None, *, title: str | None = None
) -> list[Citation]:
    """`[{"document_number", "title"}]` in the order of the text, each document once.

    A 《title》（number） pair is one entry; a number alone has title None, the 《title》 of a document alone has number
    None. The page's own number and `title` are left out.
    """
    numbers = {found.start: found for found in find_all(text)}
    abbreviations = {
        m[1]
        for m in _TITLE.finditer(text)
        if _ABBREVIATION.search(text, max(0, m.start() - 8), m.start())
    }
    entries: dict[tuple[str | None, str | None], Citation] = {}
    for number, name in _mentions(text, numbers):
        if (own is not None and number == own) or (name and name in abbreviations):
            continue
        if number is not None or (_is_document(name) and not _same(name, title)):
            cited = None if number is None else str(number)
            entries.setdefault((cited, name), {"document_number": cited, "title": name})
    return _once(list(entries.values()))


def _mentions(
    text: str, numbers: dict[int, Found]
) -> Iterator[tuple[DocumentNumber | None, str | None]]:
    """(number, title) as they stand in the text, a title together with the number that follows it."""
    marks: list[tuple[int, DocumentNumber | None, str | None]] = []
    for match in _TITLE.finditer(text):
        link = _LINK.match(text, match.end())
        found = numbers.pop(link.end(), None) if link else None
        name = re.sub(r"\s+", "", match[1])
        marks.append((match.start(), found.number if found else None, name))
    marks.extend((found.start, found.number, None) for found in numbers.values())
    for _, number, title in sorted(marks, key=lambda mark: mark[0]):
        yield number, title


def _is_document(name: str | None) -> bool:
    if name is None:
        return False
    bare: str = name
    while (shorter := _ADDENDUM.sub("", bare)) != bare:
        bare = shorter
    return _GENRE.search(bare) is not None and (
        len(bare) > _BARE_GENRE or (bare.endswith(("法", "法典")) and len(bare) > 2)
    )


def _same(name: str | None, title: str | None) -> bool:
    """Whether a name is the page's own title, or that of the text the page puts into force."""
    if not (name and title):
        return False
    issued = re.search(r"(?:印发|发布|公布|下发)《(.+)》", re.sub(r"\s", "", title))
    names = {re.sub(r"\W", "", known) for known in (title, issued[1] if issued else "")}
    return re.sub(r"\W", "", name) in names


def _once(entries: list[Citation]) -> list[Citation]:
    """Without numbers and titles that also stand in a pair."""
    numbers = {e["document_number"] for e in entries if e["title"] and e["document_number"]}
    titles = {e["title"] for e in entries if e["title"] and e["document_number"]}
    kept, seen = [], set()
    for entry in entries:
        number, name = entry["document_number"], entry["title"]
        if (
            (number in numbers and name is None)
            or (name in titles and number is None)
            or (number and number in seen)
        ):
            continue
        seen.add(number)
        kept.append(entry)
    return kept


_AROUND = " \t\u3000\u00a0\u200b\ufeff\r\n"
_AFTER_NUMBER = re.compile(r"^[\s\u3000\u200b）)】\]：:—\-–·|_]+")
_BEFORE_NUMBER = re.compile(r"[\s\u3000\u200b（(【\[—\-–·|_]+$")
_QUOTED = re.compile(r"^(?:文|号|等|的|、|，|和|及|与|精神|要求)")
_HANDLING = re.compile(r"(?:转发|废止|印发|修改|贯彻|落实|执行|学习|根据|关于)$")


def strip_number(title: str) -> tuple[str, str | None]:
    """A title without the document number glued to either end, and that number as printed (None: there is none).

    A title that is nothing but a number stays as it is.
    """
    clean = title.strip(_AROUND)
    if bare := parse_bare(clean):
        return _rest(clean[len(bare[0]) :]) or clean, bare[0]
    if serial := leading_serial(clean):
        return _rest(clean[len(serial) :]) or clean, serial
    found = find_all(clean)
    if not found:
        return clean, None
    first, last = found[0], found[-1]
    if not clean[: first.start].strip(_AROUND + "（(【["):
        after = _rest(clean[first.end :])
        if not _QUOTED.match(after):
            return after or clean, clean[first.start : first.end]
    if not clean[last.end :].strip(_AROUND + "）)】]"):
        return _without_tail(clean, last)
    return clean, None


def _without_tail(clean: str, last: Found) -> tuple[str, str | None]:
    before = clean[: last.start]
    name = _BEFORE_NUMBER.sub("", before)
    cited = name.endswith("》") and not name.startswith("《")
    if cited or _HANDLING.search(name) or len(name) < 4:
        return clean, None
    return name, clean[last.start : last.end]


def _rest(after: str) -> str:
    """What follows a leading number, out of the brackets that held the whole of it."""
    opened = re.fullmatch(
        r"[\s\u3000]*[（(]([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]\s*", after
    )
    return (opened[1] if opened else _AFTER_NUMBER.sub("", after)).strip(_AROUND)
