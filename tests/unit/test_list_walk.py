"""Walking a list without any network: what is asked for, what is committed, where it ends."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crawler.fetcher import Ask, Fetched
from crawler.list_walk import ListWalker, Walk
from crawler.outcome import Verdict
from platforms import registry
from platforms.base import ListEntry, ListPage, ListRequest
from portals.schema import Checks, Portal, Source
from storage import frontier
from storage.models import Listing
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from storage.session import Archive

BASE = "http://www.qingchuan.example"


class Pages:
    """A platform and a fetcher in one: list pages by path, each `(names, next, further)` or an outcome."""

    NAME = "written"
    CONTAINERS: tuple[str, ...] = ()
    REMOVE: tuple[str, ...] = ()

    def __init__(self, pages: dict[str, Any], heads: tuple[str, ...] = ("/1",)) -> None:
        self.pages, self.heads = pages, heads
        self.asked: list[str] = []
        self.crawler = self
        self.stats = self
        self.counts: Counter[str] = Counter()

    def inc_value(self, key: str, count: int = 1) -> None:
        """Scrapy's counter."""
        self.counts[key] += count

    async def fetch(self, ask: Ask) -> Fetched:
        """The page itself, or its outcome."""
        path = ask.url.removeprefix(BASE)
        self.asked.append(path)
        page = self.pages.get(path, PageOutcome.GONE)
        outcome = page if isinstance(page, PageOutcome) else PageOutcome.OK
        return Fetched(ask, Verdict(outcome, "told"), datetime.now(UTC), ask.url, text=path)

    def first_requests(self, url: str, rules: object) -> list[ListRequest]:
        """The heads."""
        return [ListRequest(BASE + head) for head in self.heads]

    def parse_list(self, text: str, request: ListRequest, rules: object) -> ListPage:
        """The page that `text` names."""
        names, following, *further = self.pages[text]
        if isinstance(following, str):
            following = ListRequest(BASE + following)
        return ListPage(
            entries=tuple(ListEntry(f"{BASE}/doc/{n}", f"{n}通知", "2026-03-05") for n in names),
            next=following,
            further=tuple(ListRequest(BASE + path) for path in further),
        )


SOURCE = Source("qc", "plans", "政策文件", "plan", BASE + "/1")
PORTAL = Portal(
    "qc", Path("qc.toml"), "青川省人民政府", "province", "990000", BASE + "/", "written", ("青川省人民政府",),
    (SOURCE,),
)  # fmt: skip


def walk(
    archive: Archive,
    pages: Pages,
    monkeypatch: pytest.MonkeyPatch,
    *,
    full: bool = False,
    least: int = 1,
) -> Walk:
    """One visit to the column."""
    monkeypatch.setitem(registry.PLATFORMS, "written", pages)
    source = Source(
        SOURCE.portal, SOURCE.name, SOURCE.title, SOURCE.kind, SOURCE.url, checks=Checks(least)
    )
    with archive.writing() as session:
        frontier.sync_sources(session, PORTAL)
    pages.asked.clear()
    fetcher: Any = pages
    return asyncio.run(ListWalker(archive, fetcher, PORTAL, source).run(full=full))


def listed(archive: Archive) -> list[str]:
    """Names of what the archive has seen in the list, in order."""
    with archive.reading() as session:
        rows = session.scalars(select(Listing).order_by(Listing.id))
        return [row.url.rpartition("/")[2] for row in rows]


def test_the_first_walk_goes_to_the_end(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("ab", "/2"), "/2": ("cd", "/3"), "/3": ("e", None)})
    found = walk(sqlite_archive, pages, monkeypatch)
    assert (found.outcome, found.is_read) == ("ok", True)
    assert listed(sqlite_archive) == list("abcde")
    with sqlite_archive.reading() as session:
        assert frontier.get_source(session, "qc", "plans").swept_at is not None
    found = walk(sqlite_archive, pages, monkeypatch)
    assert (found.outcome, pages.asked) == ("unchanged", ["/1"])


@pytest.mark.parametrize(
    "tail",
    [
        {"/3": ("cd", "/4")},  # the last page again
        {"/3": ("", "/4")},  # a stub
        {"/3": PageOutcome.GONE},
        {"/3": ("e", "/1")},  # a ring
    ],
    ids=["repeated", "stub", "gone", "ring"],
)
def test_where_a_full_walk_ends(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch, tail: dict[str, Any]
) -> None:
    pages = Pages({"/1": ("ab", "/2"), "/2": ("cd", "/3"), "/4": ("xyz", None), **tail})
    found = walk(sqlite_archive, pages, monkeypatch, full=True)
    assert pages.asked == ["/1", "/2", "/3"]
    assert found.outcome == "ok"
    with sqlite_archive.reading() as session:
        assert frontier.get_source(session, "qc", "plans").swept_at is not None


def test_pinned_rows_on_every_page_are_no_repetition(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("pab", "/2"), "/2": ("pcd", "/3"), "/3": ("pe", None)})
    walk(sqlite_archive, pages, monkeypatch)
    assert listed(sqlite_archive) == list("pabcde")


def test_a_broken_walk_goes_on_after_the_head(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages(
        {"/1": ("ab", "/2"), "/2": ("cd", "/3"), "/3": PageOutcome.BLOCKED, "/4": ("f", None)}
    )
    found = walk(sqlite_archive, pages, monkeypatch)
    assert (found.outcome, found.is_read) == ("blocked", True)
    pages.pages |= {"/1": ("na", "/2"), "/3": ("e", "/4")}
    found = walk(sqlite_archive, pages, monkeypatch)
    assert found.outcome == "ok"
    assert pages.asked == ["/1", "/2", "/3", "/4"]
    assert listed(sqlite_archive) == list("abcdnef")
    with sqlite_archive.reading() as session:
        row = frontier.get_source(session, "qc", "plans")
        assert (row.frontier, row.swept_at is not None) == (None, True)


def test_a_visit_that_broke_among_news_goes_on_there(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("ab", "/2"), "/2": ("cd", "/3"), "/3": ("ef", None)})
    walk(sqlite_archive, pages, monkeypatch)
    pages.pages |= {"/1": ("no", "/2"), "/2": PageOutcome.DOWN, "/3": ("ab", "/4")}
    assert walk(sqlite_archive, pages, monkeypatch).outcome == "down"
    pages.pages |= {"/2": ("pq", "/3"), "/4": ("cd", None)}
    assert walk(sqlite_archive, pages, monkeypatch).outcome == "ok"
    assert pages.asked == ["/1", "/2", "/3"]
    assert listed(sqlite_archive) == list("abcdefnopq")
    walk(sqlite_archive, pages, monkeypatch)
    assert pages.asked == ["/1"]


def test_what_was_owed_and_is_gone_is_not_asked_for_for_ever(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("ab", "/2"), "/2": ("cd", None)})
    walk(sqlite_archive, pages, monkeypatch)
    pages.pages |= {"/1": ("no", "/2"), "/2": PageOutcome.DOWN}
    walk(sqlite_archive, pages, monkeypatch)
    del pages.pages["/2"]
    for asked in (["/1", "/2"], ["/1"]):
        walk(sqlite_archive, pages, monkeypatch)
        assert pages.asked == asked


def test_a_gazette_is_walked_issue_by_issue(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages(
        {
            "/1": ("", None, "/i3", "/i2", "/i1"),
            "/i3": ("ab", None),
            "/i2": ("cd", None),
            "/i1": ("ef", None),
        }
    )
    walk(sqlite_archive, pages, monkeypatch, least=3)
    assert listed(sqlite_archive) == list("abcdef")
    walk(sqlite_archive, pages, monkeypatch, least=3)
    assert pages.asked == ["/1", "/i3"]
    pages.pages |= {"/1": ("", None, "/i4", "/i3", "/i2", "/i1"), "/i4": ("gh", None)}
    walk(sqlite_archive, pages, monkeypatch, least=3)
    assert pages.asked == ["/1", "/i4", "/i3"]


def test_a_frame_of_nothing_is_empty(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("", None, "/rows"), "/rows": ("", None)})
    found = walk(sqlite_archive, pages, monkeypatch)
    assert (found.outcome, found.is_read) == ("empty", False)


def test_an_empty_lower_list_says_nothing_of_the_next(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages({"/1": ("", None, "/2027", "/2026"), "/2027": ("", None), "/2026": ("ab", None)})
    found = walk(sqlite_archive, pages, monkeypatch, least=2)
    assert (found.outcome, listed(sqlite_archive)) == ("ok", ["a", "b"])
    assert pages.asked == ["/1", "/2027", "/2026"]


def test_several_heads_are_all_read(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Pages(
        {"/1": ("a", "/1b"), "/1b": ("b", None), "/2": ("c", "/2b"), "/2b": ("d", None)},
        ("/1", "/2"),
    )
    walk(sqlite_archive, pages, monkeypatch, least=2)
    assert sorted(listed(sqlite_archive)) == list("abcd")
    assert sorted(pages.asked) == ["/1", "/1b", "/2", "/2b"]
    pages.pages["/2"] = ("nc", "/2b")
    walk(sqlite_archive, pages, monkeypatch, least=2)
    assert sorted(pages.asked) == ["/1", "/2", "/2b"]


@pytest.mark.parametrize("second", [PageOutcome.GONE, ("ab", None)], ids=["gone", "the head again"])
def test_the_other_numbering_is_tried(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch, second: object
) -> None:
    following = ListRequest(BASE + "/p1", otherwise=ListRequest(BASE + "/p2"))
    pages = Pages({"/1": ("ab", following), "/p1": second, "/p2": ("cd", None)})
    walk(sqlite_archive, pages, monkeypatch)
    assert pages.asked == ["/1", "/p1", "/p2"]
    assert listed(sqlite_archive) == list("abcd")


@pytest.mark.parametrize(
    ("head", "least", "outcome"),
    [
        (("a", None), 2, "empty"),
        (("", None), 0, "empty"),
        (PageOutcome.GONE, 1, "gone"),
        (PageOutcome.HOME, 1, "gone"),
        (PageOutcome.THROTTLED, 1, "throttled"),
        (PageOutcome.TLS, 1, "tls"),
    ],
)
def test_an_unsound_head_changes_nothing(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch, head: object, least: int, outcome: str
) -> None:
    found = walk(sqlite_archive, Pages({"/1": head}), monkeypatch, least=least)
    assert (found.outcome, found.is_read) == (outcome, False)
    assert found.message
    assert listed(sqlite_archive) == []
    with sqlite_archive.reading() as session:
        assert frontier.get_source(session, "qc", "plans").first_seen_at is None


def test_a_list_that_breaks_its_reader_is_a_failure(
    sqlite_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = walk(sqlite_archive, Pages({"/1": ()}), monkeypatch)
    assert found.outcome == "failed"
    assert "ValueError" in found.message
