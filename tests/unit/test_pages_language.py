"""Every word of the pages' own is in the English table, and the table holds no others."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from gongbao.web.english import ENGLISH
from gongbao.web.language import translate
from gongbao.web.rendering import TITLES

WEB = Path(__file__).resolve().parents[2] / "gongbao" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
QUOTED = re.compile(r"\"([^\"<>{}]*(?:\{\w+\}[^\"<>{}]*)*)\"|'([^'<>{}]*)'")
BRAND = '<a class="name" href="/" lang="zh-CN">公报</a>'
CONTENT = {"公报：全部动态"}  # the title of a feed
IN_CHINESE = re.compile(r'lang="zh-CN">[^<>]*(?:\{\{[^}]*\}\})?[^<>]*')


def labels(table: object = TITLES) -> set[str]:
    """Every label of a code, however deep."""
    if isinstance(table, dict):
        return {label for value in table.values() for label in labels(value)}
    return {str(table)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_what_a_template_says_is_in_the_table(template: Path) -> None:
    said = IN_CHINESE.sub("", template.read_text(encoding="utf-8"))
    found = {a or b for a, b in QUOTED.findall(said)}
    assert {s for s in found if CHINESE.search(s)} - CONTENT - ENGLISH.keys() == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_says_nothing_in_chinese_alone(template: Path) -> None:
    text = IN_CHINESE.sub("", template.read_text(encoding="utf-8").replace(BRAND, ""))
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    assert CHINESE.findall(outside) == []


def test_labels_of_codes_are_in_the_table() -> None:
    assert labels() - ENGLISH.keys() == set()


def test_english_is_english_and_fills_the_same_gaps() -> None:
    for chinese, english in ENGLISH.items():
        assert not CHINESE.search(english), english
        assert fields(chinese) == fields(english), chinese


def test_no_word_of_the_table_is_dead() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in WEB.glob("*.py") if p.stem != "english")
    said = code + "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert {word for word in ENGLISH if word not in said} - labels() == set()


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_an_unknown_word_stays_as_it_is() -> None:
    assert translate("en", "没有此词") == "没有此词"
    assert translate("zh", "共 {n} 件", n=3) == "共 3 件"
    assert translate("en", "共 {n} 件", n=3) == "3 found"
