"""TLS: certificates are verified; where that fails, one second try per host as old servers want it, and it is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # has no stubs

from crawler.refusal import is_hang_up, tls_reason
from storage import ledger

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

ISSUE = "tls_unverified"
LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT: servers without RFC 5746
ANY_CIPHER = b"ALL:@SECLEVEL=0"
UNVERIFIED = "certificate"  # of a reason: the handshake itself was fine


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """Which hosts are spoken to how; `relaxed` holds why a host is spoken to permissively."""

    def __init__(self) -> None:
        self.relaxed: dict[tuple[str, int], str] = {}

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """Asked by Twisted for each new connection."""
        host = hostname.decode("ascii")
        reason = self.relaxed.get((host, port))
        return optionsForClientTLS(host) if reason is None else PermissiveCreator(host, reason)


@implementer(IOpenSSLClientConnectionCreator)
class PermissiveCreator:
    """Connections that verify nothing. Old servers are not told of TLS 1.3, at which some of them hang up."""

    def __init__(self, host: str, reason: str) -> None:
        self.name = None if isIPAddress(host) or isIPv6Address(host) else host.encode("ascii")
        self.context = SSL.Context(SSL.TLS_METHOD)
        self.context.set_min_proto_version(SSL.TLS1_VERSION)
        if UNVERIFIED not in reason:
            self.context.set_max_proto_version(SSL.TLS1_2_VERSION)
        self.context.set_cipher_list(ANY_CIPHER)
        self.context.set_options(LEGACY_SERVER_CONNECT)

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:
        """Asked by Twisted when the socket stands."""
        connection = SSL.Connection(self.context, None)
        if self.name is not None:
            connection.set_tlsext_host_name(self.name)
        return connection


class TlsDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's, with the second try. What it finds is an Issue of the portal, until the host verifies again."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self.crawler: Any = crawler
        self.policy = TlsPolicy()
        self._contextFactory = cast("IPolicyForHTTPS", self.policy)
        self.judged: set[tuple[str, int]] = set()  # hosts whose first handshake has ended

    async def download_request(self, request: Request) -> Response:
        """One answer; a failed first handshake with a host is tried once more, permissively."""
        host = _host_of(request)
        if host in self.judged:
            return await super().download_request(request)
        response, reason = await self._greet(request)
        self.judged.add(host)
        if response is None:
            return await self._try_again(request, host, reason)
        self._note(host, None)
        return response

    async def _greet(self, request: Request) -> tuple[Response | None, str]:
        """The first answer of a host, or why its handshake failed; who hangs up once may do so by chance."""
        for _ in range(2):
            try:
                return await super().download_request(request), ""
            except Exception as error:
                if reason := tls_reason(error):
                    return None, reason
                if not is_hang_up(error):
                    raise
        return None, "it hung up twice"

    async def _try_again(self, request: Request, host: tuple[str, int], reason: str) -> Response:
        self.policy.relaxed[host] = reason
        try:
            response = await super().download_request(request)
        except Exception:
            del self.policy.relaxed[host]
            raise
        self._note(host, reason)
        return response

    def _note(self, host: tuple[str, int], reason: str | None) -> None:
        spider, now = self.crawler.spider, datetime.now(UTC)
        name, portal = f"{host[0]}:{host[1]}", spider.portal.name
        with spider.archive.writing() as session:
            if reason is None:
                ledger.resolve_subjects(session, portal, {name}, ISSUE, now)
                return
            self.crawler.stats.inc_value("gongbao/tls/unverified")
            message = f"{name}: no certificate is verified and old TLS is accepted there: {reason}"
            ledger.raise_issue(session, ISSUE, portal, "", name, message, now)


def _host_of(request: Request) -> tuple[str, int]:
    parts = urlsplit(request.url)
    return (parts.hostname or "", parts.port or 443)
