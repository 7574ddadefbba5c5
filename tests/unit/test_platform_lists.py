"""List pages and list answers of every family, written in the manner of real ones (places are fictional)."""

from __future__ import annotations

import json

import pytest

from platforms import generic, govcn, hanweb, trs
from platforms.base import ListPage, ListRequest
from platforms.registry import PLATFORMS, get, looks_like_list_answer, parse_any_list
from platforms.static_pages import next_static, read_paging
from portals.loader import BUILT_PLATFORMS
from portals.schema import ListRules

NO_RULES = ListRules()
COLUMN = "https://www.qingxi.gov.cn/zwgk/zcwj/"


def page(body: str, head: str = "") -> str:
    menu = "".join(
        f'<li><a href="/{c}/">{c}</a></li>' for c in ("首页", "要闻", "公开", "服务", "互动")
    )
    return (
        f"<!doctype html><html><head><title>青溪市人民政府</title>{head}</head><body>"
        f'<div class="header"><span>2026年11月21日 星期六</span><ul class="nav">{menu}</ul></div>'
        f'<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="./">政策文件</a></div>'
        f"{body}"
        '<div class="footer"><a href="/about/content/post_123456.html">关于我们</a>'
        '<a href="/map/content/post_123457.html">网站地图</a> 版权所有 青溪市人民政府办公室</div></body></html>'
    )


def titles(listed: ListPage) -> list[str]:
    return [entry.title for entry in listed.entries]


def dates(listed: ListPage) -> list[str | None]:
    return [entry.date for entry in listed.entries]


def read(html: str, url: str = COLUMN) -> ListPage:
    return generic.parse_list(html, ListRequest(url), NO_RULES)


def rows(markup: str, count: int = 5) -> str:
    """`count` rows; {n} 1, 2, …; {d} the day."""
    days = ((n, f"{20 - n:02d}") for n in range(1, count + 1))
    return "".join(markup.replace("{n}", str(n)).replace("{d}", day) for n, day in days)


TITLE = "关于印发青溪市第{n}号工作方案的通知"
WANTED = [TITLE.format(n=n) for n in range(1, 6)]
DAYS = [f"2026-09-{20 - n:02d}" for n in range(1, 6)]
LINK = '<a href="./202609/t202609{d}_{n}.html">' + TITLE + "</a>"

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


LISTED = (
    '<div class="main"><ul>' + rows(f"<li>{LINK}<span>2026-09-{{d}}</span></li>") + "</ul></div>"
)


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


NEXT = {
    "下一页": '<a href="index_1.html">下一页</a>',
    "下页 with arrow": '<a href="index_1.html">下页 &gt;</a>',
    "arrow": '<a href="index_1.html">&gt;</a>',
    "in a title": '<a href="index_1.html" title="下一页"><i></i></a>',
    "onclick": "<a href='javascript:;' onclick=\"go('index_1.html')\">下一页</a>",
    "number after a span": '<span>1</span><a href="index_1.html">2</a><a href="index_2.html">3</a>',
    "number after the current": '<a class="current" href="./">1</a><a href="index_1.html">2</a>',
    "relation": '<link rel="next" href="index_1.html">',
}


@pytest.mark.parametrize("form", NEXT)
def test_next_links(form: str) -> None:
    listed = read(page(f'{LISTED}<div class="page">{NEXT[form]}</div>'))
    assert listed.next == ListRequest(COLUMN + "index_1.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<a class="disabled" href="index_1.html">下一页</a>',
        '<a href="javascript:;">下一页</a>',
        "<b>1</b>",
    ],
)
def test_no_next_page(markup: str) -> None:
    assert read(page(f'{LISTED}<div class="page">{markup}</div>')).next is None


@pytest.mark.parametrize(
    ("words", "total"),
    [("共123条", 123), ("共 8 页 共计：45 条", 45), ("总记录数：77", 77), ("共8页", None)],
)
def test_stated_totals(words: str, total: int | None) -> None:
    assert read(page(f"{LISTED}<div>{words}</div>")).total == total


PAGING = [
    # script, address of this page, next file, otherwise
    ('createPageHTML(5, 0,"index","html");', "", "index_1.html", None),
    ('createPageHTML(5, 3,"index","html");', "index_3.html", "index_4.html", None),
    ('createPageHTML(5, 4,"index","html");', "index_4.html", None, None),
    ('createPageHTML(1, 0,"index","html");', "", None, None),
    ('createPageHTML(98, 5, 0, "index", "html");', "", "index_1.html", None),
    ('createPageHTML(5,0,"index","shtml","black2",98);', "index.shtml", "index_1.shtml", None),
    ("createPageHTML('paging',5,1,'index','html',98);", "", "index_2.html", None),
    ("createPageHTML('paging',5,5,'index','html',98);", "index_5.html", None, None),
    ('createPage(5,0,"index","html");', "", "index_1.html", None),
    ('createPageHTML(5,0,"list","html");', "list.html", "list_1.html", None),
    (
        (
            'var currentPage = 0; var countPage = 7; document.write("<a href=index_5812_" + 1);'
            'x="index_5812_"+(currentPage+1)+".shtml"'
        ),
        "",
        "index_5812_1.shtml",
        None,
    ),
    ("pagination_script_config = { total: 9, size: 20 };", "", "index_1.html", None),
    ('$(".pagination").pagination({totalPage: 12, callback: f});', "", "index_2.html", None),
    (
        "$('#p').pagination({totalData: 98, showData: 20});",
        "index_pc_1.html",
        "index_pc_2.html",
        None,
    ),
    ("$('#p').pagination({totalData: 98, showData: 20});", "index_pc_5.html", None, None),
    ("<a href='javascript:next(2)'>下一页</a>", "", "index_2.html", None),
    ("var currentPage; var countPage = 4;", "", "index_1.html", "index_2.html"),
    ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName){}", "", None, None),
    ('<!-- createPageHTML(5, 0,"index","html"); -->', "", None, None),
]


@pytest.mark.parametrize(("script", "here", "following", "otherwise"), PAGING)
def test_static_paging(
    script: str, here: str, following: str | None, otherwise: str | None
) -> None:
    html = f"<script>{script}</script>" if not script.startswith("<") else script
    request = next_static(html, COLUMN + here)
    assert (request and request.url) == (following and COLUMN + following)
    other = request.otherwise if request else None
    assert (other and other.url) == (otherwise and COLUMN + otherwise)


def test_records_a_script_states() -> None:
    paging = read_paging('<script>createPageHTML(98, 5, 0, "index", "html")</script>')
    assert paging
    assert (paging.records, paging.pages) == (98, 5)


def test_trs_reads_rows_and_script() -> None:
    html = page(LISTED + '<script>createPageHTML(3,0,"index","html","b",41);</script>')
    listed = trs.parse_list(html, ListRequest(COLUMN), NO_RULES)
    assert titles(listed) == WANTED
    assert listed.next == ListRequest(COLUMN + "index_1.html")
    assert listed.total == 41


def test_rows_printed_by_scripts() -> None:
    row = (
        "<script>var dUrl='.\\/202609\\/t202609{d}_{n}.html'; var dTitle='" + TITLE + "';"
        "var dFN='青政规〔2026〕{n}号'; var dRN='（2026年9月{d}日公布）'; document.writeln(dTitle);</script>"
    )
    markup = rows(row)
    listed = trs.parse_list(page(f"<ul>{markup}</ul>"), ListRequest(COLUMN), NO_RULES)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS
    assert listed.entries[0].document_number == "青政规〔2026〕1号"
    assert listed.entries[0].url == COLUMN + "202609/t20260919_1.html"


def test_rows_in_the_data_of_a_script() -> None:
    items = ",".join(
        json.dumps(
            {
                "title": TITLE.format(n=n),
                "pubDate": f"2026-09-{20 - n} 16:59",
                "urls": json.dumps({"pc": f"/zwgk/content/content_{n}.html"}),
                "summary": "依据青政发〔2020〕1号",
            },
            ensure_ascii=False,
        )
        for n in range(1, 6)
    )
    menu = json.dumps([{"name": "政务公开", "urls": {"pc": "/col/col1/index.html"}}] * 9)
    script = f"<script>var menu = {menu}; var listData = {{ articleList: [{items}],\n }};</script>"
    listed = parse_any_list(page(script), COLUMN)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS
    assert listed.entries[0].url == "https://www.qingxi.gov.cn/zwgk/content/content_1.html"
    assert listed.entries[0].document_number is None


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


PROXY = "/module/web/jpage/dataproxy.jsp?page=1&amp;webid=3&amp;columnid=77&amp;unitid=88"
RECORD = (
    '<record><![CDATA[<li><a href="/art/2026/9/{d}/art_77_{n}.html" title="'
    + TITLE
    + '">'
    + TITLE[:8]
    + "...</a><span>2026-09-{d}</span></li>]]></record>"
)
STORE = (
    f"<datastore><nextgroup><![CDATA[<a href='{PROXY}'></a>]]></nextgroup><recordset>"
    + rows(RECORD)
    + "</recordset></datastore>"
)
HANWEB = "https://www.yunling.gov.cn/col/col77/index.html"
NEXT_GROUP = (
    "https://www.yunling.gov.cn/module/web/jpage/dataproxy.jsp?page=1&webid=3&columnid=77&unitid=88"
)


@pytest.mark.parametrize(
    "text",
    [
        page(f'<div id="88"></div><script type="text/xml">{STORE}</script>'),
        page(f'<script type="text/xml">{STORE.replace("CDATA", "cdata")}</script>'),
        STORE,
        '<?xml version="1.0"?>\n' + STORE,
    ],
)
def test_hanweb_datastores(text: str) -> None:
    listed = hanweb.parse_list(text, ListRequest(HANWEB), NO_RULES)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS
    assert listed.entries[0].url == "https://www.yunling.gov.cn/art/2026/9/19/art_77_1.html"
    assert listed.next == ListRequest(NEXT_GROUP)
    assert parse_any_list(text, HANWEB) == listed


def test_hanweb_last_group_and_total() -> None:
    text = STORE.replace(PROXY, "").replace(
        "<datastore>", "<datastore><totalrecord>5</totalrecord>"
    )
    listed = hanweb.parse_list(text, ListRequest(NEXT_GROUP), NO_RULES)
    assert (listed.next, listed.total) == (None, 5)


def test_hanweb_group_that_names_itself_ends_the_list() -> None:
    assert hanweb.parse_list(STORE, ListRequest(NEXT_GROUP), NO_RULES).next is None


def test_hanweb_encrypted_columns_have_one_group() -> None:
    text = STORE.replace("columnid=77", "columnid=x8Fa9%2Bq").replace("unitid=88", "unitid=Zz12ff")
    assert hanweb.parse_list(text, ListRequest(HANWEB), NO_RULES).next is None


def test_hanweb_empty_answer() -> None:
    empty = "<datastore><recordset></recordset></datastore>"
    assert hanweb.parse_list(empty, ListRequest(NEXT_GROUP), NO_RULES) == ListPage()


def test_hanweb_old_answers_are_arrays() -> None:
    array = json.dumps(
        [f"<li>{LINK.format(n=n, d=20 - n)}<b>2026-09-{20 - n}</b></li>" for n in range(1, 6)]
    )
    text = f"var totalRecord=40;var totalPage=8;dataStore = {array};"
    asked = ListRequest(
        "https://www.yunling.gov.cn/module/jslib/jquery/jpage/dataproxy.jsp?startrecord=1&endrecord=5&perpage=5",
        "POST",
        "columnid=77",
    )
    listed = hanweb.parse_list(text, asked, NO_RULES)
    assert titles(listed) == WANTED
    assert listed.total == 40
    assert listed.next == ListRequest(
        "https://www.yunling.gov.cn/module/jslib/jquery/jpage/dataproxy.jsp?startrecord=6&endrecord=10&perpage=5",
        "POST",
        "columnid=77",
    )


def test_hanweb_script_without_next_group_is_asked_by_records() -> None:
    script = (
        "<script>$('#88').jpage({perPage:15,totalRecord:61,proxyUrl:'/module/jpage/dataproxy.jsp',"
        "params:{col:1,appid:1,webid:3,path:'/',columnid:77,sourceContentType:1,unitid:'88'}})</script>"
    )
    text = page(f'<script type="text/xml">{STORE.replace(PROXY, "")}</script>{script}')
    following = hanweb.parse_list(text, ListRequest(HANWEB), NO_RULES).next
    assert following is not None
    assert following.url == (
        "https://www.yunling.gov.cn/module/jpage/dataproxy.jsp?startrecord=6&endrecord=50&perpage=15"
    )
    assert following.method == "POST"
    assert "columnid=77" in (following.body or "")
    assert "unitid=88" in (following.body or "")


def test_hanweb_page_without_datastore_is_read_by_structure() -> None:
    assert titles(hanweb.parse_list(page(LISTED), ListRequest(HANWEB), NO_RULES)) == WANTED


GAZETTE = "https://www.gov.example.cn/gongbao/"
INDEX = "\ufeff" + json.dumps(
    [
        {
            "values": {
                "2025年": {
                    "第36号": {"issue": 36, "gname": GAZETTE + "2025/issue_12000/"},
                    "第1号": {"issue": 1, "gname": GAZETTE + "2025/issue_11000/"},
                },
                "2026年": {"第1号": {"issue": 1, "gname": GAZETTE + "2026/issue_12100/"}},
            }
        }
    ],
    ensure_ascii=False,
)


def test_gazette_index_leads_to_issues_newest_first() -> None:
    listed = govcn.parse_list(INDEX, ListRequest(GAZETTE + "gbgl.json"), NO_RULES)
    assert [request.url for request in listed.further] == [
        GAZETTE + "2026/issue_12100/",
        GAZETTE + "2025/issue_12000/",
        GAZETTE + "2025/issue_11000/",
    ]
    assert listed.entries == ()


def test_gazette_issue_pages() -> None:
    items = (
        '<ul class="list01"><li><a href="202601/content_701.html">某某部令（2026年第6号）<br>某某管理办法</a></li>'
        '<li><a href="202601/content_702.html">国务院关于某某规划的批复</a></li>'
        '<li><a href="content_703.html">国务院办公厅关于印发<br>某某方案的通知</a></li></ul>'
    )
    issue = ListRequest(GAZETTE + "2026/issue_12100/")
    listed = govcn.parse_list(page(items), issue, NO_RULES)
    assert [(e.title, e.document_number) for e in listed.entries] == [
        ("某某管理办法", "某某部令（2026年第6号）"),
        ("国务院关于某某规划的批复", None),
        ("国务院办公厅关于印发某某方案的通知", None),
    ]
    assert listed.entries[0].url == GAZETTE + "2026/issue_12100/202601/content_701.html"


def test_json_feed_and_the_page_that_names_it() -> None:
    feed = json.dumps(
        [
            {
                "TITLE": TITLE.format(n=1),
                "SUB_TITLE": "",
                "URL": "/zhengce/content_1.htm",
                "DOCRELPUBTIME": "2026-09-19",
            }
        ]
    )
    asked = ListRequest("https://www.gov.example.cn/zhengce/zuixin/ZUIXINZHENGCE.json")
    listed = govcn.parse_list(feed, asked, NO_RULES)
    assert (titles(listed), dates(listed)) == (WANTED[:1], DAYS[:1])
    shell = page("<script>$.getJSON('./ZUIXINZHENGCE.json', fill)</script>")
    home = govcn.parse_list(
        shell, ListRequest("https://www.gov.example.cn/zhengce/zuixin/"), NO_RULES
    )
    assert home.further == (asked,)


SEARCH = {
    "code": 200,
    "searchVO": {
        "totalCount": 0,
        "catMap": {
            "gongwen": {
                "totalCount": 41,
                "listVO": [
                    {
                        "title": "关于<em>放假</em>安排的通知",
                        "url": "https://www.gov.example.cn/content_1.htm",
                        "pcode": "某办发明电〔2026〕7号",
                        "pubtime": 1789747200000,
                    }
                ],
            },
            "bumenfile": {"totalCount": 2, "listVO": []},
        },
    },
}


def test_grouped_search_answers() -> None:
    listed = parse_any_list(json.dumps(SEARCH), "https://s.gov.example.cn/data?t=all&p=1&n=20")
    assert titles(listed) == ["关于放假安排的通知"]
    assert listed.entries[0].document_number == "某办发明电〔2026〕7号"
    assert dates(listed) == ["2026-09-19"]
    assert listed.total == 43
    assert listed.next == ListRequest("https://s.gov.example.cn/data?t=all&p=2&n=20")


def test_an_empty_search_answer() -> None:
    empty = '{"code":1001,"msg":"没有找到相关结果","data":[],"searchVO":null}'
    assert parse_any_list(empty, None) == ListPage()


JSON_ANSWERS = [
    {
        "data": {
            "total": 9,
            "results": [{"title": "甲办法", "url": "/a/1.shtml", "publishedTime": 1789747200000}],
        }
    },
    {
        "articles": [{"title": "甲办法", "url": "http://x.cn/post_1.html", "date": 1789747200}],
        "classify": {},
    },
    {
        "page": {
            "content": [
                {"DOCTITLE": "甲办法", "DOCPUBURL": "/a/1.html", "PUBDATE": "2026-09-19 08:00"}
            ]
        }
    },
    {"list": [{"topic": "甲办法", "infourl": "/a/1.htm", "pubtime": "2026-09-19"}], "totalRec": 9},
    {
        "result": {
            "records": [
                {"title": "甲办法", "linkurl": "/a/1.html", "webdate": "2026-09-18T16:30:00Z"}
            ]
        }
    },
    {
        "success": True,
        "data": {"html": "<ul><li><a href='/a/1.html'>甲办法的标题</a>2026-09-19</li></ul>"},
    },
]


@pytest.mark.parametrize("answer", JSON_ANSWERS)
def test_json_of_any_make(answer: dict[str, object]) -> None:
    listed = parse_any_list(json.dumps(answer), "https://x.cn/api")
    assert len(listed.entries) == 1
    assert listed.entries[0].title.startswith("甲办法")
    assert listed.entries[0].date == "2026-09-19"


def test_jsonp_is_json() -> None:
    listed = parse_any_list(f"result({json.dumps(JSON_ANSWERS[3])});", "https://x.cn/api")
    assert listed.total == 9


@pytest.mark.parametrize(
    ("text", "answer"),
    [(STORE, True), (INDEX, True), (page(LISTED), False), ("[公告] 全文如下", False), ("", False)],
)
def test_answers_are_told_from_pages(text: str, answer: bool) -> None:
    assert looks_like_list_answer(text) is answer


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
