"""Word, Excel and their kin: text in order, tables as rows, numbers as people see them."""

from __future__ import annotations

import io
import struct

import docx
import pytest
from attachment_files import R, S, W, load, make_docx, make_ole, make_xlsx, make_zip, paragraph

from pipelines.attachment_cell import write_number
from pipelines.attachment_numbering import write_number as write_label
from pipelines.attachments import read_attachment

SPRING = [
    "云岭省2026年春耕工作要点", "一、备足良种，见注。", "任务\t单位\t期限", "备种 备肥\t\t3月",
    "\t农业厅", "二、修好水渠。", "2026年3月1日", "\t良种指经审定的品种。",
]  # fmt: skip
INDICATORS = [
    "指标", "云岭省2026年重点指标", "指标\t目标\t期限", "森林 覆盖率\t64.5%\t2026-03-01",
    "产量\t1,234.50\t12", "说明", "数据由统计局提供。",
]  # fmt: skip


def lines_of(body: bytes, name: str = "") -> list[str]:
    found = read_attachment(body, name)
    assert found.text is not None, found.note
    return found.text.splitlines()


def patch_word_stream(body: bytes, offset: int, value: int) -> bytes:
    start = body.index(b"\xec\xa5") + offset
    return body[:start] + struct.pack("<H", value) + body[start + 2 :]


def test_doc_with_table_field_and_footnote() -> None:
    assert lines_of(load("spring.doc")) == SPRING


def test_wps_is_known_by_its_bytes() -> None:
    found = read_attachment(load("spring.doc"), "要点.wps")
    assert found.media_type == "application/msword"
    assert (found.text or "").splitlines() == SPRING


def test_doc_under_a_password() -> None:
    body = load("spring.doc")
    flags = struct.unpack_from("<H", body, body.index(b"\xec\xa5") + 0x0A)[0]
    found = read_attachment(patch_word_stream(body, 0x0A, flags | 0x0100))
    assert (found.text, found.note) == (None, "protected by a password")


def test_doc_of_word_95() -> None:
    text = "云岭省通知\r任务\x07单位\x07\x07一、修路。\r".encode("gb18030")
    head = bytearray(0x300)
    head[:4] = b"\xdc\xa5\x65\x00"
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(text))
    assert lines_of(make_ole({"WordDocument": bytes(head) + text})) == [
        "云岭省通知", "任务\t单位", "一、修路。",
    ]  # fmt: skip


def make_word_97(*pieces: tuple[str, bool]) -> bytes:
    """A document of pieces: text, and whether it is kept in two bytes a character."""
    stream, bounds, places = bytearray(0x400), [0], []
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0xC1)
    for text, is_wide in pieces:
        places.append(len(stream) if is_wide else len(stream) * 2 | 0x40000000)
        stream += text.encode("utf-16-le" if is_wide else "cp1252")
        bounds.append(bounds[-1] + len(text))
    plc = struct.pack(f"<{len(bounds)}I", *bounds)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x02\x00\xaa\xbb" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<i", stream, 0x4C, bounds[-1])
    struct.pack_into("<II", stream, 0x01A2, 0, len(clx))
    return make_ole({"WordDocument": bytes(stream), "0Table": clx})


def test_doc_pieces_of_both_widths_behind_property_changes() -> None:
    body = make_word_97(("云岭省通知\r", True), ("Plan 2026: ", False), ("修路。\r", True))
    assert lines_of(body) == ["云岭省通知", "Plan 2026: 修路。"]


def test_doc_fields_show_their_result() -> None:
    body = make_word_97(("见\x13 HYPERLINK \x13 REF a \x14b\x15 \x14附件\x15。\x01\r", True))
    assert lines_of(body) == ["见附件。"]


def test_docx_as_a_library_writes_it() -> None:
    document = docx.Document()
    document.add_paragraph("2026年工作要点")
    table = document.add_table(rows=2, cols=3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "目标"
    table.rows[0].cells[2].text = "85%"
    table.rows[1].cells[0].text = "修路\n架桥"
    document.add_paragraph("责任单位：司法局")
    out = io.BytesIO()
    document.save(out)
    assert lines_of(out.getvalue()) == [
        "2026年工作要点", "目标\t85%", "修路 架桥", "责任单位：司法局",
    ]  # fmt: skip


def test_docx_leaves_out_what_word_does_not_show() -> None:
    body = make_docx(
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>文</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert lines_of(body) == ["新文"]


def test_docx_text_boxes_once_and_controls_seen_through() -> None:
    box = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    body = make_docx(
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt><w:p><w:r><w:t>外</w:t>"
        f"<AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r></w:p>"
    )
    assert lines_of(body) == ["控件", "外", "框中"]


def test_docx_footnotes_stand_at_the_end() -> None:
    separator = f'<w:footnote w:type="separator">{paragraph("线")}</w:footnote>'
    notes = f"<w:footnotes {W}>{separator}<w:footnote>{paragraph('注')}</w:footnote></w:footnotes>"
    assert lines_of(make_docx(paragraph("文"), footnotes=notes)) == ["文", "注"]


def numbered(text: str, level: int, number: str = "1") -> str:
    marks = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, f"<w:pPr>{marks}</w:pPr>")


def test_docx_automatic_numbers() -> None:
    levels = (("chineseCountingThousand", "%1、"), ("decimal", "%1.%2 "), ("bullet", "·"))
    abstract = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{abstract}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {W}><w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style></w:styles>"
    )
    body = make_docx(
        paragraph("总则", '<w:pPr><w:pStyle w:val="h1"/></w:pPr>') + numbered("修路", 1)
        + numbered("架桥", 1) + numbered("点", 2) + numbered("", 0) + numbered("附则", 0)
        + numbered("施行", 1),
        numbering=numbering,
        styles=styles,
    )  # fmt: skip
    assert lines_of(body) == [
        "一、总则", "一.1 修路", "一.2 架桥", "点", "三、附则", "三.1 施行",
    ]  # fmt: skip


def test_docx_lists_start_again_where_they_say_so() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{again}</w:num></w:numbering>'
    )
    body = numbered("甲", 0) + numbered("乙", 0, "2") + numbered("丙", 0, "9")
    assert lines_of(make_docx(body, numbering=numbering)) == ["1.甲", "5.乙", "丙"]


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCounting", "十二"),
        (20, "japaneseCounting", "二十"), (103, "chineseCountingThousand", "一百零三"),
        (1010, "chineseCountingThousand", "一千零一十"), (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"), (2, "lowerLetter", "b"), (7, "decimalZero", "07"),
        (0, "chineseCounting", "0"), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, label: str) -> None:
    assert write_label(number, form) == label


def test_xls() -> None:
    assert lines_of(load("indicators.xls")) == INDICATORS


def test_xls_under_a_password() -> None:
    body = bytearray(load("indicators.xls"))
    start = body.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    struct.pack_into("<H", body, start + 20, 0x2F)  # the record behind the first becomes FILEPASS
    found = read_attachment(bytes(body))
    assert (found.text, found.note) == (None, "protected by a password")


def test_et_is_known_by_its_bytes() -> None:
    assert lines_of(load("indicators.xls"), "指标.et") == INDICATORS


STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="31"/></cellXfs>'
)


def test_xlsx_values_as_they_are_formatted() -> None:
    rows = (
        '<row r="2"><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr">'
        "<is><r><t>期</t></r><r><t>限</t></r></is></c></row>"
        '<row r="3"><c r="B3" s="1"><v>0.645</v></c><c r="D3" s="2"><v>46082</v></c></row>'
        '<row r="9"><c r="B9"><v>12</v></c><c r="D9" t="b"><v>1</v></c></row>'
    )
    body = make_xlsx({"表": rows}, ["不用", "目标"], STYLES)
    assert lines_of(body) == ["目标\t期限", "64.5%\t2026-03-01", "12\tTRUE"]


def test_xlsx_sheets_have_names_where_there_are_several() -> None:
    row = '<row><c t="str"><v>{}</v></c></row>'
    body = make_xlsx({"甲表": row.format("甲"), "空表": "", "乙表": row.format("乙")})
    assert lines_of(body) == ["甲表", "甲", "乙表", "乙"]


def test_xlsx_hidden_sheets_are_not_read() -> None:
    row = '<row><c t="str"><v>字</v></c></row>'
    body = make_xlsx({"表": row, '底稿" state="hidden': row.replace("字", "不公开")})
    assert lines_of(body) == ["字"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.85, "0%", "85%"), (0.855, "0.0%", "85.5%"), (1234.5, "#,##0.00_);(#,##0.00)", "1,234.50"),
        (3, "00", "03"), (3.0, "General", "3"), (0.1 + 0.2, "", "0.3"), (-2.5, "0.00", "-2.50"),
        (46082, 'yyyy"年"m"月"d"日"', "2026-03-01"), (46082, '[$-804]yyyy"年"m"月"', "2026-03"),
        (46082.75, "yyyy-m-d h:mm", "2026-03-01 18:00:00"), (0.5, "h:mm", "12:00:00"),
        (-1, "yyyy-m-d", "-1"), (1e300, "0", f"{1e300:.0f}"), (12345678901, "@", "12345678901"),
    ],
)  # fmt: skip
def test_numbers_as_people_see_them(value: float, code: str, shown: str) -> None:
    assert write_number(value, code) == shown


def test_rtf_under_a_word_name() -> None:
    body = (
        rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\info{\title x}}"
        rb"\f0\'d4\'c6\'c1\'eb\par \uc1\u20462?\u-29201?\par {\field{\*\fldinst PAGE}{\fldrslt 1}}\par "
        rb"\trowd\intbl a\par c\cell b\cell\row\pard {\header h}}"
    )
    assert lines_of(body, "a.doc") == ["云岭", "修路", "1", "a c\tb"]


def test_a_web_page_of_word_is_read_and_of_a_portal_is_not() -> None:
    office = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><meta charset=gb2312>'
    page = (
        office
        + "<body><p>云岭省<b>通</b>\n知</p><table><tr><td>任务</td><td><p>修路</p></td></tr></table></body></html>"
    )
    assert lines_of(page.encode("gb18030"), "a.doc") == ["云岭省通 知", "任务\t修路"]
    plain = read_attachment(b"<html><body><p>404</p></body></html>", "a.doc")
    assert (plain.text, plain.media_type) == (None, "text/html")


def test_a_page_saved_with_its_pictures_in_one_file() -> None:
    body = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        '<html xmlns:w=3D"urn:schemas-microsoft-com:office:word"><p>=E9=80=9A=E7=9F=A5</p>\r\n--x--\r\n'
    )
    assert lines_of(body.encode(), "a.doc") == ["通知"]


def test_word_and_excel_as_single_xml_files() -> None:
    word = f'<?xml version="1.0"?><w:wordDocument {W}><w:body>{paragraph("通知")}</w:body></w:wordDocument>'
    assert lines_of(word.encode(), "a.doc") == ["通知"]
    excel = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        '<Row><Cell><Data>任务</Data></Cell><Cell ss:Index="3"><Data>期限</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert lines_of(excel.encode(), "a.xls") == ["任务\t期限"]


def test_slides_in_the_order_of_the_presentation() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slide = f"<sld {a}><a:p><a:r><a:t>{{}}</a:t></a:r></a:p></sld>"
    body = make_zip({
        "ppt/presentation.xml": f'<p {R}><sldIdLst><sldId r:id="b"/><sldId r:id="a"/></sldIdLst></p>',
        "ppt/_rels/presentation.xml.rels": '<Relationships><Relationship Id="a" Target="slides/1.xml"/>'
        '<Relationship Id="b" Target="slides/2.xml"/></Relationships>',
        "ppt/slides/1.xml": slide.format("后"), "ppt/slides/2.xml": slide.format("前"),
    })  # fmt: skip
    assert lines_of(body) == ["前", "后"]


def test_slides_keep_tables_as_rows() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    table = f"<a:tbl><a:tr>{cell.format('任务')}{cell.format('期限')}</a:tr></a:tbl>"
    body = make_zip(
        {
            "ppt/presentation.xml": f'<p {R}><sldIdLst><sldId r:id="a"/></sldIdLst></p>',
            "ppt/_rels/presentation.xml.rels": '<R><Relationship Id="a" Target="slides/1.xml"/></R>',
            "ppt/slides/1.xml": f"<sld {a}>{table}</sld>",
        }
    )
    assert lines_of(body) == ["任务\t期限"]


def test_xlsx_texts_that_are_not_there() -> None:
    """A cell that names a text the file does not have is a broken file, no empty cell."""
    body = make_xlsx({"表": f'<row {S}><c t="s"><v>7</v></c></row>'}, ["字"])
    with pytest.raises(ValueError, match="not there"):
        read_attachment(body)
