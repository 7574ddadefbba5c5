"""axe-core finds nothing serious on any page, in light and in dark."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from little_site import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules, iframes: false, resultTypes: ['violations']})"
GRAVE = ("serious", "critical")
PATHS = ("/", "/?q=年", "/?level=x", "/changes", "/portals", "/portals/yunling", "/subscribe?q=年", "/api/docs", "{}",
         "{}/diff", "{}/copies", "{}/archived", "{}/files/0", "/nowhere")  # fmt: skip


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_serious(site: str, reader: Page, path: str) -> None:
    if "{}" in path:
        reader.goto(f"{site}/?q=云政发[2026]3号")
        link = reader.locator(".results").get_by_role("link", name=TITLE)
        path = path.format(link.get_attribute("href"))
    reader.emulate_media(color_scheme="light")
    reader.goto(site + path)
    reader.evaluate(AXE)
    assert violations(reader, {"type": "tag", "values": RULES}) == []
    reader.emulate_media(color_scheme="dark")
    assert violations(reader, {"type": "rule", "values": ["color-contrast"]}) == []


def violations(page: Page, rules: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    found = page.evaluate(RUN, rules)["violations"]
    return [
        (one["id"], one["help"], [node["html"] for node in one["nodes"]])
        for one in found
        if one["impact"] in GRAVE
    ]
