"""Looking for many strings at once finds what looking for each of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from platforms.family import MARKS
from platforms.needle import Needles

STRINGS = sorted({mark.needle for marks in MARKS.values() for mark in marks if mark.needle})
# one begins another, two end alike, one holds its sign twice
AWKWARD = ["/a", "/ab", "/a/b", "x_end", "y_end", "_end", "z_", "大汉", "plain"]
PIECES = [*STRINGS, *AWKWARD, "/", "_", "-", "x", "<a href='", "?"]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(0, 3))
def test_as_one_by_one(pieces: list[str], cut: int) -> None:
    html = "".join(piece[: len(piece) - cut * (place % 2)] for place, piece in enumerate(pieces))
    markup = html.encode("ascii", "replace").decode("ascii")
    for strings in (STRINGS, AWKWARD):
        wanted = {one for one in strings if one in (markup if one.isascii() else html)}
        assert Needles(strings).find(html, markup) == wanted
