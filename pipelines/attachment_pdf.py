"""PDF to paragraphs, through pdfium: characters in the order of the file, their places tell lines and cells."""

from __future__ import annotations

import math
import unicodedata
from ctypes import byref
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from pipelines.attachment_layout import Glyphs, Page, join_pages, to_placed_lines
from pipelines.attachment_limit import (
    MAX_PAGES,
    MAX_TEXT,
    ProtectedDocument,
    UnreadableAttachment,
    join_lines,
    reading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = frozenset(
    {0x0A, 0x0D, 0x02, 0xFFFE}
)  # line ends and pdfium's mark of a hyphen before one
RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺫⺮⻑⻗⻏⻖",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟目竹長雨邑阜",
        strict=True,
    )
)
TAIL = 8192  # bytes in which a whole file says that it ends
SLANT = 0.2  # radians off an axis
MAX_UNREADABLE = 0.3  # share of characters whose fonts do not say what they are


def read_pdf(body: bytes) -> tuple[str | None, str | None]:
    """The text of a PDF and a note: None and the reason when its pages are pictures or its fonts say nothing."""
    with reading("PDF"):
        document = _open(body)
        try:
            count = len(document)
            if count > MAX_PAGES:
                raise UnreadableAttachment(f"PDF of {count} pages, limit {MAX_PAGES}")
            pages = [_read_page(document, index) for index in range(count)]
        finally:
            document.close()
    text, note = _judge(pages)
    cut = None if b"%%EOF" in body[-TAIL:] else "the end of the file is missing"
    return text, "; ".join(filter(None, (note, cut))) or None


def _open(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise ProtectedDocument from None
        raise


def _judge(pages: list[Page]) -> tuple[str | None, str | None]:
    text = join_lines(join_pages(pages))
    empty = sum(not page.lines for page in pages)
    if not text:
        return None, f"scanned or empty: no text on {len(pages)} pages"
    unreadable = sum(map(_is_unreadable, text))
    if unreadable > MAX_UNREADABLE * len(text):
        return None, f"fonts without Unicode: {unreadable} of {len(text)} characters unreadable"
    return text, f"no text on {empty} of {len(pages)} pages" if empty else None


def _is_unreadable(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char in "\ufffd\ufffe\uffff"


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            turn = _direction(text.raw)
            across = pdfium.FPDFPage_GetRotation(page.raw) % 2 == turn % 2
            width = page.get_width() if across else page.get_height()
            return Page(to_placed_lines(_glyphs(text.raw, turn, width)), width)
        finally:
            text.close()
    finally:
        page.close()


def _glyphs(page: pdfium.FPDF_TEXTPAGE, turn: int, width: float) -> Iterator[Glyphs]:
    count = pdfium.FPDFText_CountChars(page)
    if count > MAX_TEXT:
        raise UnreadableAttachment(f"page of {count} characters")
    rect = pdfium.FS_RECTF()
    place = byref(rect)
    for index in range(count):
        char = _character(page, index)
        if not char or _is_slanted(page, index):
            continue
        # the loose box: as high as the font, whatever the character's shape
        if pdfium.FPDFText_GetLooseCharBox(page, index, place):
            yield _turn(char, (rect.left, rect.right, rect.bottom, rect.top), turn, width)


def _character(page: pdfium.FPDF_TEXTPAGE, index: int) -> str:
    """The character at an index; "" for line ends, hyphens at line ends, and blanks pdfium made up."""
    code = pdfium.FPDFText_GetUnicode(page, index)
    if not code or code in LEFT_OUT:
        return ""
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    char = fold_radical(chr(code))
    return "" if char.isspace() and pdfium.FPDFText_IsGenerated(page, index) else char


def _is_slanted(page: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    """Whether a character stands obliquely, as those of watermarks do."""
    off: float = pdfium.FPDFText_GetCharAngle(page, index) % (math.pi / 2)
    return SLANT < off < math.pi / 2 - SLANT


def fold_radical(char: str) -> str:
    """Some fonts name a radical (⽂ U+2F42) or a compatibility form where a character (文) is meant."""
    if char in RADICALS:
        return RADICALS[char]
    is_other_form = "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff"
    return unicodedata.normalize("NFKC", char) if is_other_form else char


def _direction(page: pdfium.FPDF_TEXTPAGE) -> int:
    """How many quarter turns most of the text is rotated by."""
    count = pdfium.FPDFText_CountChars(page)
    step = max(1, count // 50)
    turns = [
        round(pdfium.FPDFText_GetCharAngle(page, i) / (math.pi / 2)) % 4
        for i in range(0, count, step)
        if pdfium.FPDFText_GetCharAngle(page, i) >= 0
    ]
    return max(set(turns), key=turns.count) if turns else 0


def _turn(char: str, box: tuple[float, float, float, float], turn: int, width: float) -> Glyphs:
    """A character's box with y growing downwards, text running to the right."""
    left, right, bottom, top = box
    if turn == 1:
        return Glyphs(char, width - top, width - bottom, -right, -left)
    if turn == 2:
        return Glyphs(char, width - right, width - left, bottom, top)
    if turn == 3:
        return Glyphs(char, bottom, top, left, right)
    return Glyphs(char, left, right, -top, -bottom)
