"""有效性, 施行 and 废止 as stated."""

from __future__ import annotations

import pytest

from pipelines.validity import (
    effective_in_text,
    expiry_in_text,
    read_state,
    state_of_script,
    state_of_title,
)

STATES = [
    ("有效", "in_force"),
    ("现行有效", "in_force"),
    ("全文有效", "in_force"),
    ("是", "in_force"),
    ("继续有效", "in_force"),
    ("失效", "expired"),
    ("已失效", "expired"),
    ("全文失效", "expired"),
    ("无效", "expired"),
    ("已过期", "expired"),
    ("废止", "repealed"),
    ("已废止", "repealed"),
    ("全文废止", "repealed"),
    ("失效（提前废止）", "repealed"),
    ("已修改", "amended"),
    ("部分失效", "amended"),
    ("部分有效", "amended"),
    ("条款失效", "amended"),
    ("已被修改", "amended"),
    ("尚未生效", None),
    ("拟废止", None),
    ("全部", None),
    ("现行有效 已失效", None),
    ("有效 失效 废止", None),
    ("", None),
    ("公开", None),
    ("长期", None),
    ("5年", None),
]


@pytest.mark.parametrize(("value", "state"), STATES)
def test_state_of_a_value(value: str, state: str | None) -> None:
    assert read_state(value) == state


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("（已废止）云岭市节水办法", "repealed"),
        ("云岭市节水办法【失效】", "expired"),
        ("[有效]云岭市节水办法", "in_force"),
        ("云岭市节水办法（部分条款失效）", "amended"),
        ("云岭市节水办法（试行）", None),
        ("关于废止《云岭市节水办法》的决定", None),
        ("关于（已失效）文件清理结果的公告", None),
    ],
)
def test_state_of_a_title(title: str, state: str | None) -> None:
    found = state_of_title(title)
    assert (found[0] if found else None) == state


def test_state_of_a_script() -> None:
    assert state_of_script([("title", "有效"), ("file_status", "失效")]) == (
        "expired",
        "file_status = 失效",
    )
    assert state_of_script([("pageStatus", "加载中")]) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (
            "第三十条 本办法自2021年5月1日起施行。《云岭市节水规定》自2010年1月1日起施行，同时废止。",
            "2021-05-01",
        ),
        ("本通知自２０２１年５月１日起执行，有效期5年。", "2021-05-01"),
        ("本规定自2021年5月1日施行。", "2021-05-01"),
        ("《云岭市节水办法》已经审议通过，现予公布，自2021年5月1日起施行。", "2021-05-01"),
        ("现公布《云岭市节水办法》，自二〇二一年五月一日起施行。", "2021-05-01"),
        ("本办法自公布之日起施行。", None),
        ("《云岭市节水规定》自2010年1月1日起施行以来，成效明显。", None),
    ],
)
def test_day_of_effect(line: str, day: str | None) -> None:
    found = effective_in_text([line])
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("本办法自发布之日起施行，有效期至2025年12月31日。", "2025-12-31"),
        ("有效期截至2025年12月31日。", "2025-12-31"),
        ("本办法有效期5年。", None),
        ("到2025年12月31日，完成全部改造任务。", None),
    ],
)
def test_day_of_expiry(line: str, day: str | None) -> None:
    found = expiry_in_text([line])
    assert (found[0] if found else None) == day
