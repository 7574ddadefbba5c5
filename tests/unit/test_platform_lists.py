"""Lists found by structure or by a portal's rules, and what is no list (fictional places)."""

from __future__ import annotations

import time

import pytest
from list_pages import (
    COLUMN,
    DAYS,
    LINK,
    LISTED,
    NO_RULES,
    SHAPES,
    TITLE,
    WANTED,
    dates,
    page,
    read,
    rows,
    titles,
)

from platforms import generic
from platforms.base import ListPage, ListRequest
from platforms.registry import PLATFORMS, get, parse_any_list
from portals.loader import PLATFORMS as LOADABLE
from portals.schema import ListRules


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("pager", ["", '<div class="page"><a href="index_1.html">下一页</a></div>'])
def test_rows_of_every_shape(shape: str, pager: str) -> None:
    listed = parse_any_list(page(f'<div class="main">{SHAPES[shape]}{pager}</div>'), COLUMN)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS
    assert listed.kind == "list"


def test_a_side_show_is_not_the_list() -> None:
    hot = '<div class="right"><h3>热点</h3><ul>' + rows(
        '<li><a href="/rd/202601/t202601{d}_9{n}.html">今日热点第{n}条新闻报道的标题</a>'
        "<span>2026-01-{d}</span></li>",
        9,
    )
    pager = '<div class="page"><a href="index_1.html">下一页</a></div>'
    listed = parse_any_list(page(f"{LISTED[:-6]}{pager}</div>{hot}</ul></div>"), COLUMN)
    assert titles(listed) == WANTED


def test_a_list_in_a_comment_beside_a_visible_side_show() -> None:
    side = '<ul><li><a href="/x/t20260101_8.html">旁栏消息的标题文字</a><i>2026-01-01</i></li></ul>'
    assert titles(read(page(f"<div>{side}</div><!-- {LISTED} -->"))) == WANTED


def test_a_list_without_dates() -> None:
    markup = "<ul>" + rows(f"<li>{LINK}</li>") + "</ul>"
    listed = parse_any_list(page(f"<div>{markup}</div>"), COLUMN)
    assert titles(listed) == WANTED
    assert dates(listed) == [None] * 5


def test_a_row_whose_date_is_missing_stays_in_its_place() -> None:
    markup = LISTED.replace("<span>2026-09-17</span>", "")
    listed = read(page(markup))
    assert titles(listed) == WANTED
    assert dates(listed)[2] is None


def test_pinned_rows_of_a_list_of_their_own_belong_to_it() -> None:
    pinned = '<ul class="top"><li><a href="t1.html">置顶的通知标题在前</a><span>2020-01-02</span></li></ul>'
    listed = read(page(LISTED.replace("<ul>", f"{pinned}<ul>", 1)))
    assert titles(listed) == ["置顶的通知标题在前", *WANTED]


def test_one_title_under_two_addresses_is_two_entries() -> None:
    twice = "<ul>" + "".join(
        f'<li><a href="t{n}.html">关于任职的通知</a><span>2026-01-0{n}</span></li>'
        for n in (1, 2, 3)
    )
    assert len(read(page(twice + "</ul>")).entries) == 3


def test_one_address_twice_is_one_entry() -> None:
    again = LISTED.replace(
        "</ul>", f"<li>{LINK.format(n=1, d='19')}<span>2026-09-19</span></li></ul>"
    )
    assert titles(read(page(again))) == WANTED


def test_document_numbers_of_rows() -> None:
    markup = "<table>" + rows(
        f"<tr><td>{LINK}</td><td>青政发〔2026〕{{n}}号</td><td>2026-08-01</td><td>2026-09-{{d}}</td></tr>"
    )
    listed = read(page(markup + "</table>"))
    assert [e.document_number for e in listed.entries] == [
        f"青政发〔2026〕{n}号" for n in range(1, 6)
    ]
    assert dates(listed) == DAYS


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("<span>文号：青政办发〔2026〕8号</span>", "青政办发〔2026〕8号"),
        ('<span class="wh">青溪市人民政府令第9号</span>', "青溪市人民政府令第9号"),
        ("<i>（青府规【2026】1号）</i>", "青府规【2026】1号"),
        ("<p><b>发文字号：</b>青政办函〔2026〕3号</p>", "青政办函〔2026〕3号"),
        ("<i>来源：青溪市政府办</i>", None),
        ("<i>浏览次数：2026</i>", None),
    ],
)
def test_spellings_of_numbers_in_rows(markup: str, number: str | None) -> None:
    listed = read(page("<ul>" + rows(f"<li>{LINK}{markup}<b>2026-09-{{d}}</b></li>") + "</ul>"))
    assert {entry.document_number for entry in listed.entries} == {number}


def test_the_labelled_day_of_publication_wins() -> None:
    markup = rows(f"<li>{LINK}<p>发布日期：2026-09-{{d}} 成文日期：2026-01-01</p></li>")
    assert dates(read(page(f"<ul>{markup}</ul>"))) == DAYS


def test_a_number_within_the_link_is_none_of_the_title() -> None:
    link = LINK.replace("</a>", "<p>青政发〔2026〕{n}号</p></a>").replace(TITLE, f"<b>{TITLE}</b>")
    listed = read(page("<ul>" + rows(f"<li>{link}<i>2026-09-{{d}}</i></li>") + "</ul>"))
    assert titles(listed) == WANTED
    assert listed.entries[4].document_number == "青政发〔2026〕5号"


@pytest.mark.parametrize("head", ["<tr>{}</tr>", "<thead><tr>{}</tr></thead>"])
def test_the_heading_of_a_table_tells_the_dates_apart(head: str) -> None:
    cells = "".join(f"<th>{c}</th>" for c in ("标题", "发布日期", "成文日期"))
    body = rows(f"<tr><td>{LINK}</td><td>2026-09-{{d}}</td><td>2026-01-01</td></tr>")
    assert dates(read(page(f"<table>{head.format(cells)}{body}</table>"))) == DAYS


def test_a_plain_date_wins_over_a_labelled_day_of_writing() -> None:
    markup = rows(
        f"<li>{LINK}<span>2026-09-{{d}}</span><p><b>成文日期：</b><i>2026-01-01</i></p></li>"
    )
    assert dates(read(page(f"<ul>{markup}</ul>"))) == DAYS


def test_base_href_and_foreign_links() -> None:
    head = "<base href='/site/'>"
    markup = (
        "<ul><li><a href='a/t20260901_1.html'>第一个文件的标题</a>2026-09-01</li>"
        "<li><a href='//b.example.cn/x/t20260901_2.html'>第二个文件的标题</a>2026-09-01</li></ul>"
    )
    found = [entry.url for entry in read(page(markup, head)).entries]
    assert found == [
        "https://www.qingxi.gov.cn/site/a/t20260901_1.html",
        "https://b.example.cn/x/t20260901_2.html",
    ]


def test_without_an_address_links_stay_as_written() -> None:
    assert parse_any_list(page(LISTED), None).entries[0].url == "./202609/t20260919_1.html"


def test_a_home_page_has_no_entries() -> None:
    block = '<div class="b{k}"><h2>栏目<a href="/c{k}/">更多&gt;&gt;</a></h2>' + LISTED + "</div>"
    home = page("".join(block.replace("{k}", str(k)) for k in range(4)))
    assert parse_any_list(home, "https://www.qingxi.gov.cn/").kind == "home"
    assert parse_any_list(home, COLUMN) == ListPage(kind="home")


def test_one_great_list_among_side_shows_is_a_list() -> None:
    side = '<div class="b{k}"><h2>栏目<a href="/c{k}/">更多&gt;&gt;</a></h2><ul>' + rows(
        '<li><a href="/x/t20260101_8{n}{k}.html">旁栏第{n}条的标题文字</a><i>2026-01-{d}</i></li>',
        3,
    )
    sides = "".join(side.replace("{k}", str(k)) + "</ul></div>" for k in range(3))
    main = "<div><ul>" + rows(f"<li>{LINK}<i>2026-09-{{d}}</i></li>", 15) + "</ul></div>"
    listed = parse_any_list(page(main + sides), COLUMN)
    assert len(listed.entries) == 15


def test_a_document_with_related_reading_is_no_list() -> None:
    text = "".join(
        f"<p>第{n}条　各县区人民政府、市直各部门要高度重视，加强组织领导，落实工作责任，确保各项任务按期完成。</p>"
        for n in range(12)
    )
    body = f'<h1>青溪市工作方案</h1><div id="zoom">{text}</div><h3>相关阅读</h3>{LISTED}'
    url = "https://www.qingxi.gov.cn/zwgk/202609/t20260919_77.html"
    assert parse_any_list(page(body), url) == ListPage(kind="detail")
    assert parse_any_list(page(body), None) == ListPage(kind="detail")


def test_navigation_alone_is_no_list() -> None:
    assert parse_any_list(page("<p>栏目建设中</p>"), COLUMN) == ListPage(kind="other")


def test_a_penalty_table_without_links_is_no_list() -> None:
    table = "<table>" + rows("<tr><td>处罚决定{n}</td><td>2026-09-{d}</td></tr>") + "</table>"
    assert parse_any_list(table, None) == ListPage(kind="other")


RULED = (
    '<section><p class="it"><b class="t">关于甲的通知</b><a class="go" href="a1">进入</a><i>2026-09-01</i></p>'
    '<p class="it"><b class="t">关于乙的通知</b><a class="go" href="a2">进入</a><i>2026-09-02</i></p></section>'
    '<a id="fwd" href="p2">→</a>'
)


@pytest.mark.parametrize(
    "rules",
    [
        ListRules(item="p.it", link="a.go", title=".t", date="i", next="#fwd"),
        ListRules(
            item="//p[@class='it']",
            link="./a/@href",
            title="./b/text()",
            date="./i",
            next="//a[@id='fwd']",
        ),
    ],
)
def test_rules_of_a_portal_win(rules: ListRules) -> None:
    listed = generic.parse_list(page(RULED), ListRequest(COLUMN), rules)
    assert titles(listed) == ["关于甲的通知", "关于乙的通知"]
    assert dates(listed) == ["2026-09-01", "2026-09-02"]
    assert [entry.url for entry in listed.entries] == [COLUMN + "a1", COLUMN + "a2"]
    assert listed.next == ListRequest(COLUMN + "p2")


def test_an_item_rule_alone() -> None:
    listed = read(page(LISTED))
    ruled = generic.parse_list(page(LISTED), ListRequest(COLUMN), ListRules(item=".main li"))
    assert ruled.entries == listed.entries


def test_every_platform_has_its_parts_and_the_loader_knows_it() -> None:
    assert {*PLATFORMS, "auto"} == set(LOADABLE)
    for name, module in PLATFORMS.items():
        assert get(name) is module
        assert module.first_requests(COLUMN, NO_RULES) == [ListRequest(COLUMN)]
        assert len((module.__doc__ or "").splitlines()) > 3


@pytest.mark.parametrize(
    "text", ["", "<", "<ul><li>", "\ufeff", "[{", "<!--" * 50, "<li><a href='/'>" * 300]
)
@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_broken_text_is_an_empty_list(name: str, text: str) -> None:
    assert get(name).parse_list(text, ListRequest(COLUMN), NO_RULES).entries == ()
    assert parse_any_list(text, None).entries == ()


HOSTILE = {
    "open comments": "<!-- <a " * 20_000,
    "open scripts": "<script>var a=[{" * 5_000,
    "open records": "<datastore>" + "<record><![CDATA[" * 5_000,
    "nested rows": "<div><a href='/1.html'>关于印发某某的通知</a>2026-01-01" * 800,
    "page numbers": "<a href='?p=1'>1</a>" * 5_000,
    "open brackets": "<script>" + "[{" * 20_000 + "</script>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_little(name: str) -> None:
    started = time.process_time()
    parse_any_list(HOSTILE[name], COLUMN)
    assert time.process_time() - started < 10  # minutes, where a pattern runs away
