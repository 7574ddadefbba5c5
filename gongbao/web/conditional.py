"""JSON that need not be sent again: an entity tag of what is answered, and 304 to those who have it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from gongbao.web.freshness import is_not_modified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

JSON = "application/json"


def answer_json(request: Request, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON, or 304. The tag is weak: packed for the way it is the same value in other bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "backslashreplace")  # half a character stays a JSON escape
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {
        **(headers or {}),
        "ETag": f"W/{tag}",
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
    }
    if is_not_modified(request, {"ETag": tag}):
        return Response(status_code=304, headers=told)
    return Response(body, media_type=JSON, headers=told)
