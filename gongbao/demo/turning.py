"""Numbered list pages: what every family with static lists does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongbao.demo.portal import DemoPortal, Posting


class ListPage(NamedTuple):
    """One page of a static list, counted from 0, and the addresses of all of them."""

    position: int
    names: list[str]
    rows: list[Posting]


def find_list_page(
    portal: DemoPortal, path: str, per_page: int, name_of: Callable[[int], str]
) -> ListPage | None:
    """The page of the list that stands at a path; None when no page does."""
    count = -(-len(portal.postings) // per_page)
    names = [name_of(index) for index in range(count)]
    if path not in names:
        return None
    position = names.index(path)
    return ListPage(
        position, names, portal.postings[position * per_page : (position + 1) * per_page]
    )
