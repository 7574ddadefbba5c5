"""Diffs of Chinese official texts: what is marked, and that nothing is lost."""

from __future__ import annotations

import json
import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.diff import (
    apply_operations,
    compare_texts,
    new_count,
    old_count,
    revert_operations,
    split_lines,
)
from scheduler.spans import join_spans, side_of, widen_figures

LINES = st.sampled_from(
    [
        "",
        "甲",
        "80%",
        "第一条 为了规范行政行为，制定本办法。",
        "第二条 本办法适用于青溪市。",
        "责任单位：市司法局",
        "责任单位：市法制办，配合单位：市财政局",
        "市教育局\t80%\t6月底前",
        "市教育局\t85%\t",
        "完成时间2024年5月1日",
        "完成时间2024年6月11日",
    ]
)
FREE = st.text(alphabet="甲乙丙丁0123年月日%，。；\t\n一二", max_size=60)
TEXTS = st.one_of(st.lists(LINES, max_size=12).map("\n".join), FREE)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (the same texts in every run, nothing secret)


def spans_between(old: str, new: str) -> list[list[str]]:
    operations = compare_texts(old, new).operations
    assert [op["op"] for op in operations] == ["replace"]
    return operations[0]["spans"]


@given(TEXTS, TEXTS)
@example("", "")
@example("\n", "")
@example("一段两句。第二句", "一段两句。\n第二句")
def test_operations_lead_from_old_to_new_and_back(old: str, new: str) -> None:
    redline = compare_texts(old, new)
    assert apply_operations(redline.operations, old) == new
    assert revert_operations(redline.operations, new) == old
    assert json.loads(json.dumps(redline.operations)) == redline.operations
    assert sum(map(old_count, redline.operations)) == len(split_lines(old))
    assert sum(map(new_count, redline.operations)) == len(split_lines(new))


@given(TEXTS, TEXTS)
def test_lengths_add_up(old: str, new: str) -> None:
    redline = compare_texts(old, new)
    before, after = (len(text.replace("\n", "")) for text in (old, new))
    assert after - before == redline.inserted - redline.deleted


@given(TEXTS)
def test_equal_texts_have_no_edits(text: str) -> None:
    redline = compare_texts(text, text)
    assert (redline.inserted, redline.deleted) == (0, 0)
    assert {op["op"] for op in redline.operations} <= {"equal"}


@given(st.lists(st.tuples(st.sampled_from("=-+"), FREE).map(list), max_size=8))
def test_widening_changes_no_side(spans: list[list[str]]) -> None:
    for made in (join_spans(spans), widen_figures(spans)):
        assert side_of(made, "-") == side_of(spans, "-")
        assert side_of(made, "+") == side_of(spans, "+")


def test_only_the_words_that_changed_are_marked() -> None:
    spans = spans_between(
        "第一条 责任单位：省法制办，按期完成", "第一条 责任单位：省司法厅，按期完成"
    )
    assert spans == [
        ["=", "第一条 责任单位：省"],
        ["-", "法制办"],
        ["+", "司法厅"],
        ["=", "，按期完成"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    [
        ("完成率达到80%以上", "完成率达到85%以上", "80%", "85%"),
        ("投资300万元建设", "投资350万元建设", "300万元", "350万元"),
        ("于2024年5月1日前报送", "于2024年6月11日前报送", "2024年5月1日", "2024年6月11日"),
        ("自2024年1月1日起施行", "自2025年1月1日起施行", "2024年1月1日", "2025年1月1日"),
        ("降低百分之八十左右", "降低百分之八十五左右", "八十", "八十五"),
        ("共1.2亿元整", "共1.5亿元整", "1.2亿元", "1.5亿元"),
    ],
)
def test_figures_and_dates_are_shown_whole(old: str, new: str, deleted: str, inserted: str) -> None:
    spans = spans_between(old, new)
    assert ["-", deleted] in spans
    assert ["+", inserted] in spans


def test_a_figure_is_whole_across_clauses_of_a_long_paragraph() -> None:
    filler = "各县人民政府要加强组织领导，落实工作责任，" * 12
    old = f"{filler}安排资金1,200万元。{filler}"
    spans = spans_between(old, old.replace("1,200", "1,300"))
    assert spans[1:3] == [["-", "1,200万元"], ["+", "1,300万元"]]


def test_a_table_row_is_compared_by_cell() -> None:
    spans = spans_between("市教育局\t80%\t6月\t甲", "市教育局\t85%\t7月\t甲")
    assert [s for s in spans if s[0] != "="] == [
        ["-", "80%"],
        ["+", "85%"],
        ["-", "6月"],
        ["+", "7月"],
    ]


def test_a_column_added_to_a_row_is_an_insertion() -> None:
    spans = spans_between("市教育局\t80%\t甲乙丙", "市教育局\t新列\t80%\t甲乙丙")
    assert [s for s in spans if s[0] != "="] == [["+", "新列\t"]]


def test_a_moved_paragraph_is_no_deletion() -> None:
    lines = [
        "一、加强组织领导和统筹",
        "二、落实经费保障措施",
        "三、开展监督检查工作",
        "四、总结经验",
    ]
    moved = [lines[1], lines[2], lines[3], lines[0]]
    redline = compare_texts("\n".join(lines), "\n".join(moved))
    assert (redline.inserted, redline.deleted) == (0, 0)
    assert [op["op"] for op in redline.operations] == ["moved", "equal", "move"]


def test_a_moved_block_with_an_edit_shows_the_edit() -> None:
    block = [f"第{k}条 关于第{k * 7}项事项的具体规定和要求" for k in range(50)]
    rest = [f"附则第{k}款：另行通知的若干说明文字{k * 3}" for k in range(60)]
    edited = [*block[:20], block[20].replace("具体", "详细"), *block[21:]]
    redline = compare_texts("\n".join(block + rest), "\n".join(rest + edited))
    assert (redline.inserted, redline.deleted) == (2, 2)
    assert len(redline.operations) <= 8


def test_a_paragraph_broken_in_two_keeps_its_words() -> None:
    redline = compare_texts(
        "开头\n一、加强领导。二、落实责任。\n结尾", "开头\n一、加强领导。\n二、落实责任。\n结尾"
    )
    assert (redline.inserted, redline.deleted) == (0, 0)


def test_unrelated_texts_are_a_replacement() -> None:
    rng = seeded(3)
    old, new = ("".join(chr(0x4E00 + rng.randrange(3000)) for _ in range(400)) for _ in range(2))
    assert spans_between(old, new) == [["-", old], ["+", new]]


def test_a_replaced_list_is_not_paired_by_force() -> None:
    old = "\n".join(
        f"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥{chr(0x4E00 + k)}" for k in range(3)
    )
    new = "\n".join(
        f"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕{chr(0x5E00 + k)}" for k in range(4)
    )
    assert [op["op"] for op in compare_texts(old, new).operations] == ["delete", "insert"]


def official_text(rng: random.Random, length: int) -> str:
    words = ["".join(chr(0x4E00 + rng.randrange(2500)) for _ in range(rng.choice((2, 2, 3, 4))))
             for _ in range(900)]  # fmt: skip
    lines: list[str] = []
    while sum(map(len, lines)) < length:
        clauses = ("".join(rng.choices(words, k=rng.randrange(3, 9))) for _ in range(7))
        lines.append("，".join(clauses) + "。")
    return "\n".join(lines)


def scatter_edits(rng: random.Random, text: str, count: int) -> str:
    letters = list(text)
    for at in rng.sample([k for k, c in enumerate(letters) if c != "\n"], count):
        letters[at] = rng.choice(("", "新", letters[at] + "增"))
    return "".join(letters)


def test_a_hundred_scattered_edits_are_found_quickly() -> None:
    rng = seeded(5)
    old = official_text(rng, 10_000)
    new = scatter_edits(rng, old, 100)
    best = min(_seconds(old, new) for _ in range(5))
    redline = compare_texts(old, new)
    assert redline.inserted + redline.deleted <= 200
    assert best <= 0.1  # 20 ms on an idle machine


def test_unrelated_long_texts_cost_little() -> None:
    rng = seeded(6)
    old, new = official_text(rng, 50_000), official_text(rng, 50_000)
    assert _seconds(old, new) <= 2.5  # 0.2 s on an idle machine
    assert not compare_texts(old, new).truncated


def _seconds(old: str, new: str) -> float:
    start = time.process_time()
    compare_texts(old, new)
    return time.process_time() - start


def test_reaching_the_time_limit_is_reported() -> None:
    rng = seeded(7)
    old, new = ("".join(rng.choices("甲乙", k=20_000)) for _ in range(2))
    redline = compare_texts(old, new, time_limit=0.05)
    assert redline.truncated
    assert apply_operations(redline.operations, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 20_000, "\n" * 19_000 + "甲"),
        ("\t" * 20_000 + "甲", "\t" * 19_000 + "乙"),
        ("\n".join(["同样的一行文字"] * 4_000), "\n".join(["同样的一行文字"] * 3_000 + ["别的行"] * 5)),
        ("\n".join(f"第{k}项\t{k % 7}%" for k in range(4_000)),
         "\n".join(f"第{k}项\t{k % 5}%" for k in range(4_000))),
    ],
    ids=["blank", "tabs", "same", "rows"],
)  # fmt: skip
def test_hostile_shapes_are_bounded(old: str, new: str) -> None:
    assert _seconds(old, new) < 5
    assert apply_operations(compare_texts(old, new).operations, old) == new
