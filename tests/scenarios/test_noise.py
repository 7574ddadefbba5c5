"""What moves on every page without any change of substance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.scenarios.conftest import World
    from tests.scenarios.town import Town

TOPICS = (
    "防汛备汛",
    "老旧小区改造",
    "政务公开",
    "营商环境提升",
    "校园安全",
    "养老服务",
    "河湖治理",
)


def publish_papers(town: Town) -> None:
    for number, topic in enumerate(TOPICS, 1):
        town.add(topic, number=f"青政办发〔2026〕{number}号")


def test_noise_and_rebuilding_are_no_change(world: World) -> None:
    town = world.build()
    publish_papers(town)
    assert world.crawl().is_healthy
    assert len(world.news()) == len(TOPICS)
    town.look = replace(
        town.look, visits=9023, token="ffee", menu=("首页", "专题专栏", "互动交流"),
        related=("全市招商推介会举行", "今年首场寒潮来临"), comments=12, trap="btatw23_77",
        advert='<div class="ad"><a href="/zt/"><img src="/ad.png" alt="两会专题"></a></div>',
        crlf=True, swapped=True,
    )  # fmt: skip
    world.crawl()
    assert world.news() == []
    town.look = replace(town.look, built="2026-04-18 23:41:07")
    world.crawl()
    assert world.news() == []
    assert {p.revisions for d in world.documents() for p in d.publications} == {1}
