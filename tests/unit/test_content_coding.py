"""Compressed bodies: whole or refused."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.content_coding import BrokenBody, decode_body, decode_page_body

LIMIT = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the zlib frame, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": [gzip.compress],
    "x-gzip": [gzip.compress],
    "deflate": [zlib.compress, raw_deflate],
    "br": [brotli.compress],
}
PAIRS = [(name, pack) for name, packs in PACKERS.items() for pack in packs]


@given(st.binary(max_size=2000), st.sampled_from(PAIRS))
def test_round_trip(data: bytes, pair: tuple[str, object]) -> None:
    name, pack = pair
    assert decode_body(pack(data), [name], LIMIT) == data  # type: ignore[operator]


@given(st.binary(min_size=200, max_size=2000), st.sampled_from(PAIRS), st.floats(0.2, 0.95))
def test_a_truncated_body_is_refused(data: bytes, pair: tuple[str, object], part: float) -> None:
    name, pack = pair
    packed = pack(data)  # type: ignore[operator]
    with pytest.raises(BrokenBody):
        decode_body(packed[: int(len(packed) * part)], [name], LIMIT)


@pytest.mark.parametrize(("name", "pack"), PAIRS)
def test_a_bomb_is_refused(name: str, pack: object) -> None:
    with pytest.raises(BrokenBody, match="more than"):
        decode_body(pack(b"0" * 50_000_000), [name], LIMIT)  # type: ignore[operator]


def test_codings_are_undone_from_the_last_to_the_first() -> None:
    body = brotli.compress(gzip.compress(b"text"))
    assert decode_body(body, ["gzip", " br"], LIMIT) == b"text"


def test_what_servers_do() -> None:
    assert decode_body(b"plain text", ["gzip"], LIMIT) == b"plain text"
    assert decode_body(b"plain", ["identity"], LIMIT) == b"plain"
    assert decode_body(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], LIMIT) == b"ab"
    assert decode_body(gzip.compress(b"a") + b"\0\0", ["gzip"], LIMIT) == b"a"
    assert decode_body(b"", ["gzip"], LIMIT) == b""
    for lie in ("gzip", "deflate", "br", "utf-8", "none"):
        assert decode_body(b"<html>plain</html>", [lie], LIMIT) == b"<html>plain</html>"
    with pytest.raises(BrokenBody, match="unknown"):
        decode_body(b"x", ["compress"], LIMIT)


@pytest.mark.parametrize(("times", "codings"), [(1, []), (2, ["gzip"]), (1, ["identity"])])
def test_a_page_packed_without_a_word(times: int, codings: list[str]) -> None:
    body = b"<html>plain</html>"
    for _ in range(times):
        body = gzip.compress(body)
    assert decode_page_body(body, codings, LIMIT) == b"<html>plain</html>"
