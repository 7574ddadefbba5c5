"""Static feeds: whole files or none, and none touched that stays the same."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.spec import FeedFormat, FeedSpec


def feed_path(spec: FeedSpec, format: FeedFormat, part: str | None = None) -> Path:  # noqa: A002
    """Where a feed stands below the folder of static feeds: portal/zj.rss, or an archive document of it.

    Raises ValueError for a feed that has no file: a search, or a path that leads elsewhere.
    """
    parts = [*spec.path.split("/"), *([part] if part else [])]
    if spec.query or not all(re.fullmatch(r"\w[\w.-]*", part) for part in parts):
        raise ValueError(f"no static feed: {spec.path}")
    return Path(*parts[:-1], f"{parts[-1]}.{format}")


def write_file(path: Path, data: bytes) -> bool:
    """Write a file at once, or leave it alone when it says the same; whether it was written."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True


def write_feed(
    folder: Path,
    spec: FeedSpec,
    format: FeedFormat,  # noqa: A002
    data: bytes,
    part: str | None = None,
) -> bool:
    """Write one feed below `folder`; whether anything changed."""
    return write_file(folder / feed_path(spec, format, part), data)
