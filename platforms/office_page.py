"""Web pages that Word, Excel or WPS saved: portals serve them under the names of office files."""

from __future__ import annotations

import re

HEAD = 20_000  # characters that are looked at
OFFICE_MARK = re.compile(
    r"urn:schemas-microsoft-com:office:(?:word|excel|office)|(?:Word|Excel)\.(?:Document|Sheet)"
    r"|name=[\"']?Generator[\"']?\s+content=[\"']?(?:Microsoft|WPS|Kingsoft)",
    re.IGNORECASE,
)


def is_office_page(html: str) -> bool:
    """Whether an office program wrote the page."""
    return OFFICE_MARK.search(html[:HEAD]) is not None
