"""Which addresses a crawl may connect to. Pure."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier-grade NAT, RFC 6598
NAT64 = ipaddress.ip_network("64:ff9b::/96")
BAD_CHARACTERS = re.compile(r"[\s\\\x00-\x1f\x7f]")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def refuse_url(url: str) -> str | None:
    """Why an address must not be asked for, as far as its text tells; None when nothing speaks against it."""
    if BAD_CHARACTERS.search(url):
        return "blanks or backslashes in the address"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "no valid address"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme or 'missing'}, only http and https are asked for"
    if parts.username is not None or not parts.hostname or port == 0:
        return "credentials in the address, or no host"
    return None


def is_public(host: str) -> bool:
    """False when a host written as an IP address is none of the public internet; names are for the resolver."""
    address = _parse(host.strip("[]"))
    return address is None or is_public_address(address)


def is_public_address(address: Address) -> bool:
    """Global unicast, also when it is wrapped in IPv6 (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public_address(inner)
    if isinstance(address, ipaddress.IPv4Address) and address in SHARED:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 == 0 and int(address) > 1:
        return ipaddress.IPv4Address(int(address))  # ::a.b.c.d, deprecated
    return None


def _parse(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
