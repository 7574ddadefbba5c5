"""Signatures, captions, letterheads, addressees, and the names of organs in them."""

from __future__ import annotations

import pytest

from pipelines.authorship import organs_of_title
from pipelines.issuer import is_organ, is_short_for, split_organs
from pipelines.promulgation import find_caption, find_letterhead
from pipelines.recipient import find_recipients
from pipelines.signature import find_lone_date, find_signatures

END = "请认真贯彻执行。"

SIGNATURES = [
    ([END, "云岭市人民政府", "2021年3月9日"], ("云岭市人民政府",), "2021-03-09"),
    ([END, "云岭市人民政府 2021年3月9日"], ("云岭市人民政府",), "2021-03-09"),
    ([END, "云岭市人民政府2021年3月9日"], ("云岭市人民政府",), "2021-03-09"),
    ([END, "云岭市人民政府", "二○二一年三月九日"], ("云岭市人民政府",), "2021-03-09"),
    (
        [END, "云岭市人民政府（印章）", "2021年3月9日（此件公开发布）"],
        ("云岭市人民政府",),
        "2021-03-09",
    ),
    ([END, "财 政 部", "２０２１年３月９日"], ("财政部",), "2021-03-09"),
    (
        [END, "中共云岭市委办公室", "云岭市人民政府办公室", "2021年3月9日"],
        ("中共云岭市委办公室", "云岭市人民政府办公室"),
        "2021-03-09",
    ),
    (
        [END, "云岭市推进生态文明建设", "委员会办公室", "2021年3月9日"],
        ("云岭市推进生态文明建设委员会办公室",),
        "2021-03-09",
    ),
    ([END, "特此通知", "委员会办公室", "2021年3月9日"], ("委员会办公室",), "2021-03-09"),
    (
        [END, "云岭市水务局\t云岭市财政局", "2021年3月9日"],
        ("云岭市水务局", "云岭市财政局"),
        "2021-03-09",
    ),
    (["云岭市人民政府市长：王一民", "2021年3月9日"], ("云岭市人民政府",), "2021-03-09"),
    (["市　长　王一民", "2021年3月9日"], (), "2021-03-09"),
    (
        ["某某委员会主席", "某某银行行长：李文", "2021年3月9日"],
        ("某某委员会", "某某银行"),
        "2021-03-09",
    ),
]


@pytest.mark.parametrize(("lines", "organs", "day"), SIGNATURES)
def test_signature(lines: list[str], organs: tuple[str, ...], day: str) -> None:
    found = find_signatures(lines)[0]
    assert (found.organs, found.written_on) == (organs, day)


@pytest.mark.parametrize(
    "lines",
    [
        [END, "2021年3月9日"],
        ["会议于2021年3月9日召开，市财政局局长参加会议。"],
        ["1\t云岭市财政局\t2021年3月9日", "2\t云岭市水务局\t2021年3月10日"],
        ["云岭市财政局2021年3月9日", "云岭市水务局2021年3月10日"],
        ["联系电话：12345", "2021年3月9日"],
        [END, "云岭市人民政府", "2021年2月30日"],
    ],
)
def test_no_signature(lines: list[str]) -> None:
    assert find_signatures(lines) == []


def test_unsigned_date_below_the_text() -> None:
    assert find_lone_date([END, "二〇〇五年六月二十日", "公开程序：审核后公开"]) == "2005-06-20"
    assert find_lone_date([END, "2021年3月9日", "召开全市节水工作会议。"]) is None
    assert find_lone_date(["附件：时间表", "2021年3月9日"]) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云岭市水务局、云岭市财政局", ["云岭市水务局", "云岭市财政局"]),
        ("云岭市水务局,云岭市财政局", ["云岭市水务局", "云岭市财政局"]),
        ("财政部 税务总局", ["财政部", "税务总局"]),
        ("财政部税务总局科技部", ["财政部", "税务总局", "科技部"]),
        ("云岭省发展和改革委员会云岭省财政厅", ["云岭省发展和改革委员会", "云岭省财政厅"]),
        ("云岭省财政厅国家税务总局云岭省税务局", ["云岭省财政厅", "国家税务总局云岭省税务局"]),
        ("国家税务总局云岭省税务局", ["国家税务总局云岭省税务局"]),
        ("云岭市水务局等五部门", ["云岭市水务局"]),
        (
            "云岭市人民政府办公厅（云岭市参事室、云岭市研究馆）",
            ["云岭市人民政府办公厅（云岭市参事室、云岭市研究馆）"],
        ),
        ("云 岭 市 财 政 局", ["云岭市财政局"]),
        ("国务院、中央军委", ["国务院", "中央军委"]),
    ],
)
def test_organs_are_told_apart(text: str, names: list[str]) -> None:
    assert split_organs(text) == names


@pytest.mark.parametrize(
    "name", ["国务院", "云岭市人民政府", "中共云岭市委", "云岭市水务局（云岭市河长办）"]
)
def test_organ(name: str) -> None:
    assert is_organ(name)


@pytest.mark.parametrize(
    "name",
    ["特此通知", "各有关部门", "附件：名单", "一、总体要求", "请遵照执行", "王一民", "关于水务局"],
)
def test_no_organ(name: str) -> None:
    assert not is_organ(name)


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("省政府办公厅", "云岭省人民政府办公厅", True),
        ("证监会", "中国证券监督管理委员会", True),
        ("市发改委", "云岭市发展和改革委员会", True),
        ("云岭市人民政府", "云岭市人民政府办公厅", False),
        ("市教育局", "云岭市体育局", False),
        ("云岭市水务局", "云岭市水务局", False),
    ],
)
def test_short_names(short: str, full: str, same: bool) -> None:
    assert is_short_for(short, full) is same


CAPTIONS = [
    ("（2021年3月9日云岭省人民政府令第12号公布）", ("云岭省人民政府",), "2021-03-09"),
    (
        "(2021年3月9日云岭省人民政府令〔2021〕第2号公布,自2021年5月1日起施行)",
        ("云岭省人民政府",),
        "2021-03-09",
    ),
    (
        "（2019年5月30日云岭省第十三届人民代表大会常务委员会第十次会议通过）",
        ("云岭省人民代表大会常务委员会",),
        "2019-05-30",
    ),
    (
        "（1998年7月1日国务院令第900号发布 根据2016年2月6日《某决定》第一次修订）",
        ("国务院",),
        "1998-07-01",
    ),
    ("（二〇〇八年三月九日市政府常务会议通过）", (), "2008-03-09"),
]


@pytest.mark.parametrize(("line", "organs", "day"), CAPTIONS)
def test_caption(line: str, organs: tuple[str, ...], day: str) -> None:
    found = find_caption(["云岭省节水条例", line, "第一条 为了节水，制定本条例。"])
    assert found is not None
    assert (found.organs, found.written_on) == (organs, day)


def test_no_caption() -> None:
    assert (
        find_caption(["第一条 （2021年3月9日）", "（2015—2020年）", "（联系人：王一民）"]) is None
    )


@pytest.mark.parametrize(
    ("lines", "organs", "kind"),
    [
        (["云岭市人民政府令", "第12号", "现予公布。"], ("云岭市人民政府",), "令"),
        (["云岭市水务局公告", "〔2021〕3号", "现予公布。"], ("云岭市水务局",), "公告"),
        (["某某部令〔2021〕第3号", "根据有关规定，制定本办法。"], ("某某部",), "令"),
        (
            ["某某委员会", "某某银行令", "某某管理局", "第7号", "现予公布。"],
            ("某某委员会", "某某银行", "某某管理局"),
            "令",
        ),
    ],
)
def test_letterhead(lines: list[str], organs: tuple[str, ...], kind: str) -> None:
    found = find_letterhead(lines)
    assert found is not None
    assert (found.organs, found.kind) == (organs, kind)


def test_no_letterhead() -> None:
    assert find_letterhead(["各有关单位：", "现将有关事项通知如下。"]) is None
    assert find_letterhead([]) is None


@pytest.mark.parametrize(
    ("lines", "recipients"),
    [
        (
            ["各县（区）人民政府，市政府各部门：", "现通知如下："],
            "各县（区）人民政府，市政府各部门",
        ),
        (["云政发〔2021〕1号", "全区各部门:", "现通知如下:"], "全区各部门"),
        (
            ["各县（区）人民政府，", "市政府各部门：", "现通知如下："],
            "各县（区）人民政府，市政府各部门",
        ),
        (["云政发〔2021〕1号各县（区）人民政府："], "各县（区）人民政府"),
        (["为做好有关工作，现将有关事项通知如下："], None),
        (["附件：", "各部门分工表"], None),
        (["第一条 为了节水，制定本办法。", "各部门应当履行下列职责："], None),
        (["一、各有关部门："], None),
    ],
)
def test_recipients(lines: list[str], recipients: str | None) -> None:
    assert find_recipients(lines) == recipients


TITLES = [
    ("财政部 税务总局关于增值税优惠政策的公告", ("财政部", "税务总局")),
    ("某某部等十部门关于印发《节水行动方案》的通知", ("某某部",)),
    ("中华人民共和国某某部令第76号", ("中华人民共和国某某部",)),
    ("某某银行公告〔2021〕第3号", ("某某银行",)),
    ("某某总署公告2021年第3号（关于节水器具的公告）", ("某某总署",)),
    ("云岭市财政局2020年度部门决算", ("云岭市财政局",)),
    ("云政发〔2021〕3号云岭市人民政府关于节水的通知", ("云岭市人民政府",)),
    ("【通知】云岭市教育局关于节水的通知", ("云岭市教育局",)),
    ("2021年云岭市人民政府关于节水的通知", ("云岭市人民政府",)),
    ("转发省水利厅关于节水的通知", ()),
    ("关于节水的通知", ()),
    ("《云岭市节水办法》政策解读", ()),
    ("我市多措并举推进节水工作", ()),
]


@pytest.mark.parametrize(("title", "organs"), TITLES)
def test_organs_of_a_title(title: str, organs: tuple[str, ...]) -> None:
    assert organs_of_title(title) == organs
