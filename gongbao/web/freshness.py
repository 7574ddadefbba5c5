"""Whether an asker has an answer already (RFC 9110 § 13)."""

from __future__ import annotations

from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request


def is_not_modified(request: Request, headers: dict[str, str]) -> bool:
    """Whether the asker has this already: If-None-Match decides where it is given, else If-Modified-Since."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        held = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return headers["ETag"] in held or "*" in held
    since = from_http_date(request.headers.get("if-modified-since"))
    changed = from_http_date(headers.get("Last-Modified"))
    return since is not None and changed is not None and changed <= since


def to_http_date(moment: datetime) -> str:
    """`Mon, 02 Mar 2026 04:00:00 GMT`."""
    return format_datetime(moment, usegmt=True)


def from_http_date(text: str | None) -> datetime | None:
    """The moment of an HTTP date; None for anything else."""
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
