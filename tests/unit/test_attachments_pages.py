"""PDF and OFD: pages of placed characters to paragraphs and rows."""

from __future__ import annotations

import pytest
from attachment_files import O, make_ofd, make_pdf, make_zip, text_object

from pipelines.attachments import read_attachment
from pipelines.fingerprint import text_hash

LETTER = [
    (200, 740, "云岭省人民政府文件"),
    (80, 700, "各市人民政府："),
    (104, 680, "为做好春耕工作，保障粮食安全，促进农业增产、农民增收，现就有关事"),
    (80, 660, "项通知如下。"),
    (104, 640, "一、修路。"),
]
PARAGRAPHS = [
    "云岭省人民政府文件", "各市人民政府：",
    "为做好春耕工作，保障粮食安全，促进农业增产、农民增收，现就有关事项通知如下。", "一、修路。",
]  # fmt: skip
PASSWORD = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"


def lines_of(body: bytes) -> list[str]:
    found = read_attachment(body)
    assert found.text is not None, found.note
    return found.text.splitlines()


def test_pdf_wrapped_lines_are_one_paragraph() -> None:
    assert lines_of(make_pdf(LETTER)) == PARAGRAPHS


def test_pdf_paragraphs_run_on_over_pages_and_page_numbers_are_dropped() -> None:
    first = [*LETTER[:3], (290, 40, "— 1 —")]
    second = [*LETTER[3:], (290, 40, "— 2 —")]
    assert lines_of(make_pdf(first, second)) == PARAGRAPHS


def test_pdf_bare_page_numbers_are_dropped_where_they_count() -> None:
    pages = [
        [(80.0, 700.0, f"第{name}页"), (290.0, 40.0, str(n))] for n, name in ((7, "一"), (8, "二"))
    ]
    assert lines_of(make_pdf(*pages)) == ["第一页", "第二页"]


def test_pdf_a_figure_at_the_foot_of_a_page_is_no_page_number() -> None:
    pages = [[(80.0, 700.0, "产量"), (80.0, 680.0, figure)] for figure in ("120", "95")]
    assert lines_of(make_pdf(*pages)) == ["产量", "120", "产量", "95"]


def test_pdf_cells_beside_each_other_are_a_row() -> None:
    page = [(80, 700, "任务"), (200, 700, "单位"), (80, 680, "备种"), (200, 680, "农业厅")]
    assert lines_of(make_pdf(page)) == ["任务\t单位", "备种\t农业厅"]


@pytest.mark.parametrize("rotate", [0, 90])
def test_pdf_turned_text_is_read_along_its_lines(rotate: int) -> None:
    page = [(142, 80, "Task"), (142, 200, "Unit"), (162, 80, "Seeds"), (162, 200, "Farming")]
    body = make_pdf(page, matrix="0 1 -1 0", rotate=rotate, latin=True)
    assert lines_of(body) == ["Task\tUnit", "Seeds\tFarming"]


def test_pdf_watermarks_across_the_page_are_left_out() -> None:
    watermark = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (Draft copy) Tj ET BT"
    body = make_pdf([(80, 700, "Seeds")], latin=True).replace(b"BT", watermark.encode(), 1)
    assert lines_of(body) == ["Seeds"]


def test_pdf_radicals_become_characters() -> None:
    assert lines_of(make_pdf([(80, 700, "⼯作⻓")])) == ["工作长"]


def test_pdf_saved_again_has_the_same_hash() -> None:
    one, other = make_pdf(LETTER), make_pdf(LETTER, extra="/Size2 7 /ID [<01><02>]")
    texts = [read_attachment(body).text or "" for body in (one, other)]
    assert one != other
    assert text_hash(texts[0]) == text_hash(texts[1])


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (make_pdf([], []), "scanned or empty: no text on 2 pages"),
        (make_pdf([(80, 700, "\ue001\ue002")]), "fonts without Unicode"),
        (make_pdf(LETTER, extra=PASSWORD), "protected by a password"),
    ],
)
def test_pdf_without_text_says_why(body: bytes, note: str) -> None:
    found = read_attachment(body)
    assert (found.media_type, found.text) == ("application/pdf", None)
    assert (found.note or "").startswith(note)


def test_pdf_with_some_scanned_pages_says_so() -> None:
    found = read_attachment(make_pdf(LETTER, []))
    assert (found.text or "").splitlines() == PARAGRAPHS
    assert found.note == "no text on 1 of 2 pages"


def test_pdf_without_its_end_says_so() -> None:
    found = read_attachment(make_pdf(LETTER).replace(b"%%EOF", b""))
    assert (found.text or "").splitlines() == PARAGRAPHS
    assert found.note == "the end of the file is missing"


def test_ofd_pages_and_documents_in_order() -> None:
    pages = [text_object("云岭省通知", 60, 40) + text_object("一、修路。", 40, 60)]
    body = make_ofd([*pages, text_object("第二页", 30, 40)], [text_object("附件", 30, 40)])
    assert lines_of(body) == ["云岭省通知", "一、修路。", "第二页", "附件"]


def test_ofd_objects_beside_each_other_are_a_line_or_a_row() -> None:
    layer = "".join(text_object(char, 30 + 5 * i, 40) for i, char in enumerate("修路架桥"))
    layer += text_object("任务", 30, 60) + text_object("单位", 80, 60)
    assert lines_of(make_ofd([layer])) == ["修路架桥", "任务\t单位"]


def test_ofd_wrapped_lines_are_one_paragraph() -> None:
    full = "为做好春耕工作保障粮食安全促进农业增产农民增收现就有关事项"
    layer = (
        text_object(full, 40, 40)
        + text_object("通知如下。", 30, 50)
        + text_object("各市：", 30, 30)
    )
    body = make_ofd([text_object("各市：", 30, 30) + layer])
    assert f"{full}通知如下。" in lines_of(body)


def test_ofd_scaled_text_and_downward_deltas() -> None:
    layer = (
        '<ofd:TextObject Boundary="20 20 100 10" Size="1" CTM="5 0 0 5 0 0">'
        '<ofd:TextCode X="0" Y="1" DeltaX="1 1">修路吧</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="20 50 10 60" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaY="g 1 12">竖排</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Visible="false" Boundary="20 150 10 60" Size="5">'
        '<ofd:TextCode X="0" Y="5">隐</ofd:TextCode></ofd:TextObject>'
    )
    assert lines_of(make_ofd([layer])) == ["修路吧", "竖", "排"]


def test_ofd_of_pictures_says_so() -> None:
    found = read_attachment(make_ofd(['<ofd:ImageObject Boundary="0 0 210 297"/>']))
    assert (found.text, found.note) == (None, "scanned or empty: no text on 1 pages")


def test_ofd_under_a_password() -> None:
    body = make_zip({"OFD.xml": f"<ofd:OFD {O}/>", "Encryptions.xml": "<x/>"})
    assert read_attachment(body).note == "protected by a password"


def test_ofd_locations_from_the_root_and_out_of_the_file() -> None:
    place = "/Doc_0/Pages/Page_0/Content.xml"
    absolute = {
        "OFD.xml": f"<ofd:OFD {O}><ofd:DocBody><ofd:DocRoot>/Doc_0/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/D.xml": f'<ofd:Document {O}><ofd:Pages><ofd:Page BaseLoc="{place}"/></ofd:Pages></ofd:Document>',
        place[1:]: f"<ofd:Page {O}><ofd:Content><ofd:Layer>{text_object('文', 30, 40)}"
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    assert lines_of(make_zip(dict(absolute))) == ["文"]
    outside = absolute["Doc_0/D.xml"].replace(place, "../../../../etc/passwd")
    with pytest.raises(ValueError, match=r"no .*etc/passwd in it"):
        read_attachment(make_zip({**absolute, "Doc_0/D.xml": outside}))
