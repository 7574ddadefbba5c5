"""A new template is one Issue and no Change; an edit made on the same day is told all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.integration.local_site import Reply
from tests.scenarios.town import article, frame, head

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
    town.look = replace(town.look, template="new", container="article-box", anchor="page1")
    world.crawl()
    assert world.news() == []
    assert world.issues() == {"template_changed"}
    town.look = replace(
        town.look,
        banner=(
            "本栏目内容以市政府公报刊登的文本为准，如有出入请以公报为准。",
            "字体显示及无障碍浏览请使用页面上方工具条。",
        ),
    )
    papers[2].lines[1] += "年底前完成验收。"
    late = papers[-1]  # a page that shows the new template later than the others
    before = replace(town.look, banner=())
    town.broken = {
        late.path: Reply(frame(before, late.title, article(late, before), head(late, before)))
    }
    world.crawl()
    (change,) = world.news()
    assert (change.kind, change.title) == ("revised", papers[2].title)
    assert "公报刊登" not in repr(change.operations)
    assert "template_changed" in world.issues()
    town.broken = {}
    world.crawl()
    assert world.news() == []
