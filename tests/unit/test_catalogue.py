"""The portal files that come with the program: they load, are consistent, and say what is known of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from config import Settings
from gongbao.catalogue import (
    FILE,
    UNVERIFIED,
    Proof,
    load_proofs,
    portal_standing,
    save_proofs,
    source_standing,
)
from gongbao.cli.crawl import describe_round
from platforms import registry
from portals.loader import load_portals
from portals.region import PROVINCES

if TYPE_CHECKING:
    from portals.schema import Portal

FOLDER = Path(__file__).resolve().parents[2] / "portals"
CATALOGUE = load_portals([FOLDER])
MUNICIPALITIES = {"110000", "120000", "310000", "500000"}
SEEDS = {
    "zj": "330000",
    "zhoushan": "330900",
    "xifeng": "621002",
    "bayuquan": "210804",
    "wenzhou": "330300",
}
portals = pytest.mark.parametrize("portal", CATALOGUE.values(), ids=list(CATALOGUE))


def of_level(level: str) -> list[Portal]:
    return [portal for portal in CATALOGUE.values() if portal.level == level]


def test_it_holds_what_it_promises() -> None:
    """docs/catalogue.md: every province, the ministries, cities and districts, gazettes."""
    assert len(CATALOGUE) >= 120
    mainland = {f"{code}0000" for code, name in PROVINCES.items() if name not in "台湾香港澳门"}
    assert {portal.region for portal in of_level("province")} == mainland
    assert len(of_level("ministry")) >= 40
    assert len(of_level("city")) + len(of_level("district")) >= 30
    gazettes = [s for p in CATALOGUE.values() for s in p.sources if s.kind == "gazette"]
    assert len(gazettes) >= 20
    assert {name: CATALOGUE[name].region for name in SEEDS} == SEEDS


@portals
def test_a_file_is_short_and_says_where_it_is_from(portal: Portal) -> None:
    text = portal.path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert portal.seen
    assert re.search(r"20[12]\d|not dated", portal.seen), portal.seen
    assert portal.issuers, "whose documents are at home here?"


@portals
def test_a_region_fits_its_level(portal: Portal) -> None:
    province, rest = portal.region[:2], portal.region[2:]
    assert province in {*PROVINCES, "10"}
    fits = {
        "central": portal.region == "100000",
        "ministry": portal.region == "100000",
        "province": rest == "0000",
        "department": rest == "0000" and province != "10",
        "city": rest.endswith("00") and rest != "0000",
        "district": not rest.endswith("00"),
    }
    assert fits[portal.level], f"{portal.level} {portal.region}"


@portals
def test_its_folder_is_its_province(portal: Portal) -> None:
    folder = portal.path.parent
    if portal.level in ("central", "ministry"):
        assert folder.name == portal.level
        return
    neighbours = {p.region[:2] for p in CATALOGUE.values() if p.path.parent == folder}
    assert neighbours == {portal.region[:2]}


def test_one_government_one_file() -> None:
    governments = Counter(
        (p.level, p.region)
        for p in CATALOGUE.values()
        if p.level in ("province", "city", "district")
    )
    assert [pair for pair, count in governments.items() if count > 1] == []
    titles = Counter(portal.title for portal in CATALOGUE.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_column_is_watched_twice() -> None:
    urls = Counter(s.url for p in CATALOGUE.values() for s in p.sources if not s.disabled)
    assert [url for url, count in urls.items() if count > 1] == []


@portals
def test_its_platform_can_ask_for_its_lists(portal: Portal) -> None:
    platform = registry.get(portal.platform)
    for source in portal.sources:
        for request in platform.first_requests(source.url, source.list):
            asked = urlsplit(request.url).hostname or ""
            assert asked == urlsplit(source.url).hostname
            assert asked.endswith(".gov.cn") or asked == "gov.cn"


@portals
def test_a_column_known_by_its_home_page_alone_is_switched_off(portal: Portal) -> None:
    for source in portal.sources:
        if urlsplit(source.url).path in ("", "/") and not urlsplit(source.url).query:
            is_home = urlsplit(source.url).hostname == urlsplit(portal.url).hostname
            assert source.disabled or not is_home, source.key


def test_nothing_is_verified_until_a_live_check(tmp_path: Path) -> None:
    """A new archive has proved nothing, whatever the files say of themselves."""
    found = {portal_standing(portal, load_proofs(tmp_path)) for portal in CATALOGUE.values()}
    assert found == {"unverified", "disabled"}


def test_a_proof_is_of_an_address(tmp_path: Path) -> None:
    portal = CATALOGUE["zhoushan"]
    source = portal.sources[0]
    save_proofs(tmp_path, {source.key: Proof("2026-11-21", source.url, 15)})
    proofs = load_proofs(tmp_path)
    assert source_standing(portal, source, proofs) == "verified"
    assert portal_standing(portal, proofs) == "unverified"  # its other column is not
    save_proofs(tmp_path, {source.key: Proof("2026-11-21", "https://elsewhere.gov.cn/", 15)})
    assert source_standing(portal, source, load_proofs(tmp_path)) == "unverified"


def test_damaged_proofs_are_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"zj/gazette": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"verified\.json: damaged"):
        load_proofs(tmp_path)


def test_a_round_over_everything_says_how_much_nobody_has_proved(tmp_path: Path) -> None:
    watched = [p for p in CATALOGUE.values() if portal_standing(p, {}) == UNVERIFIED][:3]
    source = next(s for s in watched[0].sources if source_standing(watched[0], s, {}) == UNVERIFIED)
    settings = Settings(data_dir=tmp_path)
    assert describe_round(settings, watched).startswith("3 portals, 3 of them unverified; ")
    alone = replace(watched[0], sources=(source,))
    save_proofs(tmp_path, {source.key: Proof("2026-11-21", source.url, 15)})
    assert describe_round(settings, [alone]) == "1 portals, 0 of them unverified"
