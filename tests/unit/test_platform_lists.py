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
from portals.loader import BUILT_PLATFORMS
from portals.schema import ListRules

SHAPES = {
    "li and span": "<ul>" + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul>",
    "date first": "<ul>" + rows(f"<li><span>[2026-09-{{d}}]</span>{LINK}</li>") + "</ul>",
    "bare text": "<ul>" + rows(f"<li>{LINK} (2026/09/{{d}})</li>") + "</ul>",
    "broken line": "<ul>"
    + rows(f"<li><h4>{LINK}<span>[\n\t 2026-09-{{d}} ]</span></h4></li>")
    + "</ul>",
    "dots": "<ul>" + rows(f"<li>{LINK}<em>2026.09.{{d}}</em></li>") + "</ul>",
    "Chinese": "<ul>" + rows(f"<li>{LINK}<em>2026年9月{{d}}日</em></li>") + "</ul>",
    "with time": "<ul>" + rows(f"<li>{LINK}<em>2026-09-{{d}} 08:30:01</em></li>") + "</ul>",
    "labelled": "<ul>"
    + rows(f"<li>{LINK}<p>来源：市府办 发布时间：2026-09-{{d}} 浏览：12</p></li>")
    + "</ul>",
    "in two pieces": "<ul>"
    + rows(f"<li><div><b>{{d}}</b><i>2026-09</i></div>{LINK}</li>")
    + "</ul>",
    "year below": "<ul>" + rows(f"<li><p><b>09-{{d}}</b><i>2026</i></p>{LINK}</li>") + "</ul>",
    "without year": "<ul>" + rows(f"<li>{LINK}<span>09-{{d}}</span></li>") + "</ul>",
    "inside the link": "<ul>"
    + rows('<li><a href="t202609{d}_{n}.html">' + TITLE + "<span>2026-09-{d}</span></a></li>")
    + "</ul>",
    "glued to the text": "<ul>"
    + rows('<li><a href="t202609{d}_{n}.html">' + TITLE + " 2026-09-{d}</a></li>")
    + "</ul>",
    "table": "<table><tr><th>序号</th><th>标题</th><th>日期</th></tr>"
    + rows(f"<tr><td>{{n}}</td><td>{LINK}</td><td>2026-09-{{d}}</td></tr>")
    + "</table>",
    "divs": '<div class="list">'
    + rows(f'<div class="row"><div class="t">{LINK}</div><div class="d">2026-09-{{d}}</div></div>')
    + "</div>",
    "definition list": "<dl>" + rows(f"<dd>{LINK}<span>2026-09-{{d}}</span></dd>") + "</dl>",
    "chunks of lists": "<div>"
    + rows(f"<ul class='c{{n}}'><li>{LINK}<span>2026-09-{{d}}</span></li></ul>")
    + "</div>",
    "cards": '<div class="list">'
    + rows(
        '<a class="card" href="t202609{d}_{n}.html"><h3>' + TITLE + "</h3>"
        "<p>为贯彻落实有关会议精神，结合本市实际，制定本方案。</p><span>2026-09-{d}</span></a>"
    )
    + "</div>",
    "onclick": "<ul>"
    + rows(
        "<li><a href='javascript:void(0)' onclick=\"openInfo('./t202609{d}_{n}.html')\">"
        + TITLE
        + "</a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "row with onclick": "<ul>"
    + rows(
        "<li onclick=\"location.href='/zwgk/t202609{d}_{n}.html'\"><p>"
        + TITLE
        + "</p><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "cut text, whole title": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发青溪市第{n}号工作...</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "cut without dots": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发青溪市第{n}号</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "bullet and tip": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="标题：'
        + TITLE
        + ' 发布时间：2026-09-{d}">· '
        + TITLE[:12]
        + "…</a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "flat in one paragraph": "<p>" + rows(f"{LINK}<span>2026-09-{{d}}</span><br>") + "</p>",
    "dt and dd": "<dl>" + rows(f"<dt>{LINK}</dt><dd>2026-09-{{d}}</dd>") + "</dl>",
    "with a second link": "<ul>"
    + rows(f'<li>{LINK}<a href="./jd{{n}}.html">解读</a><span>2026-09-{{d}}</span></li>')
    + "</ul>",
    "column name first": "<ul>"
    + rows(f'<li>[<a href="./gfxwj/">规范性文件</a>]{LINK}<span>2026-09-{{d}}</span></li>')
    + "</ul>",
    "all in one comment": "<!-- <ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul> -->",
    "empty flag rows": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li><li><i class='flag'></i></li>")
    + "</ul>",
    "image beside": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html"><img src="a.jpg"></a>'
        + LINK
        + "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "commented twin": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul><!-- <ul>"
    + rows('<li><a href="old{n}.html">旧稿第{n}号重复的标题</a><span>2020-01-0{n}</span></li>', 9)
    + "</ul> -->",
    "template beside": '<script type="text/x-handlebars-template"><li><a href="{{url}}">{{title}}</a>'
    "<span>2026-01-01</span></li></script><ul><li><a href='{{link}}'>模板里的标题不是条目</a>"
    "<span>2026-01-01</span></li>" + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul>",
    "rows a script will show later": "<ul>"
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    .replace("<li>", '<li style="display:none">')
    .replace('<li style="display:none">', "<li>", 2)
    + "</ul>",
    "a list a script will show": '<div style="display: none">'
    + rows(f"<p>{LINK}<span>2026-09-{{d}}</span></p>")
    + "</div>",
    "popups of rows": "<ul>"
    + rows(
        f'<li>{LINK}<span>2026-09-{{d}}</span><div class="popbox"><ul><li><a href="a{{n}}.html">另一个文件的标题</a>'
        "<span>2020-01-01</span></li></ul></div></li>"
    )
    + "</ul>",
    "summary behind the same link": '<div class="list">'
    + rows(
        f'<div class="row"><h4>{LINK}</h4><p><a href="./202609/t202609{{d}}_{{n}}.html">为贯彻落实会议精神，结合本市'
        "实际，制定本方案，请认真组织实施，确保各项任务落到实处。</a></p><span>2026-09-{d}</span></div>"
    )
    + "</div>",
    "cut in the middle": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html" title="' + TITLE + '">关于印发…{n}号工作方案的通知</a>'
        "<span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "new": "<ul>"
    + rows(
        '<li><a href="t202609{d}_{n}.html">' + TITLE + "<b>NEW</b></a><span>2026-09-{d}</span></li>"
    )
    + "</ul>",
    "attributes of the link": "<table>"
    + rows(
        '<tr><td>{n}</td><td><a href="t202609{d}_{n}.html" mc="'
        + TITLE
        + '" rq="2026-09-{d}" wh="青政发〔2026〕{n}号">'
        "关于印发青溪市…</a></td></tr>"
    )
    + "</table>",
    "a date in the header near one link": '<div class="top"><a href="/sj/">手机版</a>今天是 2026-11-21</div><ul>'
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul>",
    "tables in tables": rows(
        f"<table><tr><td><img></td><td>{LINK}</td><td>[2026-09-{{d}}]</td></tr></table>"
    ),
    "date in the row below": "<table>"
    + rows(f"<tr><td>{LINK}</td></tr><tr><td>2026-09-{{d}}</td></tr>")
    + "</table>",
    "hidden trap": '<div style="display:none"><a href="/btatw23/bt">隐藏的陷阱链接不可取用</a> 2026-01-01</div><ul>'
    + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>")
    + "</ul>",
}


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
    assert {*PLATFORMS, "auto"} == set(BUILT_PLATFORMS)
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
