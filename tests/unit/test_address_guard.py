"""Addresses a crawl must not connect to."""

from __future__ import annotations

import ipaddress

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.address_guard import is_public, is_public_address, refuse_url
from crawler.resolver import _Sieve

PRIVATE = (
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.127.255.254", "0.0.0.8", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
    "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "2002:7f00:1::",
    "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "64:ff9b::7f00:1", "::127.0.0.1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "101.6.6.6", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public_address(ipaddress.ip_address(address))
    assert not is_public(f"[{address}]" if ":" in address else address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_public_address(ipaddress.ip_address(address))


def test_names_are_for_the_resolver() -> None:
    assert is_public("www.qingchuan.example")
    assert is_public("2130706433")  # a spelling of 127.0.0.1 only the resolver understands


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "javascript:void(0)", "http://", "//a.example/",
        "http://u:p@a.example/", "http://u@a.example/", "http://a.example\\@127.0.0.1/", "http://a.example:0/",
        "http://a.example:99999/", "http://a b.example/", "http://[::1/", "data:text/html,x",
    ],
)  # fmt: skip
def test_refused_urls(url: str) -> None:
    assert refuse_url(url)


@pytest.mark.parametrize(
    "url", ["http://a.example/", "https://a.example:8443/x?y=z", "http://[2400::1]/"]
)
def test_accepted_urls(url: str) -> None:
    assert refuse_url(url) is None


class Receiver:
    """What Twisted would connect to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None:
        """Nothing to do."""

    def addressResolved(self, address: IPv4Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.is_complete = True


@pytest.mark.parametrize(
    ("answer", "passed"),
    [
        (["101.6.6.6", "2400:3200::1"], ["101.6.6.6", "2400:3200::1"]),
        (["101.6.6.6", "127.0.0.1"], []),  # one private answer is enough
        (["::1"], []),
        ([], []),
    ],
)
def test_the_resolver_passes_on_what_it_has_checked(answer: list[str], passed: list[str]) -> None:
    receiver, refused = Receiver(), set[str]()
    sieve = _Sieve(receiver, "www.qingchuan.example", refused)
    sieve.resolutionBegan(None)
    for host in answer:
        kind = IPv6Address if ":" in host else IPv4Address
        sieve.addressResolved(kind("TCP", host, 80))
    sieve.resolutionComplete()
    assert receiver.addresses == passed
    assert receiver.is_complete
    assert bool(refused) == bool(answer and not passed)
