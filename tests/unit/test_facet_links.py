"""Facets as links: one narrows the search, the same one chosen widens it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gongbao.web.facet_links import to_bars, to_groups
from portals.schema import Portal
from storage.facets import Facet, FacetValue


def value(name: str, count: int, *, is_capped: bool = False, **narrow: str) -> FacetValue:
    return FacetValue(name, count, is_capped, narrow)


def portal(name: str, title: str, region: str, level: str = "city") -> Portal:
    values: dict[str, Any] = {
        "platform": "generic",
        "issuers": (),
        "url": f"https://{name}.example/",
    }
    return Portal(name=name, path=Path(f"{name}.toml"), title=title, region=region, level=level,
                  sources=(), **values)  # fmt: skip


PORTALS = {
    "qingxi": portal("qingxi", "青溪市人民政府", "990100"),
    "finance": portal("finance", "青溪市财政局", "990100", "department"),
}
CATEGORIES = Facet(
    "category", (value("plan", 1200, category="plan"), value("report", 3, category="report"))
)


def test_a_value_narrows_and_keeps_what_was_asked() -> None:
    (group,) = to_groups([CATEGORIES], {"q": "水", "order": "newest"}, {})
    plan, report = group.links
    assert (group.title, plan.label, plan.count) == ("类别", "工作要点与规划计划", "1,200")
    assert plan.href == "/?q=%E6%B0%B4&order=newest&category=plan"
    assert not plan.is_chosen
    assert report.href.endswith("category=report")


def test_a_chosen_value_widens() -> None:
    only = Facet("category", (value("plan", 4, category="plan"),))
    (group,) = to_groups([only], {"category": "plan", "q": "a"}, {})
    (link,) = group.links
    assert link.is_chosen
    assert link.href == "/?q=a"


def test_what_divides_nothing_is_left_out() -> None:
    same = Facet("validity", (value("in_force", 4, validity="in_force"),))
    assert to_groups([same, Facet("issuer", ())], {}, {}) == []


def test_labels_are_names_where_there_are_any() -> None:
    regions = Facet("region", (value("990100", 2, region="990100"), value("330000", 1, region="330000"),
                               value("988800", 1, region="988800")))  # fmt: skip
    portals = Facet(
        "portal", (value("qingxi", 2, portal="qingxi"), value("gone", 1, portal="gone"))
    )
    groups = {group.name: group for group in to_groups([regions, portals], {}, PORTALS)}
    assert [link.label for link in groups["region"].links] == ["青溪市", "浙江", "988800"]
    assert [link.label for link in groups["portal"].links] == ["青溪市人民政府", "gone"]
    assert groups["region"].is_content


def test_years_are_a_chart_from_old_to_new() -> None:
    narrow = {"written_from": "2026-01-01", "written_to": "2026-12-31"}
    years = Facet(
        "year", (FacetValue("2026", 9, True, narrow), value("2025", 2, written_from="2025-01-01"))
    )
    first, last = to_bars([years], {"q": "a"}, "zh")
    assert [first.label, last.label] == ["2025", "2026"]
    assert last.title == "2026年：9+ 件"
    assert last.href == "/?q=a&written_from=2026-01-01&written_to=2026-12-31"
    chosen = to_bars([years], {"q": "a", **narrow}, "en")[1]
    assert (chosen.href, chosen.title) == ("/?q=a", "2026: 9+")
