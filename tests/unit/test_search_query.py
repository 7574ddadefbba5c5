"""The grammar of queries, and what they find in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search_query import (
    PIECE,
    And,
    Not,
    Or,
    Query,
    QueryError,
    Word,
    read_word,
    words_of,
)


def word(typed: str) -> Word:
    found = read_word(typed)
    assert found is not None
    return found


A, B, C = map(word, ("法治", "司法", "民政"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("法治 司法", And((A, B))),
        ("法治 AND 司法", And((A, B))),
        ("法治 法治", A),
        ("法治 OR 司法", Or((A, B))),
        ("法治 | 司法", Or((A, B))),
        ("法治 OR 司法 民政", Or((A, And((B, C))))),
        ("(法治 OR 司法) 民政", And((Or((A, B)), C))),
        ("法治 -司法", And((A, Not(B)))),
        ("法治 NOT 司法", And((A, Not(B)))),
        ("-(法治 OR 司法)", Not(Or((A, B)))),
        ("NOT NOT 法治", A),
        ("--法治", A),
        ("法治 AND", A),
        ("OR 法治 OR", A),
        ("((((法治", A),
        ("法治))) 司法", And((A, B))),
        ('"法治', A),
        ("“绿色 发展”", word("绿色发展")),
        ('"绿色 发展" 法治', And((word("绿色发展"), A))),
        ("“十四五”规划", word("十四五、规划")),
        ("管理办法（试行）", word("管理办法、试行")),
        ("管理办法(试行)", word("管理办法、试行")),
        ("2019-2020", word("2019，2020")),
        ("and", word("and")),
        ("", None),
        ("AND OR NOT", None),
        ("-", word("-")),
        ("()", None),
        ("法治 & 司法 —", And((A, B))),
        ("％ OR ＋", Or((word("％"), word("＋")))),
    ],
)
def test_grammar(text: str, tree: object) -> None:
    assert Query(text).root == tree


@pytest.mark.parametrize(
    ("query", "text", "holds"),
    [
        ("法治", "推进法 治建设", True),
        ("法治", "法\n治", False),
        ("法治", "法，治", False),
        ("法", "推进法治", True),
        ("法治 政府", "政府与法治", True),
        ("法治政府", "法治和政府", False),
        ("云政发2026", "云政发〔2026〕3号", True),
        ("云政发［2026］3号", "云政发〔2026〕3号", True),
        ("云政发［2026］3号", "云政发〔2026〕35号", False),
        ("026年", "2026年", True),
        ("26", "2026年", True),
        ("big data", "Big  Data", True),
        ('"big data"', "data is big", False),
        ("ＡＩ", "推进ai应用", True),
        ("PM2.5", "PM２．５浓度", True),
        ("2.5", "2、5", False),
        ("％", "80%", True),
        ("％", "80", False),
        ("〔2", "〔2026〕", True),
        ("法治 -司法", "法治与司法", False),
        ("法治 -司法", "法治", True),
        ("-司法", "法治", True),
        ("(法治 OR 司法) -民政", "司法", True),
        ("", "任何文字", True),
    ],
)
def test_matches(query: str, text: str, *, holds: bool) -> None:
    assert Query(query).matches(text) is holds


def test_no_word_goes_across_parts() -> None:
    assert Query("法治、政府").matches("法治、政府")
    assert not Query("法治、政府").matches("法治", "政府")
    assert Query("法治 政府").matches("法治", "政府")


def test_what_must_not_occur_is_not_wanted() -> None:
    query = Query("法治 -司法 (民政 OR -公安)")
    assert query.words == [A, C]
    assert query.in_title == And((A, C))


def test_more_words_than_anybody_means() -> None:
    with pytest.raises(QueryError, match="200"):
        Query(" ".join(map(str, range(300)))).check()
    Query("法 " * 3000).check()


@given(st.text('法治 司()（）"“”-－|ANDORT3.%', max_size=60))
def test_anything_is_a_query(text: str) -> None:
    Query(text).matches("法治与司法，3.5%")


@given(st.text("法治政府，。〔〕 \n2026.aB%", max_size=40), st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assert Query(piece).matches(text)


SENTENCE = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
CLAUSES = "，".join(SENTENCE[at : at + 11] for at in range(0, 200, 11))


@pytest.mark.parametrize("long", [SENTENCE, CLAUSES, "甲，" + CLAUSES + "，龙"])
def test_a_very_long_word_is_looked_for_in_pieces(long: str) -> None:
    words = list(words_of(Query(long).root))
    assert all(sum(map(len, word.core)) <= PIECE for word in words)
    assert Query(long).matches(f"前文{long}后文")
    for place in (0, 62, 63, 64, 126, 150, len(long) - 1):
        assert not Query(long).matches(long[:place] + "龠" + long[place + 1 :])
    assert len(list(words_of(Query("法治" * 3000).root))) <= 3


def test_deep_parentheses_are_cut_off() -> None:
    assert Query("(" * 5000 + "法治" + ")" * 5000).root in (None, A)
