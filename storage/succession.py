"""The same plan of another year: found by title and issuer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage.identity import find_document
from storage.models import Document

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

YEARS = 3  # how far back or on a plan is looked for
DIGITS = "零一二三四五六七八九十"
TERM = re.compile("十([一二三四五六七八九])五")  # 十四五: the fourteenth five years
YEAR = re.compile(r"(?:19|20)\d\d")
NAMED = re.compile(r"(?<!\d)(?:(?:19|20)\d\d){1,2}(?!\d)")  # 2021—2025年: a key has no dash
SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)[年至到]*((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class YearView:
    """A Document of the same row in another year."""

    document_id: str
    title: str
    number: str | None
    written_on: str | None


def shift_years(title_key: str, step: int) -> str | None:
    """The title key a plan would have some periods later (2026年 → 2027年, 2021—2025年 → 2026—2030年), if any."""
    span = SPAN.search(title_key)
    years = int(span[2]) - int(span[1]) + 1 if span else 5 if TERM.search(title_key) else 1
    terms = [DIGITS.index(term) + step for term in TERM.findall(title_key)]
    shifted = _shift_terms(_shift(title_key, step * years), step)
    is_sure = years > 0 and all(1 <= term <= 9 for term in terms)
    return shifted if is_sure and shifted != title_key else None


def find_neighbours(session: Session, uid: str) -> tuple[YearView | None, YearView | None]:
    """The nearest earlier and later Document of the same title and issuer; only one in its year is sure."""
    document = find_document(session, uid)
    if document is None or document.category != "plan":
        return None, None
    return _nearest(session, document, -1), _nearest(session, document, 1)


def _nearest(session: Session, document: Document, way: int) -> YearView | None:
    keys = (shift_years(document.title_key, way * n) for n in range(1, YEARS + 1))
    wanted = [key for key in keys if key]
    if not wanted:
        return None
    issuer = Document.issuer_key == document.issuer_key
    if not document.issuer_key:
        issuer = or_(Document.issuer_key.is_(None), Document.issuer_key == "")
    query = select(Document).where(Document.title_key.in_(wanted), issuer)
    known = list(session.scalars(query))
    for key in wanted:
        same = [row for row in known if row.title_key == key]
        if same:
            return _to_view(same[0]) if len(same) == 1 else None
    return None


def _shift(key: str, years: int) -> str:
    def move(named: re.Match[str]) -> str:
        return YEAR.sub(lambda found: str(int(found[0]) + years), named[0])

    return NAMED.sub(move, key)


def _shift_terms(key: str, step: int) -> str:
    def move(found: re.Match[str]) -> str:
        return f"十{DIGITS[(DIGITS.index(found[1]) + step) % len(DIGITS)]}五"

    return TERM.sub(move, key)


def _to_view(row: Document) -> YearView:
    return YearView(row.uid, row.title, row.number, row.written_on)
