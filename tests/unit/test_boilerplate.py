"""Learned boilerplate: what recurs around the texts of a source, never what its documents share."""

from __future__ import annotations

import pytest

from crawler.items import PageItem
from pipelines.boilerplate import LEAST, is_official, learn, line_key, strip
from pipelines.reading import read_page

SLOGAN = "云岭政务 服务到家"
APPEAL = "更多资讯请关注“云岭发布”微信公众号，转载请注明出处。"
SHARED = [
    "各县（市、区）人民政府，市政府各部门：",
    "青溪市人民政府办公室",
    "（此件公开发布）",
    "特此通知。",
    "请认真贯彻执行。",
]
OFFICIAL = [
    *SHARED,
    "市　长　周建平",
    "青政办发〔2021〕6号",
    "2021年2月9日",
    "附件：1．任务分工表",
    "公开方式：主动公开",
    "第一章 总则",
    "序号\t任务\t责任单位",
]


def text_of(number: int, *extra: str) -> str:
    """The text of one document of a source, with lines of the site around it."""
    own = f"一、第{number}号任务由第{number}组承担，年底前完成{number * 3}项。"
    return "\n".join([SLOGAN, SHARED[0], own, *SHARED[3:], *SHARED[1:3], APPEAL, *extra])


def texts(count: int) -> list[str]:
    return [text_of(number) for number in range(1, count + 1)]


def test_recurring_lines_of_the_site_are_learned_and_no_others() -> None:
    assert learn(texts(30)) == {line_key(SLOGAN), line_key(APPEAL)}


def test_nothing_is_learned_from_few_texts() -> None:
    assert learn(texts(LEAST - 1)) == frozenset()
    assert learn(texts(LEAST)) != frozenset()


@pytest.mark.parametrize(("with_line", "learned"), [(17, False), (18, True)])
def test_three_texts_of_five_must_have_a_line(with_line: int, learned: bool) -> None:
    line = "青溪在线智能问答"
    rows = [text_of(n, *([line] if n <= with_line + 6 else [])) for n in range(1, 41)]
    assert (line_key(line) in learn(rows)) is learned


def test_a_line_counts_once_a_text_and_at_the_edges_alone() -> None:
    inner = [str(n) for n in range(10)]
    twice = ["\n".join([SLOGAN, SLOGAN, *inner]) for _ in range(LEAST // 2)]
    amid = ["\n".join([*inner[:7], SLOGAN, *inner[3:]]) for _ in range(LEAST)]
    assert line_key(SLOGAN) not in learn(twice)
    assert line_key(SLOGAN) not in learn(amid)


def test_counters_are_one_line() -> None:
    rows = [f"正文{n}段落内容。\n已有 {n * 7} 人看过" for n in range(LEAST)]
    assert line_key("已有 12345 人看过") in learn(rows)


@pytest.mark.parametrize("line", OFFICIAL)
def test_lines_of_a_document_are_never_boilerplate(line: str) -> None:
    assert is_official(line)
    assert strip([line, "正文。"], frozenset({line_key(line)})) == [line, "正文。"]


@pytest.mark.parametrize("line", [SLOGAN, APPEAL, "青溪在线智能问答"])
def test_lines_of_the_site_may_be(line: str) -> None:
    assert not is_official(line)


def test_only_edges_are_stripped_and_never_all() -> None:
    learned = frozenset({line_key(SLOGAN)})
    body = [f"第{n}条 本条为第{n}项规定。" for n in range(1, 14)]
    amid = [*body[:7], SLOGAN, *body[7:]]
    assert strip([SLOGAN, *body, SLOGAN], learned) == body
    assert strip(amid, learned) == amid
    assert strip([SLOGAN], learned) == [SLOGAN]


def test_extraction_uses_what_was_learned_and_says_so() -> None:
    body = "".join(f"<p>{line}</p>" for line in text_of(4).split("\n"))
    html = f"<html><head><title>青溪市人民政府办公室关于任务分工的通知</title></head><body>{body}</body></html>"
    plain, taught = (
        read_page(PageItem("http://www.qingxi.example.cn/a.html", html, boilerplate=learned))
        for learned in (frozenset[str](), learn(texts(30)))
    )
    assert SLOGAN in plain.text
    assert SLOGAN not in taught.text
    assert taught.explain["boilerplate"] == [SLOGAN, APPEAL]
    assert taught.text.split("\n")[0] == SHARED[0]
