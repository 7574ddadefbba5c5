"""What people may mean while they type: names of issuers, the most frequent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.search_table import Entry, Issuers

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

MAX_TYPED = 100


@dataclass(frozen=True)
class Suggestion:
    """An issuer and how many Documents are its own, alone or with others."""

    name: str
    documents: int


def suggest_issuers(session: Session, typed: str, limit: int = 10) -> list[Suggestion]:
    """Issuers whose names begin with what was typed, then those that hold it, each by frequency."""
    wanted = "".join(typed.split())[:MAX_TYPED].replace("\x00", "").encode(errors="ignore").decode()
    counts: Counter[str] = Counter()
    for names, number in session.execute(_counts(wanted)):
        for name in names.split("\n"):
            if name and wanted.lower() in name.lower():
                counts[name] += number
    ranked = sorted(counts, key=lambda name: (not name.startswith(wanted), -counts[name], name))
    return [Suggestion(name, counts[name]) for name in ranked[:limit]]


def _counts(wanted: str) -> Select[str, int]:
    query = select(Issuers.names, func.count(Entry.id)).join(Entry, Entry.issuers_id == Issuers.id)
    query = query.where(Entry.document_id.is_not(None)).group_by(Issuers.id, Issuers.names)
    return query.where(Issuers.names.icontains(wanted, autoescape=True)) if wanted else query
