"""kill -9 at any moment loses nothing and repeats nothing (20 rounds: bench/crash.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crash import interrupted, uninterrupted

if TYPE_CHECKING:
    from pathlib import Path


def test_killed_crawls_end_equal(archive_url: str, tmp_path: Path) -> None:
    expected, seconds = uninterrupted(tmp_path / "whole", f"sqlite:///{tmp_path / 'whole.db'}")
    found = interrupted(tmp_path / "killed", archive_url, kills=4, seconds=seconds, seed=11)
    assert found == expected
    assert len(found.changes) > len(found.documents) > 30
