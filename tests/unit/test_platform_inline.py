"""Documents whose text stands in data alone become pages that extraction reads."""

from __future__ import annotations

import json

import pytest

from crawler.items import PageItem
from pipelines.reading import read_page
from platforms.inline_document import whole_page

URL = "http://www.qingxi.example.cn/gkmlpt/content/10/204/post_5.html"
TITLE = "青溪市人民政府办公室关于印发数字政务建设方案的通知"
CONTENT = (
    "<p>各县（区）人民政府，市政府各部门：</p><p>现将《数字政务建设方案》印发给你们，请认真贯彻执行。</p>"
    "<p>一、到2028年建成统一的政务服务平台，实现高频事项全程网办。</p>"
    '<p style="text-align:right">青溪市人民政府办公室</p><p style="text-align:right">2026年3月4日</p>'
)
DETAIL = {
    "id": 5,
    "title": TITLE,
    "content": CONTENT,
    "document_number": "青政办发〔2026〕12号",
    "identifier": "0070001/2026-00012",
    "publisher": "青溪市人民政府办公室",
    "date": 1772582400,
    "display_publish_time": 1772668800,
    "attachment": [{"name": "建设方案.pdf", "url": "/attachment/0/1/2/3.pdf"}],
}
POST = {
    "id": 5,
    "title": TITLE,
    "content": CONTENT,
    "EXT_zh": "青政办发〔2026〕12号",
    "EXT_fwdw": "青溪市人民政府办公室",
    "EXT_syh": "0070001/2026-00012",
    "date": "2026-03-05 00:00:00",
    "attachment": '[{"name":"建设方案.pdf","url":"/attachment/0/1/2/3.pdf"}]',
}


def frame(config: str, body: str = '<div id="app"></div>') -> str:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开</title>'
        f"<script>window._CONFIG = {config};</script></head><body>{body}</body></html>"
    )


def escaped(value: object) -> str:
    """JSON as these pages carry it."""
    return json.dumps(value).replace("<", "\\u003C").replace(">", "\\u003E")


SHAPES = {
    "object": frame("{SID:'904001',TREE:[],DETAIL:" + escaped(DETAIL) + ",AREA:f()}"),
    "quoted key": frame('{"SID":"904001","DETAIL":' + escaped({"data": DETAIL}) + "}"),
    "text": frame("{DETAIL:" + json.dumps(escaped(DETAIL)) + "}"),
    "answer": json.dumps(DETAIL, ensure_ascii=False),
    "answer in data": "\ufeff" + json.dumps({"code": 200, "data": DETAIL}),
    "post": json.dumps(POST, ensure_ascii=False),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_is_read(shape: str) -> None:
    record = read_page(PageItem(URL, whole_page(SHAPES[shape], URL))).to_record()
    assert record["page_kind"] == "document"
    assert record["title"] == TITLE
    assert record["document_number"] == "青政办发〔2026〕12号"
    assert record["index_number"] == "0070001/2026-00012"
    assert record["issuers"] == ["青溪市人民政府办公室"]
    assert record["published_at"] == "2026-03-05"
    assert record["written_on"] == "2026-03-04"
    assert record["text"].startswith("各县（区）人民政府，市政府各部门：")
    assert record["text"].endswith("2026年3月4日")
    assert [a["url"] for a in record["attachments"]] == [
        "http://www.qingxi.example.cn/attachment/0/1/2/3.pdf"
    ]


@pytest.mark.parametrize(
    "page",
    [
        frame(
            "{DETAIL:" + escaped(DETAIL) + "}", f"<h1>{TITLE}</h1><div id='zoom'>{CONTENT}</div>"
        ),
        frame("{SID:'904001',TREE:[]}"),
        frame("{DETAIL:" + escaped({"title": TITLE, "content": ""}) + "}"),
        frame("{DETAIL:{broken"),
        json.dumps({"articles": [DETAIL, POST]}),
        json.dumps({"classify": {"post_count": 5}, "articles": []}),
        "<html><body><p>正文</p></body></html>",
        "{",
        "",
    ],
)
def test_what_holds_no_text_of_its_own_stays_as_it_is(page: str) -> None:
    assert whole_page(page, URL) == page


def test_a_page_made_whole_is_whole() -> None:
    for page in SHAPES.values():
        whole = whole_page(page, URL)
        assert whole != page
        assert whole_page(whole, URL) == whole
