"""kill -9 at any moment loses nothing and repeats nothing (20 rounds: bench/crash.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crash import interrupted, uninterrupted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crash import Contents


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, float]:
    """What an archive holds that nobody interrupted, and the seconds of its first crawl."""
    folder = tmp_path_factory.mktemp("whole")
    return uninterrupted(folder / "run", f"sqlite:///{folder / 'whole.db'}")


@pytest.mark.xdist_group("crash")
def test_killed_crawls_end_equal(
    archive_url: str, tmp_path: Path, whole: tuple[Contents, float]
) -> None:
    expected, seconds = whole
    found = interrupted(tmp_path / "killed", archive_url, kills=2, seconds=seconds, seed=11)
    assert found == expected
    assert len(found.changes) > len(found.documents) > 15
