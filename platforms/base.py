"""What every platform module offers: pure knowledge of one CMS family, text in, values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portals.schema import ListRules


@dataclass(frozen=True)
class ListRequest:
    """One request for a page of a column's list.

    `otherwise` is to be asked instead when `url` is missing or repeats the rows of the page before:
    it is set where a script does not tell whether the second page is numbered 1 or 2. `fragment` is
    what stands behind # in a column's address, which no server is told.
    """

    url: str
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    otherwise: ListRequest | None = None
    fragment: str = ""

    def to_text(self) -> str:
        """The request as one line, as `next_page` of a record shows it."""
        return self.url if self.method == "GET" else f"{self.method} {self.url} {self.body or ''}"


@dataclass(frozen=True)
class ListEntry:
    """One row of a list: address (absolute when the page's is known), title, ISO date, number as
    shown.
    """

    url: str
    title: str
    date: str | None = None
    document_number: str | None = None


@dataclass(frozen=True)
class ListPage:
    """What one list answer says: rows in their order, the next request, the stated total of
    entries.

    `further` are requests for lower lists the answer names (issues of a gazette), newest first.
    `kind` is what `registry.parse_any_list` takes the page for: list, home, detail or other.
    """

    entries: tuple[ListEntry, ...] = ()
    next: ListRequest | None = None
    total: int | None = None
    further: tuple[ListRequest, ...] = ()
    kind: str = "list"


class Platform(Protocol):
    """A module in `platforms/`. `CONTAINERS` are CSS selectors of the official text, best first."""

    NAME: str
    CONTAINERS: tuple[str, ...]
    REMOVE: tuple[str, ...]

    def recognise(self, html: str, url: str | None) -> list[str]:
        """Evidence that the page comes from this family; empty when there is none."""

    def first_requests(self, url: str, rules: ListRules) -> list[ListRequest]:
        """The requests that open the list at a column's address."""

    def parse_list(self, text: str, request: ListRequest, rules: ListRules) -> ListPage:
        """Read one list answer (HTML, XML or JSON text) that `request` brought."""
