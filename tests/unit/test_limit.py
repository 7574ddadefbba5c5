"""The buckets of requests, with a clock of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gongbao.web.limit import MAX_CLIENTS, RateLimit, client_of


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_bucket_may_be_emptied_at_once_and_fills_with_time(clock: Clock) -> None:
    limit = RateLimit(60, clock)
    assert [limit.take("a") for _ in range(60)] == [0] * 60
    assert limit.take("a") == 1
    clock.now += 0.5
    assert limit.take("a") == 1
    clock.now += 0.5
    assert [limit.take("a"), limit.take("a")] == [0, 1]
    clock.now += 3600
    assert [limit.take("a") for _ in range(61)] == [0] * 60 + [1]


def test_the_wait_told_is_long_enough(clock: Clock) -> None:
    limit = RateLimit(7, clock)
    for _ in range(7):
        limit.take("a")
    wait = limit.take("a")
    clock.now += wait
    assert limit.take("a") == 0


def test_clients_do_not_share(clock: Clock) -> None:
    limit = RateLimit(1, clock)
    assert [limit.take(name) for name in "abab"] == [0, 0, 60, 60]


def test_no_limit(clock: Clock) -> None:
    limit = RateLimit(0, clock)
    assert {limit.take("a") for _ in range(10_000)} == {0}


def test_memory_is_bounded(clock: Clock) -> None:
    limit = RateLimit(1, clock)
    limit.take("first")
    for number in range(MAX_CLIENTS):
        limit.take(str(number))
    assert len(limit._buckets) == MAX_CLIENTS
    assert limit.take("first") == 0  # forgotten


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002::"),
        ("2001:db8:1:2:ffff::1%eth0", "20010db800010002::"),
        ("127.8.9.1", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("testclient", "testclient"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_who_asks(address: str | None, client: str | None) -> None:
    assert client_of(address) == client
