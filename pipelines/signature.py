"""The end of a document: who signed it (发文机关署名) and when (成文日期), GB/T 9704-2012 §7.3.5.

Annexes, 附注 and 版记 follow the signature, so the first signature of a text counts, not the last date in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.date import parse_date
from pipelines.issuer import is_half, is_organ, split_organs
from pipelines.label import squeeze

DAY = (
    r"(?:(?:18|19|20)\d\d年\d{1,2}月\d{1,2}日|[〇零○◯ОOＯo一二三四五六七八九]{4}年[一二三四五六七八九十元]{1,2}月[一二三四五六七八九十廿卅]{1,3}日"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})"
)
MONTH = r"(?:(?:19|20)\d\d年\d{1,2}月|[〇零○◯ОOＯo一二三四五六七八九]{4}年[一二三四五六七八九十元]{1,2}月)"
MONTH_LINE = re.compile(rf"[（(]?({MONTH})[）)]?")
DATE_LINE = re.compile(
    rf"[（(]?({DAY})[）)]?(?:[（(](?:此件|此文|盖章|印章)[^（）()]*[）)])?[。.]?"
)
SIGNED_LINE = re.compile(
    rf"(?P<names>[^，。；：！？:;!?《》\t]{{2,60}}?)[（(]?(?P<day>{DAY})[）)]?"
)
ENDS_IN_DATE = re.compile(r"[日\d][）)]?\Z")
STAMP = re.compile(r"[（(](?:盖章|印章|章|公章|代章|加盖公章|印)[）)]")
ROLE = (
    r"(?:总理|主席|部长|署长|行长|局长|主任|省长|市长|县长|区长|州长|盟长|旗长|院长|检察长|首席大法官|会长|厅长|理事长|委员长|审计长|"
    r"主任委员|书记|镇长|乡长|总局局长|秘书长)"
)
PERSON = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{2,}}){ROLE}|(?P<of>[\u4e00-\u9fff]*?){ROLE}[:：]?[\u4e00-\u9fff·]{{2,12}}"
)
FRAGMENT = re.compile(r"[\u4e00-\u9fff“”、（）()]{4,30}")
FULL_WIDTH_DIGITS = {ord("０") + i: ord("0") + i for i in range(10)}
WIDE = re.compile("[０-９]")
EARLIEST = 1  # the first line of a text is a header that extraction left there, no signature
REACH = 30  # lines above the date a joint signature can fill


@dataclass(frozen=True)
class Signature:
    """One signature of a text: organs in their order, the day, the number of its date line."""

    organs: tuple[str, ...]
    written_on: str
    line: int
    by_person: bool = False


def find_signatures(lines: list[str]) -> list[Signature]:
    """Every signature of a text, in order; those dated by a month only where no other is."""
    dated = [
        index
        for index, line in enumerate(lines)
        if len(line) <= 160 and ("年" in line or "20" in line or "19" in line)
    ]
    found = [signature for index in dated if (signature := read_signature(lines, index))]
    return found or [signature for index in dated if (signature := read_month(lines, index))]


def narrow(line: str) -> str:
    """A line with the digits of full width as plain ones."""
    return line.translate(FULL_WIDTH_DIGITS) if WIDE.search(line) else line


def read_month(lines: list[str], index: int) -> Signature | None:
    """The signature above a line that is a month (2020年11月)."""
    month = MONTH_LINE.fullmatch(squeeze(narrow(lines[index])))
    organs, by_person = organs_above(lines, index) if month else ((), False)
    day = parse_date(month[1]) if month else None
    return Signature(organs, day, index, by_person) if day and organs else None


def read_signature(lines: list[str], index: int) -> Signature | None:
    """The signature whose date stands in a line."""
    folded = STAMP.sub("", narrow(lines[index]))
    bare = squeeze(folded)
    alone = DATE_LINE.fullmatch(bare)
    if alone:
        organs, by_person = organs_above(lines, index)
        day = parse_date(alone[1])
        return Signature(organs, day, index, by_person) if day and (organs or by_person) else None
    if index < EARLIEST or not ENDS_IN_DATE.search(bare):
        return None
    same_line = SIGNED_LINE.fullmatch(bare)
    if same_line is None or looks_like_row(lines, index):
        return None
    organs = names_before_date(folded)
    day = parse_date(same_line["day"])
    if not day or not organs:
        return None
    above, _ = organs_above(lines, index)
    return Signature((*above, *organs), day, index)


def names_before_date(line: str) -> tuple[str, ...]:
    """The organs a line names before the date at its end."""
    cut = re.search(
        r"(?:\d\s*){4}年|[〇零○◯OＯo一二三四五六七八九](?:\s*[〇零○◯OＯo一二三四五六七八九]){3}\s*年|(?:19|20)\d\d[-./]",
        line,
    )
    organs = split_organs(line[: cut.start()].rstrip(" （(")) if cut else []
    return tuple(organs) if organs and all(map(is_organ, organs)) else ()


def looks_like_row(lines: list[str], index: int) -> bool:
    """Whether the line is one of several alike: a table or a list of dates."""
    around = lines[max(0, index - 2) : index] + lines[index + 1 : index + 3]
    return any(
        SIGNED_LINE.fullmatch(squeeze(line)) and not DATE_LINE.fullmatch(squeeze(line))
        for line in around
    )


def organs_above(lines: list[str], index: int) -> tuple[tuple[str, ...], bool]:
    """The organs signing above a date line, and whether persons sign."""
    organs: list[str] = []
    by_person = False
    for above in range(index - 1, max(-1, index - REACH), -1):
        line = STAMP.sub("", lines[above]).strip()
        bare = squeeze(line)
        if not bare:
            continue
        person = PERSON.fullmatch(bare)
        names = [] if person else organs_in_line(line, bare)
        if organs and is_half(organs[0]) and not names and not person and is_fragment(bare):
            organs[0] = bare + organs[0]
        elif person:
            by_person = True
            organ = person["organ"] or person["of"]
            organs = [*([organ] if is_organ(organ) else []), *organs]
        elif names:
            organs = [*names, *organs]
        else:
            break
    return tuple(dict.fromkeys(organs)), by_person


def organs_in_line(line: str, bare: str) -> list[str]:
    if len(bare) > 120:
        return []
    names = split_organs(line)
    return names if names and all(map(is_organ, names)) else []


def is_fragment(bare: str) -> bool:
    """Whether a line can be the first half of a name that the line break has cut."""
    return FRAGMENT.fullmatch(bare) is not None and not bare.startswith(("特此", "附", "此"))


def find_lone_date(lines: list[str]) -> str | None:
    """The first date in a line of its own below a finished sentence, unsigned, with no prose below it (a chronicle)."""
    for index in range(1, len(lines)):
        alone = DATE_LINE.fullmatch(squeeze(narrow(lines[index])))
        if alone and lines[index - 1].rstrip().endswith(("。", "！", ".", "；")):
            below = lines[index + 1] if index + 1 < len(lines) else ""
            return None if "。" in below else parse_date(alone[1])
    return None
