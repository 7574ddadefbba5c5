"""Scrapy's cookies, with the list of public suffixes that comes with it: no third host is asked for a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

if TYPE_CHECKING:
    from typing import Self


class CookiesMiddleware(cookies.CookiesMiddleware):
    """In place of Scrapy's."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        cookies._split_domain = TLDExtract(
            cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
        )
        return super().from_crawler(crawler)
