"""The promises of the change log on the templates of many families, through `gongbao crawl`."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.scenarios.skins import SKINS, Sheet
from tests.scenarios.town import paragraphs, word_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scenarios.county import Watch

OFFICE = "柳河县人民政府办公室"
TOPICS = (
    "防汛备汛", "夜市管理", "公墓管理", "路灯照明", "养老服务", "公厕改造", "校园安全", "粮食收购", "犬只管理",
    "苗木种植", "河道清淤", "堤坝修缮", "广告设置", "物业服务",
)  # fmt: skip
GRID = [
    ["序号", "乡镇", "任务数", "责任人"],
    ["1", "东山镇", "12", "张三"],
    ["2", "西河乡", "15", "李四"],
]
NOISE = {
    "visits": "1.2万", "built": "2026-04-18 23:41:07", "earlier": f"{OFFICE}关于夜市管理工作的通知",
    "later": "没有了", "related": ("关于印发防火预案的通知",), "source": "县水利局", "editor": "李明",
    "shares": "分享： 微信 收藏 点赞", "menu": ("首页", "要闻动态"), "comments": "12", "token": "zz",
    "popup": '<div class="layer"><p>公告：本网站将于3月20日升级维护，敬请谅解。</p><a>关闭</a></div>',
}  # fmt: skip


def notice(topic: str, number: int | None = None, **values: Any) -> Sheet:
    """A notice of several paragraphs."""
    lines = ["各乡镇人民政府，县政府各部门：", *paragraphs(topic, 4)]
    printed = None if number is None else f"柳政办发〔2026〕{number}号"
    title = f"{OFFICE}关于{topic}工作的通知"
    return Sheet(title, lines, printed, **{"written": "2026年3月4日", **values})


def reply(serial: int) -> Sheet:
    """A document of two lines."""
    words = f"你局《关于调整第{serial}批专项资金的请示》收悉。经研究，同意调整。此复。"
    title = f"柳河县人民政府关于第{serial}批专项资金的批复"
    return Sheet(
        title, ["县财政局：", words], f"柳政函〔2026〕{serial}号", "柳河县人民政府", "2026年3月4日"
    )


def bare(serial: int) -> Sheet:
    """A short one without a number."""
    words = f"因举办第{serial}届运动会，3月{serial}日至{serial + 2}日对人民路实行交通管制。"
    return Sheet(f"关于第{serial}届运动会交通管制的公告", [words, "请过往车辆绕行，敬请谅解。"])


def reword(sheet: Sheet) -> None:
    sheet.lines[-1] = sheet.lines[-1].replace("同意调整", "同意适当调整").replace("敬请", "尚请")


def number(sheet: Sheet) -> None:
    sheet.number = f"柳政办发〔2026〕{100 + TOPICS.index(sheet.title[12:16])}号"


def title(sheet: Sheet) -> None:
    sheet.title = sheet.title.replace("关于", "关于做好")


def repeal(sheet: Sheet) -> None:
    sheet.validity = "已废止"


def cell(sheet: Sheet) -> None:
    sheet.grid[2][2] = "18"


def move(sheet: Sheet) -> None:
    sheet.lines.append(sheet.lines.pop(1))


def annex(sheet: Sheet) -> None:
    sheet.files.append(("/f/list.docx", "任务清单.docx"))


def nothing(sheet: Sheet) -> None:
    """What changes is elsewhere."""


Edit = tuple[Sheet, str, "Callable[[Sheet], None]", str | None]


def edits() -> list[Edit]:
    """A sheet, its skin, what is done to it, the Change expected."""
    each = list(enumerate(SKINS, 5))
    return [
        *((reply(n), skin, reword, "revised") for n, skin in each),
        *((bare(n), skin, reword, "revised") for n, skin in each),
        *((notice(TOPICS[n - 5]), skin, number, "metadata") for n, skin in each[::2]),
        (notice(TOPICS[7], 61), "soup", title, "metadata"),
        (notice(TOPICS[8], 62, validity="有效"), "ucap", repeal, "repealed"),
        (notice(TOPICS[9], 63), "epoint", move, "revised"),
        (Sheet("柳河县任务分解表", ["现将任务分解如下。"], "柳政办函〔2026〕8号", grid=deepcopy(GRID)),
         "tables", cell, "revised"),
        (notice(TOPICS[10], 64, files=[("/f/same.docx", "分工.docx")]), "trs", nothing, None),
        (notice(TOPICS[11], 65, files=[("/f/new.docx", "名单.docx")]), "tables", nothing, "revised"),
        (notice(TOPICS[12], 66), "soup", annex, "revised"),
        (notice(TOPICS[13], 67), "hanweb", nothing, None),
    ]  # fmt: skip


def test_every_edit_in_every_template_amid_noise(watch: Watch) -> None:
    county, made = watch.county, edits()
    county.files = {
        "/f/same.docx": word_file("任务分工", "县水利局牵头"),
        "/f/new.docx": word_file("成员名单", "组长由县长担任"),
    }
    for place, (sheet, skin, _, _) in enumerate(made):
        county.put(str(place), sheet, skin)
    assert watch.crawl() == 0
    assert set(watch.kinds().values()) == {"new"}
    county.turn(**NOISE)
    county.files = {
        "/f/same.docx": word_file("任务分工", "县水利局牵头", author="另一人"),
        "/f/new.docx": word_file("成员名单", "组长由副县长担任"),
        "/f/list.docx": word_file("任务清单", "东山镇负责防洪堤坝"),
    }
    for sheet, _, edit, _ in made:
        edit(sheet)
    assert watch.crawl() == 0
    assert watch.kinds() == {sheet.title: kind for sheet, _, _, kind in made if kind}


def test_a_new_template_everywhere_with_one_edit(watch: Watch) -> None:
    county = watch.county
    for place, topic in enumerate(TOPICS[:6], 1):
        county.put(topic, notice(topic, place if place % 3 else None), "soup")
    watch.crawl()
    watch.news()
    for page in county.pages.values():
        page.skin = "hanweb"
    edited = county.pages[TOPICS[2]].sheet
    edited.lines[1] += "年底前完成验收。"
    watch.crawl()
    assert watch.kinds() == {edited.title: "revised"}
    assert watch.issues() == {"template_changed"}
    watch.crawl()
    assert (watch.kinds(), watch.issues()) == ({}, set())
