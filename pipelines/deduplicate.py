"""Which Document is this? The table of docs/identity.md, row by row; pure.

A wrong merge loses a document, a missed one costs a repeat: whatever no row says is apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.attachment_main import document_text
from pipelines.fingerprint import (
    containment,
    figure_agreement,
    text_bands,
    words_of,
)
from platforms.title import title_key
from storage.facts import Candidate, Evidence, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import DocumentItem
    from portals.schema import Portal, Source

CONTAINED = 0.8  # of the shingles, beside a number or a title
NEAR_COPY = 0.95  # of the shingles and of the figures, beside nothing else
SHORT = 300  # characters: below it shingles say little
TINY = 50  # characters: below it (详见附件) a text says nothing of its document
COVERED = 0.6  # a copy holds most of the longer text, a quotation does not
PLACELESS = re.compile(r"^(?:[省市县区]|政|府|办|委|人社|财|发改|司)")
OTHER_WORK = (
    "转发",
    "批转",
    "更正",
    "勘误",
    "解读",
    "修正",
    "修订",
    "修改",
    "征求意见",
    "答记者问",
)
CONFLICT = "number_conflict"
ROWS = (  # of the table, the strongest evidence first
    "issuer, number and title",
    "issuer, number and text",
    "registration number",
    "issuer, title and date",
    "near copy",
)
YEAR = re.compile(r"(?:19|20)\d\d")
LEVEL_RANK = ("central", "ministry", "province", "department", "city", "district")


def evidence_of(item: DocumentItem, region: str | None = None) -> Evidence:
    """What a page shows of its identity. A number that names no place belongs to the portal's region."""
    issuers = tuple(item.issuers)
    number = item.document_number
    is_placeless = number is not None and PLACELESS.match(number) and region
    suspected = bool(item.tampered["suspected"])
    text = document_text(item)
    return Evidence(
        title=item.title or "",
        title_key="" if suspected else title_key(item.title),
        text=text,
        number=None if suspected else number,
        number_key=None if suspected else f"{region}:{number}" if is_placeless else number,
        issuer_key=issuer_key(issuers[0]) if issuers else None,
        issuers=issuers,
        registration_number=None if suspected else item.registration_number,
        written_on=item.written_on,
        bands=() if suspected else text_bands(text),
        shows_title=item.explain.get("title") not in ("list", "none"),
        shows_number=_shows_number(item),
        is_file=text != item.text,
        files=frozenset(a.text_hash for a in item.attachments if a.text_hash),
    )


def _shows_number(item: DocumentItem) -> bool:
    """Whether the page bears its number, not its list alone."""
    told = item.explain.get("document_number")
    names = {name for name, _ in told["evidence"]} if isinstance(told, dict) else set()
    return names != {"list"}


def voice_rank(issuers: Sequence[str], portal: Portal, source: Source | None) -> int:
    """How good a voice a portal is for a document: 0 its issuer's home, 1 a gazette, then by level."""
    if {issuer_key(name) for name in issuers} & {issuer_key(name) for name in portal.issuers}:
        return 0
    if source is not None and source.kind == "gazette":
        return 1
    return 2 + LEVEL_RANK.index(portal.level)


def issuer_key(name: str) -> str:
    """An organ's name as its spellings share it: 省人民政府办公厅 = 省政府办公厅."""
    return re.sub(r"\s|中华人民共和国", "", name).replace("人民政府", "政府")


def identify(evidence: Evidence, candidates: Sequence[Candidate]) -> Verdict:
    """The candidate that the first row of the table calls the same (the oldest of several); else a new Document."""
    judged = [(judge(evidence, candidate.evidence), candidate) for candidate in candidates]
    for row in ROWS:
        same = next((candidate for found, candidate in judged if found == row), None)
        if same is not None:
            return Verdict(same.document_id, row, f"with document {same.uid}")
    conflict = next((c.uid for found, c in judged if found == CONFLICT), None)
    if conflict:
        reason = f"same number as document {conflict}, another title and text"
        return Verdict(None, CONFLICT, reason, conflict)
    return Verdict(None, "new", "no document in the archive is the same")


def judge(page: Evidence, known: Evidence) -> str | None:
    """The row that decides between a page and a Document: why they are the same, `number_conflict`, or None."""
    if page.number and known.number:
        return _judge_numbers(page, known)
    if page.registration_number and page.registration_number == known.registration_number:
        return "registration number"
    if is_other_work(page.title, known.title) or _carry_other_files(page, known):
        return None
    if _same_heading(page, known) and containment(page.text, known.text) >= CONTAINED:
        return "issuer, title and date"
    return "near copy" if _is_copy(page, known) else None


def _is_brief(page: Evidence, known: Evidence) -> bool:
    """Whether the pages themselves say little: a cover note, or a file in place of a text."""
    least = min(len(words_of(page.text)), len(words_of(known.text)))
    return page.is_file or known.is_file or least < SHORT


def _carry_other_files(page: Evidence, known: Evidence) -> bool:
    """Whether two cover notes, be they in the same words, go with different files."""
    both = bool(page.files and known.files)
    return both and not page.files & known.files and _is_brief(page, known)


def _is_copy(page: Evidence, known: Evidence) -> bool:
    """Much the same text. Notices of several kinds share a phrase or a file: briefs need agreeing titles, and may
    differ a little over one file.
    """
    if not _is_brief(page, known):
        return _is_near_copy(page.text, known.text)
    if not _titles_agree(page.title_key, known.title_key):
        return False
    one_file = bool(page.files & known.files)
    return _is_near_copy(page.text, known.text) or (
        one_file and containment(page.text, known.text) >= CONTAINED
    )


def _judge_numbers(page: Evidence, known: Evidence) -> str | None:
    if page.number_key != known.number_key or not is_same_issuer(page, known):
        return None
    if _titles_agree(page.title_key, known.title_key):
        return "issuer, number and title"
    says_something = min(len(words_of(page.text)), len(words_of(known.text))) >= TINY
    if says_something and containment(page.text, known.text) >= CONTAINED:
        return "issuer, number and text"
    return CONFLICT


def is_same_issuer(page: Evidence, known: Evidence) -> bool:
    """Equal names, a short form of one, or one side that names none."""
    ours = {issuer_key(name) for name in page.issuers}
    theirs = {issuer_key(name) for name in known.issuers}
    if not ours or not theirs or ours & theirs:
        return True
    return any(_is_short_form(a, b) or _is_short_form(b, a) for a in ours for b in theirs)


def _is_short_form(short: str, full: str) -> bool:
    """省政府办公厅 for 云岭省政府办公厅."""
    return full.endswith(short.lstrip("省市县区州")) and len(short) < len(full)


def _titles_agree(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _same_heading(page: Evidence, known: Evidence) -> bool:
    return (
        page.issuer_key is not None
        and page.issuer_key == known.issuer_key
        and page.title_key == known.title_key != ""
        and page.written_on is not None
        and page.written_on == known.written_on
    )


def is_other_work(one: str, other: str) -> bool:
    """Forwarding, correcting, explaining or another year's edition: a document of its own."""
    marks = [{word for word in OTHER_WORK if word in title} for title in (one, other)]
    years = [set(YEAR.findall(title)) for title in (one, other)]
    return marks[0] != marks[1] or (all(years) and years[0] != years[1])


def _is_near_copy(one: str, other: str) -> bool:
    sizes = sorted((len(words_of(one)), len(words_of(other))))
    if sizes[0] < SHORT:
        return sizes[0] >= TINY and words_of(one) == words_of(other)
    return (
        sizes[0] >= COVERED * sizes[1]
        and containment(one, other) >= NEAR_COPY
        and figure_agreement(one, other) >= NEAR_COPY
    )


class DeduplicatePipeline:
    """Step: gather what tells which Document a page is; the decision falls in the page's transaction."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        item.evidence = evidence_of(item, item.page.region)
        return item
