"""The grammar of document numbers: every shape they are printed in, and what only looks like one."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.document_number import DocumentNumber, Kind, find_all, parse, strip_number

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "numbers.jsonl").read_text(encoding="utf-8").splitlines()
]
PLACES = ("岚", "浙", "国", "沪", "岚滨", "中", "人社")
ORGANS = ("政", "政办", "府办", "财税", "依法", "科发", "教体艺", "肺炎组指办")
TYPES = ("发", "函", "字", "规", "明电", "办", "便函", "任")
ISSUERS = ("国务院", "财政部", "岚海省人民政府", "国家税务总局", "商务部", "人力资源和社会保障部")

years = st.integers(1949, 2049)
serials = st.integers(1, 9999)
codes = st.builds("".join, st.tuples(*map(st.sampled_from, (PLACES, ORGANS, TYPES))))
letters = st.builds(DocumentNumber, codes, serials, years)
orders = st.builds(
    DocumentNumber, st.sampled_from(ISSUERS), serials, st.none() | years, st.just(Kind.ORDER)
)
announcements = st.builds(
    DocumentNumber,
    st.lists(st.sampled_from(ISSUERS[1:]), min_size=1, max_size=3, unique=True).map("".join),
    serials,
    years,
    st.sampled_from((Kind.ANNOUNCEMENT, Kind.NOTICE)),
)
numbers = letters | orders | announcements


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["raw"])
def test_spelling(row: dict[str, str | None]) -> None:
    if row["canonical"] is None:
        with pytest.raises(ValueError, match=r"^[^\n]+$"):
            parse(row["raw"] or "")
        assert find_all(row["raw"] or "") == []
    else:
        assert str(parse(row["raw"] or "")) == row["canonical"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ZJXX00-2021-0012", "registration number"),
        ("GB/T 9999-2021", "standard"),
        ("〔2021〕4号", "missing"),
        ("岚政发〔2021〕0号", "out of range"),
        ("", "empty"),
        ("岚政发第24号", "year"),
    ],
)
def test_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(text)


@given(numbers)
def test_canonical_form_is_a_fixed_point(number: DocumentNumber) -> None:
    assert parse(str(number)) == number
    assert str(parse(str(number))) == str(number)


@given(
    letters, st.sampled_from(("[]", "()", "（）", "【】", "﹝﹞", "［］", "〔〕", "(〕")), st.data()
)
def test_noise_never_changes_the_value(
    number: DocumentNumber, pair: str, data: st.DataObject
) -> None:
    raw = str(number).replace("〔", pair[0]).replace("〕", pair[1])
    if data.draw(st.booleans()):
        raw = raw.translate({ord("0") + i: ord("０") + i for i in range(10)})
    blanks = st.text(" \u3000\u00a0\u200b\ufeff\n", max_size=3)
    noisy = "".join(data.draw(blanks) + char for char in raw) + data.draw(blanks)
    assert parse(noisy) == number


@given(
    numbers,
    st.sampled_from(
        ("", "根据《关于某项工作的通知》（", "按照", "现将有关事项说明如下。\n", "此前，")
    ),
    st.sampled_from(("）要求", "", "\n各县人民政府：", "，请遵照执行。")),
)
def test_running_text(number: DocumentNumber, before: str, after: str) -> None:
    text = f"{before}{number}{after}"
    found = find_all(text)
    assert [one.number for one in found] == [number]
    assert text[found[0].start : found[0].end] == str(number)


@given(numbers, st.data())
def test_invisible_characters_in_running_text(number: DocumentNumber, data: st.DataObject) -> None:
    marks = st.sampled_from(("", "", "\u200b", "\ufeff", "\u200d"))
    printed = "".join(data.draw(marks) + char for char in str(number))
    text = f"根据{printed}办理"
    assert [one.number for one in find_all(text)] == [number]
    assert text[find_all(text)[0].end :] == "办理"


@given(st.text(alphabet="号令第公告〔〕（）《》0129年国务院发 、\n一十", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    for found in find_all(text):
        assert parse(text[found.start : found.end]) == found.number or "、" in text
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于某事的通知岚政发〔2021〕4号", "岚政发〔2021〕4号"),
        ("要求认真按照财预〔2021〕4号执行", "财预〔2021〕4号"),
        ("1997年3月9日卫生部令第99号发布", "卫生部令第99号"),
        ("经省人民政府川府发〔2021〕4号批准", "川府发〔2021〕4号"),
        ("（以下简称国办发〔2021〕4号）", "国办发〔2021〕4号"),
        ("你市岚政呈〔2021〕4号文收悉", "岚政呈〔2021〕4号"),
        ("并按人力资源和社会保障部令第24号办理", "人力资源和社会保障部令第24号"),
        ("国家发展和改革委员会 财政部令第24号", "国家发展和改革委员会财政部令第24号"),
        ("国函〔\n2021\n〕38号", "国函〔2021〕38号"),
        ("国办发\n〔2021〕38号", "国办发〔2021〕38号"),
        ("国 办 发 〔2021〕38号", "国办发〔2021〕38号"),
        ("中华人民共和国国务院令\n第　901　号", "国务院令第901号"),
        ("工业和信息化部\n令\n第9号", "工业和信息化部令第9号"),
        ("卫生健康规划国岚办规划函〔2021〕4号", "国岚办规划函〔2021〕4号"),
        ("岚交规划发〔2021〕4号", "岚交规划发〔2021〕4号"),
    ],
)
def test_left_boundary(text: str, expected: str) -> None:
    assert [str(found.number) for found in find_all(text)] == [expected]


def test_pieces_of_a_list_inherit() -> None:
    text = "废止岚政发〔2015〕9号、10号和〔2016〕3号，另见地铁〔2016〕年10号线"
    found = find_all(text)
    assert [str(one.number) for one in found] == [
        "岚政发〔2015〕9号",
        "岚政发〔2015〕10号",
        "岚政发〔2016〕3号",
    ]
    assert [text[one.start : one.end] for one in found] == [
        "岚政发〔2015〕9号",
        "10号",
        "〔2016〕3号",
    ]


def test_equal_documents_compare_equal() -> None:
    spellings = ("证监会公告〔2021〕58号", "证监会公告2021年第58号", "证监会公告[2021]第58号")
    assert len({parse(spelling) for spelling in spellings}) == 1
    assert parse("财政部、税务总局公告2021年第1号").issuer == "财政部税务总局"
    assert parse("岚政发〔2021〕1号").issuer is None
    assert parse("国发〔2021〕5号") != parse("国函〔2021〕5号")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "岚滨依法发〔2021〕1号 关于印发某项要点的通知",
            ("关于印发某项要点的通知", "岚滨依法发〔2021〕1号"),
        ),
        (
            "岚海市某项实施方案（岚政办发〔2021〕5号）",
            ("岚海市某项实施方案", "岚政办发〔2021〕5号"),
        ),
        ("岚海市某项若干措施岚政办发〔2021〕5号", ("岚海市某项若干措施", "岚政办发〔2021〕5号")),
        ("【岚府发〔2021〕3号】关于某事的意见", ("关于某事的意见", "岚府发〔2021〕3号")),
        ("商务部令（2021年第2号）\n某项听证会规则", ("某项听证会规则", "商务部令（2021年第2号）")),
        (
            "海关总署公告2021年第8号（关于修订某项规定的公告）",
            ("关于修订某项规定的公告", "海关总署公告2021年第8号"),
        ),
        ("【第17号令】《某项管理办法》", ("《某项管理办法》", "【第17号令】")),
        ("岚政发2021年27号 关于某事的通知", ("关于某事的通知", "岚政发2021年27号")),
        ("国务院令第914号", ("国务院令第914号", "国务院令第914号")),
        ("关于废止岚府发〔2021〕3号文件的通知", ("关于废止岚府发〔2021〕3号文件的通知", None)),
        (
            "关于转发《某项办法》（财税〔2021〕1号）",
            ("关于转发《某项办法》（财税〔2021〕1号）", None),
        ),
        ("国发〔2021〕9号文件解读", ("国发〔2021〕9号文件解读", None)),
        ("岚海市2021年工作要点", ("岚海市2021年工作要点", None)),
    ],
)
def test_strip_number(title: str, expected: tuple[str, str | None]) -> None:
    assert strip_number(title) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "号",
        "（",
        "公 告 ",
        "第1号令",
        "令第",
        "〔2020〕",
        "和国发〔2020〕1号",
        "国务院、",
        "《a《b》",
        "年第",
        " ",
        "部令第1号\n",
    ],
)
def test_hostile_text_is_read_in_time(hostile: str) -> None:
    text = (hostile * 20_000)[:20_000]
    started = time.perf_counter()
    find_all(text)
    strip_number(text)
    assert time.perf_counter() - started < 1.5
