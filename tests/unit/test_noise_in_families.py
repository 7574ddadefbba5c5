"""What stands around a text may change in any family's template; an edit of the text may not be missed among it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.items import PageItem
from gongbao.cli.extract import to_state
from gongbao.strangers import find_stranger
from pipelines.reading import read_page
from scheduler.changes import detect_change
from tests.scenarios.skins import SKINS, Around, Sheet
from tests.scenarios.test_every_template import GRID, NOISE, bare, notice, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import DocumentItem

SHEETS = {
    "notice": notice("农村供水", 12),
    "without a number": notice("农村供水"),
    "reply": reply(3),
    "two lines": bare(5),
    "with a table": replace(notice("任务分解", 8), grid=GRID),
}


def read(skin: str, sheet: Sheet, around: Around) -> DocumentItem:
    html = SKINS[skin](sheet, around)
    return read_page(PageItem("http://www.liuhe.example/zwgk/1.html", html))


def kind_between(skin: str, old: Sheet, new: Sheet) -> str | None:
    states = [
        to_state(read(skin, sheet, around))
        for sheet, around in ((old, Around()), (new, Around(**NOISE)))
    ]
    assert states[0].text
    change = detect_change(*states)
    return change and change.kind


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("name", SHEETS)
def test_noise_is_no_change(skin: str, name: str) -> None:
    assert kind_between(skin, SHEETS[name], SHEETS[name]) is None


def comma(sheet: Sheet) -> None:
    sheet.lines[-1] = sheet.lines[-1].replace("。", "；", 1)


def digit(sheet: Sheet) -> None:
    line = next(i for i, text in enumerate(sheet.lines) if any(map(str.isdigit, text)))
    at = next(i for i, c in enumerate(sheet.lines[line]) if c.isdigit())
    text = sheet.lines[line]
    sheet.lines[line] = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def addition(sheet: Sheet) -> None:
    sheet.lines.append("本通知自印发之日起施行。")


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("edit", [comma, digit, addition])
def test_an_edit_is_found_amid_noise(skin: str, name: str, edit: Callable[[Sheet], None]) -> None:
    edited = deepcopy(SHEETS[name])
    edit(edited)
    assert kind_between(skin, SHEETS[name], edited) == "revised"


@pytest.mark.parametrize("skin", SKINS)
def test_a_page_that_shows_something_else_is_told_so(skin: str) -> None:
    old = read(skin, SHEETS["notice"], Around())
    hint = Sheet("温馨提示", ["您访问的内容正在迁移。", "请通过站内搜索查找您需要的信息。"])
    found = {
        name: find_stranger(old, read(skin, sheet, Around()))
        for name, sheet in {"hint": hint, "other": notice("马拉松赛事", 9), **SHEETS}.items()
    }
    assert found["hint"] == "新页面没有原文件的内容"
    assert found["other"] == "新页面是另一份文件，不是对原文件的修订"
    assert found["notice"] is None
    assert found["without a number"] is None
