"""Lists as data: datastores of 大汉, the gazette's index, JSON of any make, data in a page's scripts."""

from __future__ import annotations

import json

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
    rows,
    titles,
)

from platforms import generic, govcn, hanweb, trs
from platforms.base import ListPage, ListRequest
from platforms.registry import PLATFORMS, get, looks_like_list_answer, parse_any_list
from portals.schema import ListRules


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


@pytest.mark.parametrize(
    "row",
    [
        f"<tr><td>{LINK}</td><td>[2026-09-{{d}}]</td></tr>",
        f'<p class="lb-list">{LINK}<span>2026-09-{{d}}\n</span></p>',
        f"{LINK}<b>2026-09-{{d}}</b>",
        f"<li>{LINK}<a href='./jd.html'>政策解读</a><b>2026-09-{{d}}</b></li>",
    ],
)
def test_hanweb_records_of_every_shape(row: str) -> None:
    records = rows(f"<record><![CDATA[ {row} ]]></record>")
    listed = hanweb.parse_list(f"<datastore>{records}</datastore>", ListRequest(HANWEB), NO_RULES)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS


def test_the_longest_of_several_datastores_is_the_list() -> None:
    side = '<datastore><record><![CDATA[<a href="/s1.html">旁栏的一条消息</a>2026-01-01]]></record></datastore>'
    scripts = "".join(f'<script type="text/xml">{store}</script>' for store in (side, STORE, side))
    listed = hanweb.parse_list(page(scripts), ListRequest(HANWEB), NO_RULES)
    assert titles(listed) == WANTED
    assert listed.next == ListRequest(NEXT_GROUP)


def test_rules_of_a_portal_reach_into_records() -> None:
    record = (
        '<p class="row"><a href="/more.html">全部政策文件的汇总页面</a>'
        + LINK
        + "<b>2026-09-{d}</b></p>"
    )
    text = f"<datastore>{rows(f'<record><![CDATA[{record}]]></record>')}</datastore>"
    rules = ListRules(item="p.row", link="a:last-of-type")
    assert titles(hanweb.parse_list(text, ListRequest(HANWEB), rules)) == WANTED


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_every_platform_reads_json(name: str) -> None:
    answer = json.dumps([{"title": "甲办法", "url": "/a/1.html", "pubDate": "2026-09-19"}])
    assert titles(get(name).parse_list(answer, ListRequest(COLUMN), NO_RULES)) == ["甲办法"]


def test_a_datastore_on_a_portal_called_generic() -> None:
    text = page(f'<script type="text/xml">{STORE}</script>')
    asked = ListRequest(HANWEB)
    assert generic.parse_list(text, asked, NO_RULES) == hanweb.parse_list(text, asked, NO_RULES)


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


@pytest.mark.parametrize("script_first", [True, False])
def test_hanweb_script_without_next_group_is_asked_by_records(*, script_first: bool) -> None:
    script = (
        "<script>$('#88').jpage({perPage:15,totalRecord:61,proxyUrl:'/module/jpage/dataproxy.jsp',"
        "params:{col:1,appid:1,webid:3,path:'/',columnid:77,sourceContentType:1,unitid:'88'}})</script>"
    )
    store = f'<script type="text/xml">{STORE.replace(PROXY, "")}</script>'
    text = page(script + store if script_first else store + script)
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
