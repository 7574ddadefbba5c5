"""Folding: what stands in a text stands in its folded form, and runs are cut where punctuation stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search_text import (
    FOLDING,
    normalise,
    normalise_with_letters,
    to_letters,
    to_pairs,
    to_runs,
    to_skeleton,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＰＭ２.５", "pm2.5"),
        ("李  明", "李明"),
        ("5G 应用", "5g应用"),
        ("Big  Data", "big  data"),
        ("é ﬁ ㎡", "e fi m2"),
        ("法\u200b治\ufeff", "法治"),
        ("法\n治", "法\n治"),
        ("\x00\ud800法", "法"),
        ("附件： 1", "附件:1"),
    ],
)
def test_normalise(text: str, folded: str) -> None:
    assert normalise(text) == folded


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("云政发〔2026〕3号", ["云政发", "2026", "3", "号"]),
        ("PM2.5浓度", ["pm2.5", "浓度"]),
        ("第1.2.3条", ["第", "1.2.3", "条"]),
        ("a.5 2.b", ["a", "5", "2", "b"]),
        ("法治、政府_建设", ["法治", "政府", "建设"]),
        ("，。", []),
    ],
)
def test_runs(text: str, runs: list[str]) -> None:
    assert to_runs(normalise(text)) == runs


def test_letters_hold_punctuation_but_no_blanks() -> None:
    assert to_letters(normalise("法 治，\n5%\ta b")) == set("法治,5%ab")


@given(st.text(max_size=40), st.data())
def test_what_stands_in_a_text_stands_in_its_skeleton(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assert to_skeleton(normalise(piece.strip())) in to_skeleton(normalise(text))


FOLDED = st.text(st.sampled_from("法，Ａé\u3000\u2028ﬁ İſ\n5") | st.characters(), max_size=60)


@given(FOLDED)
def test_letters_are_those_of_the_normalised_text(text: str) -> None:
    plain, letters = normalise_with_letters(text)
    assert letters == to_letters(plain)
    assert plain.replace(" ", "") == normalise("".join(FOLDING[one] for one in text)).replace(
        " ", ""
    )


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=6)))
def test_pairs_of_each_run(runs: list[str]) -> None:
    pairs = [" ".join(run[i : i + 2] for i in range(len(run) - 1)) or run for run in runs]
    assert to_pairs(runs) == pairs
