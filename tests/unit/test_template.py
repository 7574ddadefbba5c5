"""What many pages gained or lost together is their template's; what one page gained is its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.changes import State, detect_change
from scheduler.template import find_marks, is_many, learn, set_aside

NOTE = "本栏目文字以市政府公报为准，第12次改版。"


def state(topic: str, **over: object) -> State:
    text = f"各县人民政府：\n一、围绕{topic}做好工作。\n二、{topic}完成80%以上。"
    values = {
        "text": text, "title": f"关于{topic}的通知", "document_number": "青政办发〔2026〕3号",
        "issuers": ("青川市人民政府",), "written_on": "2026-03-04", "content_hash": topic,
    } | over  # fmt: skip
    return State(**values)  # type: ignore[arg-type]


TOPICS = ("防汛", "绿化", "养老", "交通")
PAGES = [
    (old := state(t), replace(old, text=f"{NOTE}\n{old.text}", content_hash=None)) for t in TOPICS
]


def learned(pages: list[tuple[State, State]], visited: int = 4) -> frozenset[tuple[str, str]]:
    return learn([find_marks(*pair) for pair in pages], visited).marks


def test_a_line_that_came_on_every_page_is_set_aside() -> None:
    marks = learned(PAGES)
    assert {kind for kind, _ in marks} == {"came"}
    for pair in PAGES:
        assert detect_change(*pair) is not None
        assert detect_change(*set_aside(*pair, marks)) is None


def test_an_edit_of_the_same_day_remains() -> None:
    old, new = PAGES[2]
    new = replace(new, text=new.text.replace("80%", "85%"))
    change = detect_change(*set_aside(old, new, learned(PAGES)))
    assert change is not None
    assert (change.summary, change.inserted, change.deleted) == (
        "【修订】1处：“80%”改为“85%”",
        3,
        3,
    )


@pytest.mark.parametrize(
    ("pages", "visited", "many"),
    [(2, 2, False), (3, 6, True), (3, 7, False), (5, 25, True), (5, 26, False), (9, 0, True)],
)
def test_how_many_are_many(pages: int, visited: int, many: bool) -> None:
    assert is_many(pages, visited) is many


def test_the_same_line_on_two_pages_is_their_own() -> None:
    assert learned(PAGES[:2], 12) == frozenset()


def test_other_words_on_every_page_are_edits() -> None:
    pages = [
        (old, replace(old, text=f"{old.text}\n三、新增{t}任务。"))
        for t, (old, _) in zip(TOPICS, PAGES, strict=True)
    ]
    assert learned(pages) == frozenset()


def rename(count: int) -> list[tuple[State, State]]:
    """The same organ renamed in the same line of some pages, and at the end of their texts."""
    unit = "三、责任单位：{}、市财政局、市教育局、市水利局。"
    pages = [state(f"第{i}项工作") for i in range(count)]
    old = [replace(p, text=f"{p.text}\n{unit.format('市法制办')}") for p in pages]
    return [(o, replace(o, text=o.text.replace("市法制办", "市司法局"))) for o in old]


def test_a_rename_on_some_pages_is_an_edit_and_on_all_of_many_a_template() -> None:
    assert learned(rename(4), 4) == frozenset()
    assert learned(rename(6), 12) == frozenset()
    assert {kind for kind, _ in learned(rename(6), 6)} == {"came inside", "went inside"}


def test_figures_edited_in_a_line_that_stays_are_edits() -> None:
    pages = [(old, replace(old, text=old.text.replace("80%", "85%"))) for old, _ in PAGES]
    assert learned(pages) == frozenset()


@pytest.mark.parametrize(
    "over",
    [
        {"document_number": None}, {"issuers": ("青川市政府网",)}, {"written_on": "2026-03-09"},
    ],
)  # fmt: skip
def test_values_that_a_template_shows_otherwise_are_set_aside(over: dict[str, object]) -> None:
    pages = [(old, replace(old, content_hash=None, **over)) for old, _ in PAGES]
    marks = learned(pages)
    assert all(detect_change(*set_aside(*pair, marks)) is None for pair in pages)


def test_numbers_that_a_template_begins_to_show_are_set_aside_with_their_lines() -> None:
    pages = []
    for serial, topic in enumerate(TOPICS, 1):
        number = f"青政办发〔2026〕{serial}号"
        old = state(topic, document_number=None)
        text = f"{number}\n{old.text}" if serial == 1 else old.text
        pages.append((old, replace(old, document_number=number, text=text, content_hash=None)))
    marks = learned(pages)
    assert all(detect_change(*set_aside(*pair, marks)) is None for pair in pages)


def test_a_suffix_of_every_title_is_set_aside() -> None:
    pages = [
        (old, replace(old, title=f"{old.title}_青川市政府", content_hash=None)) for old, _ in PAGES
    ]
    marks = learned(pages)
    assert all(detect_change(*set_aside(*pair, marks)) is None for pair in pages)


def test_many_repeals_at_once_are_told() -> None:
    pages = [(old, replace(old, validity="repealed", content_hash=None)) for old, _ in PAGES]
    marks = learned(pages)
    kinds = [change.kind for pair in pages if (change := detect_change(*set_aside(*pair, marks)))]
    assert kinds == ["repealed"] * 4


def test_a_file_that_hangs_on_every_page_is_set_aside() -> None:
    pages = [
        (
            replace(old, attachment_hashes=(t,)),
            replace(old, attachment_hashes=(t, "qr"), content_hash=None),
        )
        for t, (old, _) in zip(TOPICS, PAGES, strict=True)
    ]
    marks = learned(pages)
    assert all(detect_change(*set_aside(*pair, marks)) is None for pair in pages)
