"""Edits of the body and of the record: one Change each, of the right kind, showing exactly what was edited."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.scenarios.town import Paper, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.views import ChangeView
    from tests.scenarios.conftest import World

RULE = "《青川市项目管理办法》"
GRID = [["县区", "任务数", "责任人"], ["东山县", "12", "张三"], ["西河县", "15", "李四"]]
QUIET = ("防汛备汛", "校园安全", "河湖治理")


def character(paper: Paper) -> None:
    paper.lines[2] = paper.lines[2].replace("同步", "同时")


def digit(paper: Paper) -> None:
    paper.lines[1] = paper.lines[1].replace("万元", "1万元")


def bracket(paper: Paper) -> None:
    paper.lines[0] = paper.lines[0].replace(RULE, RULE.strip("《》"))


def heading(paper: Paper) -> None:
    paper.title = paper.title.replace("印发", "公布")


def number(paper: Paper) -> None:
    paper.number = "青政办发〔2026〕88号"


def validity(paper: Paper) -> None:
    paper.validity = "已废止"


def move(paper: Paper) -> None:
    paper.lines.append(paper.lines.pop(1))


def cell(paper: Paper) -> None:
    paper.table[2][1] = "18"


def annex(paper: Paper) -> None:
    paper.annex = ("任务清单.docx", word_file("任务清单", "东山县负责防洪堤坝加固"))


def same_file(paper: Paper) -> None:
    paper.annex = ("分工.docx", word_file("任务分工", "市水利局牵头", author="另一人"))


def new_file(paper: Paper) -> None:
    paper.annex = ("名单.docx", word_file("成员名单", "组长由副市长担任"))


EDITS: dict[str, tuple[Callable[[Paper], None], str | None, dict[str, Any]]] = {
    "水源保护": (character, "revised", {}),
    "公共交通": (digit, "revised", {}),
    "项目审批": (bracket, "revised", {}),
    "信用建设": (heading, "metadata", {}),
    "就业帮扶": (number, "metadata", {}),
    "市容管理": (validity, "repealed", {"validity": "有效"}),
    "森林防火": (move, "revised", {}),
    "粮食安全": (cell, "revised", {"table": [list(row) for row in GRID]}),
    "堤坝加固": (annex, "revised", {}),
    "河道清淤": (same_file, None, {"annex": ("分工.docx", word_file("任务分工", "市水利局牵头"))}),
    "议事机构": (
        new_file,
        "revised",
        {"annex": ("名单.docx", word_file("成员名单", "组长由市长担任"))},
    ),
}


def publish_papers(world: World) -> dict[str, Paper]:
    town = world.build()
    papers = {}
    for serial, (topic, (_, _, values)) in enumerate(EDITS.items(), 11):
        known = None if topic == "就业帮扶" else f"青政办发〔2026〕{serial}号"
        papers[topic] = town.add(topic, number=known, **deepcopy(values))
    papers["项目审批"].lines[0] += f"各单位应当执行{RULE}的规定。"
    for serial, topic in enumerate(QUIET, 41):
        papers[topic] = town.add(topic, number=f"青政办发〔2026〕{serial}号")
    return papers


def changed(operations: list[dict[str, Any]], mark: str) -> list[str]:
    """The words a redline strikes out (`-`) or adds (`+`)."""
    spans = [span for op in operations for span in op.get("spans", ()) if op["op"] != "field"]
    return [text for sign, text in spans if sign == mark]


def test_every_edit_is_one_change_and_what_is_put_back_is_told_so(world: World) -> None:
    papers = publish_papers(world)
    assert world.crawl().is_healthy
    assert len(world.news()) == len(papers)
    before = {topic: list(papers[topic].lines) for topic in papers}
    titles = {topic: paper.title for topic, paper in papers.items()}
    for topic, (edit, _, _) in EDITS.items():
        edit(papers[topic])
    world.crawl()
    told = {change.title.replace("公布", "印发"): change for change in world.news()}
    by_topic = {topic: told.get(title) for topic, title in titles.items()}
    found = {topic: change.kind if change else None for topic, change in by_topic.items()}
    assert found == {topic: kind for topic, (_, kind, _) in EDITS.items()} | dict.fromkeys(QUIET)
    check_redlines(by_topic)

    papers["水源保护"].lines = before["水源保护"]
    world.crawl()
    assert world.kinds() == {("reverted", titles["水源保护"]): 1}
    hijack_and_repair(world, papers["校园安全"])


def check_redlines(by_topic: dict[str, ChangeView | None]) -> None:
    """Exactly what was edited, and silently."""
    exact = {
        "水源保护": (["步"], ["时"]), "项目审批": (["《", "》"], []), "粮食安全": (["15"], ["18"]),
    }  # fmt: skip
    for topic, (gone, come) in exact.items():
        change = by_topic[topic]
        assert change is not None
        assert change.silent
        assert (changed(change.operations, "-"), changed(change.operations, "+")) == (gone, come)
    moved = by_topic["森林防火"]
    assert moved is not None
    assert (moved.inserted, moved.deleted) == (0, 0)
    assert "moved" in {op["op"] for op in moved.operations}
    loud = [by_topic[t] for t in ("信用建设", "就业帮扶")]
    assert not any(change.silent for change in loud if change)


def hijack_and_repair(world: World, paper: Paper) -> None:
    """Foreign content is told without its words; the way back is quiet."""
    lines, title = paper.lines, paper.title
    spam = "bet365体育在线官网,澳门新葡京娱乐城,真人百家乐注册送彩金,老虎机游戏平台下载,时时彩投注"
    paper.lines, paper.title = [spam * 6] * 4, "bet365体育在线_澳门新葡京娱乐城官网"
    world.crawl()
    (change,) = world.news()
    assert (change.kind, change.title) == ("tampered", title)
    assert "葡京" not in repr(change)
    (document,) = [d for d in world.documents() if d.id == change.document_id]
    assert (document.state, "葡京" in repr(document.record)) == ("quarantined", False)
    paper.lines, paper.title = lines, title
    world.crawl()
    assert world.news() == []
    assert {d.state for d in world.documents()} == {"live"}
