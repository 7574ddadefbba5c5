"""What a known address shows when it is read again: an edit, another document, or nothing of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.presence import is_replaced_by_list, recognise
from platforms.title import title_key
from storage.facts import Evidence, Sight
from storage.outcome import Presence
from tests.scenarios.town import paragraphs

TITLE = "柳河县人民政府办公室关于加强农村供水工作的通知"
NUMBER = "柳政办发〔2026〕12号"
LINES = ["各乡镇人民政府，县政府各部门：", *paragraphs("农村供水", 4)]
OTHER_TITLE = "柳河县人民政府关于表彰先进集体的决定"
OTHER_TEXT = (
    "为表彰先进、树立典型，县政府决定授予东山镇等单位先进集体称号，望再接再厉，再创佳绩。" * 3
)


def sight(text: str, title: str = TITLE, *files: str, **known: object) -> Sight:
    number = known.pop("number", None)
    key = title_key(title)
    made = Evidence(title, key, text, number=number, number_key=number, **known)
    return Sight(made, frozenset(files))


KNOWN = sight("\n".join(LINES), number=NUMBER, written_on="2026-03-04")
BARE = sight("\n".join(LINES))
SHORT = sight("县财政局：你局请示收悉。经研究，同意调整专项资金用途。此复。", number=NUMBER)
LISTED_ONLY = {"shows_title": False, "shows_number": False, "number": NUMBER}
EDITED = "\n".join([*LINES[:2], "三、其余事项另行通知。"])

ROWS = [
    ("a line edited", KNOWN, sight(EDITED, number=NUMBER), Presence.SAME),
    ("the text kept under another title", BARE, sight(EDITED, "关于供水的通知"), Presence.SAME),
    ("all rewritten under the same title", BARE, sight(OTHER_TEXT), Presence.SAME),
    ("number corrected with the title", KNOWN,
     sight(EDITED, "关于做好供水工作的通知", number="柳政办发〔2026〕21号"), Presence.SAME),
    ("short text reworded", SHORT, sight("县财政局：不同意。", number=NUMBER), Presence.SAME),
    ("words of repeal in its place", KNOWN, sight("该文件已废止。", "提示"), Presence.SAME),
    ("a file in place of the text", KNOWN, sight("详见附件。", TITLE, "f1"), Presence.SAME),
    ("the same file under other words", sight("", TITLE, "f1"),
     sight("相关下载", "下载", "f1"), Presence.SAME),
    ("next to nothing under the title", KNOWN, sight("内容调整中"), Presence.STUB),
    ("another number, title and text", KNOWN,
     sight(OTHER_TEXT, OTHER_TITLE, number="柳政发〔2026〕3号"), Presence.OTHER),
    ("next year's plan", KNOWN,
     sight("\n".join(LINES), "关于做好2027年农村供水的通知", number="柳政办发〔2027〕9号"), Presence.OTHER),
    ("a document where none had a number", BARE,
     sight(OTHER_TEXT, OTHER_TITLE, written_on="2026-05-01"), Presence.DOUBTFUL),
    ("an unknown notice", KNOWN,
     sight("为提升服务质量，栏目正在优化，请使用站内搜索。", "温馨提示"), Presence.GONE),
    ("under the list's title", KNOWN, sight("您访问的内容无法显示", **LISTED_ONLY), Presence.GONE),
    ("short document hidden", SHORT, sight("您访问的内容无法显示", **LISTED_ONLY), Presence.GONE),
    ("maintenance", KNOWN, sight("系统维护中，给您带来不便敬请谅解。", "系统维护"), Presence.DOWN),
    ("a broken program", KNOWN, sight("Fatal error: Uncaught PDOException", **LISTED_ONLY), Presence.DOWN),
    ("a login", KNOWN, sight("统一身份认证 用户名 密码 忘记密码", "用户登录"), Presence.BLOCKED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "page", "found"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_what_a_known_address_shows(known: Sight, page: Sight, found: Presence) -> None:
    assert recognise(page, known) is found


def test_a_list_that_names_the_new_document_is_believed_at_once() -> None:
    page = sight(OTHER_TEXT, OTHER_TITLE)
    assert recognise(page, BARE, OTHER_TITLE) is Presence.OTHER
    assert recognise(page, BARE, TITLE) is Presence.GONE


FIRST = [
    ("a document", sight(OTHER_TEXT, OTHER_TITLE), Presence.SAME),
    ("a short one under its title", sight("放假三天。"), Presence.SAME),
    ("a long text under no title", sight(OTHER_TEXT, **LISTED_ONLY), Presence.SAME),
    ("a file", sight("", TITLE, "f1", **LISTED_ONLY), Presence.SAME),
    ("next to nothing", sight("您访问的内容无法显示", **LISTED_ONLY), Presence.GONE),
    ("maintenance", sight("系统维护中", "系统维护"), Presence.DOWN),
    ("a login", sight("请先登录后查看", "用户登录"), Presence.BLOCKED),
]


@pytest.mark.parametrize(("page", "found"), [r[1:] for r in FIRST], ids=[r[0] for r in FIRST])
def test_what_a_page_never_seen_shows(page: Sight, found: Presence) -> None:
    assert recognise(page, None, TITLE) is found


def test_without_a_list_everything_is_taken() -> None:
    page = sight("系统维护中", "系统维护")
    assert recognise(page, None) is Presence.SAME
    assert recognise(replace(page, files=frozenset({"f"})), None, TITLE) is Presence.SAME


NEWS = ["全县春耕备耕工作会议召开"] * 5


@pytest.mark.parametrize(
    ("links", "lines", "found"),
    [
        (NEWS, ["柳河县人民政府", "全县春耕备耕工作会议召开"], True),
        (NEWS, ["柳河县人民政府", TITLE], False),
        (NEWS, [f"·{TITLE} 2026-03-04"], False),
        (NEWS, [TITLE[:16] + "…"], False),
        (NEWS, [TITLE[:9]], True),
        (NEWS[:4], ["柳河县人民政府"], False),
        (["首页", "更多"] * 9, ["柳河县人民政府"], False),
    ],
)
def test_a_list_that_names_the_document_nowhere_replaced_it(
    links: list[str], lines: list[str], *, found: bool
) -> None:
    assert is_replaced_by_list(links, lines, [TITLE, ""]) is found
    assert not is_replaced_by_list(links, lines, [])
