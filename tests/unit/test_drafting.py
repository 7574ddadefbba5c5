"""What a page tells of its site, and the portal file made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongbao.drafting.draft import Draft, DraftSource, demanded_rows, distinct, name_from_url
from gongbao.drafting.region import UNKNOWN, guess_level, guess_region
from gongbao.drafting.site_list import draft_sites, find_known
from gongbao.drafting.survey import (
    Column,
    classify_column,
    column_title,
    find_columns,
    site_title,
)
from portals.loader import load_portal

if TYPE_CHECKING:
    from pathlib import Path

HOME = """<html><head><title>青溪市人民政府门户网站</title></head><body>
<a href="/zwgk/zfgb/">政府公报</a><a href="/zwgk/gfxwj/">行政规范性文件</a>
<a href="/zwgk/gfxwj/">规范性文件</a><a href="/zcjd/">政策文件解读</a>
<a href="/zwgk/202607/t20260708_1201.html">关于印发2026年工作要点的通知</a>
<a href="https://www.yunling.example/zfwj/">省政府文件</a><a href="javascript:;">通知公告</a>
<a href="/zwgk/ghjh/" title="规划计划">规划…</a></body></html>"""


@pytest.mark.parametrize(
    ("title", "level", "region"),
    [
        ("浙江省人民政府", "province", "330000"),
        ("广西壮族自治区人民政府", "province", "450000"),
        ("上海市人民政府", "province", "310000"),
        ("青溪市人民政府", "city", UNKNOWN),
        ("甘南藏族自治州人民政府", "city", UNKNOWN),
        ("柳河县人民政府", "district", UNKNOWN),
        ("上海市黄浦区人民政府", "district", UNKNOWN),
        ("财政部", "ministry", "100000"),
        ("国家数据局", "ministry", "100000"),
        ("中华人民共和国司法部", "ministry", "100000"),
        ("海关总署", "ministry", "100000"),
        ("浙江省财政厅", "department", "330000"),
        ("北京市发展和改革委员会", "department", "110000"),
        ("中国政府网", "central", "100000"),
        ("一个网页", None, UNKNOWN),
    ],
)
def test_level_and_region_of_a_name(title: str, level: str | None, region: str) -> None:
    assert guess_level(title) == level
    assert guess_region(title, level) == region


@pytest.mark.parametrize(
    ("head", "site", "column"),
    [
        (
            '<meta name="SiteName" content="青溪市人民政府"><title>市政府文件_青溪市人民政府</title>',
            "青溪市人民政府",
            "市政府文件",
        ),
        ("<title>政策文件-青溪市人民政府门户网站</title>", "青溪市人民政府", "政策文件"),
        ('<meta name="columnname" content="政府公报"><title>x</title>', None, "政府公报"),
        ("<title>云岭省财政厅 | 通知公告</title>", "云岭省财政厅", "通知公告"),
        ("", None, None),
    ],
)
def test_names_of_site_and_column(head: str, site: str | None, column: str | None) -> None:
    page = f"<html><head>{head}</head><body></body></html>"
    assert site_title(page) == site
    assert column_title(page) == column


def test_columns_of_a_home_page() -> None:
    found = find_columns(HOME, "https://www.qingxi.example/")
    assert found == [
        Column("gazette", "政府公报", "gazette", "https://www.qingxi.example/zwgk/zfgb/"),
        Column(
            "normative", "行政规范性文件", "normative", "https://www.qingxi.example/zwgk/gfxwj/"
        ),
        Column("plans", "规划计划", "plan", "https://www.qingxi.example/zwgk/ghjh/"),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("省政府公报", "gazette"),
        ("行政规范性文件", "normative"),
        ("发展规划", "plan"),
        ("市政府文件", "disclosure"),
        ("通知公告", "notice"),
    ],
)
def test_the_kind_of_a_column(title: str, kind: str) -> None:
    assert classify_column(title)[1] == kind


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.zj.gov.cn/col/1/", "zj"),
        ("http://fzggw.zj.gov.cn/", "fzggw-zj"),
        ("http://127.0.3.1:8701/", "127-0-3-1"),
        ("https://xxgk.example.com.cn/", "xxgk-example-com-cn"),
    ],
)
def test_a_name_from_an_address(url: str, name: str) -> None:
    assert name_from_url(url) == name


def test_a_list_may_lose_a_row_before_it_is_called_broken() -> None:
    assert [demanded_rows(n) for n in (1, 2, 3, 7, 100)] == [1, 1, 1, 5, 5]


def test_a_draft_loads_as_it_was_meant(tmp_path: Path) -> None:
    column = Column("documents", '引号"与\\反斜', "disclosure", "https://a.example/zfwj/")
    again = column._replace(url="https://a.example/bgt/")
    columns = distinct([column, again])
    sources = (DraftSource(columns[0], 5), DraftSource(columns[1], disabled="not known"))
    draft = Draft(
        "a", "青溪市人民政府", "city", "990100", "https://a.example/", "trs", "2026", sources, {}
    )
    (tmp_path / "a.toml").write_text(draft.to_toml(), encoding="utf-8")
    portal = load_portal(tmp_path / "a.toml")
    assert portal.issuers == ("青溪市人民政府", "青溪市人民政府办公室")
    assert [(s.name, s.title, s.checks.min_items, s.disabled) for s in portal.sources] == [
        ("documents", column.title, 5, None),
        ("documents2", column.title, 1, "not known"),
    ]


def test_drafts_of_a_list_of_sites() -> None:
    homes = [
        {"name": "云岭部", "url": "https://www.yl.gov.cn", "category": "国务院组成部门"},
        {"name": "青海省人民政府", "url": "https://www.qh.gov.cn", "region": "青海"},
    ]
    columns = [
        {"site": "云岭", "column": "规章", "url": "https://fgk.yl.gov.cn/gz/"},
        {"site": "云岭", "column": "首页", "url": "https://www.yl.gov.cn/"},
        {"site": "外地", "column": "规章", "url": "https://www.notyl.gov.cn/gz/"},
    ]
    ministry, province = draft_sites(homes, columns)
    assert (ministry.name, ministry.level, ministry.region) == ("yl", "ministry", "100000")
    assert [s.column.url for s in ministry.sources] == ["https://fgk.yl.gov.cn/gz/"]
    assert (province.level, province.region) == ("province", "630000")
    assert [s.disabled is not None for s in province.sources] == [True]
    assert find_known([ministry, province], []) == set()
