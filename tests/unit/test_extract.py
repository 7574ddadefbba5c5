"""Extraction: every page of tests/pages gives the fields written beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from crawler.items import ListedAs, PageItem
from pipelines import noise
from pipelines.extract import ExtractPipeline, extract
from pipelines.frame import page_links
from platforms.page import parse_html, select
from portals.schema import DocumentRules

PAGES = Path(__file__).parent.parent / "pages"
WANTED: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.json"))
}
FIELDS = ("page_kind", "platform", "title", "text", "attachments")


def read(name: str, **change: Any) -> PageItem:
    html = (PAGES / f"{name}.html").read_text("utf-8")
    return PageItem(WANTED[name].get("url", ""), html, **change)


def found(page: PageItem, field: str) -> Any:
    item = extract(page)
    if field == "attachments":
        return [[a.title, a.url, a.media_type] for a in item.attachments]
    return item.text.splitlines() if field == "text" else getattr(item, field)


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field) for name, want in WANTED.items() for field in FIELDS if field in want],
)
def test_field(name: str, field: str) -> None:
    assert found(read(name), field) == WANTED[name][field]


def test_every_page_has_its_record() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(WANTED)
    assert len(WANTED) >= 12


@pytest.mark.parametrize(
    "name",
    [
        "hanweb_table",
        "trs_two_editors",
        "hidden_copy",
        "unknown_parts",
        "vsb_form",
        "linked_catalogue",
    ],
)
def test_text_survives_the_loss_of_every_name(name: str) -> None:
    """A portal nobody has seen: no class, no id, no meta tag, no h1."""
    page = read(name)
    for known, strange in (
        ("class=", "data-a="),
        (" id=", " data-b="),
        ("<meta ", "<x-m "),
        ("h1>", "div>"),
    ):
        page.html = page.html.replace(known, strange)
    assert found(page, "text") == WANTED[name]["text"]


def test_explains_itself() -> None:
    explain = extract(read("hanweb_table")).explain
    assert explain["text"] == "#zoom"
    assert explain["title"] == "heading as in meta ArticleTitle"
    assert "genre in title" in explain["page_kind"]
    assert extract(read("unknown_tables")).explain["text"] == "density"


def test_intermediates_for_the_next_steps() -> None:
    item = extract(read("hanweb_table"))
    assert item.tree.css_first("#zoom") is not None
    assert "索 引 号：\t11410000/2021-00021\t主题分类：\t水利、水务" in item.lines
    assert not any("大汉网络" in line for line in item.lines)
    assert item.meta["articletitle"] == item.title


def test_pipeline_and_crawler_use_the_same_functions() -> None:
    page = read("trs_two_editors")
    assert ExtractPipeline().process_item(page).to_record() == extract(page).to_record()
    assert page_links(page).attachments == extract(page).attachments


def test_relative_attachments_stay_relative_without_an_address() -> None:
    page = PageItem("", read("trs_two_editors").html)
    assert extract(page).attachments[0].url == "./P020191102345678901234.pdf"


@pytest.mark.parametrize(
    "rules",
    [
        DocumentRules(title=".headline", body=".part", remove=(".ad",)),
        DocumentRules(title="//h4", body="//div[@class='part']", remove=("//p[@class='ad']",)),
    ],
)
def test_portal_rules_win(rules: DocumentRules) -> None:
    html = """<html><head><title>别的标题很长很长的通知</title></head><body>
      <h4 class="headline">云汀市人民政府令</h4>
      <div id="zoom"><p>这里是一段很长的文字，密度很高，但不是正文，规则说正文在别处。</p></div>
      <div class="part"><p>现公布《云汀市供水办法》。</p><p class="ad">这是一则广告。</p></div>
      <div class="part"><p>第一条 为供水，制定本办法。</p></div>"""
    item = extract(PageItem("", html, rules=rules))
    assert item.title == "云汀市人民政府令"
    assert item.text == "现公布《云汀市供水办法》。\n第一条 为供水，制定本办法。"
    assert item.explain["text"] == f"rule {rules.body}"


def test_rule_that_finds_nothing_leaves_it_to_structure() -> None:
    page = read("unknown_tables", rules=DocumentRules(title=".none", body="#none"))
    assert extract(page).text.split("\n") == WANTED["unknown_tables"]["text"]


def test_text_hidden_by_its_style_is_read_when_there_is_no_other() -> None:
    html = """<html><head><title>通知</title></head><body><div><a href="/">首页</a></div>
      <div id="zoom" style="display:none"><p>各单位：</p><p>现将有关事项通知如下，请遵照执行。</p></div>"""
    item = extract(PageItem("", html))
    assert item.text == "各单位：\n现将有关事项通知如下，请遵照执行。"
    assert item.explain["text"] == "#zoom, hidden by its style"


def test_listed_title_helps_to_find_the_heading() -> None:
    html = """<html><body><div>云汀市人民政府</div><div>云汀市供水管理若干事项</div><div>市政府</div><div>
      <p>为加强供水管理，现公布如下事项。</p><p>一、保障供水，二、节约用水。</p></div></body></html>"""
    item = extract(PageItem("", html, listed=ListedAs("云汀市供水管理若干事项")))
    assert item.title == "云汀市供水管理若干事项"
    assert item.explain["title"] == "heading as in list"


def test_data_is_no_page() -> None:
    for data in (
        '{"rows": [{"title": "通知"}]}',
        '<?xml version="1.0"?><datastore><recordset/></datastore>',
    ):
        item = extract(PageItem("", data))
        assert (item.page_kind, item.text) == ("list", "")


def test_portal_file_names_the_platform() -> None:
    assert extract(read("hanweb_table", platform="generic")).platform == "generic"
    assert extract(read("hanweb_table", platform="auto")).platform == "hanweb"


def test_an_empty_page_is_no_error() -> None:
    for html in ("", "<html></html>", "<p>", "<!-- -->"):
        item = extract(PageItem("", html))
        assert (item.page_kind, item.title, item.text, item.attachments) == ("other", None, "", [])


def test_a_thousand_nested_elements_are_walked() -> None:
    html = (
        "<html><body>"
        + "<div><span>" * 1500
        + "<p>现将有关事项通知如下，请遵照执行。</p></body></html>"
    )
    assert extract(PageItem("", html)).text == "现将有关事项通知如下，请遵照执行。"


PLAIN = """首页
> 政务公开 > 政府公报 > 2020年
索引号: 00001/2020-7 主题分类: 综合政务
云汀市人民政府关于加快建设智慧水务的实施意见
  • 日期: 2020- 07- 08 17: 30
  • 来源: 市政府办公室
  • 浏览次数:
  • 字体:[ ]

各县(市、区)人民政府:

为加快建设智慧水务,根据《供水条例》,提出如下意见。

云汀市人民政府

2020年7月1日

(此件公开发布)
云汀市人民政府关于加快建设智慧水务的实施意见.pdf
打印 关闭
Baidu
"""


def test_plain_text() -> None:
    item = extract(PageItem("", PLAIN, is_html=False))
    assert item.title == "云汀市人民政府关于加快建设智慧水务的实施意见"
    assert item.page_kind == "document"
    assert item.text.split("\n") == [
        "各县(市、区)人民政府:",
        "为加快建设智慧水务,根据《供水条例》,提出如下意见。",
        "云汀市人民政府",
        "2020年7月1日",
        "(此件公开发布)",
    ]
    assert [(a.title, a.media_type) for a in item.attachments] == [
        ("云汀市人民政府关于加快建设智慧水务的实施意见.pdf", "application/pdf")
    ]
    assert "索引号: 00001/2020-7 主题分类: 综合政务" in item.lines


def test_xpath_finds_nodes_of_the_tree_itself() -> None:
    parser = parse_html("<div><p class=a>一<p class=b>二</div>")
    assert [node.text() for node in select(parser, "//p[2]/text()")] == ["二"]
    assert select(parser, "//p")[0].mem_id == select(parser, "p")[0].mem_id
    assert "data-node-order" not in (parser.html or "")


LINES = {
    "is_widget": [
        "【打印】【关闭】",
        "浏览次数： - 分享",
        "字号：[ 大 ] [ 中 ] [ 小 ]",
        "扫码查看手机版",
        "X",
    ],
    "is_label": [
        "发 布 时 间：2020-01-02",
        "[发文字号] 云政发〔2021〕1号",
        "2022-11-16 来源: 民政局",
        "文　号：",
    ],
    "is_credit": ["（责任编辑：王某）", "来源：云汀日报", "二审：李某", "编辑丨王某 审核 | 李某"],
    "is_info_line": [
        "云汀发布 2021-03-06 星期六 08:30 来源 | 云汀日报",
        "云政人〔2021〕6号 | 2021-07-01",
        "2021-03-06 08:30 浏览 90 次",
    ],
    "is_breadcrumb": ["当前位置 ：首页", "您所在的位置: 首页 > 公告", "首页 > 公告", "位置：首页"],
    "is_footer": [
        "版权所有：云汀市人民政府",
        "主办单位：市政府办公室",
        "网站标识码：0000000001",
        "联系我们",
    ],
    "is_related": [
        "相关附件",
        "【政策解读】",
        "上一篇：关于春耕的通知",
        "附件【申报书.doc】已下载12次",
    ],
    "is_closing": ["下一条：没有了", "版权与免责声明", "友情链接"],
}
OFFICIAL = [
    "各县（市、区）人民政府：",
    "下个月前完成整改。",
    "位置：位于城关镇东侧",
    "有关材料：申请表、身份证",
    "记者：请介绍一下有关情况，谢谢。",
    "网站应当办理ICP备案手续；未办理的，依法处理。",
    "如有疑问请联系我们，电话12345。",
    "（此件公开发布）",
    "抄送：县委办公室，县人大常委会办公室。",
    "二〇一二年五月七日",
    "2020年7月1日",
    "云汀市人民政府",
    "附件：1.任务分工表",
    "云政发〔2021〕6号\t2021-07-01",
    "云政发〔2021〕6号 2021年7月1日",
]


@pytest.mark.parametrize(
    ("kind", "line"), [(k, line) for k, lines in LINES.items() for line in lines]
)
def test_line_of_the_page(kind: str, line: str) -> None:
    assert getattr(noise, kind)(line)


@pytest.mark.parametrize("word", noise.WIDGETS.split())
def test_every_widget_is_one(word: str) -> None:
    assert noise.is_widget(f" {word} | 2021-03-04")


def test_only_wild_widgets_hold_any_words() -> None:
    classes = re.sub(r"\\.|\[[^]]*\]", "", noise.WIDGET.pattern.replace(noise.WILD, ""))
    assert "." not in classes
    assert noise.is_widget("长按图标保存")
    assert noise.is_widget("点击右上角菜单分享给好友")
    assert not noise.is_widget("长按图标保存至柳河")


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("line", OFFICIAL)
def test_line_of_a_document(kind: str, line: str) -> None:
    assert not getattr(noise, kind)(line)
