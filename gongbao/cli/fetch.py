"""Fetch one page for a command (`extract URL`, `portal new`, `portal check --live`): guarded like the crawl,
touching no database.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from crawler.address_guard import is_public_address, refuse_url
from storage.content_coding import decode_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config import Settings

LIMIT = 20 * 1024 * 1024  # bytes
SECONDS = 30
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})


class FetchError(RuntimeError):
    """A page cannot be fetched. Raised by `fetch_page`, shown by the command line as one line."""


@dataclass(frozen=True)
class FetchedPage:
    """What an address answered, after redirects; `body` without content coding."""

    url: str
    body: bytes
    content_type: str | None
    status: int = http.client.OK


@dataclass(frozen=True)
class Asking:
    """How an address is asked; a redirect is followed with GET."""

    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


GET = Asking()


def fetch_page(url: str, settings: Settings) -> FetchedPage:
    """One GET that must succeed; private addresses are refused unless ALLOW_PRIVATE, at every redirect."""
    page = ask_page(url, settings)
    if page.status != http.client.OK:
        raise FetchError(f"{url}: status {page.status}")
    return page


def ask_page(url: str, settings: Settings, asking: Asking = GET) -> FetchedPage:
    """What an address answers, whatever its status; FetchError when there is no answer.

    Cookies are kept along the redirects: some sites lead every visitor once in a circle to set one.
    """
    cookies: dict[str, dict[str, str]] = {}
    for _ in range(REDIRECTS + 1):
        jar = cookies.setdefault(urlsplit(url).netloc, {})
        response, connection = _ask(url, settings, _with_cookies(asking, jar))
        try:
            _keep_cookies(jar, response)
            location = response.getheader("Location")
            if response.status in MOVED and location:
                url, asking = urljoin(url, location), Asking(headers=asking.headers)
                continue
            return _take(url, response)
        except (OSError, http.client.HTTPException) as error:
            raise FetchError(f"{url}: {error}") from error
        finally:
            connection.close()
    raise FetchError(f"{url}: more than {REDIRECTS} redirects")


def _with_cookies(asking: Asking, jar: dict[str, str]) -> Asking:
    sent = "; ".join(f"{name}={value}" for name, value in jar.items())
    return replace(asking, headers={**asking.headers, "Cookie": sent}) if sent else asking


def _keep_cookies(jar: dict[str, str], response: http.client.HTTPResponse) -> None:
    for line in response.headers.get_all("Set-Cookie") or []:
        name, _, value = line.partition(";")[0].partition("=")
        jar[name.strip()] = value.strip()


def _ask(
    url: str, settings: Settings, asking: Asking
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    reason = refuse_url(url)
    if reason:
        raise FetchError(f"{url}: {reason}")
    parts = urlsplit(url)
    connection = _connect(parts.scheme, parts.hostname or "", parts.port, settings)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{parts.query}" if parts.query else ""
    )
    try:
        headers = {"Host": parts.netloc, "Accept-Encoding": "gzip", **asking.headers}
        body = None if asking.body is None else asking.body.encode()
        connection.request(asking.method, target, body, headers)
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        raise FetchError(f"{url}: {error}") from error


def _connect(
    scheme: str, host: str, port: int | None, settings: Settings
) -> http.client.HTTPConnection:
    """A connection to an address that was checked: the name is not resolved a second time."""
    port = port or (443 if scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(f"{host}: {error.strerror}") from error
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    refused = [a for a in addresses if not is_public_address(ipaddress.ip_address(a))]
    if refused and not settings.allow_private:
        raise FetchError(
            f"{host}: {refused[0]} is a private address; set GONGBAO_ALLOW_PRIVATE to allow it"
        )
    try:
        raw = socket.create_connection((addresses[0], port), SECONDS)
        if scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except OSError as error:
        raise FetchError(f"{host}: {error}") from error
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = raw
    return connection


def _take(url: str, response: http.client.HTTPResponse) -> FetchedPage:
    body = response.read(LIMIT + 1)
    if len(body) > LIMIT:
        raise FetchError(f"{url}: larger than {LIMIT} bytes")
    codings = (response.getheader("Content-Encoding") or "").split(",")
    content_type = response.getheader("Content-Type")
    return FetchedPage(url, decode_body(body, codings, LIMIT), content_type, response.status)
