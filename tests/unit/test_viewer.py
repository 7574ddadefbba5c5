"""Files that scripts show in a viewer."""

from __future__ import annotations

import pytest

from crawler.items import PageItem
from pipelines.extract import extract
from pipelines.viewer import shown_files

CALLS = {
    'showVsbpdfIframe("/__local/A/BC/12/a.pdf","100%","600","0","","")': ["/__local/A/BC/12/a.pdf"],
    "showVsbpdfIframe('/virtual_attach_file.vsb?oid=12&e=.pdf','100%')": [
        "/virtual_attach_file.vsb?oid=12&e=.pdf"
    ],
    'var u = "/up/二〇二一年 计划.pdf"; // don\'t\nPDFObject.embed(u, "#x");': [
        "/up/二〇二一年 计划.pdf"
    ],
    '$("#f").attr("src", "/web/viewer.html?file=/upload/1.pdf");': [
        "/web/viewer.html?file=/upload/1.pdf"
    ],
    'new Pdfh5("#d", {pdfurl: "..\\/P020.pdf?v=1"})': ["../P020.pdf?v=1"],
    '//showVsbpdfIframe("/a.pdf")\n/* PDFObject.embed("/b.pdf") */': [],
    'var help = "/help.pdf";': [],
    'PDFObject.embed("/a.pdf"); PDFObject.embed("/a.pdf"); var n = "a.pdfx";': ["/a.pdf"],
}


@pytest.mark.parametrize("script", CALLS)
def test_shown_files(script: str) -> None:
    assert shown_files(script) == CALLS[script]


def test_shown_below_the_foot_and_named_by_a_link() -> None:
    body = (
        "<h1>青溪市水利发展规划</h1><div class='v_news_content'><p>现将规划予以公布，请遵照执行。</p>"
        "<p><a href='/a.pdf'>青溪市水利发展规划.pdf</a></p></div><div>版权所有：青溪市人民政府</div>"
        "<script>showVsbpdfIframe('/a.pdf','100%');PDFObject.embed('/b.ofd')</script>"
    )
    item = extract(PageItem("http://qingxi.example.cn/info/1/2.htm", body))
    assert [(a.url[-6:], a.title) for a in item.attachments] == [
        ("/a.pdf", "青溪市水利发展规划.pdf"),
        ("/b.ofd", "b.ofd"),
    ]
