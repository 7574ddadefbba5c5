"""Labels within lines: several of them, glued ones, padded ones, and words that only look like labels."""

from __future__ import annotations

import pytest

from pipelines.label import FIELD_OF, FIELDS, to_label
from pipelines.label_line import pairs_in_line, pairs_in_lines, starts_with_label

LINES = [
    (
        "索引号: 000/2020-77 主题分类: 综合政务/政务公开",
        {"索引号": "000/2020-77", "主题分类": "综合政务/政务公开"},
    ),
    (
        "发文机关: 省政府办公厅 成文日期: 2020-06-28",
        {"发文机关": "省政府办公厅", "成文日期": "2020-06-28"},
    ),
    ("• 日期: 2020- 07- 08 17: 30", {"日期": "2020- 07- 08 17: 30"}),
    ("发布时间：2021-03-12来源：云岭网", {"发布时间": "2021-03-12", "来源": "云岭网"}),
    ("信息来源：云岭市水务局点击数：123", {"信息来源": "云岭市水务局", "点击数": "123"}),
    ("文　　号：云政发〔2021〕1号", {"文号": "云政发〔2021〕1号"}),
    ("【发文字号】云政发〔2021〕1号", {"发文字号": "云政发〔2021〕1号"}),
    ("来源：云岭网 【字体：大 中 小】", {"来源": "云岭网", "字体": ""}),
    ("来源：云岭网 浏览次数：", {"来源": "云岭网", "浏览次数": ""}),
    ("索引号\t000/2020-77\t分类\t水利", {"索引号": "000/2020-77", "分类": "水利"}),
    ("字号:[ ]", {"字号": ""}),
    ("[ 来源：市政府办公室 ] [ 字体：大 中 小 ]", {"来源": "市政府办公室", "字体": ""}),
    ("来源：法治云岭网 / 责任编辑：高小曼", {"来源": "法治云岭网", "责任编辑": "高小曼"}),
    ("数据来源：统计年鉴", {}),
    ("办公时间：9:00—17:00", {}),
    ("凡注明“来源：云岭网”的作品", {}),
    ("会议于9:30开始，来源不明的物品不得带入", {}),
]


@pytest.mark.parametrize(("line", "pairs"), LINES)
def test_pairs_in_a_line(line: str, pairs: dict[str, str]) -> None:
    assert dict(pairs_in_line(line)) == pairs


def test_label_above_its_value_in_plain_text() -> None:
    lines = ["索 引 号：", "000/2020-77", "文号：", "主题分类：", "水利"]
    found = dict(pairs_in_lines(lines, stacked=True))
    assert found == {"索引号": "000/2020-77", "文号": "", "主题分类": "水利"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("索 引\u00a0号：", "索引号"),
        ("[ 发文字号 ]", "发文字号"),
        ("【主题分类】", "主题分类"),
        ("发布\u200b日期", "发布日期"),
        ("发布日期：2021", None),
        ("主题教育", None),
        ("", None),
    ],
)
def test_whole_text_is_a_label(text: str, label: str | None) -> None:
    assert to_label(text) == label


def test_start_of_a_line() -> None:
    assert starts_with_label("来源：云岭网")
    assert not starts_with_label("2021-03-12 来源：云岭网")


def test_every_label_speaks_of_one_field() -> None:
    assert len(FIELD_OF) == sum(map(len, FIELDS.values()))
