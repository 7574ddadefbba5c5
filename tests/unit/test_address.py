"""Addresses: one spelling for each, and never one for two documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.address import address_key, is_http, normalise_url

PAGE = "https://www.qingxi.gov.cn/zwgk/zcwj/index.html"

SAME = [
    # as written, base, normalised
    ("HTTPS://WWW.QingXi.gov.CN:443/a.html#top", None, "https://www.qingxi.gov.cn/a.html"),
    ("http://qingxi.gov.cn:80", None, "http://qingxi.gov.cn/"),
    ("http://qingxi.gov.cn:8080/a", None, "http://qingxi.gov.cn:8080/a"),
    ("./202601/t1.html", PAGE, "https://www.qingxi.gov.cn/zwgk/zcwj/202601/t1.html"),
    ("../../t1.html", PAGE, "https://www.qingxi.gov.cn/t1.html"),
    ("../../../../t1.html", PAGE, "https://www.qingxi.gov.cn/t1.html"),
    ("//b.gov.cn/x", PAGE, "https://b.gov.cn/x"),
    (" \n/a.html\t", PAGE, "https://www.qingxi.gov.cn/a.html"),
    ("http://a.cn/x/./y/../z/", None, "http://a.cn/x/z/"),
    ("http://a.cn/x/..", None, "http://a.cn/"),
    ("http://a.cn/%7euser/%e4%b8%ad", None, "http://a.cn/~user/%E4%B8%AD"),
    ("http://a.cn/中 文.html?q=中", None, "http://a.cn/%E4%B8%AD%20%E6%96%87.html?q=%E4%B8%AD"),
    ("http://a.cn/x;jsessionid=0AF3?id=1", None, "http://a.cn/x?id=1"),
    ("http://a.cn/x?JSESSIONID=1&id=1&PHPSESSID=z", None, "http://a.cn/x?id=1"),
    ("http://a.cn/x?sid=0123456789abcdef01234567&id=1", None, "http://a.cn/x?id=1"),
    ("http://a.cn/x?utm_source=w&id=1&spm=1.2&_=99&from=timeline", None, "http://a.cn/x?id=1"),
    ("http://a.cn/x?id=1&t=0.8839201&v=1700000000000", None, "http://a.cn/x?id=1"),
    (
        "https://a.cn/col/col12/index.html?uid=34&pageNum=5",
        None,
        "https://a.cn/col/col12/index.html",
    ),
    ("http://[::1]:80/a", None, "http://[::1]/a"),
]

KEPT = [
    "http://a.cn/x?sid=755001",
    "http://a.cn/x?from=2020-01-01",
    "http://a.cn/x?t=zhengcelibrary&p=2",
    "http://a.cn/x?v=2&time=2020",
    "http://a.cn/list.html?pageNum=2&uid=7",
    "http://a.cn/x?b=2&a=1&b=1",
    "http://a.cn/downfile.jsp?classid=0&filename=0a1b.pdf",
    "http://a.cn/x?cat=",
    "http://a.cn/a%2Fb",
    "http://a.cn/a?q=%26b",
]


@pytest.mark.parametrize(("written", "base", "normal"), SAME)
def test_one_spelling(written: str, base: str | None, normal: str) -> None:
    assert normalise_url(written, base) == normal


@pytest.mark.parametrize("url", KEPT)
def test_what_selects_content_stays(url: str) -> None:
    assert normalise_url(url) == url


@pytest.mark.parametrize(
    "url", ["mailto:a@b.cn", "javascript:void(0)", "http://", "http://a:99999/", "t1.html"]
)
def test_what_is_no_page_stays_as_it_is(url: str) -> None:
    assert normalise_url(url) == url


TWINS = [
    ("http://www.a.gov.cn/x", "https://a.gov.cn/x"),
    ("http://a.cn/x/", "http://a.cn/x/index.html"),
    ("http://a.cn/", "https://a.cn/index.shtml"),
    ("http://a.cn/x?b=2&a=1", "http://a.cn/x?a=1&b=2"),
    ("http://a.cn:80/x", "https://a.cn:443/x"),
]
APART = [
    ("http://a.cn/x?id=1", "http://a.cn/x?id=2"),
    ("http://a.cn/x", "http://a.cn/x/"),
    ("http://a.cn/X", "http://a.cn/x"),
    ("http://a.cn/x/index_1.html", "http://a.cn/x/index.html"),
    ("http://a.cn/x?index.html", "http://a.cn/x?"),
    ("http://xxgk.a.cn/x", "http://www.a.cn/x"),
    ("http://a.cn:8080/x", "http://a.cn/x"),
    ("http://a.cn/x?id=1", "http://a.cn/x?id=1&id=2"),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_share_a_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_is_http() -> None:
    assert is_http("HTTP://a.cn")
    assert not any(map(is_http, ["//a.cn/", "ftp://a.cn/", "http:///a", "/a", "", None]))


MARKS = (
    "a",
    "B",
    "中",
    " ",
    "/",
    "//",
    ".",
    "..",
    "/../",
    "%",
    "%41",
    "%e4",
    "%2f",
    "?",
    "&",
    "=",
    "#",
    ";",
)
ODD = ("\t", "[", "]", "@", ":", "+", "\\", "é", "\ud800")
NOISE = ("jsessionid=1", ";sid=x", "_=1", "utm_a=b", "id=1")
PIECES = st.lists(st.sampled_from([*MARKS, *ODD, *NOISE]), max_size=14).map("".join)


@given(PIECES)
def test_normalising_twice_changes_nothing(tail: str) -> None:
    once = normalise_url(f"http://www.a.gov.cn/{tail}")
    assert normalise_url(once) == once


@given(st.text(max_size=40))
def test_any_text_is_survived(text: str) -> None:
    once = normalise_url(text, PAGE)
    assert normalise_url(once) == once


@given(PIECES)
def test_keys_do_not_depend_on_spelling(tail: str) -> None:
    url = f"http://www.a.gov.cn/{tail}"
    assert address_key(url) == address_key(normalise_url(url))
