"""The official documents the demo's portals carry, read from `texts/`.

A text file is a header, an empty line and the text. `<80%|75%>` and `[0]`, `[1]` before a line tell this
year's edition from last year's; `written` and `posted` count days back from today and on from signing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

CHOICE = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
YEAR = re.compile(r"\{(year|prev)([+-]\d)?\}")
EDITION_LINE = re.compile(r"\[([01])\]")
DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a line of the tail, or a table."""

    kind: str  # text | heading | title | signature | date | note | table
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Annex:
    """A file that goes with a document (附件)."""

    kind: str  # pdf | docx
    title: str


@dataclass(frozen=True)
class Paper:
    """One official document, wherever it is carried."""

    key: str  # file stem and edition: qingxi-water/1
    home: str  # the portal of its issuer
    title: str
    issuer: str
    number: str | None
    topic: str
    written_on: date
    posted_on: date
    blocks: tuple[Block, ...]
    is_order: bool = False  # 令: the number stands alone, under the organ's name
    is_later: bool = False  # published only when the changes are applied
    annex: Annex | None = None
    carriers: tuple[tuple[str, int], ...] = ()  # other portals and how many days later


def load_papers(today: date) -> dict[str, Paper]:
    """Every document by its key, dated relative to `today`."""
    folder = resources.files("gongbao.demo") / "texts"
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    papers = {}
    for file in files:
        header, body = file.read_text(encoding="utf-8").split("\n\n", 1)
        fields = dict(line.split(": ", 1) for line in header.splitlines())
        for edition in range(len(fields["written"].split("|"))):
            paper = _read_paper(file.name.removesuffix(".txt"), fields, body, edition, today)
            papers[paper.key] = paper
    return papers


def _read_paper(stem: str, fields: dict[str, str], body: str, edition: int, today: date) -> Paper:
    mine = {
        name: value.split("|")[edition].strip() for name, value in fields.items() if "|" in value
    }
    fields = {**fields, **mine}
    written_on = today - timedelta(days=int(fields["written"]))
    is_plan = "written" in mine or fields.get("year") == "today"
    year = today.year - edition if is_plan else written_on.year
    carriers = fields.get("carriers", "").split() if edition == 0 else []
    return Paper(
        key=f"{stem}/{edition}",
        home=stem.split("-", maxsplit=1)[0],
        title=_fill(fields["title"], year, edition),
        issuer=fields["issuer"],
        number=_number(fields, written_on),
        topic=fields["topic"],
        written_on=written_on,
        posted_on=written_on + timedelta(days=int(fields["posted"])),
        blocks=_read_blocks(_fill(body, year, edition), edition, fields, written_on),
        is_order="order" in fields,
        is_later=fields.get("stage") == "later",
        annex=_annex(_fill(fields.get("attachment", ""), year, edition)),
        carriers=tuple(_carrier(word) for word in carriers),
    )


def _fill(text: str, year: int, edition: int) -> str:
    def year_of(found: re.Match[str]) -> str:
        base = year if found[1] == "year" else year - 1
        return str(base + int(found[2] or 0))

    return CHOICE.sub(lambda found: found[edition + 1], YEAR.sub(year_of, text))


def _number(fields: dict[str, str], written_on: date) -> str | None:
    if "order" in fields:
        return fields["order"].format(serial=fields["serial"])
    if "code" in fields:
        return f"{fields['code']}〔{written_on.year}〕{fields['serial']}号"
    return None


def _annex(text: str) -> Annex | None:
    kind, _, title = text.partition(" ")
    return Annex(kind, title) if title else None


def _carrier(word: str) -> tuple[str, int]:
    portal, _, days = word.partition("+")
    return portal, int(days or 0)


def _read_blocks(
    body: str, edition: int, fields: dict[str, str], written_on: date
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(line[1:].split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        blocks += _read_line(line.strip(), edition, fields, written_on)
    return tuple(blocks)


def _read_line(line: str, edition: int, fields: dict[str, str], written_on: date) -> list[Block]:
    if marked := EDITION_LINE.match(line):
        line = line[3:] if int(marked[1]) == edition else ""
    if not line:
        return []
    if line in ("@sign", "@date"):
        day = Block("date", _spell_date(written_on, fields.get("date")))
        return [Block("signature", fields["issuer"]), day] if line == "@sign" else [day]
    if line.startswith("## "):
        return [Block("title", line[3:])]
    return [Block(_kind(line), line)]


def _kind(line: str) -> str:
    if line.startswith("（此件"):
        return "note"
    is_heading = re.match(r"[一二三四五六七八九十]+、", line) and len(line) < 24
    return "heading" if is_heading else "text"


def _spell_date(day: date, style: str | None) -> str:
    if style != "chinese":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{str(day.year).translate(DIGITS)}年{_spell(day.month)}月{_spell(day.day)}日"


def _spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    start = {0: "", 1: "十"}.get(tens, f"{str(tens).translate(DIGITS)}十")
    return start + (str(ones).translate(DIGITS) if ones else "")
