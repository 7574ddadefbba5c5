"""Pages that hold nothing but a script which leads elsewhere. Pure."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from crawler.wording import Wording
from platforms.address import address_key, is_http

LEADS = re.compile(
    r"(?:window|self|top|parent|document)?\.?\blocation(?:\.href)?\s*=\s*[\"']([^\"'<>\s]+)[\"']"
    r"|\blocation\.(?:replace|assign)\(\s*[\"']([^\"'<>\s]+)[\"']\s*\)"
    r"|_cofing\d*\s*=\s*\{\s*[\"']?href[\"']?\s*:\s*[\"']([^\"'<>\s]+)[\"']"  # sic, 大汉 jpaas
    r"|http-equiv=[\"']?refresh\b[^<>]*?\burl\s*=\s*[\"']?\s*([^\"'<>\s]+)",
    re.IGNORECASE,
)
MOST = 30  # Chinese characters a page may show that is no more than a signpost
MORE = 80  # and when it says that it leads on
SAYS_SO = re.compile("跳转|转向|转到|迁移|自动(?:进入|打开)")
SIZE = 20_000  # characters


def next_address(text: str, url: str) -> str | None:
    """Where a page without text sends the browser; None when it is a page, or leads nowhere else."""
    if len(text) > SIZE:
        return None
    found = LEADS.search(text)
    if not found or Wording(text).size > (MORE if SAYS_SO.search(text) else MOST):
        return None
    try:
        target = urljoin(url, html.unescape(next(filter(None, found.groups()))))
    except ValueError:
        return None
    return target if is_http(target) and address_key(target) != address_key(url) else None
