"""What an address tells of its page by its looks: a document, a column, a file."""

from __future__ import annotations

import re

DOCUMENT_PATH = re.compile(
    r"\d{4,}[^/]*$|[0-9a-f]{16,}|/content(?:[_/.]|$)|\.(?:pdf|docx?|ofd|xlsx?)(?:$|\?)|[?&]\w*id=\w+"
    r"|/c\d+a\d+/page\.|mp\.weixin\.qq\.com/s|/\d+\.s?html?",
    re.IGNORECASE,
)
LONG_NAMED = re.compile(
    r"/\d{9,}/index\.\w+$"
)  # a document's own folder; columns have shorter names
COLUMN_PATH = re.compile(
    r"(?:/|/(?:index|list|default|col\d+)[\w-]*\.\w+|/col\d+/index.html)(?:\?.*)?$", re.IGNORECASE
)


def is_document_address(url: str) -> bool:
    """Whether an address looks like one of a document rather than of a column or a home page."""
    path = re.sub(r"^(?:https?:)?//[^/]*", "", url)
    if LONG_NAMED.search(path):
        return True
    if not path or COLUMN_PATH.search(path):
        return False
    return bool(DOCUMENT_PATH.search(path)) or "weixin" in url


def is_column_address(url: str) -> bool:
    """Whether an address looks like one of a column: a folder, or its index page."""
    return bool(COLUMN_PATH.search(url)) and not LONG_NAMED.search(url)


def shape_of(url: str) -> str:
    """An address without its numbers: what two documents of one list have in common."""
    return re.sub(r"[0-9a-f]{16,}|\d+", "0", url.lower())
