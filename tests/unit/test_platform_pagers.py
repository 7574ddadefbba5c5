"""Families that number or link their pages, and how each gives itself away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from platforms import registry
from platforms.base import ListRequest
from tests.unit.family_pages import (
    BLOCK,
    COLUMN,
    CONFIG,
    GUID,
    HEX,
    HOST,
    ROWS,
    RULES,
    UNIT,
    page,
    read,
)


@pytest.mark.parametrize(
    ("pager", "asked"),
    [
        ("""<a onclick="q(this,'/eportal/ui?pageId=1&amp;currentPage=2&amp;moduleId=ab')" href="#">下页</a>""",
         "/eportal/ui?pageId=1&currentPage=2&moduleId=ab"),
        ('<a tagname="/zwgk/index2.html" href="javascript:void(0)">下一页</a>', "/zwgk/index2.html"),
        (f"<script>moduleId:'{HEX}'</script>共3页", f"/eportal/ui?pageId=1&currentPage=2&moduleId={HEX}"),
        (f"<script>moduleId:'{HEX}'</script>共1页", None),
        ("", None),
    ],
)  # fmt: skip
def test_easysite_turns_by_script_by_tagname_or_by_module(pager: str, asked: str | None) -> None:
    listed = read("easysite", page(f"<ul>{ROWS}</ul><div>{pager}</div>"), "/eportal/ui?pageId=1")
    assert (listed.next.url if listed.next else None) == (HOST + asked if asked else None)


def test_vsb_follows_the_link_and_computes_nothing() -> None:
    script = "<script>var totalPage=9, currentPage=1; createPageHTML(9,0,'zfwj','htm');</script>"
    linked = page(f'<ul>{ROWS}</ul><a href="zfwj/8.htm">下页</a>{script}')
    assert read("vsb", linked, "/zc/zfwj.htm").next == ListRequest(f"{HOST}/zc/zfwj/8.htm")
    assert (
        read("vsb", page(f"<ul>{ROWS}</ul><span>下页</span>{script}"), "/zc/zfwj/1.htm").next
        is None
    )


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/zfwj/list.htm", "/zfwj/list2.htm"),
        ("/zfwj/list2.htm", "/zfwj/list3.htm"),
        ("/zfwj/list3.htm", None),
    ],
)
def test_webplus_puts_the_number_into_the_file(path: str, asked: str | None) -> None:
    text = page(f'<ul>{ROWS}</ul><em class="all_pages">3</em><a href="javascript:;">下一页</a>')
    listed = read("webplus", text, path)
    assert (listed.next.url if listed.next else None) == (HOST + asked if asked else None)


@pytest.mark.parametrize(
    ("query", "said", "asked"),
    [
        ("cat_id=5", "", "cat_id=5&cur_page=2"),
        ("cat_id=5&cur_page=2", "共3页", "cat_id=5&cur_page=3"),
        ("cat_id=5&cur_page=3", "共<b>3</b>页", None),
    ],
)
def test_ilist_counts_in_cur_page(query: str, said: str, asked: str | None) -> None:
    listed = read("ilist", page(f"<ul>{ROWS}</ul><div>{said}</div>"), f"/info/iList.jsp?{query}")
    expected = f"{HOST}/info/iList.jsp?{asked}" if asked else None
    assert (listed.next.url if listed.next else None) == expected


WAS5_ROW = {"url": "/a/1.html", "title": "关于甲的通知", "fileno": "青政〔2026〕1号"}
IGS_ROW = {"DOCTITLE": "关于甲的通知", "DOCPUBURL": "/a/1.html"}
SSP_ROW = {"title": "关于甲的通知", "docpuburl": "/a/1.html"}
SEARCHES: dict[str, tuple[object, str]] = {
    "/was5/web/search?channelid=1&prepage=2": ({"docs": [WAS5_ROW] * 2}, "page=2"),
    "/igs/front/search/list.html?pageSize=1": (
        {"page": {"content": [IGS_ROW], "totalElements": 9}},
        "pageNumber=2",
    ),
    "/ssp/search/api/apiSearch?rows=1&page=3": ({"datas": [SSP_ROW], "total": 9}, "page=4"),
}


@pytest.mark.parametrize("path", SEARCHES)
def test_trs_searches_turn_by_their_own_parameter(path: str) -> None:
    answer, asked = SEARCHES[path]
    listed = read("trs", json.dumps(answer), path)
    assert listed.entries[0].url == f"{HOST}/a/1.html"
    assert listed.next is not None
    assert asked in listed.next.url


def test_trs_irs_is_posted() -> None:
    (request,) = registry.get("trs").first_requests(f"{HOST}/irs/front/search?code=17a", RULES)
    assert (request.method, request.url) == ("POST", f"{HOST}/irs/front/search")
    assert json.loads(request.body or "")["code"] == "17a"


PAGES = {
    "jpaas": (page(UNIT % 4), f"/art/2026/art_{HEX}.html"),
    "ucap": (page("<ucapcontent>正文</ucapcontent>"), f"/c1/202603/{HEX}.shtml"),
    "gkmlpt": (page("", CONFIG), "/gkmlpt/index"),
    "nfcms": (page('<a href="/zwgk/content/post_1.html">甲</a>'), "/zwgk/content/post_5.html"),
    "label8888": (page('<div class="wzcon j-fontContent"></div>'), "/public/1681/6001.html"),
    "epoint": (page('<div class="ewb-list"></div>'), "/govpub/x.html?categorynum=003"),
    "hebei": (page(f"<script>'{BLOCK}{GUID}'</script>"), f"{COLUMN}/index.html"),
    "easysite": (page('<div class="easysite-news"></div>'), "/eportal/ui?pageId=1"),
    "vsb": (page('<div id="vsb_content"></div>'), "/info/1041/5.htm"),
    "webplus": (page('<div class="wp_articlecontent"></div>'), "/2026/0301/c1a2/page.htm"),
    "ilist": (page("<ul></ul>"), "/info/iList.jsp?cat_id=5"),
}


@pytest.mark.parametrize("name", PAGES)
def test_one_page_gives_the_family_away(name: str) -> None:
    text, path = PAGES[name]
    found, evidence = registry.recognise(text, HOST + path)
    assert found == name
    assert evidence
    assert registry.get(name).recognise(text, HOST + path) == evidence
    assert registry.get(name).recognise(page("<p>正文</p>"), HOST + "/x.html") == []


@pytest.mark.parametrize("name", sorted(registry.PLATFORMS))
def test_every_platform_is_documented(name: str) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "platforms.md"
    assert f"| `{name}` |" in docs.read_text(encoding="utf-8")
