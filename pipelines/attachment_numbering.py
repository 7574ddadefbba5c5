"""Automatic numbers of DOCX paragraphs (一、 （二） 1. ①): part of the text people see, kept outside of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.attachment_xml import attribute, child, children, parse_xml

if TYPE_CHECKING:
    from pipelines.attachment_container import Container
    from pipelines.attachment_xml import Node

DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
PLACE = re.compile(r"%([1-9])")
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MOST = 9999


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how its number is written, and the text around it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass
class Numbering:
    """The lists of a document and where each of them stands."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)  # numId → levels
    shared: dict[str, str] = field(default_factory=dict)  # numId → list whose count it continues
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → numId, level
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, container: Container) -> Numbering:
        """The lists of `word/numbering.xml` and the styles that use them."""
        found = cls()
        if "word/numbering.xml" in container:
            found._read_lists(parse_xml(container.read("word/numbering.xml")))
            if found.lists and "word/styles.xml" in container:
                found._read_styles(parse_xml(container.read("word/styles.xml")))
        return found

    def _read_lists(self, root: Node) -> None:
        abstract = {attribute(n, "abstractNumId"): n for n in children(root, "abstractNum")}
        for num in children(root, "num"):
            num_id = attribute(num, "numId") or ""
            base = attribute(child(num, "abstractNumId"), "val")
            levels = read_levels(abstract.get(base))
            overrides = list(children(num, "lvlOverride"))
            for override in overrides:
                restart(levels, override)
            self.lists[num_id] = levels
            self.shared[num_id] = num_id if overrides else f"abstract {base}"

    def _read_styles(self, root: Node) -> None:
        for style in children(root, "style"):
            used = child(style, "pPr", "numPr")
            num_id = attribute(child(used, "numId"), "val")
            if num_id in self.lists:
                level = to_int(attribute(child(used, "ilvl"), "val"), 0)
                self.styles[attribute(style, "styleId") or ""] = (num_id, level)

    def label(self, paragraph: Node) -> str:
        """The number before a paragraph, counted on; "" when it has none or only a bullet."""
        properties = child(paragraph, "pPr")
        num_id, level = self._place_of(properties)
        levels = self.lists.get(num_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared[num_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        return write_label(levels, counts, level)

    def _place_of(self, properties: Node | None) -> tuple[str, int]:
        used = child(properties, "numPr")
        styled = self.styles.get(attribute(child(properties, "pStyle"), "val") or "", ("", 0))
        num_id = attribute(child(used, "numId"), "val")
        level = to_int(attribute(child(used, "ilvl"), "val"), styled[1] if num_id is None else 0)
        return (styled[0] if num_id is None else num_id), level


def read_levels(abstract: Node | None) -> dict[int, Level]:
    """The levels of an abstract list."""
    nodes = children(abstract, "lvl") if abstract is not None else ()
    return {to_int(attribute(node, "ilvl"), 0): read_level(node) for node in nodes}


def read_level(node: Node) -> Level:
    """One `w:lvl`."""
    return Level(
        to_int(attribute(child(node, "start"), "val"), 1),
        attribute(child(node, "numFmt"), "val") or "decimal",
        attribute(child(node, "lvlText"), "val") or "",
    )


def restart(levels: dict[int, Level], override: Node) -> None:
    """Apply a `w:lvlOverride`: another level or another start."""
    index = to_int(attribute(override, "ilvl"), 0)
    changed = child(override, "lvl")
    level = read_level(changed) if changed is not None else levels.get(index, Level())
    start = to_int(attribute(child(override, "startOverride"), "val"), level.start)
    levels[index] = Level(start, level.form, level.text)


def write_label(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    """The text of a level with the counts put in (`第%1条`, `%1.%2`)."""
    if levels[level].form in ("bullet", "none"):
        return ""

    def put(place: re.Match[str]) -> str:
        index = int(place[1]) - 1
        known = levels.get(index, Level())
        return write_number(counts.get(index, known.start), known.form)

    return PLACE.sub(put, levels[level].text)


def write_number(number: int, form: str) -> str:
    """A number in one of Word's forms; Arabic digits where the form is not known."""
    if not 0 < number <= MOST:
        return str(number)
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting"):
        return to_chinese(number)
    if form in ("taiwaneseCountingThousand", "ideographDigital", "koreanDigital2"):
        return "".join(DIGITS[int(d)] for d in str(number)) if number > 10 else to_chinese(number)
    if form in ("upperRoman", "lowerRoman"):
        return to_roman(number) if form == "upperRoman" else to_roman(number).lower()
    return _write_from_row(number, form)


def _write_from_row(number: int, form: str) -> str:
    rows = {
        "ideographTraditional": STEMS, "ideographZodiac": BRANCHES,
        "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalFullWidth": "１２３４５６７８９",
    }  # fmt: skip
    row = rows.get(form, "")
    if number <= len(row):
        return row[number - 1]
    return f"{number:02d}" if form == "decimalZero" else str(number)


def to_chinese(number: int) -> str:
    """1 … 9999 as 一, 十二, 二十, 一百零三."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
        zero = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


def to_roman(number: int) -> str:
    """1 … 9999 as I, IV, XII."""
    text = ""
    for value, letters in ROMAN:
        text, number = text + letters * (number // value), number % value
    return text


def to_int(value: str | None, default: int) -> int:
    """A whole number of an attribute, the default when it is none."""
    try:
        return int(value) if value else default
    except ValueError:
        return default
