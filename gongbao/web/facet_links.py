"""Facets as links that narrow a search, or widen it again, and the years as a chart. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.region import name_region
from gongbao.web.charts import Bar
from gongbao.web.language import translate
from gongbao.web.rendering import TITLES, with_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portals.schema import Portal
    from storage.facets import Facet, FacetValue

GROUPS = {
    "category": "类别",
    "issuer": "发文机关",
    "region": "地区",
    "portal": "门户",
    "source_kind": "栏目",
    "validity": "有效性",
}
YEAR = "year"
GOVERNMENT, GOVERNMENTS = "人民政府", ("province", "city", "district")


@dataclass(frozen=True)
class FacetLink:
    """One value: a link that leaves only it, or takes it away where it is chosen."""

    label: str
    count: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """One way to divide what was found."""

    name: str
    title: str
    links: list[FacetLink]

    @property
    def is_content(self) -> bool:
        """Whether its labels are the archive's words, and not ours."""
        return self.name not in TITLES


def to_groups(
    facets: Iterable[Facet], asked: Mapping[str, str], portals: Mapping[str, Portal]
) -> list[FacetGroup]:
    """Those that divide anything; `asked`: the parameters of the page's own address."""
    found = {facet.name: facet for facet in facets}
    groups = [
        FacetGroup(name, title, [_to_link(name, value, asked, portals) for value in facet.values])
        for name, title in GROUPS.items()
        if (facet := found.get(name))
    ]
    return [g for g in groups if len(g.links) > 1 or any(link.is_chosen for link in g.links)]


def to_bars(facets: Iterable[Facet], asked: Mapping[str, str], language: str) -> list[Bar]:
    """The years, oldest first."""
    values = [value for facet in facets if facet.name == YEAR for value in facet.values]
    return [_to_bar(value, asked, language) for value in reversed(values)]


def _to_bar(value: FacetValue, asked: Mapping[str, str], language: str) -> Bar:
    count = say_count(value.count, is_capped=value.is_capped)
    title = translate(language, "{year}年：{n} 件", year=value.value, n=count)
    return Bar(value.value, value.count, title, href=_toggle(asked, value.narrow))


def _to_link(
    name: str, value: FacetValue, asked: Mapping[str, str], portals: Mapping[str, Portal]
) -> FacetLink:
    return FacetLink(
        label=_label(name, value.value, portals),
        count=say_count(value.count, is_capped=value.is_capped),
        href=_toggle(asked, value.narrow),
        is_chosen=_is_chosen(asked, value.narrow),
    )


def say_count(count: int, *, is_capped: bool) -> str:
    """`320`, or `320+` where there may be more."""
    return f"{count:,}+" if is_capped else f"{count:,}"


def _label(name: str, value: str, portals: Mapping[str, Portal]) -> str:
    if name == "portal":
        return portals[value].title if value in portals else value
    if name == "region":
        return _name_place(value, portals)
    return str(TITLES.get(name, {}).get(value, value))


def _name_place(region: str, portals: Mapping[str, Portal]) -> str:
    """As its government's portal is called, where there is one."""
    governments = (p for p in portals.values() if p.region == region and p.level in GOVERNMENTS)
    titled = next((p.title for p in governments if p.title.endswith(GOVERNMENT)), None)
    return titled.removesuffix(GOVERNMENT) if titled else name_region(region)


def _is_chosen(asked: Mapping[str, str], narrow: Mapping[str, str]) -> bool:
    return all(asked.get(name) == value for name, value in narrow.items())


def _toggle(asked: Mapping[str, str], narrow: Mapping[str, str]) -> str:
    if _is_chosen(asked, narrow):
        return with_query("/", **{k: v for k, v in asked.items() if k not in narrow})
    return with_query("/", **{**asked, **narrow})
