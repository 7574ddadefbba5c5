"""What of a list is still to be read: committed with every page, so that a walk that dies goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from platforms.address import address_key
from platforms.base import ListEntry, ListRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass
class WalkState:
    """`left`: of a full walk, None when none is under way; `ahead`: where a visit found more than it could read."""

    left: list[ListRequest] | None = None
    ahead: list[ListRequest] = field(default_factory=list)
    issues: dict[str, ListEntry] = field(default_factory=dict)  # of a gazette, by key of address

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> WalkState:
        """What `to_json` wrote, or wrote before there was an `ahead`."""
        value = value or {}
        left = value.get("pending")
        return cls(
            None if left is None else [_from_json(request) for request in left],
            [_from_json(request) for request in value.get("ahead", ())],
            {key: ListEntry(*entry) for key, entry in value.get("issues", {}).items()},
        )

    def to_json(self, issues: Mapping[str, ListEntry]) -> dict[str, Any] | None:
        """For the column's row; of the issues known those that are still to be read. None: nothing is left."""
        if self.left is None and not self.ahead:
            return None
        waiting = {address_key(r.url) for r in (*(self.left or ()), *self.ahead)}
        return {
            "pending": None if self.left is None else _to_list(self.left),
            "ahead": _to_list(self.ahead),
            "issues": {k: [e.url, e.title] for k, e in issues.items() if k in waiting},
        }


def _to_list(requests: Iterable[ListRequest]) -> list[dict[str, Any]]:
    return [_to_json(request) for request in requests]


def _to_json(request: ListRequest) -> dict[str, Any]:
    return {
        "url": request.url,
        "method": request.method,
        "body": request.body,
        "headers": dict(request.headers),
        "fragment": request.fragment,
        "otherwise": None if request.otherwise is None else _to_json(request.otherwise),
    }


def _from_json(value: dict[str, Any]) -> ListRequest:
    otherwise = value["otherwise"]
    return ListRequest(**{**value, "otherwise": _from_json(otherwise) if otherwise else None})
