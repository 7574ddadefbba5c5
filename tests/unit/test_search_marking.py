"""Marks of the words looked for, and excerpts around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.marking import WINDOW, find_spans, make_excerpt, to_html
from storage.search_query import Query


def marked(query: str, text: str) -> list[str]:
    return [text[a:b] for a, b in find_spans(Query(query), text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("法治 法治政府", "法治政府建设：法 治", ["法治政府", "法 治"]),
        ("云政发2026", "见云政发〔2026〕3号", ["云政发〔2026"]),
        ("pm2.5", "降低ＰＭ２．５浓度", ["ＰＭ２．５"]),
        ("GDP", "gdp与GDP", ["gdp", "GDP"]),
        ("法治 -司法", "司法与法治", ["法治"]),
        ("法", "法治与司法", ["法", "法"]),
        ("％", "增长8%", ["%"]),
        ("", "法治", []),
    ],
)
def test_spans(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_excerpt_shows_where_most_words_stand_together() -> None:
    text = "法治。" + "无关的话，" * 60 + "法治与司法并重。" + "尾声，" * 60
    excerpt = make_excerpt(Query("法治 司法"), text)
    assert [excerpt.text[a:b] for a, b in excerpt.marks] == ["法治", "司法"]
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")
    assert len(excerpt.text) <= WINDOW + 2


def test_excerpt_without_words_is_the_beginning() -> None:
    excerpt = make_excerpt(Query("司法"), "各市人民政府：\n现通知如下。")
    assert (excerpt.text, excerpt.marks) == ("各市人民政府： 现通知如下。", ())


def test_html_escapes_everything_but_the_marks() -> None:
    text = "<script>法治</script>&"
    html = to_html(text, find_spans(Query("法治"), text))
    assert html == "&lt;script&gt;<mark>法治</mark>&lt;/script&gt;&amp;"


@given(st.text("法治政府 a<ＡB\n，", max_size=300), st.text("法治政府 aB", min_size=1, max_size=6))
def test_marks_lie_in_the_text_in_order(text: str, words: str) -> None:
    excerpt = make_excerpt(Query(words), text)
    ends = [place for span in excerpt.marks for place in span]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(excerpt.text) for place in ends)


def test_a_long_text_of_nothing_but_hits_stays_quick_to_mark() -> None:
    assert len(find_spans(Query("法"), "法" * 100_000)) <= 2000
