"""Names to addresses: what is checked is what is connected to, so that no second answer can lead elsewhere."""

from __future__ import annotations

import ipaddress
import logging
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # has no stubs

from config import load_settings
from crawler.address_guard import is_public_address

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)


class GuardedResolver(CachingHostnameResolver):
    """Refuses a name any of whose addresses is not public, unless ALLOW_PRIVATE says otherwise."""

    def __init__(self, reactor: Any, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.allow_private = load_settings().allow_private
        self.trusted: set[str] = set()  # the operator's own proxies
        self.refused: set[str] = set()

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[Any]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        receiver = resolutionReceiver
        if not self.allow_private and hostName not in self.trusted:
            receiver = _Sieve(resolutionReceiver, hostName, self.refused)
        return super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _Sieve:
    """Gathers the addresses of one name and passes them on when all of them are public."""

    def __init__(self, receiver: Any, name: str, refused: set[str]) -> None:
        self.receiver, self.name, self.refused = receiver, name, refused
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        hosts = [ipaddress.ip_address(a.host.partition("%")[0]) for a in self.addresses]
        if all(is_public_address(host) for host in hosts):
            for address in self.addresses:
                self.receiver.addressResolved(address)
        else:
            self.refused.add(self.name)
        self.receiver.resolutionComplete()
