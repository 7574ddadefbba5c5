"""A local site and a crawl of it; an archive that is filled once, for tests that need much."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from feed_archives import fill_with_copies

from storage.session import Archive
from tests.integration.local_site import Bench, LocalSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as served:
        yield served


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(tmp_path)
    yield opened
    opened.archive.close()


@pytest.fixture(scope="session")
def copies_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with 130 documents and their copies, to be copied."""
    path = tmp_path_factory.mktemp("copies") / "copies.db"
    shutil.copy(sqlite_template, path)
    with closing(Archive(f"sqlite:///{path}")) as archive:
        fill_with_copies(archive, 130)
    return path


@pytest.fixture
def copies_archive(copies_template: Path, tmp_path: Path) -> Iterator[Archive]:
    """An archive with two pages of documents, most of them carried elsewhere too."""
    shutil.copy(copies_template, tmp_path / "copies.db")
    with closing(Archive(f"sqlite:///{tmp_path / 'copies.db'}")) as archive:
        yield archive
