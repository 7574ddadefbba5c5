"""What a page says of its document: every markup of the families, every trap, the order of evidence."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.items import DocumentItem, ListedAs, PageItem
from pipelines.extract import extract
from pipelines.gazette import read_gazette_issue
from pipelines.metadata import EVIDENCE, MetadataPipeline, read_metadata
from portals.schema import DocumentRules

TITLE = "云岭市人民政府办公厅关于印发2021年云岭市节水工作要点的通知"
BODY = (
    "<p>各县（区）人民政府，市政府各部门：</p>"
    "<p>《2021年云岭市节水工作要点》已经市政府同意，现印发给你们，请结合实际认真贯彻执行。</p>"
    "<p>云岭市人民政府办公厅</p><p>2021年3月9日</p><p>（此件公开发布）</p>"
    "<p>2021年云岭市节水工作要点</p>"
    "<p>一、总体要求。全面落实节水优先方针，推动用水方式由粗放向节约集约转变，到年底全市万元生产总值用水量下降百分之三。</p>"
    "<p>二、重点任务。加强农业节水增效，推进工业节水减排，深化城镇节水降损，各责任单位于2021年12月20日前报送总结。</p>"
)
URL = "http://www.yunling.example.cn/content/post_1001.html"


def page(
    table: str = "", *, title: str = TITLE, body: str = BODY, head: str = "", tail: str = ""
) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<div class='path'>当前位置：首页 &gt; 政务公开 &gt; 政策文件</div>{table}<h1>{title}</h1>"
        f"<div id='zoom'>{body}</div>{tail}"
        "<div class='footer'>主办单位：云岭市大数据中心 备案号：云ICP备2100001号</div></body></html>"
    )


def read(html: str, **page_fields: Any) -> DocumentItem:
    page_fields.setdefault("url", URL)
    return read_metadata(extract(PageItem(html=html, **page_fields)))


# label tables of the families --------------------------------------------------------------------

PAIRS = {
    "索引号": "AB0012345/2021-00077",
    "发文机关": "云岭市人民政府办公厅",
    "成文日期": "2021年03月09日",
    "发布日期": "2021-03-12",
    "主题分类": "国土资源、能源\\水资源",
    "发文字号": "云政办发〔2021〕9号",
    "有效性": "有效",
}


def th_td() -> str:
    rows = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in PAIRS.items())
    return f"<table class='head'><tbody>{rows}</tbody></table>"


def td_td_padded() -> str:
    cells = [f"<td>{'&nbsp;&emsp;'.join(k)}：</td><td> {v} </td>" for k, v in PAIRS.items()]
    rows = "".join(f"<tr>{''.join(cells[i : i + 2])}</tr>" for i in range(0, len(cells), 2))
    return f"<table>{rows}</table>"


def bold_in_cell() -> str:
    rows = "".join(
        f"<tr><td><b>{k}：</b></td><td><span>{v}</span></td></tr>" for k, v in PAIRS.items()
    )
    return f"<table class='bd1'>{rows}</table>"


def definition_list() -> str:
    items = "".join(f"<dt>{k}：</dt><dd>{v}</dd>" for k, v in PAIRS.items())
    return f"<dl>{items}</dl>"


def list_of_definitions() -> str:
    return (
        "<ul>" + "".join(f"<li><dt>{k}：</dt><dd>{v}</dd></li>" for k, v in PAIRS.items()) + "</ul>"
    )


def list_paragraphs() -> str:
    return "<ul>" + "".join(f"<li><p>{k}：{v}</p></li>" for k, v in PAIRS.items()) + "</ul>"


def list_spans() -> str:
    return (
        "<ul>"
        + "".join(f"<li><span>{k}：</span><em>{v}</em></li>" for k, v in PAIRS.items())
        + "</ul>"
    )


def bracketed_labels() -> str:
    return "<ol>" + "".join(f"<li>[{k}] <span>{v}</span></li>" for k, v in PAIRS.items()) + "</ol>"


def div_pairs() -> str:
    return "".join(f"<div class='row'><div>{k}</div><div>{v}</div></div>" for k, v in PAIRS.items())


def grid_columns() -> str:
    return "".join(
        f"<div class='col-xs-12'><label>{k}：</label>{v}</div>" for k, v in PAIRS.items()
    )


def heading_row() -> str:
    head, values = (
        "".join(f"<td>{x}</td>" for x in part) for part in (PAIRS.keys(), PAIRS.values())
    )
    return f"<table><tr>{head}</tr><tr>{values}</tr></table>"


def one_line() -> str:
    return "<p>" + "&nbsp;&nbsp;".join(f"{k}：{v}" for k, v in PAIRS.items()) + "</p>"


TABLES = [
    th_td, td_td_padded, bold_in_cell, definition_list, list_of_definitions, list_paragraphs, list_spans,
    bracketed_labels, div_pairs, grid_columns, heading_row, one_line,
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda f: f.__name__)
def test_labels_of_every_markup(table: Any) -> None:
    item = read(page(table()))
    assert {k: item.labels.get(k) for k in PAIRS} == PAIRS
    assert item.index_number == "AB0012345/2021-00077"
    assert item.issuers == ["云岭市人民政府办公厅"]
    assert item.written_on == "2021-03-09"
    assert item.published_at == "2021-03-12"
    assert item.subject == "国土资源、能源\\水资源"
    assert item.validity == "in_force"


# traps of labels ---------------------------------------------------------------------------------


def test_empty_label_does_not_take_its_neighbour() -> None:
    table = (
        "<table><tr><td>文号：</td><td></td><td>主题分类：</td><td></td></tr><tr><td>索引号：</td><td>"
        "</td><td>发布机构：</td><td>云岭市水务局</td></tr></table>"
    )
    item = read(page(table))
    assert item.labels["文号"] == ""
    assert item.index_number is None
    assert item.subject is None


@pytest.mark.parametrize("nothing", ["无", "—", "--", "/", "null", "{{data.indexNo}}", "&nbsp;"])
def test_null_words_are_null(nothing: str) -> None:
    item = read(page(f"<p>索引号：{nothing}</p><p>主题分类：{nothing}</p>"))
    assert (item.index_number, item.subject) == (None, None)


@pytest.mark.parametrize("null", ["0000-00-00", "1970-01-01", "无", "长期", ""])
def test_null_dates_are_null(null: str) -> None:
    assert read(page(f"<p>废止时间：{null}</p>")).expires_on is None


def test_font_size_is_not_a_document_number() -> None:
    item = read(page("<p>发布时间：2021-03-12 来源：云岭市水务局 【字号：大 中 小】</p>"))
    assert item.labels.get("发文字号") is None
    assert item.source == "云岭市水务局"


def test_unified_number_is_not_an_index_number() -> None:
    item = read(page("<ul><li><span>统一编号：</span>ZJAC00—2021—0007</li></ul>"))
    assert item.index_number is None
    assert item.registration_number == "ZJAC00-2021-0007"


def test_registration_number_in_a_line_of_its_own() -> None:
    assert read(page("<p>YLPR－2021－01005</p>")).registration_number == "YLPR-2021-01005"


def test_document_number_is_no_registration_number() -> None:
    item = read(page("<p>规范性文件编号：云政规〔2021〕3号</p>"))
    assert item.registration_number is None


def test_states_of_a_search_form_do_not_count() -> None:
    form = (
        "<form><dl><dt>有效性</dt><dd><a>全部</a><a>现行有效</a><a>已失效</a></dd></dl>"
        "<label>效力状态：</label><select><option>现行有效</option><option>已废止</option></select>"
        "<div>时效性：<input type='radio'>现行有效<input type='radio'>已失效</div></form>"
    )
    assert read(page(form)).validity is None


def test_labels_in_a_table_of_the_document_do_not_count() -> None:
    rows = "".join(
        f"<p>{n}、加强计量管理，健全用水台账，定期开展用水审计工作并公布结果，接受监督。</p>"
        for n in range(20)
    )
    table = "<table><tr><td>主题分类</td><td>节水器具</td></tr><tr><td>来源</td><td>自来水</td></tr></table>"
    item = read(page(body=BODY + rows + table + rows + "<p>完</p>"))
    assert (item.subject, item.source) == (None, None)


def test_hidden_template_values_do_not_count() -> None:
    hidden = "<div style='display:none'><p>索引号：XX-0000000</p><p>发布机构：云岭市旧局</p></div>"
    assert read(page(hidden)).index_number is None


# dates -------------------------------------------------------------------------------------------


def test_signature_wins_over_a_wrong_label() -> None:
    item = read(page("<p>成文日期：2021-03-12</p>"))
    assert item.written_on == "2021-03-09"
    assert item.explain["written_on"].startswith("signature")


def test_last_date_of_the_text_is_not_the_day_of_writing() -> None:
    annex = "<p>附件：工作台账</p><p>填报单位：云岭市水务局</p><p>2021年12月31日</p>"
    assert read(page(body=BODY + annex)).written_on == "2021-03-09"


def test_caption_tells_the_day_of_adoption() -> None:
    body = (
        "<p>（2019年5月30日云岭市第八届人民代表大会常务委员会第二十次会议通过）</p>"
        "<p>第一条 为了节约用水，根据有关法律，结合本市实际，制定本条例。</p>"
        "<p>第二条 本条例适用于本市行政区域内的用水活动和监督管理。</p><p>第三条 本条例自2019年8月1日起施行。</p>"
    )
    item = read(page(title="云岭市节约用水条例", body=body))
    assert item.written_on == "2019-05-30"
    assert item.issuers == ["云岭市人民代表大会常务委员会"]
    assert item.effective_on == "2019-08-01"


def test_printed_date_wins_over_the_time_of_building() -> None:
    head = (
        "<meta name='PubDate' content='2024-09-01 03:12:44'>"
        "<meta name='others' content='页面生成时间 2024-09-01 03:12:44'>"
    )
    assert read(page("<p>发布日期：2021-03-12</p>", head=head)).published_at == "2021-03-12"


def test_build_time_comes_last() -> None:
    head = (
        "<meta name='PubDate' content='2024-09-01 03:12:44'>"
        "<meta name='others' content='页面生成时间 2024-09-01 03:12:44'>"
    )
    listed = read(page(head=head), listed=ListedAs(date="2021-03-11"))
    assert (listed.published_at, listed.explain["published_at"]) == (
        "2021-03-11",
        "list of the column",
    )
    addressed = read(page(head=head), url="http://www.example.cn/art/2021/3/10/art_12_3456.html")
    assert addressed.published_at == "2021-03-10"
    assert read(page(head=head)).published_at == "2024-09-01T03:12:44+08:00"


def test_tag_adds_the_time_to_the_printed_day() -> None:
    head = "<meta name='PubDate' content='2021-03-12 16:40'>"
    assert (
        read(page("<p>发布日期：2021-03-12</p>", head=head)).published_at
        == "2021-03-12T16:40:00+08:00"
    )


def test_date_without_a_label() -> None:
    assert (
        read(page(body="<p>2021-03-12 10:20</p>" + BODY)).published_at
        == "2021-03-12T10:20:00+08:00"
    )


HEADERS = [
    (
        "<div>2021-03-12 17:05 <span>来源：云岭网</span> <span>【字体：大 中 小】</span></div>",
        "2021-03-12T17:05:00+08:00",
        "云岭网",
    ),
    (
        "<div>来源： 云岭网&nbsp;浏览字号： 大 中 小&nbsp;2021年03月12日</div>",
        "2021-03-12",
        "云岭网",
    ),
    (
        "<div>2021年03月12日10:15&nbsp;|&nbsp;来源：云岭网</div>",
        "2021-03-12T10:15:00+08:00",
        "云岭网",
    ),
    ("<div>[2021-03-12]</div>", "2021-03-12", None),
    (
        "<div>发布时间：2021/03/12</div><div>来源：<a>云岭日报</a></div><div>作者：张三</div>",
        "2021-03-12",
        "云岭日报",
    ),
    (
        "<div>发布日期：<script>write('x')</script>2021-03-12 阅读：<b>1</b>次</div>",
        "2021-03-12",
        None,
    ),
    (
        "<ul><li>日&nbsp;期：</li><li>2021-03-12</li><li>来&nbsp;源：</li><li>云岭网</li></ul>",
        "2021-03-12",
        "云岭网",
    ),
    ("<p>来源：云岭网 2021-03-12 09:30</p>", "2021-03-12T09:30:00+08:00", "云岭网"),
    ("<div>信息来源:云岭网发布时间:2021-03-12访问量:</div>", "2021-03-12", "云岭网"),
    ("<div>成文日期：2021年3月9日</div><div>施行日期：2021年5月1日</div>", None, None),
]


@pytest.mark.parametrize(("header", "published_at", "source"), HEADERS)
def test_header_lines(header: str, published_at: str | None, source: str | None) -> None:
    html = page().replace("</h1>", f"</h1>{header}")
    item = read(html)
    assert (item.published_at, item.source) == (published_at, source)
    assert item.written_on == "2021-03-09"


def test_date_spread_over_lines() -> None:
    spread = "<div><p>2021</p><p>03/12</p><p>17:29</p><p>来源：</p><p>云岭市水务局网站</p></div>"
    item = read(page(spread))
    assert item.published_at == "2021-03-12T17:29:00+08:00"
    assert item.source == "云岭市水务局网站"


def test_date_handed_to_a_script() -> None:
    cell = "<input type='hidden' value='1598591700000'><span id='d'></span>"
    table = f"<table><tr><th>发文日期</th><td>{cell}</td></tr></table>"
    item = read(page(table, body="<p>一、项目名称</p><p>二、办理依据及条件，详见有关规定。</p>"))
    assert item.written_on == "2020-08-28"
    assert item.published_at == "2020-08-28T13:15:00+08:00"


def test_rule_of_the_portal_file_wins() -> None:
    html = page("<p>发布日期：2021-03-12</p><i class='when'>2021年3月13日</i>")
    assert read(html, rules=DocumentRules(date="i.when")).published_at == "2021-03-13"
    assert read(html, rules=DocumentRules(date="//i[@class='when']")).published_at == "2021-03-13"


def test_list_of_related_pages_is_no_date() -> None:
    related = f"<ul><li>2020-01-01 《{TITLE}》政策解读</li></ul>"
    assert read(page(related)).published_at is None


# issuers -----------------------------------------------------------------------------------------


def signed(*names: str) -> str:
    lines = "".join(f"<p>{name}</p>" for name in names)
    return f"<p>各有关单位：</p><p>现将有关事项通知如下，请认真贯彻执行。</p>{lines}<p>2021年3月9日</p>"


ORDER = (
    "<p>云岭市人民政府令</p><p>第12号</p><p>《云岭市节水办法》已经通过，现予公布，自2021年5月1日起施行。</p>"
    "<p>市长　王一民</p><p>2021年3月9日</p>"
)
ISSUERS = [
    ("", "关于做好防汛工作的通知", signed("云岭市水务局"), ["云岭市水务局"]),
    (
        "",
        "关于做好防汛工作的通知",
        signed("云岭市水务局 云岭市财政局"),
        ["云岭市水务局", "云岭市财政局"],
    ),
    (
        "",
        "关于做好防汛工作的通知",
        signed("云岭市水务局", "云岭市财政局"),
        ["云岭市水务局", "云岭市财政局"],
    ),
    (
        "",
        "关于做好防汛工作的通知",
        signed("云岭市青石区全面推进节约用水工作", "领导小组办公室"),
        ["云岭市青石区全面推进节约用水工作领导小组办公室"],
    ),
    ("", "关于做好防汛工作的通知", signed("云 岭 市 水 务 局（盖章）"), ["云岭市水务局"]),
    ("<p>发文机关：市政府办公厅</p>", TITLE, BODY, ["云岭市人民政府办公厅"]),
    ("<p>发文机关：水务局</p>", "关于做好防汛工作的通知", signed("云岭市水务局"), ["水务局"]),
    ("<p>发布机构：云岭市大数据中心</p>", TITLE, BODY, ["云岭市人民政府办公厅"]),
    (
        "<p>发布机构：云岭市水务局</p>",
        "关于做好防汛工作的通知",
        signed("云岭市水务局", "云岭市财政局", "云岭市应急管理局"),
        ["云岭市水务局", "云岭市财政局", "云岭市应急管理局"],
    ),
    (
        "<p>发文单位：云岭市水务局、云岭市财政局</p>",
        "关于做好防汛工作的通知",
        "<p>现将有关事项通知如下，请遵照执行。</p>",
        ["云岭市水务局", "云岭市财政局"],
    ),
    (
        "<p>发布机构：云岭市水务局</p>",
        "防汛值班安排",
        "<p>现将值班安排公布，请各单位按照安排值守。</p>",
        ["云岭市水务局"],
    ),
    (
        "",
        "云岭市节水办法",
        ORDER,
        ["云岭市人民政府"],
    ),
    (
        "",
        "云岭省水利厅转发水利部关于加强防汛工作的通知",
        signed("云岭省水利厅") + "<p>水利部文件</p>" + signed("中华人民共和国水利部"),
        ["云岭省水利厅"],
    ),
]


@pytest.mark.parametrize(("table", "title", "body", "issuers"), ISSUERS)
def test_issuers(table: str, title: str, body: str, issuers: list[str]) -> None:
    item = read(page(table, title=title, body=body))
    assert item.issuers == issuers
    if "9日" in body:
        assert item.written_on == "2021-03-09"


# source, gazette, plain text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "tag", "source"),
    [
        ("<p>来源：云岭日报 作者：李文 编辑：王文</p>", "", "云岭日报"),
        ("<p>信息来源：云岭市水务局 规划科 浏览 字号：大 中 小</p>", "本网", "云岭市水务局 规划科"),
        ("<p>2021-03-12 来源:云岭市民政局</p>", "", "云岭市民政局"),
        ("<p>来源：</p><p>【打印】</p>", "云岭市民政局", "云岭市民政局"),
        (
            "<p>来源：<span id='ly'></span></p><script>$('#ly').html('水资源科')</script>",
            "",
            "水资源科",
        ),
        ("", "云岭市民政局", "云岭市民政局"),
        ("", "a01_b", None),
        ("<p>凡注明“来源：云岭网”的作品，转载时请注明。</p>", "", None),
    ],
)
def test_source(printed: str, tag: str, source: str | None) -> None:
    head = f"<meta name='ContentSource' content='{tag}'>" if tag else ""
    assert read(page(printed, head=head)).source == source


def test_gazette_issue_of_a_breadcrumb() -> None:
    crumb = "<div>首页 &gt; 政府公报 &gt; 2021年 &gt; 第7期（总第301期）</div>"
    assert read(page(crumb)).gazette_issue == {"year": 2021, "issue": 7, "total": 301}
    assert read(page("<div>首页 &gt; 会议 &gt; 2021年 &gt; 第7期</div>")).gazette_issue is None


@pytest.mark.parametrize(
    ("crumb", "issue"),
    [
        ("政府公报 > 2019年 > 第3-4期", {"year": 2019, "issue": 3, "total": None, "last": 4}),
        (
            "政府公报 2019年 第3、4期合刊（总第51、52期）",
            {"year": 2019, "issue": 3, "total": 51, "last": 4},
        ),
        (
            "政府公报 2019年 第3期、第4期（合刊） 总第51—52期",
            {"year": 2019, "issue": 3, "total": 51, "last": 4},
        ),
        ("省政府公报 2020年 > 第十三期", {"year": 2020, "issue": 13, "total": None}),
        ("政府公报 2021年 云岭省人民政府令 第330号", None),
        ("政府公报 2021年 云岭省人民政府令（第330号）", None),
    ],
)
def test_gazette_issue(crumb: str, issue: dict[str, int | None] | None) -> None:
    assert read_gazette_issue([crumb]) == issue
    assert read_gazette_issue([], column=crumb) == issue


def test_state_held_by_a_script_and_in_a_title() -> None:
    script = "<p><span>文件状态：</span><script>var doc_status = '失效（提前废止）'; var other = '有效';</script></p>"
    assert read(page(script)).validity == "repealed"
    assert read(page(title="（已修改）" + TITLE)).validity == "amended"
    assert read(page()).validity is None


PLAIN = f"""当前位置 :首页
> 政务公开 > 政府公报 > 2021年 > 第7期(总第301期)
索引号: AB0012345/2021-00077 主题分类: 国土资源/水资源
发文机关: 市政府办公厅 成文日期: 2021-03-09
废止时间: 0000-00-00
{TITLE}
• 日期: 2021- 03- 12 16: 40
• 来源: 市政府办公厅
• 浏览次数:
• 字体:[ ]

各县(区)人民政府,市政府各部门:

《2021年云岭市节水工作要点》已经市政府同意,现印发给你们,请认真贯彻执行。

云岭市人民政府办公厅

2021年3月9日

(此件公开发布)

2021年云岭市节水工作要点

一、总体要求。全面落实节水优先方针,到年底完成各项任务。

打印 关闭"""


def test_plain_text_of_a_page() -> None:
    item = read(PLAIN, is_html=False, url="")
    assert item.index_number == "AB0012345/2021-00077"
    assert item.subject == "国土资源/水资源"
    assert item.issuers == ["云岭市人民政府办公厅"]
    assert item.written_on == "2021-03-09"
    assert item.published_at == "2021-03-12T16:40:00+08:00"
    assert item.source == "市政府办公厅"
    assert item.expires_on is None
    assert item.gazette_issue == {"year": 2021, "issue": 7, "total": 301}
    assert item.recipients == "各县(区)人民政府,市政府各部门"
    assert (item.genre, item.category) == ("通知", "plan")


# contract ----------------------------------------------------------------------------------------


def test_every_value_is_explained() -> None:
    item = read(page(th_td()))
    filled = [name for name in (*EVIDENCE, "issuers") if getattr(item, name)]
    assert len(filled) > 7
    assert [name for name in filled if name not in item.explain] == []


def test_only_metadata_is_touched() -> None:
    before = extract(PageItem(URL, page(th_td())))
    after = MetadataPipeline().process_item(extract(PageItem(URL, page(th_td()))))
    for name in ("title", "text", "page_kind", "document_number", "attachments", "citations"):
        assert getattr(after, name) == getattr(before, name)


def test_empty_page_is_read_without_trouble() -> None:
    item = read_metadata(DocumentItem(PageItem("", "", is_html=False)))
    assert [getattr(item, name) for name in EVIDENCE] == [None] * len(EVIDENCE)
    assert item.issuers == []
