"""Pages that say no more than that a file is the document: what the file tells, and which pages are one."""

from __future__ import annotations

import pytest
from attachment_files import make_pdf

from crawler.items import AttachmentFile, DocumentItem, PageItem
from pipelines.deduplicate import evidence_of, judge
from pipelines.reading import read_page

TITLE = "关于印发《柳河县城市更新行动方案》的通知"
LETTER = (
    "柳河县人民政府文件\n柳政发〔2026〕{n}号\n柳河县人民政府\n" + TITLE + "\n各乡镇人民政府：\n"
    + "现将方案印发给你们，请结合国发〔2020〕3号文件第{n}条，认真贯彻执行。\n" * 12
    + "柳河县人民政府\n2026年5月6日\n"
)  # fmt: skip
NOTE = (
    "为提高服务质量，根据有关规定，经专家评审和现场核查，现将评审结果予以公示，公示期为五个工作日，"
    "如有异议请书面反映，具体名单详见附件。"
)


def page(
    title: str, text: str, cover: str = "详见附件", host: str = "www.liuhe.gov.cn"
) -> DocumentItem:
    url = f"https://{host}/u/a.pdf"
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f'<div id="zoom"><p>{cover}</p><p><a href="{url}">{title}.pdf</a></p></div></body></html>'
    )
    file = AttachmentFile(url, f"{title}.pdf", text=text, text_hash=str(hash(text)))
    return read_page(PageItem(f"https://{host}/zw/t20260507_1.html", html, attachments=[file]))


def row(one: DocumentItem, other: DocumentItem) -> str | None:
    return judge(evidence_of(one), evidence_of(other))


def test_what_the_page_lacks_is_read_from_its_main_attachment() -> None:
    item = page(TITLE, LETTER.format(n=12))
    record = item.to_record()
    assert record["page_kind"] == "document"
    assert record["document_number"] == "柳政发〔2026〕12号"
    assert record["issuers"] == ["柳河县人民政府"]
    assert record["written_on"] == "2026-05-06"
    assert item.explain["document_number"]["attachment"].endswith("/u/a.pdf")
    assert LETTER.format(n=12).splitlines()[5] not in record["text"]


def test_a_file_under_another_title_tells_nothing() -> None:
    item = page("关于公布规范性文件目录的通知", LETTER.format(n=12))
    assert (item.document_number, item.issuers) == (None, [])


def test_what_the_page_says_itself_stays() -> None:
    item = page(TITLE, LETTER.format(n=12), cover="柳政办发〔2026〕7号</p><p>详见附件")
    assert item.document_number == "柳政办发〔2026〕7号"


def test_a_cover_and_its_repost_are_one_document() -> None:
    one = page(TITLE, LETTER.format(n=12))
    repost = page(TITLE, LETTER.format(n=12), "请下载附件查看全文", host="www.qingxi.gov.cn")
    assert row(one, repost) == "issuer, number and title"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("第一批名单公示", "甲乙丙" * 200), ("第二批名单公示", "丁戊己" * 200), False),
        (("名单公示", "甲乙丙" * 200), ("名单公示", "丁戊己" * 200), False),
        (("第一批名单公示", "甲乙丙" * 200), ("第二批名单公示", "甲乙丙" * 200), False),
        (("名单公示", "甲乙丙" * 200), ("青溪市名单公示", "甲乙丙" * 200), True),
    ],
)
@pytest.mark.parametrize("cover", [NOTE, "详见附件"])
def test_covers_in_the_same_words(
    first: tuple[str, str], second: tuple[str, str], cover: str, *, same: bool
) -> None:
    found = row(page(*first, cover=cover), page(*second, cover=cover, host="www.qingxi.gov.cn"))
    assert (found == "near copy") is same


def test_a_note_stands_in_the_record() -> None:
    file = AttachmentFile("https://www.liuhe.gov.cn/u/a.pdf", "扫描件.pdf", body=make_pdf([]))
    item = read_page(
        PageItem("https://www.liuhe.gov.cn/a.html", "<h1>通知</h1>", attachments=[file])
    )
    assert "scanned" in item.to_record()["attachments"][0]["note"]
