"""What the expectations of this folder ask for and the pipelines do not find yet."""

from __future__ import annotations

KNOWN_MISSES: dict[tuple[str, str], str] = {}  # (page, field) → what is found instead
