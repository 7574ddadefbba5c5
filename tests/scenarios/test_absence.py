"""Gone, blocked, down and moved are four different things."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.integration.local_site import Reply
from tests.scenarios.town import frame

if TYPE_CHECKING:
    from tests.scenarios.conftest import World
    from tests.scenarios.town import Paper, Town

TOPICS = (
    "防汛备汛", "老旧小区改造", "政务公开", "营商环境提升", "校园安全", "养老服务", "河湖治理", "公共交通",
    "森林防火", "粮食安全", "水源保护", "就业帮扶",
)  # fmt: skip
MISSING_TEXT = (
    "<div class='tip'><h1>您访问的页面不存在</h1>"
    "<p>该页面可能已被删除或暂时不可用，<a href='/'>返回首页</a></p></div>"
)
SHARED = (  # words that no rule knows
    "<div class='main'><h2>温馨提示</h2><div id='zoom'><p>为提升服务质量，本站正在进行栏目优化调整。</p>"
    "<p>请通过站内搜索查找您需要的信息，感谢您的支持与理解。</p></div></div>"
)


def publish_papers(town: Town) -> list[Paper]:
    return [town.add(t, number=f"青政办发〔2026〕{n}号") for n, t in enumerate(TOPICS, 1)]


def break_pages(town: Town, papers: list[Paper]) -> None:
    """One page 404, one 200 that says so, one sent home, two hidden by the same unknown words."""
    error = Reply(frame(town.look, "提示", SHARED), validators=False)
    town.broken = {
        papers[0].path: Reply(b"<h1>404 Not Found</h1>", 404, validators=False),
        papers[1].path: Reply(frame(town.look, "页面不存在", MISSING_TEXT), validators=False),
        papers[2].path: Reply(b"", 302, {"Location": "/"}, validators=False),
        papers[3].path: error,
        papers[4].path: error,
    }


def test_confirmed_absences_are_withdrawals_and_end_in_restorations(world: World) -> None:
    town = world.build()
    papers = publish_papers(town)
    world.crawl()
    world.news()
    break_pages(town, papers)
    world.crawl()
    assert world.news() == []
    time.sleep(1.1)
    world.crawl()
    gone = papers[:5]
    assert world.kinds() == {("withdrawn", paper.title): 1 for paper in gone}
    town.broken = {}
    world.crawl()
    assert world.kinds() == {("restored", paper.title): 1 for paper in gone}


CHALLENGE = (
    "<html><head><script>var _$jsl='__jsl_clearance';document.cookie='__jsl_clearance_s='+go({});"
    "location.href=location.pathname</script></head><body></body></html>"
)
TROUBLES = {
    "412": Reply(b"<html><body></body></html>", 412, validators=False),
    "521": Reply(
        b"<script>document.cookie='x=1';location.reload()</script>", 521, validators=False
    ),
    "500": Reply(
        b"<h1>500 Internal Server Error</h1>", 500, {"Retry-After": "0"}, validators=False
    ),
    "challenge": Reply(CHALLENGE.encode(), validators=False),
    "empty": Reply(b"<html><body><ul class='list'></ul></body></html>", validators=False),
}


def test_trouble_is_no_change_but_an_issue(world: World) -> None:
    town = world.build()
    publish_papers(town)
    world.crawl()
    world.news()
    for name, reply in TROUBLES.items():
        town.everything = reply
        result = world.crawl()
        assert not result.is_healthy, name
        assert world.issues(), name
        assert world.news() == [], name
    town.site.__exit__(None, None, None)  # no connection at all
    assert not world.crawl(show=False).is_healthy
    assert world.news() == []
    assert {d.state for d in world.documents()} == {"live"}


def test_a_column_that_moves_is_no_change(world: World) -> None:
    town = world.build()
    papers = publish_papers(town)
    world.crawl()
    first = {change.title: change.document_id for change in world.news()}
    for paper in papers:
        paper.path = paper.path.replace("/doc/", "/zwgk/wj/")
    for _ in range(2):
        world.crawl()
        assert world.news() == []
        time.sleep(1.1)
    documents = world.documents()
    assert {d.record["title"]: d.id for d in documents} == first
    for document in documents:
        states = {p.url.split("/")[3]: (p.state, p.canonical) for p in document.publications}
        assert states == {"doc": ("moved", False), "zwgk": ("live", True)}
    papers[0].lines[0] += "（新增要求）"
    world.crawl()
    assert world.kinds() == {("revised", papers[0].title): 1}
