"""Own number or cited number: pages in the manner of portals, about places that do not exist."""

from __future__ import annotations

import pytest

from crawler.items import DocumentItem, ListedAs, PageItem
from pipelines.document_number import (
    DocumentNumberPipeline,
    find_citations,
    identify_number,
    own_number,
    parse,
    weigh_own_number,
)

TITLE = "岚海市人民政府关于加强河道管理的通知"
BODY = "各县（市、区）人民政府：\n根据《某省河道条例》（省政府令第12号），现就有关事项通知如下。\n一、总体要求。"
NOTE = "（2001年5月3日岚海省人民政府令第90号公布　根据2015年2月1日岚海省人民政府令第200号修正）"


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param(f"岚政发〔2021〕4号\n{BODY}", TITLE, "岚政发〔2021〕4号", id="letterhead"),
        pytest.param(
            f"岚政发〔2021〕4号{BODY}", TITLE, "岚政发〔2021〕4号", id="glued to the addressee"
        ),
        pytest.param(
            f"岚政发〔2021〕4号　　签发人：王某\n{BODY}", TITLE, "岚政发〔2021〕4号", id="signer"
        ),
        pytest.param(
            f"{TITLE}\n岚政发〔2021〕4号\n{BODY}", TITLE, "岚政发〔2021〕4号", id="under the title"
        ),
        pytest.param(
            f"{TITLE}　　岚政发〔2021〕4号{BODY}", TITLE, "岚政发〔2021〕4号", id="one run of text"
        ),
        pytest.param(
            f"{TITLE}\n（岚政发〔2021〕4号）\n{BODY}", TITLE, "岚政发〔2021〕4号", id="bracketed"
        ),
        pytest.param(
            f"索引号：000099999/2021-1\n发文字号：岚政发〔2021〕4号\n{BODY}",
            TITLE,
            "岚政发〔2021〕4号",
            id="label",
        ),
        pytest.param(
            f"文号:\n\n岚政发〔2021〕4号\n发布机构:\n\n{BODY}",
            TITLE,
            "岚政发〔2021〕4号",
            id="label above",
        ),
        pytest.param(BODY, f"岚政发〔2021〕4号 {TITLE}", "岚政发〔2021〕4号", id="title begins"),
        pytest.param(BODY, f"{TITLE}（岚政发〔2021〕4号）", "岚政发〔2021〕4号", id="title ends"),
        pytest.param(BODY, f"岚政发2021年4号 {TITLE}", "岚政发〔2021〕4号", id="no brackets"),
        pytest.param(
            f"岚海省某办法\n{NOTE}\n第一条　为了管理。",
            "岚海省某办法",
            "岚海省人民政府令第90号",
            id="note",
        ),
        pytest.param(
            "（国务院令第90号发布）\n第一条　为了管理。",
            "某条例",
            "国务院令第90号",
            id="short note",
        ),
        pytest.param(
            "商务部令\n\n2021 年 第 2 号\n\n《某规则》已经通过，现予公布。",
            "某规则",
            "商务部令〔2021〕第2号",
            id="order",
        ),
        pytest.param(
            "第388号\n《某办法》已经通过，现予公布。",
            "岚海省人民政府令",
            "岚海省人民政府令第388号",
            id="organ in the title",
        ),
        pytest.param(
            f"{BODY}\n^岚海市政府^通知^岚政发〔2021〕4号^见报头^",
            TITLE,
            "岚政发〔2021〕4号",
            id="barcode",
        ),
        pytest.param(
            "中国某某委员会\n某某银行令\n国家某某局\n第17号\n现公布《某办法》，自公布之日起施行。",
            "某办法",
            "中国某某委员会某某银行国家某某局令第17号",
            id="stack of issuers",
        ),
    ],
)
def test_own(text: str, title: str, expected: str) -> None:
    assert str(own_number(text, title=title)) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(BODY, TITLE, id="only cited"),
        pytest.param("省交通厅：\n岚交公〔2021〕287号文收悉。同意。", TITLE, id="answered request"),
        pytest.param("岚交公〔2021〕287号文收悉。同意。", TITLE, id="answered request first"),
        pytest.param("现将《某通知》（国办发〔2021〕4号）转发给你们。", TITLE, id="forwarded"),
        pytest.param(
            "近日，民政部颁布《某办法》（民政部令第99号）。", "民政部颁布《某办法》", id="news"
        ),
        pytest.param(
            "近日，省财政厅岚财〔2021〕3号明确了标准。", "某新闻", id="news without title"
        ),
        pytest.param("一、背景", "《某办法》（岚政发〔2021〕4号）解读", id="reading"),
        pytest.param("一、背景", "我省出台《某办法》（岚政发〔2021〕4号）", id="news title"),
        pytest.param("序号 文号 标题\n1 岚政发〔2021〕4号 某通知", "保留文件清单", id="table"),
        pytest.param("岚政发〔2021〕4号\n岚政发〔2021〕5号\n", "文件目录", id="two letterheads"),
        pytest.param(
            "收费项目\n参加考试考生\n岚发改〔2021〕190号\n", "某收费标准", id="cell of a table"
        ),
        pytest.param(
            "项目编号：ZJ-2021-118\n索引号：000099999/2021-1", "某项目", id="other numbers"
        ),
        pytest.param(
            "《某条例》（国务院令第5号发布）\n第一条", "某解释", id="note of another text"
        ),
        pytest.param("", None, id="nothing"),
    ],
)
def test_none(text: str, title: str | None) -> None:
    assert own_number(text, title=title) is None


@pytest.mark.parametrize(
    ("labelled", "text", "expected"),
    [
        ("岚政发〔2021〕4号", BODY, "岚政发〔2021〕4号"),
        ("\u200b岚政发 [2021] 4号", BODY, "岚政发〔2021〕4号"),
        ("", BODY, None),
        ("无", f"岚政发〔2021〕4号\n{BODY}", "岚政发〔2021〕4号"),
        ("农业、林业", BODY, None),
        ("省府发〔2021〕1号", f"岚政发〔2021〕4号\n{BODY}", "岚政发〔2021〕4号"),
        ("岚政发〔2021〕4号", f"岚政发〔2021〕5号{BODY}", None),
    ],
)
def test_label(labelled: str, text: str, expected: str | None) -> None:
    number = own_number(text, title=TITLE, labelled=labelled)
    assert (None if number is None else str(number)) == expected


def test_label_beats_the_letterhead_of_a_forwarded_document() -> None:
    verdict = weigh_own_number(
        f"财税〔2021〕17号\n{BODY}", title="转发某通知的通知", labelled="岚财法〔2021〕9号"
    )
    assert str(verdict.number) == "岚财法〔2021〕9号"
    assert ("财税〔2021〕17号", 3) in verdict.candidates


def test_article_needs_more_than_a_label() -> None:
    assert weigh_own_number("一、背景", labelled="岚政发〔2021〕4号", article=True).number is None


def test_issuers_complete_a_serial() -> None:
    verdict = weigh_own_number(
        "2021年第8号\n为规范税收，现公告如下：",
        title="关于税收的公告",
        issuers=["财政部", "税务总局"],
    )
    assert str(verdict.number) == "财政部税务总局公告2021年第8号"
    assert verdict.raw == "2021年第8号"


def test_citations() -> None:
    text = (
        "根据《某省河道条例》、《关于治水的通知》（国办发〔2021〕4号）和岚政发〔2020〕3号，"
        "制定本办法（以下简称《河道办法》）。《关于治水的通知》要求，《水法》规定，《人民日报》报道，"
        "《关于贯彻〈某法〉的若干意见(试行)》(岚发〔2019〕1号、2号)，岚政发〔2021〕9号。"
    )
    assert find_citations(text, parse("岚政发〔2021〕9号")) == [
        {"document_number": None, "title": "某省河道条例"},
        {"document_number": "国办发〔2021〕4号", "title": "关于治水的通知"},
        {"document_number": "岚政发〔2020〕3号", "title": None},
        {"document_number": "岚发〔2019〕1号", "title": "关于贯彻〈某法〉的若干意见(试行)"},
        {"document_number": "岚发〔2019〕2号", "title": None},
    ]


def test_identify_number() -> None:
    item = DocumentItem(
        PageItem("http://example.invalid/a.html", ""),
        page_kind="document",
        title=f"{TITLE}（岚政发[2021]4号）",
        text=BODY,
        lines=["首页 > 文件", f"{TITLE}（岚政发[2021]4号）", "岚政发[2021]4号", *BODY.split("\n")],
    )
    assert DocumentNumberPipeline().process_item(item) is item
    assert (item.document_number, item.document_number_raw) == (
        "岚政发〔2021〕4号",
        "岚政发[2021]4号",
    )
    assert item.title == TITLE
    assert item.citations == [{"document_number": "省政府令第12号", "title": "某省河道条例"}]
    assert ("line of its own", 7) in item.explain["document_number"]["evidence"]


def test_number_above_the_text_under_an_unknown_title() -> None:
    item = DocumentItem(
        PageItem("http://example.invalid/a.html", ""),
        page_kind="document",
        text=BODY,
        lines=["首页", "岚政发〔2021〕4号", *BODY.split("\n"), "岚政发〔2021〕5号"],
    )
    assert identify_number(item).document_number == "岚政发〔2021〕4号"


def test_provincial_order_takes_the_name_of_the_only_issuer() -> None:
    item = DocumentItem(
        PageItem("http://example.invalid/a.html", ""),
        page_kind="document",
        issuers=["岚海省人民政府"],
        labels={"文号": "省政府令第388号"},
        text="第一条　为了管理。",
    )
    assert identify_number(item).document_number == "岚海省人民政府令第388号"


def test_number_of_the_list_is_evidence() -> None:
    page = PageItem(
        "http://example.invalid/a.html", "", listed=ListedAs(document_number="岚政发〔2021〕4号")
    )
    item = DocumentItem(page, page_kind="document", title=TITLE, text=BODY)
    assert identify_number(item).document_number == "岚政发〔2021〕4号"


def test_lists_have_no_number() -> None:
    item = DocumentItem(
        PageItem("http://example.invalid/", ""), page_kind="list", text="岚政发〔2021〕4号\n"
    )
    assert identify_number(item).document_number is None
