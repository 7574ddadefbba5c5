"""Which platforms there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platforms import generic, govcn, hanweb, trs

if TYPE_CHECKING:
    from platforms.base import Platform

PLATFORMS: dict[str, Platform] = {m.NAME: m for m in (hanweb, trs, govcn, generic)}


def recognise(html: str, url: str | None) -> tuple[str | None, list[str]]:
    """The platform with the most evidence in a page and that evidence; (None, []) when there is none."""
    found = {name: module.recognise(html, url) for name, module in PLATFORMS.items()}
    best = max(found, key=lambda name: len(found[name]))
    return (best, found[best]) if found[best] else (None, [])
