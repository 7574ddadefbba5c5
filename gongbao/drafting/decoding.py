"""Bytes of an answer into text, the way a portal's file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms.charset import decode_page

if TYPE_CHECKING:
    from portals.schema import Portal


def read_text(portal: Portal, body: bytes, content_type: str | None) -> str:
    """The text of an answer, in the portal's charset when its file names one."""
    if portal.encoding:
        return body.decode(portal.encoding, "replace")
    return decode_page(body, content_type).text
