"""Which pages are one document: reposts, colliding numbers, explanations, next year's edition, repeals by others."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.scenarios.town import Paper, paragraphs

if TYPE_CHECKING:
    from tests.scenarios.conftest import World
    from tests.scenarios.town import Town

NUMBER = "青政办发〔2026〕7号"


def fill(town: Town, prefix: str) -> None:
    """Papers that make the list long enough, unlike all others."""
    for serial, topic in enumerate(("广场绿化", "夜市管理", "公墓管理"), 901):
        town.add(prefix + topic, number=f"{prefix}政办函〔2026〕{serial}号")


def repost(paper: Paper, **over: object) -> Paper:
    values = {
        "number": paper.number, "title": paper.title, "lines": list(paper.lines),
        "issuer": paper.issuer, "written": paper.written, **over,
    }  # fmt: skip
    return Paper(paper.topic, **values)  # type: ignore[arg-type]


def test_reposts_are_publications_of_one_document(world: World) -> None:
    home = world.build()
    original = home.add("基层治理", number=NUMBER)
    fill(home, "青")
    county = world.build(
        "dongshan",
        title="东山县人民政府",
        issuer="东山县人民政府办公室",
        region="990121",
        level="district",
    )
    bureau = world.build(
        "justice", title="青川市司法局", issuer="青川市司法局", region="990100", level="department"
    )
    fill(county, "东")
    fill(bureau, "司")
    county.papers.append(
        repost(
            original,
            number="青政办发[2026]7号",
            title="[转载]" + original.title,
            wrapper="【字体：大 中 小】",
        )
    )
    bureau.papers.append(
        repost(
            original,
            number=None,
            title=original.title.replace("关于印发", "青川市人民政府办公室关于印发"),
            signed=False,
        )
    )
    for name in ("qingchuan", "dongshan", "justice"):
        world.crawl(name)
    told = world.kinds()
    assert [n for (_, title), n in told.items() if "基层治理" in title] == [1]
    (document,) = [d for d in world.documents() if d.record["document_number"] == NUMBER]
    assert {p.portal for p in document.publications} == {"qingchuan", "dongshan", "justice"}
    assert [p.portal for p in document.publications if p.canonical] == ["qingchuan"]


def test_documents_that_only_look_alike_stay_apart(world: World) -> None:
    one = world.build()
    other = world.build(
        "baihe", title="百河市人民政府", issuer="百河市人民政府办公室", region="990200"
    )
    plan = one.add("平安建设", number=NUMBER, title="青川市2026年平安建设工作要点")
    one.add("公园管理", number="政办发〔2026〕5号")
    one.add(
        "平安建设",
        path="/doc/jd.html",
        title="《青川市2026年平安建设工作要点》政策解读",
        lines=[
            f"一、为便于理解《青川市2026年平安建设工作要点》（{NUMBER}），现作如下解读。",
            *paragraphs("解读", 4),
        ],
    )
    later = [line.replace("年底前", "明年底前") for line in plan.lines]
    later[0] = later[0].replace("负责", "牵头负责")
    one.add(
        "平安建设",
        path="/doc/2027.html",
        title="青川市2027年平安建设工作要点",
        lines=later,
        written="2027年3月4日",
    )
    other.add("公交优化", number="政办发〔2026〕5号")
    other.add("平安百河", number=NUMBER.replace("青", "百"))
    other.add("百河绿化", number="百政办发〔2026〕9号")
    world.crawl()
    world.crawl("baihe")
    assert len(world.documents()) == 7
    assert {len(d.publications) for d in world.documents()} == {1}


def test_another_document_repeals_and_the_same_crawl_twice_is_once(world: World) -> None:
    town = world.build()
    old = town.add("户外广告", number="青政办发〔2025〕31号", title="青川市户外广告管理办法")
    fill(town, "青")
    town.show()
    rounds = [threading.Thread(target=world.crawl, kwargs={"show": False}) for _ in range(2)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert sorted(c.kind for c in world.news()) == ["new"] * 4
    assert {len(d.publications) for d in world.documents()} == {1}
    assert {p.revisions for d in world.documents() for p in d.publications} == {1}
    town.add(
        "户外招牌",
        number="青政办发〔2026〕32号",
        title="青川市户外招牌设置管理办法",
        lines=[
            *paragraphs("户外招牌"),
            f"七、本办法自2026年5月1日起施行。《{old.title}》（{old.number}）同时废止。",
        ],
    )
    world.crawl()
    told = {change.kind: change for change in world.news()}
    assert set(told) == {"new", "repealed"}
    assert told["repealed"].title == old.title
    assert "青政办发〔2026〕32号" in told["repealed"].summary
    world.crawl()
    assert world.news() == []
