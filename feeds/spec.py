"""Which feeds there are: address, title, what they carry, and their identity."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5

from feeds.region import name_region, province_of
from storage.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portals.schema import Portal, Source

FeedFormat = Literal["rss", "atom", "json"]
MEDIA_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
NAMESPACE = UUID(
    "0d5b9a52-6f5e-5c0f-9a55-2f1f2a3f7c11"
)  # ids hang on nothing else: never change it
TEMPLATE_VERSION = 3  # raised when entries of the same events are written differently

FILTERS = tuple(each.name for each in fields(Filters))
LEVEL_TITLES = {
    "central": "中央",
    "ministry": "国务院部门",
    "province": "省级",
    "department": "省级部门",
    "city": "市级",
    "district": "县级",
}
CATEGORY_TITLES = {
    "plan": "工作要点与规划计划",
    "rule": "规章与规范性文件",
    "notice": "通知公告",
    "report": "报告",
    "interpretation": "政策解读",
    "news": "新闻",
    "appointment": "人事任免",
    "other": "其他",
}


@dataclass(frozen=True)
class FeedSpec:
    """One feed. `kind` says what its entries are: Changes (an entry each) or Documents (one each)."""

    path: str  # below /feeds/, without the ending: "changes", "portal/zj"
    title: str
    kind: Literal["changes", "documents"]
    filters: Mapping[str, str] = field(default_factory=dict)
    reposts: bool = False  # Documents that appeared there as copies are entries too
    folder: tuple[str, ...] = ()  # where it stands in the list of feeds

    @property
    def id(self) -> str:
        """`urn:uuid:…`: hangs on path and filters alone, never on the public address."""
        return make_urn("feed", self.path, self.query)

    @property
    def query(self) -> str:
        """The filters in the address: of a search feed alone, in one order."""
        return urlencode(sorted(self.filters.items())) if self.path == "search" else ""

    def address(
        self,
        format: FeedFormat,  # noqa: A002  (the word of the interface)
        before: str | None = None,
        part: str | None = None,
    ) -> str:
        """Path and query of the feed (/feeds/portal/zj.rss), of its page that goes on `before` a place, or of an
        archive document by its name (/feeds/portal/zj/2026-03-1.rss).
        """
        path = quote(self.path) + (f"/{part}" if part else "")
        query = "&".join(filter(None, (self.query, before and urlencode({"before": before}))))
        return f"/feeds/{path}.{format}" + (f"?{query}" if query else "")

    @property
    def page(self) -> str:
        """Path and query of the HTML page that shows the same."""
        if self.path.startswith("document/"):
            return f"/documents/{quote(self.path.partition('/')[2])}"
        return "/" + (f"?{urlencode(sorted(self.filters.items()))}" if self.filters else "")


def make_urn(*parts: object) -> str:
    """`urn:uuid:…`, the same for the same parts for ever."""
    return uuid5(NAMESPACE, "\x1f".join(map(str, parts))).urn


def feed_etag(
    spec: FeedSpec,
    newest_id: int | str | None,
    count: int,
    *,
    format: FeedFormat = "rss",  # noqa: A002
    base_url: str = "",
) -> str:
    """A strong entity tag from the state of events: nothing has to be rendered to know it."""
    state = (spec.id, spec.title, newest_id, count, format, base_url, TEMPLATE_VERSION)
    return f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


def changes_feed() -> FeedSpec:
    """What is new and what was changed, everywhere."""
    return FeedSpec("changes", "公报：全部动态", "changes")


def plans_feed() -> FeedSpec:
    """New or changed plans (工作要点, 规划, 计划, 方案 …)."""
    return FeedSpec("plans", "公报：工作要点与规划计划", "changes", {"category": "plan"})


def documents_feed() -> FeedSpec:
    """One entry per Document, stable for its life."""
    return FeedSpec("documents", "公报：文件", "documents")


def portal_feed(portal: Portal) -> FeedSpec:
    """Everything of one portal, its reposts too."""
    title = f"公报：{portal.title}"
    filters, folder = {"portal": portal.name}, _folder(portal)
    return FeedSpec(f"portal/{portal.name}", title, "changes", filters, True, folder)


def source_feed(portal: Portal, source: Source) -> FeedSpec:
    """Everything of one column, its reposts too."""
    title = f"公报：{portal.title} {source.title}"
    filters = {"portal": portal.name, "source": source.name}
    return FeedSpec(f"source/{source.key}", title, "changes", filters, True, _folder(portal))


def _folder(portal: Portal) -> tuple[str, ...]:
    return province_of(portal.region), LEVEL_TITLES.get(portal.level, portal.level)


def region_feed(code: str) -> FeedSpec:
    """A region of GB/T 2260 and all that lies in it."""
    title, folder = f"公报：地区{name_region(code)}", (province_of(code),)
    return FeedSpec(f"region/{code}", title, "changes", {"region": code}, folder=folder)


def level_feed(level: str) -> FeedSpec:
    """The portals of one level."""
    title = f"公报：{LEVEL_TITLES.get(level, level)}门户"
    return FeedSpec(f"level/{level}", title, "changes", {"level": level}, folder=("层级",))


def category_feed(category: str) -> FeedSpec:
    """Documents of one category."""
    title = f"公报：{CATEGORY_TITLES.get(category, category)}"
    filters = {"category": category}
    return FeedSpec(f"category/{category}", title, "changes", filters, folder=("类别",))


def document_feed(document_id: str, title: str) -> FeedSpec:
    """The Changes of one Document."""
    return FeedSpec(f"document/{document_id}", f"公报：{title}", "changes", {"id": document_id})


def search_feed(filters: Mapping[str, str | None]) -> FeedSpec:
    """The Documents a search finds. Unknown filters raise ValueError; empty ones are none."""
    given = {name: value for name, value in filters.items() if value}
    unknown = sorted(given.keys() - set(FILTERS))
    if unknown:
        raise ValueError(f"unknown filter: {', '.join(unknown)}")
    told = "，".join(given[name] for name in FILTERS if name in given)
    return FeedSpec("search", f"公报：搜索 {told}".strip(), "documents", given)


def standing_feeds(portals: Iterable[Portal]) -> list[FeedSpec]:
    """Every feed that has a fixed address: all but those of single Documents and searches."""
    known = sorted(portals, key=lambda portal: portal.name)
    levels = [name for name in LEVEL_TITLES if any(p.level == name for p in known)]
    return [
        changes_feed(),
        plans_feed(),
        documents_feed(),
        *map(portal_feed, known),
        *(source_feed(portal, source) for portal in known for source in portal.sources),
        *map(region_feed, sorted({portal.region for portal in known})),
        *map(level_feed, levels),
        *map(category_feed, CATEGORY_TITLES),
    ]


def find_feed(path: str, portals: Iterable[Portal]) -> FeedSpec | None:
    """The feed with a fixed address (its `path`), a region of any code among them; None: there is none."""
    if found := re.fullmatch(r"region/(\d{6})", path):
        return region_feed(found[1])
    if found := re.fullmatch(r"level/(\w+)", path):
        return level_feed(found[1]) if found[1] in LEVEL_TITLES else None
    return next((spec for spec in standing_feeds(portals) if spec.path == path), None)
