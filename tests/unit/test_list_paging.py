"""Where a list goes on: links, page numbers, and the scripts of static lists."""

from __future__ import annotations

import pytest
from list_pages import COLUMN, LISTED, NO_RULES, WANTED, page, read, titles

from platforms import trs
from platforms.base import ListRequest
from platforms.static_pages import next_static, read_paging

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
    (
        "createPageHTML('page_div',14, 2,'common_list','shtml',251)",
        "common_list_2.shtml",
        "common_list_3.shtml",
        None,
    ),
    ("createPageHTML('page_div',14, 0,'common_list','shtml',251)", "", "common_list_1.shtml", None),
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


def test_without_an_address_the_script_tells_the_page() -> None:
    request = next_static("<script>createPageHTML('p',14,2,'list','shtml',251)</script>", None)
    assert request == ListRequest("list_3.shtml")


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


@pytest.mark.parametrize(
    "pager",
    [
        "<ul><li class='active'><a href='?p=1'>1</a></li><li><a href='index_2.html'>2</a></li></ul>",
        "<a href='index_2.html'><img src='n.gif' alt='下一页'></a>",
        "<a href='index_2.html'>下一页(N)</a>",
        "<a href='index_2.html'>【下 一 页】</a>",
        "<span onclick=\"location='index_2.html'\">下一页</span>",
        "<a tagname='index_2.html' href='javascript:void(0)'>下一页</a>",
        "<select><option value='index.html' selected>1<option value='index_2.html'>第2页</select>",
        "<script>Pager({size:12, current:1, prefix:'index', suffix:'html'});</script>",
        "<script>var m_nPageCount=12;var nCurrIndex=1;f('index_'+(nCurrIndex+1)+'.html')</script>",
        "<script>$('#p').pagination({totalCount:230,pageSize:20,go:'index_'+p+'.html'})</script>",
    ],
)
def test_how_generic_pages_lead_on(pager: str) -> None:
    listed = read(page(LISTED + f"<div>{pager}</div>"), f"{COLUMN}index.html")
    assert listed.next is not None
    assert listed.next.url == f"{COLUMN}index_2.html"


@pytest.mark.parametrize(
    "stated",
    ["记录数：230", "共找到约 230 条结果", "1/12页 共 <b>230</b> 条"],
)
def test_totals_in_words(stated: str) -> None:
    assert read(page(f"{LISTED}<div>{stated}，每页 20 条</div>")).total == 230
