"""What lies between two Revisions of a Document, for whoever asks by their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scheduler.changes import State, detect_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.views import RevisionView

SAME = "【无实质变化】两个版本的标题、文号、日期和正文相同"


@dataclass(frozen=True)
class Comparison:
    """Two Revisions and the operations that lead from one to the other."""

    old: RevisionView
    new: RevisionView
    summary: str
    inserted: int = 0
    deleted: int = 0
    truncated: bool = False
    operations: list[dict[str, Any]] = field(default_factory=list)

    def to_row(self, document_id: str) -> dict[str, Any]:
        """One JSON object."""
        return {
            "document_id": document_id,
            "from": self.old.number,
            "to": self.new.number,
            "summary": self.summary,
            "inserted": self.inserted,
            "deleted": self.deleted,
            "truncated": self.truncated,
            "operations": self.operations,
        }


def compare(
    revisions: Sequence[RevisionView], first: int | None = None, last: int | None = None
) -> Comparison:
    """Compare Revisions by number: the newest with the one before it unless told; LookupError when there is none."""
    if not revisions:
        raise LookupError("no such document, or nothing of it may be shown")
    new = _find(revisions, last) if last is not None else revisions[-1]
    old = _find(revisions, first) if first is not None else _before(revisions, new)
    return lay_beside(old, new)


def lay_beside(old: RevisionView, new: RevisionView) -> Comparison:
    """Compare two Revisions, of one Document or of two."""
    found = detect_change(to_state(old), to_state(new))
    if found is None:
        return Comparison(old, new, SAME)
    return Comparison(
        old,
        new,
        found.summary,
        found.inserted,
        found.deleted,
        found.truncated,
        found.operations,
    )


def to_state(revision: RevisionView) -> State:
    """A Revision as one side of a comparison."""
    return State.from_record(
        revision.record,
        content_hash=revision.content_hash,
        attachment_hashes=revision.attachment_hashes,
    )


def _find(revisions: Sequence[RevisionView], number: int) -> RevisionView:
    for revision in revisions:
        if revision.number == number:
            return revision
    there = ", ".join(str(revision.number) for revision in revisions)
    raise LookupError(f"no revision {number} (there are: {there})")


def _before(revisions: Sequence[RevisionView], new: RevisionView) -> RevisionView:
    earlier = [revision for revision in revisions if revision.number < new.number]
    if not earlier:
        raise LookupError(f"nothing to compare: revision {new.number} is the first")
    return earlier[-1]
