"""Redlines to read."""

from __future__ import annotations

import json
import re

import pytest

from feeds.redline import render
from scheduler.diff import compare_texts

LINES = [f"第{k}条 关于第{k}项工作的规定" for k in range(10)]


def operations(*edits: tuple[str, str]) -> list[dict[str, object]]:
    text = "\n".join(LINES)
    new = text
    for old, changed in edits:
        new = new.replace(old, changed)
    return compare_texts(text, new).operations


def test_html_keeps_tags_and_marks() -> None:
    made = compare_texts("责任单位：省法制办", "责任单位：省司法厅").operations
    assert render(made, "html") == (
        "<p>责任单位：省<del>【删】法制办</del><ins>【增】司法厅</ins></p>"
    )


def test_text_marks_both_ends() -> None:
    made = compare_texts("达到80%以上", "达到85%以上").operations
    assert render(made, "text") == "达到【删】80%【/删】【增】85%【/增】以上"


def test_style_is_an_extra() -> None:
    made = operations(("第5项", "第6项"))
    assert "style" not in render(made, "html")
    styled = render(made, "html", inline_style=True)
    assert re.sub(r' style="[^"]*"', "", styled) == render(made, "html")
    assert styled.count("style=") == 2


def test_html_is_escaped() -> None:
    made = compare_texts("甲乙丙丁", "甲乙丙丁<script>alert(1)</script>&").operations
    told = render(made, "html")
    assert "<script" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in told


@pytest.mark.parametrize("context", [0, 1, 2])
def test_context_surrounds_a_change(context: int) -> None:
    told = render(operations(("第5项", "第15项")), "text", context=context).split("\n")
    kept = [line for line in told if line in LINES]
    assert kept == LINES[5 - context : 5] + LINES[6 : 6 + context]
    assert told[0] == f"……（略{5 - context}段）"
    assert told[-1] == f"……（略{4 - context}段）"


def test_short_equal_runs_are_whole() -> None:
    told = render(operations(("第1项", "第11项"), ("第4项", "第14项")), "text").split("\n")
    assert LINES[2:4] == told[2:4]


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("context", [0, 1, 2])
def test_every_line_is_shown_or_counted(count: int, context: int) -> None:
    middle = [f"不变的第{k}行" for k in range(count)]
    made = compare_texts("\n".join(["甲1", *middle, "乙1"]), "\n".join(["甲2", *middle, "乙2"]))
    told = render(made.operations, "text", context=context)
    left_out = sum(map(int, re.findall(r"略(\d+)段", told)))
    assert told.count("不变的") + left_out == count


def test_moves_are_told_on_both_ends() -> None:
    new = [*LINES[1:], LINES[0]]
    told = render(compare_texts("\n".join(LINES), "\n".join(new)).operations, "text")
    assert told.startswith("【移出】1段移至他处")
    assert told.endswith("【移入】" + LINES[0])


def test_fields_and_attachments_are_told() -> None:
    made = [
        {"op": "field", "name": "title", "label": "标题", "spans": [["-", "甲"], ["+", "乙"]]},
        {"op": "attachments", "inserted": 1, "deleted": 0},
    ]
    assert render(made, "text") == "标题：【删】甲【/删】【增】乙【/增】\n附件：增加1个，删去0个"


def test_a_long_unchanged_passage_is_shortened() -> None:
    old = "长" * 900 + "八成" + "尾" * 900
    told = render(compare_texts(old, old.replace("八成", "九成")).operations, "text")
    assert "【删】" in told
    assert len(told) < 400


@pytest.mark.parametrize("format_", ["text", "html", "json"])
def test_a_limit_is_kept_and_said(format_: str) -> None:
    made = compare_texts("", "\n".join(LINES * 100)).operations
    made += [{"op": "insert", "lines": ["再一段"]}]
    told = render(made, format_, limit=500)  # type: ignore[arg-type]
    assert len(told) < 700
    assert ("omitted" if format_ == "json" else "从略") in told


def test_json_is_the_operations() -> None:
    made = operations(("第5项", "第15项"))
    assert json.loads(render(made, "json")) == made
    assert "第" in render(made, "json")
