"""Column pages that are frames: what their services are asked, and the traps."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from platforms import registry
from platforms.base import ListPage, ListRequest
from portals.schema import ListRules
from tests.unit.family_pages import (
    BLOCK,
    COLUMN,
    CONFIG,
    GUID,
    HEX,
    HOST,
    ROWS,
    RULES,
    SIDE,
    UNIT,
    page,
    query_of,
    read,
)


def test_jpaas_asks_the_unit_that_counts_its_rows() -> None:
    listed = read("jpaas", page(f"<ul>{SIDE[:200]}</li></ul>" + UNIT % 40), "/zwgk/index.html")
    assert listed.entries == ()
    (unit,) = listed.further
    query = query_of(unit)
    assert query["pageId"] == "papers"
    assert query["parseType"] == "bulidstatic"
    assert json.loads(query["paramJson"]) == {"pageNo": 1, "pageSize": 5}
    assert unit.headers["Referer"] == f"{HOST}/zwgk/index.html"


def test_jpaas_takes_a_whole_first_page_from_the_page() -> None:
    listed = read("jpaas", page(f"<ul>{ROWS}</ul>" + UNIT % 40), "/zwgk/index.html")
    assert len(listed.entries) == 5
    assert listed.next is not None
    assert json.loads(query_of(listed.next)["paramJson"])["pageNo"] == 2
    assert listed.total == 40
    short = read("jpaas", page(f"<ul>{ROWS}</ul>" + UNIT % 5), "/zwgk/index.html")
    assert (len(short.entries), short.next) == (5, None)


def test_jpaas_answers_carry_html_and_go_on() -> None:
    answer = json.dumps({"success": True, "data": {"html": f"<ul>{ROWS}</ul>"}})
    path = "/api-gateway/jpaas-publish-server/front/page/build/unit?paramJson=%7B%22pageNo%22:2,%22pageSize%22:5%7D"
    listed = read("jpaas", answer, path)
    assert len(listed.entries) == 5
    assert listed.next is not None
    assert json.loads(query_of(listed.next)["paramJson"])["pageNo"] == 3


def test_jpaas_library_rows_have_no_address_of_their_own() -> None:
    rows = [{"iid": "ab12", "title": "关于某事的通知", "publishDate": "2026-03-01"}]
    path = "/jpaas-jpolicy-console-server/interface/getPolicyByOrgId?pageNo=1&pageSize=20"
    (entry,) = read("jpaas", json.dumps({"data": {"list": rows}}), path).entries
    assert entry.url == f"{HOST}/jpaas-jpolicy-web-server/front/info/detail?iid=ab12"
    (request,) = registry.get("jpaas").first_requests(
        f"{HOST}/api-gateway/jpaas-jpolicy-web-server/front/info/do-search?orgId=7&pageNo=1", RULES
    )
    assert (request.method, request.body) == ("POST", '{"orgId":"7","pageNo":"1"}')


@pytest.mark.parametrize(
    ("script", "path", "asked"),
    [
        ("createPageHTML('page_div',7,1,'xxgk_list','shtml',90);", "/c1/xxgk_list.shtml", "/c1/xxgk_list_2.shtml"),
        ("createPageHTML('page_div',7,7,'xxgk_list','shtml',90);", "/c1/xxgk_list_7.shtml", None),
        ("", "/c1/common_list_3.shtml", "/c1/common_list_4.shtml"),
        ("", "/10462/c102914/gfxwj_new.shtml", "/10462/c102914/gfxwj_new_2.shtml"),
    ],
)  # fmt: skip
def test_ucap_files_count_from_one(script: str, path: str, asked: str | None) -> None:
    text = page(f'<ul>{ROWS}</ul><div class="pagination"><script>{script}</script></div>')
    listed = read("ucap", text, path)
    assert len(listed.entries) == 5
    assert (listed.next.url if listed.next else None) == (HOST + asked if asked else None)


def test_ucap_channel_is_asked_in_json_wherever_it_is_named() -> None:
    script = page(
        f"<ul>{SIDE}</ul><script>load('/common/search/{HEX}?_isAgg=true&amp;page='+n)</script>"
    )
    (named,) = read("ucap", script, "/c1/zfxxgk_list.shtml").further
    assert urlsplit(named.url).path == f"/common/search/{HEX}"
    assert query_of(named)["_isJson"] == "true"
    assert query_of(named)["page"] == "1"
    head = read("ucap", page("", f'<meta name="channelid" content="{HEX}">'), "/c1/list.shtml")
    (searched,) = head.further
    assert urlsplit(searched.url).path == f"/searchList/{HEX}"
    assert searched.otherwise is not None
    assert urlsplit(searched.otherwise.url).path == f"/common/search/{HEX}"


def test_ucap_numbers_stand_in_lists_of_metadata() -> None:
    meta = [{"resultList": [{"key": "refno", "value": "青政发〔2026〕3号"}]}]
    row = {
        "title": "关于某事的通知",
        "url": "/c1/202603/x.shtml",
        "publishedTime": 1772582400000,
        "domainMetaList": meta,
    }
    answer = json.dumps({"data": {"total": 31, "page": 1, "rows": 15, "results": [row]}})
    listed = read("ucap", answer, f"/common/search/{HEX}?page=1&_pageSize=15")
    assert listed.entries[0].document_number == "青政发〔2026〕3号"
    assert listed.entries[0].date == "2026-03-04"
    assert listed.next is not None
    assert query_of(listed.next)["page"] == "2"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/gkmlpt/index", "/gkmlpt/api/all/0?page=1&sid=904001"),
        ("/gkmlpt/policy#101", "/gkmlpt/api/all/101?page=1&sid=904001"),
        ("/qxlyj/gkmlpt/policy#/202", "/qxlyj/gkmlpt/api/all/202?page=1&sid=904001"),
    ],
)
def test_gkmlpt_asks_for_the_category_behind_the_hash(path: str, asked: str) -> None:
    module = registry.get("gkmlpt")
    (first,) = module.first_requests(HOST + path, RULES)
    seen = ListRequest(first.url.partition("#")[0], fragment=first.fragment)  # as answers come
    listed = module.parse_list(page(f"<ul>{SIDE}</ul>", CONFIG), seen, RULES)
    assert [request.url for request in listed.further] == [HOST + asked]
    assert listed.entries == ()


def test_gkmlpt_detail_pages_are_no_lists() -> None:
    assert read("gkmlpt", page("", CONFIG), "/gkmlpt/content/1/2/post_3.html").further == ()


def test_gkmlpt_answers_in_the_scheme_they_were_asked_for() -> None:
    row = {
        "title": "关于某事的通知",
        "document_number": "青府〔2026〕1号",
        "date": 1,
        "display_publish_time": 1772582400,
    }
    own = "https://www.qingxi.example.cn/gkmlpt/content/1/post_1.html"
    rows = [{**row, "url": own}, {**row, "url": "https://mp.weixin.qq.com/s/abc"}]
    answer = json.dumps({"classify": {"post_count": 5}, "articles": rows})
    listed = read("gkmlpt", answer, "/gkmlpt/api/all/0?page=1&sid=904001")
    assert [entry.url.split("//")[0] for entry in listed.entries] == ["http:", "https:"]
    assert {entry.date for entry in listed.entries} == {"2026-03-04"}
    assert listed.entries[0].document_number == "青府〔2026〕1号"
    assert listed.next == ListRequest(f"{HOST}/gkmlpt/api/all/0?page=2&sid=904001")
    assert listed.total == 5


def test_nfcms_issues_come_newest_first_and_explanations_not_at_all() -> None:
    names = [
        "1998年第2期（总第21期）",
        "政策解读",
        "2026年第9期（总第400期）",
        "2026年第10期（总第401期）",
    ]
    children = [{"id": 100 + n, "name": name, "publish_count": 0} for n, name in enumerate(names)]
    listed = read("nfcms", json.dumps({"children": children, "articles": []}), "/postmeta/i/9.json")
    assert [request.url.rsplit("/", 1)[1] for request in listed.further] == [
        "103.json",
        "102.json",
        "100.json",
    ]
    columns = [{"id": 7, "name": "规章"}, {"id": 8, "name": "规范性文件"}]
    listed = read("nfcms", json.dumps({"children": columns}), "/postmeta/i/9.json")
    assert len(listed.further) == 2


def test_nfcms_column_page_names_its_data() -> None:
    listed = read("nfcms", page("<script>get('/postmeta/i/1000.json')</script>"), "/zfgb/")
    assert [request.url for request in listed.further] == [f"{HOST}/postmeta/i/1000.json"]


LABEL = "/site/label/8888?IsAjax=1&amp;labelName=publicInfoList&amp;siteId=6&amp;pageSize=16&amp;organId=2&amp;_=0.3"


def test_label8888_is_asked_without_its_random_number() -> None:
    listed = read(
        "label8888", page(f"<ul>{SIDE}</ul><script>f('{LABEL}')</script>"), "/public/column/2"
    )
    (request,) = listed.further
    assert query_of(request)["pageIndex"] == "1"
    assert "_" not in query_of(request)


def test_label8888_is_put_together_from_page_and_address() -> None:
    text = page("<script>var siteId = '678'; var pageSize = 18;</script>")
    (request,) = read("label8888", text, "/public/column/1681?type=4&catId=51").further
    query = query_of(request)
    assert [query[k] for k in ("siteId", "organId", "catId", "pageSize")] == [
        "678",
        "1681",
        "51",
        "18",
    ]


def test_label8888_answers_go_on_until_little_comes() -> None:
    path = "/site/label/8888?siteId=6&pageSize=5&pageIndex=4"
    following = read("label8888", f"<ul>{ROWS}</ul>", path).next
    assert following is not None
    assert query_of(following)["pageIndex"] == "5"
    assert read("label8888", "<div>暂无相关信息</div>", path) == ListPage()


def test_epoint_posts_for_a_category_of_its_site() -> None:
    head = f'<script>var siteGuid = "{GUID}"; var u = "EWB_MID/rest/lightfrontaction/getgovinfolist";</script>'
    path = "/govpub/govGuidePub.html?categorynum=003001&lm=cate7"
    (request,) = read("epoint", page(f"<ul>{SIDE}</ul>", head), path).further
    assert (request.method, request.url) == (
        "POST",
        f"{HOST}/EWB_MID/rest/lightfrontaction/getgovinfolist",
    )
    params = json.loads(request.body or "")["params"]
    assert params["siteGuid"] == GUID
    assert (params["categorynum"], params["pageIndex"]) == ("003001", "0")
    assert request.headers["Referer"] == HOST + path


@pytest.mark.parametrize("folded", [False, True])
def test_epoint_answers_count_pages_from_zero(*, folded: bool) -> None:
    rows = [
        {"title": f"关于第{n}项工作的通知", "infourl": url, "infodate": "2026-03-01"}
        for n, url in enumerate(
            ["/govxxgk/a/2026-03-01/1.html", "http://www.gov.example.cn/c_1.htm", "/f/1.pdf"]
        )
    ]
    custom = {"data": rows}
    answer = json.dumps({"custom": json.dumps(custom) if folded else custom})
    (asked,) = registry.get("epoint").first_requests(
        f"{HOST}/EWB_MID/rest/lightfrontaction/getgovinfolist?siteGuid={GUID}&categorynum=1&pageSize=3",
        RULES,
    )
    listed = registry.get("epoint").parse_list(answer, asked, RULES)
    assert [entry.url for entry in listed.entries] == [
        f"{HOST}/govxxgk/a/2026-03-01/1.html",
        "http://www.gov.example.cn/c_1.htm",
        f"{HOST}/f/1.pdf",
    ]
    assert listed.next is not None
    assert json.loads(listed.next.body or "")["params"]["pageIndex"] == "1"


def test_hebei_asks_the_block_that_turns() -> None:
    side, rows = "22222222" + GUID[8:], "33333333" + GUID[8:]
    text = page(
        f"<ul>{SIDE}</ul><script>a('{BLOCK}{side}');b('{BLOCK}{rows}?page='+n+'&fix=0')</script>"
    )
    (request,) = read("hebei", text, f"{COLUMN}/index.html").further
    assert request.url == f"{HOST}{BLOCK}{rows}?page=1&fix=0"
    listed = read("hebei", f"<ul>{ROWS}</ul>", f"{BLOCK}{rows}?page=1&fix=0")
    assert len(listed.entries) == 5
    assert listed.next is not None
    assert query_of(listed.next) == {"page": "2", "fix": "0"}


def test_rules_of_a_portal_read_the_frame_itself() -> None:
    text = page(f'<ul class="own">{ROWS}</ul><ul>{SIDE}</ul>' + UNIT % 40)
    listed = read("jpaas", text, "/zwgk/index.html", ListRules(item="ul.own li"))
    assert len(listed.entries) == 5
    assert listed.next is not None


@pytest.mark.parametrize(
    "script",
    [
        "<script>window.location.href='/c2/zfgb.shtml';</script>",
        "<script>location.replace('/c2/zfgb.shtml')</script>",
        '<meta http-equiv="refresh" content="0; url=/c2/zfgb.shtml">',
    ],
)
def test_ucap_signpost_leads_on(script: str) -> None:
    listed = read("ucap", page("", script), "/c1/redirect_firstChannel.shtml")
    assert listed == ListPage(further=(ListRequest(f"{HOST}/c2/zfgb.shtml"),))
    assert read("ucap", page("", script), "/c1/xxgk_list.shtml").further == ()


def test_jpaas_search_is_read_as_data_although_it_carries_markup() -> None:
    row = {"title": "关于某项的通知", "jsearch_date": "2026-03-01", "content": "<div>文</div>"}
    rows = [{"data": {**row, "url": f"/zwgk/{n}.html"}} for n in range(15)]
    answer = json.dumps({"data": {"searchResult": {"total": 40, "dataResults": rows}}})
    listed = read("jpaas", answer, "/search-front-server/api/search/info?category=51&pg=15&p=1")
    assert len(listed.entries) == 15
    assert listed.entries[0].date == "2026-03-01"
    assert listed.next is not None
    assert query_of(listed.next)["p"] == "2"
