"""Stub of the trs family, to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.base import ListPage, ListRequest

if TYPE_CHECKING:
    from portals.schema import ListRules

NAME = "trs"
CONTAINERS: tuple[str, ...] = ()
REMOVE: tuple[str, ...] = ()


def recognise(html: str, url: str | None) -> list[str]:
    """Evidence that the page comes from this family."""
    return []


def first_requests(url: str, rules: ListRules) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(url)]


def parse_list(text: str, request: ListRequest, rules: ListRules) -> ListPage:
    """Read one list answer."""
    return ListPage()
