"""What a person does with the pages, in a real browser, at a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from little_site import NUMBER, TITLE, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST_PAGE = 100_000  # bytes, all that it loads


def open_plan(page: Page, site: str) -> None:
    page.goto(f"{site}/?q=云政发[2026]3号")
    page.locator(".results").get_by_role("link", name=TITLE).click()


def test_from_a_number_to_redline_portal_and_subscription(site: str, any_page: Page) -> None:
    page = any_page
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("云政发[2026]3号")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="检索结果").wait_for()
    assert page.locator(".results li").count() >= 1
    page.locator(".results").get_by_role("link", name=TITLE).first.click()
    assert page.locator(".letterhead").inner_text() == NUMBER
    assert "85%" in page.locator(".text").inner_text()
    page.get_by_role("link", name="与上一版比较").click()
    redline = page.locator(".redline")
    assert redline.locator("del").first.inner_text() == "【删】80%"
    assert redline.locator("ins").first.inner_text() == "【增】85%"
    decoration = "e => getComputedStyle(e).textDecorationLine"
    assert redline.locator("del").first.evaluate(decoration) == "line-through"
    assert redline.locator("ins").first.evaluate(decoration) == "underline"
    page.go_back()
    page.locator(".places").get_by_role("link", name="云岭省人民政府").first.click()
    assert page.locator("h1").inner_text().startswith("云岭省人民政府")
    assert page.locator(".issues .lost").inner_text().startswith("2")
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="订阅此检索").click()
    address = page.get_by_label("Atom", exact=True).first.input_value()
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert NUMBER in answer.text()


def test_filters_facets_and_other_pages(site: str, any_page: Page) -> None:
    page = any_page
    page.goto(site)
    page.get_by_text("筛选条件").click()
    page.locator("select[name=category]").select_option("plan")
    page.get_by_role("button", name="筛选").click()
    assert "category=plan" in page.url
    assert page.locator(".results li").count() == 2
    chosen = page.locator(".facets [aria-current]")
    assert chosen.inner_text().startswith("工作要点与规划计划")
    page.get_by_role("group", name="各年文件").get_by_role("link", name="2025年").click()
    assert "written_from=2025-01-01" in page.url
    assert page.locator(".results li").count() == 1
    page.locator(".facets [aria-current]", has_text="工作要点").click()
    assert "category" not in page.url
    page.goto(site)
    assert page.locator(".results").get_by_text("<b>青溪市</b>报告").count() == 1
    for name in ("动态", "门户", "接口"):
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()
        assert page.locator("h1").inner_text() == name


def test_everything_around_a_document(site: str, page: Page) -> None:
    open_plan(page, site)
    page.get_by_role("link", name="存档文本").click()
    assert "牵头单位" in page.locator(".text").inner_text()
    page.go_back()
    page.get_by_label("某日所见").fill("2026-03-02")
    page.get_by_role("button", name="查看").click()
    assert "80%" in page.locator(".text").inner_text()
    page.get_by_role("link", name="查看现行版本").click()
    page.get_by_role("link", name="逐段对照").click()
    assert "【删】70%" in page.locator(".redline").inner_text()
    page.go_back()
    page.get_by_role("region", name="被引用").get_by_role("link", name="柳河县报告").click()
    page.get_by_role("region", name="文中引用").get_by_role("link", name=TITLE).click()
    assert page.locator(".letterhead").inner_text() == NUMBER


def test_the_archived_page_neither_runs_nor_loads(site: str, page: Page) -> None:
    open_plan(page, site)
    page.get_by_role("link", name="存档原页").click()
    frame = page.frame_locator("iframe.original")
    assert frame.locator("h1").inner_text() == "重点工作安排（原页）"
    frame.get_by_text("外链").click()
    assert [one.url.split("/")[2] for one in page.frames] == [page.url.split("/")[2]] * 2
    page.goto(f"{page.url.replace('/archived', '/original')}")
    assert page.title() != "ran"


def test_english_stays(site: str, page: Page) -> None:
    page.goto(f"{site}/changes")
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Changes"
    assert page.get_by_text("Silent edit").count() >= 2
    page.get_by_role("link", name="Portals").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.locator("h1").inner_text() == "门户"


def test_issuers_are_suggested_while_typing(site: str, page: Page) -> None:
    page.goto(f"{site}/subscribe")
    field = page.get_by_label("发文机关")
    field.press_sequentially("人民")
    page.locator("#issuers option[value='云岭省人民政府']").wait_for(state="attached")


def test_keys_alone(site: str, page: Page) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.locator(".quick input").input_value() == "a/b"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_nothing_scrolls_sideways(site: str, any_page: Page) -> None:
    page = any_page
    page.goto(site)
    plan = page.locator(".results").get_by_role("link", name=TITLE).get_attribute("href")
    width = page.viewport_size["width"] if page.viewport_size else 0
    for path in ("/", "/?q=年", "/portals", "/portals/yunling", "/changes", "/api/docs", "/subscribe", plan,
                 f"{plan}/diff", f"{plan}/copies", f"{plan}/archived"):  # fmt: skip
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_printed_redline_is_paper(site: str, page: Page) -> None:
    open_plan(page, site)
    page.get_by_role("link", name="与上一版比较").click()
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".quick", ".between", "footer", ".top nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".redline ins").first.is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    decoration = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator(".redline del").first.evaluate(decoration) == "line-through"


@pytest.mark.parametrize("path", ["/", "/?q=年", "/changes", "/portals"])
def test_the_first_page_is_light(site: str, browser: Browser, path: str) -> None:
    opened = browser.new_page()
    watched = Watched(opened)
    opened.goto(site + path, wait_until="networkidle")
    opened.close()
    assert sum(watched.bytes.values()) <= FIRST_PAGE, watched.bytes
    assert watched.hosts == {"127.0.0.1"}
    assert len(watched.bytes) <= 5
