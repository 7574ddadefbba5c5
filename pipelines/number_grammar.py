"""The grammar of 发文字号 (GB/T 9704-2012 § 7.2.5 and what portals make of it): one string in, one value out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

OPEN, CLOSE = r"[〔﹝\[［(（【〖]", r"[〕﹞\]］)）】〗]"
YEAR = r"(?:19(?:49|[5-9]\d)|20\d\d)"
TERM = r"(?:[〔［\[（(]?第?(?P<term>[一二三四五六七八九十]{1,3})届[〕］\]）)]?)"  # of a people's congress
SERIAL = r"[0-9一二三四五六七八九十百〇零]"

_TRADITIONAL = "號發辦國財稅環廳規資總衛機應電會農業黨設與質醫動場監"
_SIMPLIFIED = "号发办国财税环厅规资总卫机应电会农业党设与质医动场监"
_SAME_PLACE = {
    **dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)),
    **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    **dict.fromkeys("\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", " "),
    "○": "〇",
}
_VARIANT = re.compile(f"[{''.join(_SAME_PLACE)}]")  # few in a text: faster than str.translate
_PINYIN = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
_LETTER_ZERO = re.compile(
    r"[OＯo](?<=[0-9〇一二三四五六七八九十][OＯo])(?=[0-9〇一二三四五六七八九十号])"
)


class Kind(StrEnum):
    """What a number belongs to. The value of an order or announcement is the word it prints."""

    LETTER = "文"  # 代字〔年〕序号
    ORDER = "令"
    ANNOUNCEMENT = "公告"
    NOTICE = "通告"


@dataclass(frozen=True)
class DocumentNumber:
    """One 发文字号. `code` is the 代字, or for orders and announcements the organ without 中华人民共和国 and 、.

    Equal documents compare equal however their number was printed: `parse` and `build` fold the spellings.
    """

    code: str
    serial: int
    year: int | None = None
    kind: Kind = Kind.LETTER

    @property
    def issuer(self) -> str | None:
        """The organ an order or announcement names, joint issuers without separator; None for a 代字."""
        return None if self.kind is Kind.LETTER else self.code

    def __str__(self) -> str:
        if self.kind is Kind.LETTER:
            return f"{self.code}〔{self.year}〕{self.serial}号"
        if self.year is None:
            return f"{self.code}{self.kind}第{self.serial}号"
        if self.kind is Kind.ORDER:
            return f"{self.code}{self.kind}〔{self.year}〕第{self.serial}号"
        return f"{self.code}{self.kind}{self.year}年第{self.serial}号"


_ORGAN_END = re.compile(
    r"(?:政府|国务院|委员会|委|大会|法院|检察院|部|局|署|院|厅|办|办公室|行|会|社|军委|主席|中心|总队"
    r"|司令部|海关|海警|集团|公司|协会|指挥部|领导小组|管理处|支队|大队|等.{1,3}部门)$"
)
REGION = re.compile(r"[京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤川蜀青藏琼宁]")
_STATE = re.compile(r"中华人民共和国|^(?:(?:(?:(?:华?人)?民)?共)?和国)")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def fold(text: str) -> str:
    """The text with digits, blanks, variants of characters and pinyin of copies folded, every position kept."""
    text = _VARIANT.sub(lambda m: _SAME_PLACE[m[0]], text)
    text = _PINYIN.sub(lambda m: " " * len(m[0]), text)
    return _LETTER_ZERO.sub(lambda m: "〇" if not m.string[m.start() - 1].isdigit() else "0", text)


def is_organ(name: str) -> bool:
    """Whether a name reads as that of an organ (…部, …人民政府), not as a 代字."""
    return name == "国" or (len(name) > 1 and _ORGAN_END.search(name) is not None)


def to_integer(figures: str) -> int:
    """Arabic or Chinese figures as an integer; ValueError when they are neither."""
    if figures.isdecimal():
        return int(figures)
    if "十" not in figures and "百" not in figures:
        return int("".join(str(_DIGITS[c]) if c in _DIGITS else c for c in figures))
    total, digit = 0, None
    for char in figures:
        if char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            raise ValueError(f"{figures} mixes Arabic and Chinese figures")
    return total + (digit or 0)


def build(
    code: str, year: str | int | None, serial: str, *, word: str = "", ordinal: bool = False
) -> DocumentNumber:
    """A checked value from the parts of a spelling; `word` is 令, 公告 or 通告, `ordinal` says 第 was printed.

    Raises ValueError with one clear line.
    """
    number, code = to_integer(serial), re.sub(r"[\s、，,]", "", code)
    if not 1 <= number <= 99999:
        raise ValueError(f"serial {number} is out of range 1 to 99999")
    if not code:
        raise ValueError("the code (代字) or organ before the number is missing")
    year = int(year) if year else None
    if not word:
        code, word = _split_word(code, ordinal=ordinal)
    bracketed = f"{code}{word}"
    if word and (is_organ(code) or year is None or ordinal):
        organ = _STATE.sub("", code) or code
        organ = "国务院" if organ == "国" and word == Kind.ORDER else organ
        return DocumentNumber(organ, number, year, Kind(word))
    if year is None:
        raise ValueError("the year is missing")
    if bracketed == "第":
        raise ValueError("第 is no code (代字)")
    if len(bracketed) > 14:
        raise ValueError(f"{bracketed} is too long for a code (代字)")
    return DocumentNumber(bracketed, number, year)


def _split_word(code: str, *, ordinal: bool) -> tuple[str, str]:
    """令 or 公告 taken off a bracketed code when an organ stands before it: 渝府令 and 沪发改公告 are 代字."""
    match = re.fullmatch(r"(.+?)(令|公告|通告)", code)
    if not match or not is_organ(match[1]):
        return code, ""
    short = REGION.match(match[1]) and not re.search(r"[省市县区州盟旗]|自治", match[1])
    return (code, "") if short and not ordinal else (match[1], match[2])


_CJK = r"[\u4e00-\u9fff]"
_LETTER = re.compile(
    rf"(?P<code>{_CJK}+){OPEN}(?P<year>{YEAR})年?{CLOSE}(?P<nth>第?)(?P<n>\d{{1,6}})号?"
)
_SWAPPED = re.compile(rf"(?P<code>{_CJK}+){OPEN}(?P<year>{YEAR}){CLOSE}号(?P<n>\d{{1,5}})")
_NAMED = re.compile(
    rf"(?P<code>(?:{_CJK}|、|(?<=等)\d{{1,2}}(?=个?部门))+?)(?P<word>令|公告|通告){TERM}?{OPEN}*(?:(?P<year>{YEAR})年?{CLOSE}?)?"
    rf"{OPEN}?(?P<nth>第?)(?P<n>{SERIAL}{{1,6}})号{CLOSE}*"
)
_REVERSED = re.compile(
    rf"(?P<code>(?:{_CJK}|、)+?)(?:(?P<year>{YEAR})年)?(?P<nth>第?)(?P<n>{SERIAL}{{1,6}})号(?P<word>令)"
)
_BARE = re.compile(
    rf"(?P<code>{_CJK}*[{'发函办字规文任电'}])(?P<year>{YEAR})年?(?P<n>[1-9]\d{{0,3}})号"
)
_PERMIT = re.compile(r"(?:许可证|证字|备字|资格证|准字|安备|照字)$")


def parse(text: str) -> DocumentNumber:
    """The number a string is, the whole of it; ValueError whose message says in one line why it is none."""
    squeezed = re.sub(r"\s+", "", fold(text))
    while (shorter := _strip_edges(squeezed)) != squeezed:
        squeezed = shorter
    if not squeezed:
        raise ValueError("empty")
    for pattern in (_LETTER, _SWAPPED, _NAMED, _REVERSED, _BARE):
        if (match := pattern.fullmatch(squeezed)) and not _is_other(match):
            parts = match.groupdict()
            return build(
                _with_term(parts["code"], parts.get("term")),
                parts["year"],
                parts["n"],
                word=parts.get("word", ""),
                ordinal=bool(parts.get("nth")),
            )
    raise ValueError(f"{_shown(text)}: {_reason(squeezed)}")


def _with_term(code: str, term: str | None) -> str:
    """…人民代表大会常务委员会公告〔五届〕第104号 with its 届 where the full name carries it: each counts anew."""
    if not term or "届" in code:
        return code
    return code.replace("人民代表大会", f"第{term}届人民代表大会", 1)


def parse_bare(title: str) -> tuple[str, DocumentNumber] | None:
    """A number without brackets at the head of a title (政发2014年27号 关于…), with its spelling."""
    match = re.match(rf"\s*(?:{_BARE.pattern})", re.sub(r"(?<=\d) (?=\d)", "年", fold(title)))
    if not match or len(match["code"]) > 8:
        return None
    return title[: match.end()].strip(), build(match["code"], match["year"], match["n"])


def _is_other(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if "word" not in parts:
        return _PERMIT.search(parts["code"]) is not None
    named = parts["code"]
    return not (is_organ(named) or re.search(r"[府政]$", named) or parts["year"])


def _strip_edges(text: str) -> str:
    """Without a label, full stops and the brackets that enclose the whole."""
    text = re.sub(r"^(?:发文字号|文件编号|文号)[:：]|[。；;，,、]+$", "", text)
    text = re.sub(rf"{OPEN}{CLOSE}$", "", text)
    if re.match(r"[（(【\[](?!\d)", text) and re.search(rf"{CLOSE}$", text):
        return text[1:-1]
    return text


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:40] + "…"


_REASONS = (
    (
        r"[A-Z]{2,6}\d{0,2}[-—–]\d{4}[-—–]\d{4,7}",
        "a registration number (统一编号), not a document number",
    ),
    (r"^(?:GB|DB|WS|HJ|JB|QB|NY|YY)", "a standard, not a document number"),
    (
        rf"^{OPEN}?{YEAR}{CLOSE}?年?第?\d+号$",
        "the code (代字) or organ before the number is missing",
    ),
    (r"^(?!.*(?:\d|第[一二三四五六七八九十百〇零]+号))", "no serial number in it"),
    (r"^[^号]*$", "no 号 in it"),
    (rf"^(?!.*(?:{YEAR}|令|告))", "neither a year nor 令 or 公告 in it"),
    ("", "not of the form 代字〔年份〕序号号, 机关令第N号 or 机关公告YYYY年第N号"),
)


def _reason(squeezed: str) -> str:
    """Why a string is no number, for the person who typed it."""
    return next(reason for pattern, reason in _REASONS if re.search(pattern, squeezed))
