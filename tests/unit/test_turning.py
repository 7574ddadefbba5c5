"""Turning the page of a request, wherever it carries its number."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.base import ListRequest
from platforms.turning import Turning, find_number, parameters, turn, with_parameter

URL = "https://q.example.cn/list"
ZERO = Turning(first=0, blind=True)
BLIND = Turning(blind=True, added="page")


@pytest.mark.parametrize(
    ("request_", "count", "total", "turning", "expected"),
    [
        (ListRequest(f"{URL}?page=1&n=5"), 5, 11, Turning(), f"{URL}?page=2&n=5"),
        (ListRequest(f"{URL}?page=2&n=5"), 5, 11, Turning(), f"{URL}?page=3&n=5"),
        (ListRequest(f"{URL}?page=3&n=5"), 1, 11, Turning(), None),
        (ListRequest(f"{URL}?page=2&n=5"), 5, 10, Turning(), None),
        (ListRequest(f"{URL}?page=1&n=5"), 5, None, Turning(), f"{URL}?page=2&n=5"),
        (ListRequest(f"{URL}?page=1&n=5"), 3, None, Turning(), None),
        (ListRequest(f"{URL}?page=1&n=5"), 4, None, Turning(), f"{URL}?page=2&n=5"),
        (ListRequest(f"{URL}?page=1"), 5, None, Turning(), None),
        (ListRequest(f"{URL}?page=1"), 5, None, BLIND, f"{URL}?page=2"),
        (ListRequest(f"{URL}?page=1"), 0, None, BLIND, None),
        (ListRequest(URL), 5, None, BLIND, f"{URL}?page=2"),
        (ListRequest(f"{URL}?id=7"), 5, None, BLIND, f"{URL}?id=7&page=2"),
        (ListRequest(URL), 5, None, Turning(), None),
        (
            ListRequest(f"{URL}?pageIndex=0&pageSize=5"),
            5,
            11,
            ZERO,
            f"{URL}?pageIndex=1&pageSize=5",
        ),
        (ListRequest(f"{URL}?pageIndex=1&pageSize=5"), 5, 10, ZERO, None),
        (
            ListRequest(f"{URL}?pn=15&rn=15"),
            15,
            40,
            Turning(page=("pn",), size=("rn",), first=0, by_rows=True),
            f"{URL}?pn=30&rn=15",
        ),
    ],
)
def test_the_next_page(
    request_: ListRequest, count: int, total: int | None, turning: Turning, expected: str | None
) -> None:
    following = turn(request_, count, total, turning)
    assert (following.url if following else None) == expected


def test_numbers_inside_json_keep_their_type_and_place() -> None:
    body = '{"params":{"pageIndex":"0","pageSize":15,"siteGuid":"a"}}'
    posted = turn(ListRequest(URL, "POST", body), 15, None, ZERO)
    assert posted is not None
    assert json.loads(posted.body or "") == {
        "params": {"pageIndex": "1", "pageSize": 15, "siteGuid": "a"}
    }
    number = turn(ListRequest(URL, "POST", '{"pageNo":1,"pageSize":20}'), 20, None)
    assert number is not None
    assert number.body == '{"pageNo":2,"pageSize":20}'


def test_a_form_and_json_within_the_query_turn_too() -> None:
    form = turn(ListRequest(URL, "POST", "pageIndex=1&channel=%E7%94%B2"), 15, 40)
    assert form is not None
    assert form.body == "pageIndex=2&channel=%E7%94%B2"
    nested = ListRequest(f"{URL}?paramJson=%7B%22pageNo%22:1,%22pageSize%22:20%7D&webId=3")
    turned = turn(nested, 20, None)
    assert turned is not None
    assert parse_qs(urlsplit(turned.url).query) == {
        "paramJson": ['{"pageNo":2,"pageSize":20}'],
        "webId": ["3"],
    }


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_a_request_nothing_breaks(query: str, body: str) -> None:
    request = ListRequest(f"{URL}?{query}", "POST", body)
    assert isinstance(parameters(request), dict)
    find_number(request, ("page",))
    turn(request, 5, None, BLIND)


@given(st.integers(1, 999), st.integers(1, 999))
def test_what_is_set_is_found(old: int, new: int) -> None:
    for request in (
        ListRequest(f"{URL}?a=b&page={old}"),
        ListRequest(URL, "POST", f'{{"x":{{"page":{old}}}}}'),
        ListRequest(URL, "POST", f"page={old}&q=1"),
        ListRequest(URL),
    ):
        assert find_number(with_parameter(request, "page", new), ("page",)) == ("page", new)
