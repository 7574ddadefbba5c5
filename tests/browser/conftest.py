"""One browser and one server for all browser tests: skipped without Chromium unless it is required."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from builders import PORTAL_FILE
from little_site import fill_archive, serving, watching
from playwright.sync_api import sync_playwright

from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
IS_REQUIRED = os.environ.get("GONGBAO_REQUIRE_BROWSER") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="no Chromium here: apt-get install chromium")
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None and not IS_REQUIRED:
                item.add_marker(skip)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium; closed with the module: Playwright's loop runs as long, and asyncio allows one a thread."""
    assert CHROMIUM is not None, "GONGBAO_REQUIRE_BROWSER=1, and there is no Chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server over a small archive: a revised plan, its copy, last year's, a gazette."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "archive.db")
    (folder / "portals").mkdir()
    (folder / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    url = f"sqlite:///{folder / 'archive.db'}"
    with serving(folder, url) as (address, settings):
        archive = Archive(url)
        fill_archive(archive, settings)
        archive.close()
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at a desk."""
    with watching(browser, 1280, 900) as opened:
        yield opened


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["desktop", "phone"])
def any_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at a desk, and on a phone."""
    with watching(browser, *request.param) as opened:
        yield opened
