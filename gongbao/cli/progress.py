"""A progress bar on stderr when somebody is watching."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterable

Item = TypeVar("Item")


def progress(items: Iterable[Item], title: str, total: int | None = None) -> Iterable[Item]:
    """The same items; how far they have come is shown on a terminal (GONGBAO_PROGRESS=0: never)."""
    is_quiet = os.environ.get("GONGBAO_PROGRESS") == "0" or not sys.stderr.isatty()
    return tqdm(items, desc=title, total=total, disable=is_quiet, leave=False)
