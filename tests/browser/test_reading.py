"""What a person does with the pages, in a real browser: skipped without Chromium unless it is required."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from builders import build_record, fill, revise
from playwright.sync_api import sync_playwright

from config.settings import Settings
from gongbao.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from storage.session import Archive

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
IS_REQUIRED = os.environ.get("GONGBAO_REQUIRE_BROWSER") == "1"
NUMBER = "云政发〔2026〕3号"
OLD = "各市人民政府：\n一、法治政府建设完成率达到80%以上，由省法制办负责。\n二、其他事项照旧。"
NEW = OLD.replace("80%", "85%").replace("省法制办", "省司法厅")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not IS_REQUIRED, reason="no Chromium here: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "GONGBAO_REQUIRE_BROWSER=1, and there is no Chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def site(sqlite_archive: Archive, tmp_path: Path) -> Iterator[str]:
    """The address of a running server with one revised document."""
    fill(
        sqlite_archive,
        build_record(OLD, document_number=NUMBER),
        build_record("另一件。", url="https://yunling.example/2.html", title="<b>青溪市</b>报告"),
    )
    revise(sqlite_archive, build_record(NEW, document_number=NUMBER))
    (tmp_path / "portals").mkdir()
    settings = Settings(database_url=sqlite_archive.url, portals_dir=(tmp_path / "portals",))
    with serving(settings) as address:
        yield address


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it complains or asks anybody else for anything."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    asked: set[str] = set()
    opened.on("request", lambda request: asked.add(request.url.split("/")[2].split(":")[0]))
    yield opened
    opened.close()
    assert complaints == []
    assert asked == {"127.0.0.1"}


def test_find_by_number_and_read_the_redline(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("searchbox").fill("云政发[2026]3号")
    page.get_by_role("search").get_by_role("button", name="检索").click()
    assert page.locator(".results li").count() == 1
    page.get_by_role("link", name="云岭省2026年重点工作安排").first.click()
    assert page.locator(".letterhead").inner_text() == NUMBER
    assert "85%" in page.locator(".text").inner_text()
    page.get_by_role("link", name="与上一版比较").click()
    redline = page.locator(".redline")
    assert redline.locator("del").first.inner_text().startswith("【删】80%")
    assert redline.locator("ins").first.inner_text().startswith("【增】85%")
    decoration = "e => getComputedStyle(e).textDecorationLine"
    assert redline.locator("del").first.evaluate(decoration) == "line-through"
    assert redline.locator("ins").first.evaluate(decoration) == "underline"


def test_filters_and_other_pages(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_text("筛选条件").click()
    page.get_by_label("类别").select_option("plan")
    page.get_by_role("button", name="筛选").click()
    assert "category=plan" in page.url
    assert page.locator(".results li").count() == 2
    assert page.get_by_text("<b>青溪市</b>报告").count() == 1
    for name in ("动态", "门户", "接口"):
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()
        assert page.locator("h1").inner_text() == name


@pytest.mark.parametrize("path", ["/", "/portals", "/changes", "/api/docs"])
def test_a_phone_does_not_scroll_sideways(site: str, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_mode_keeps_contrast(site: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(site)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert brightness(ink) - brightness(background) > 150


def brightness(color: str) -> float:
    """The mean of `rgb(…)`."""
    parts = [float(part) for part in color.removeprefix("rgb(").removesuffix(")").split(",")]
    return sum(parts) / 3
