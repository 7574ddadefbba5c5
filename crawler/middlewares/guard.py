"""Address and proxy guard: scheme, private addresses, at the request and at every redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from crawler.address_guard import is_public, refuse_url
from crawler.refusal import Refused
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from scrapy import Request


class GuardMiddleware:
    """Refuses what must not be asked for; names are checked again by `GuardedResolver` when they are resolved."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.allow_private: bool = crawler.spider.settings_of_house.allow_private
        self.proxy: str | None = crawler.spider.portal.proxy
        self.resolver = _resolver()
        for proxy in (self.proxy, *getproxies().values()):  # the operator's own may be private
            if proxy and (host := urlsplit(proxy).hostname):
                self.resolver.trusted.add(host)

    @classmethod
    def from_crawler(cls, crawler: Any) -> GuardMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        reason = refuse_url(request.url)
        if reason is None and not self.allow_private and not is_public(_host(request)):
            reason = "a private address"
        if reason is not None:
            raise Refused(PageOutcome.FAILED, f"refused: {reason}")
        if self.proxy:
            request.meta["proxy"] = self.proxy

    def process_exception(self, request: Request, exception: Exception) -> None:
        if _host(request) in getattr(self.resolver, "refused", ()):
            raise Refused(
                PageOutcome.FAILED, "refused: a name with a private address"
            ) from exception


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _resolver() -> Any:
    from twisted.internet import reactor  # noqa: PLC0415  (installs itself at import)

    return reactor.nameResolver
