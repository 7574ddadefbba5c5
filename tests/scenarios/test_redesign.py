"""A new template is one Issue and no Change; an edit made on the same day is told all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.scenarios.conftest import World

TOPICS = (
    "防汛备汛",
    "老旧小区改造",
    "政务公开",
    "营商环境提升",
    "校园安全",
    "养老服务",
    "河湖治理",
    "公共交通",
)


def test_a_new_template_is_no_change(world: World) -> None:
    town = world.build()
    papers = [town.add(t, number=f"青政办发〔2026〕{n}号") for n, t in enumerate(TOPICS, 1)]
    world.crawl()
    world.news()
    town.look = replace(town.look, template="new", container="article-box")
    world.crawl()
    assert world.news() == []
    town.look = replace(
        town.look,
        banner=(
            "本栏目内容以市政府公报刊登的文本为准，如有出入请以公报为准。",
            "字体显示及无障碍浏览请使用页面上方工具条。",
        ),
    )
    papers[2].lines[1] += "年底前完成验收。"
    held, town.papers = town.papers[-1], town.papers[:-1]
    old_page = town.render(replace(held))
    world.crawl()
    (change,) = world.news()
    assert (change.kind, change.title) == ("revised", papers[2].title)
    assert "公报刊登" not in repr(change.operations)
    assert "template_changed" in world.issues()
    assert old_page
    town.papers.append(held)  # a page that shows the new template later than the others
    world.crawl()
    assert world.news() == []
