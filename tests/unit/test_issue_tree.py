"""Where a gazette's page leads: years and issues in links and menus, articles as they are."""

from __future__ import annotations

from crawler.issue_tree import IssueTree
from platforms.base import ListEntry, ListPage, ListRequest

ROOT = "http://www.yunling.example/zwgk/zfgb/"
ARTICLES = tuple(
    ListEntry(
        f"{ROOT}202601/t2026010{n}_{n}.html",
        f"云岭省人民政府关于第{n}项工作的通知",
        f"2026-01-0{n}",
    )
    for n in (1, 2, 3)
)
ROWS = "".join(f'<li><a href="{e.url}">{e.title}</a><span>{e.date}</span></li>' for e in ARTICLES)


def html(*parts: str) -> str:
    return f"<html><head><title>政府公报</title></head><body>{''.join(parts)}</body></html>"


def link(title: str, to: str) -> str:
    return f'<a href="{to}">{title}</a>'


def asked(page: ListPage) -> list[str]:
    return [request.url.removeprefix(ROOT) for request in page.further]


def test_years_and_issues_newest_first() -> None:
    text = html(link("2025年", "2025/"), link("2026年", "2026/"), link("更多", "more/"))
    page = IssueTree().descend(ListPage(), ListRequest(ROOT), text)
    assert asked(page) == ["2026/", "2025/"]
    text = html(*(link(f"第{n}期", f"2026/d{n}/") for n in (9, 10, 11)))
    assert asked(IssueTree().descend(ListPage(), ListRequest(ROOT), text)) == [
        "2026/d11/",
        "2026/d10/",
        "2026/d9/",
    ]


def test_a_menu_of_issues_beside_the_articles_of_the_newest() -> None:
    menu = '<select><option value="d3/">2026年第3期</option><option value="d2/">2026年第2期</option></select>'
    text = html(menu, "<ul>", ROWS, "</ul>")
    page = IssueTree().descend(ListPage(entries=ARTICLES), ListRequest(ROOT), text)
    assert page.entries == ARTICLES
    assert asked(page) == ["d3/", "d2/"]


def test_the_menu_on_an_issue_leads_nowhere_again() -> None:
    tree, menu = IssueTree(), link("2026年第1期", "d1/") + link("2026年第2期", "d2/")
    tree.descend(ListPage(), ListRequest(ROOT), html(menu.replace('href="', f'href="{ROOT}')))
    text = html(menu.replace('href="', f'href="{ROOT}'), "<ul>", ROWS, "</ul>")
    page = tree.descend(ListPage(entries=ARTICLES), ListRequest(f"{ROOT}d1/"), text)
    assert (page.entries, page.further) == (ARTICLES, ())


def test_an_issue_without_articles_is_a_document() -> None:
    tree = IssueTree()
    tree.descend(ListPage(), ListRequest(ROOT), html(link("2026年第1期（总第90期）", "d1/")))
    page = tree.descend(
        ListPage(), ListRequest(f"{ROOT}d1/"), html("<iframe src='1.pdf'></iframe>")
    )
    assert [(e.url, e.title) for e in page.entries] == [(f"{ROOT}d1/", "2026年第1期（总第90期）")]


def test_files_other_hosts_and_titles_are_left_alone() -> None:
    files = (ListEntry(f"{ROOT}P01.pdf", "2026年第1期"),)
    text = html(
        link("2026年第1期", "P01.pdf"),
        link("2026年", "https://www.other.example/2026/"),
        link("商务部公告2023年第12号", "a.html"),
        link("2026年第2期", "javascript:;"),
    )
    page = IssueTree().descend(ListPage(entries=files), ListRequest(ROOT), text)
    assert (page.entries, page.further) == (files, ())
