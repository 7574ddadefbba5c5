"""Every 发文字号 in a running text, with its place; the left boundary is where the work is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.number_grammar import (
    CLOSE,
    OPEN,
    REGION,
    SERIAL,
    TERM,
    YEAR,
    DocumentNumber,
    build,
    fold,
    is_organ,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Found:
    """A number in a text: `text[start:end]` is how it is printed."""

    start: int
    end: int
    number: DocumentNumber


_GAP = r"\s{0,8}"
_LETTER_TAIL = re.compile(
    rf"{OPEN}{_GAP}{YEAR}{_GAP}年?{_GAP}{CLOSE}{_GAP}第?{_GAP}\d{{1,5}}{_GAP}号"
)
_TERM = TERM.replace("?P<term>", "?:")
_NAMED_TAIL = re.compile(
    rf"(?:令|公{_GAP}告|通{_GAP}告){_GAP}{_TERM}?{_GAP}"
    rf"(?:{OPEN}?{_GAP}{OPEN}?{_GAP}{YEAR}{_GAP}年?{_GAP}{CLOSE}?{_GAP}第?{_GAP}\d{{1,5}}"
    rf"|{OPEN}?{_GAP}第{_GAP}{SERIAL}{{1,6}}|(?<=令)\d{{1,4}}){_GAP}号(?P<close>{_GAP}{CLOSE}{{1,2}})?"
)
_REVERSED_TAIL = re.compile(
    rf"(?:{YEAR}{_GAP}年{_GAP}第|第|(?<=\D)(?=\d)){_GAP}{SERIAL}{{1,6}}{_GAP}号{_GAP}令"
)
_ORDER_AT_END = re.compile(rf"号{_GAP}令")
_NEXT = re.compile(
    rf"{_GAP}(?:[、,，和及]|以及){_GAP}(?:{OPEN}{_GAP}(?P<year>{YEAR}){_GAP}{CLOSE}{_GAP})?第?(?P<n>\d{{1,5}}){_GAP}号(?![线楼院文])"
)

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_STOP = re.compile(
    r"根据|按照|依据|依照|参照|遵照|贯彻|落实|执行|关于|废止|转发|印发|发布|公布|颁布|简称|认真|同时|以及|结合"
    r"|符合|通知|意见|办法|方案|措施|规定|细则|决定|通报|批复|要点|条例|复函|答复|纲要|目录|标准|名单|清单|规则"
    r"|制度|请示|报告|有关|文件|精神|要求|附件|收到|已经|已被|实施|适用|施行|(?:规划|计划)(?=[国省京津沪渝冀豫粤川])"
    r"|等(?:多|[一二三四五六七八九十]+)?(?:部门|单位)(?!令)|[的了被按照据]"
)
_LEAD = re.compile(
    r"[年月日条款项](?=.{2})|[和与及或](?!政|县|田|静|龙|平|林|硕|布)|将(?!乐|政|委)|对(?!外)|由|见|指|在|为|至|是|其(?!他)|并|且|等|现"
    r"|原(?=国|省|市|.{2,}[部委局厅]|[京津沪渝冀豫粤川])"
)
_ADDRESSED = re.compile(
    r"^(?:[你我贵该本](?:省|市|县|区|州|厅|局|部|委|办|院|司|旗|会|公司|单位)|[你我该])(?=.{2})"
)
_ORGAN_THEN_CODE = re.compile(
    r".*(?:人民政府|国务院|办公厅|办公室|委员会|总局|.{2}[部局厅委])"
    rf"(?={REGION.pattern}.|国(?:[办发函法令]|科|税|卫)|中(?:发|办)|财税)"
)
_ORGAN_HEAD = re.compile(
    r"(?:中华人民共和国)?(?:国务院|国家|最高人民|中国|全国人民代表大会|主席)|中华人民共和国"
)
_SINGLE_CODES = frozenset("法发函电办政字")


def find_all(text: str) -> list[Found]:
    """Every number in a text, in order. Pieces of a list (…9号、10号) inherit code and year."""
    return list(_find_all(text))


@lru_cache(maxsize=8)  # a page's text is searched for its own number and for what it cites
def _find_all(text: str) -> tuple[Found, ...]:
    unseen = {match.start() for match in _INVISIBLE.finditer(text)}
    if not unseen:
        return tuple(_find(fold(text)))
    kept = [place for place in range(len(text)) if place not in unseen]
    found = _find(fold("".join(text[place] for place in kept)))
    return tuple(Found(kept[one.start], kept[one.end - 1] + 1, one.number) for one in found)


def _find(folded: str) -> list[Found]:
    found: list[Found] = []
    for anchor in _anchors(folded):
        if found and anchor.start() < found[-1].end:
            continue
        floor = found[-1].end if found else 0
        if (one := _read(folded, anchor, floor)) is not None:
            found.append(one)
            found.extend(_continuation(folded, one))
    return found


def _anchors(folded: str) -> list[re.Match[str]]:
    """Tails of numbers in order of their place; where two kinds overlap the longer reading comes first."""
    reversed_tails = (_REVERSED_TAIL,) if _ORDER_AT_END.search(folded) else ()
    patterns = (_NAMED_TAIL, _LETTER_TAIL, *reversed_tails)
    tails = [match for pattern in patterns for match in pattern.finditer(folded)]
    return sorted(tails, key=lambda match: (match.start(), -match.end()))


def _read(folded: str, anchor: re.Match[str], floor: int) -> Found | None:
    named = anchor.re is not _LETTER_TAIL
    start = (
        _organ_start(folded, anchor, floor) if named else _code_start(folded, anchor.start(), floor)
    )
    if start is None:
        return None
    end = anchor.end()
    if anchor.re is _NAMED_TAIL and anchor["close"]:
        end = _closed_end(folded, start, anchor)
    try:
        return Found(start, end, parse(folded[start:end]))
    except ValueError:
        return None


def _closed_end(folded: str, start: int, anchor: re.Match[str]) -> int:
    """A closing bracket belongs to the number only when the number opened it."""
    inner = folded[start : anchor.start("close")]
    if len(re.findall(OPEN, inner)) > len(re.findall(CLOSE, inner)):
        return anchor.end()
    return anchor.start("close")


def _run(folded: str, end: int, floor: int, limit: int = 40) -> int:
    """Where the unbroken run of characters that ends at `end` begins."""
    start = end
    while start > max(floor, end - limit) and _CJK.match(folded, start - 1):
        start -= 1
    return start


def _skip_blanks(folded: str, end: int, blanks: str = " \t") -> int:
    while end > 0 and folded[end - 1] in blanks:
        end -= 1
    return end


def _code_start(folded: str, anchor: int, floor: int) -> int | None:
    end = _skip_blanks(folded, anchor)
    if end and folded[end - 1] == "\n":
        end = _skip_blanks(folded, end, " \t\r\n")
        begin = _run(folded, end, floor)
        if folded[:begin].rpartition("\n")[2].strip() or end - begin > 10:
            return None
    start = _joined_run(folded, end, floor)
    code = re.sub(r"\s", "", folded[start:end])
    trimmed = trim_code(code, after=folded[start - 1 : start])
    if not trimmed or (len(trimmed) == 1 and trimmed not in _SINGLE_CODES) or len(trimmed) > 14:
        return None
    return _back(folded, end, len(trimmed))


def _joined_run(folded: str, end: int, floor: int) -> int:
    """The run, joined over single blanks while its first piece is one character (国 办 发)."""
    start = _run(folded, end, floor)
    while end - start < 40 and start > floor:
        left = _skip_blanks(folded, start)
        begin = _run(folded, left, floor)
        first = start - 1 if start == end else start
        if begin == left or start - left > 2 or (_run_length(folded, first) > 1):
            break
        start = begin
    return start


def _run_length(folded: str, start: int) -> int:
    end = start
    while end < len(folded) and end - start < 3 and _CJK.match(folded, end):
        end += 1
    return end - start


def _back(folded: str, end: int, count: int) -> int:
    """The place `count` characters, blanks not counted, before `end`."""
    while count:
        end -= 1
        count -= not folded[end].isspace()
    return end


def trim_code(run: str, *, after: str = "") -> str:
    """The 代字 at the end of a run of characters: what the sentence before it left is cut off."""
    whole = run
    for stop in _STOP.finditer(run):
        if stop.end() < len(run):
            whole = run[stop.end() :]
    if organ := _ORGAN_THEN_CODE.match(whole):
        whole = whole[organ.end() :]
    whole = _ADDRESSED.sub("", whole)
    at_start = whole == run and (not after or after.isspace())
    if after.isdigit() and whole == run:
        whole = re.sub(r"^[年月日号条款项次期个件届](?=.)", "", whole)
    while not at_start and (lead := _LEAD.match(whole)) and lead.end() < len(whole):
        whole = whole[lead.end() :]
    return whole


def _organ_start(folded: str, anchor: re.Match[str], floor: int) -> int | None:
    end = _organ_end(folded, anchor.start())
    start = _joined_run(folded, end, floor)
    if others := re.search(r"等\d{1,2}个?$", folded[max(0, start - 4) : start]):
        start = _run(folded, start - len(others[0]), floor)
    organ = trim_organ(re.sub(r"\s", "", folded[start:end]), after=folded[start - 1 : start])
    if not organ:
        return None
    begin = _back(folded, end, len(organ))
    alone = begin == start
    while alone and (joint := _joint_before(folded, begin, floor, anchor)) is not None:
        begin = joint
    return begin


def _organ_end(folded: str, anchor: int) -> int:
    """The end of the organ before 令: on the line above when 令 stands on a line of its own."""
    end = _skip_blanks(folded, anchor)
    return _skip_blanks(folded, end, " \t\r\n") if end and folded[end - 1] == "\n" else end


def trim_organ(run: str, *, after: str = "") -> str:
    """The organ at the end of a run of characters, empty when there is none."""
    organ = trim_code(run, after=after)
    for head in _ORGAN_HEAD.finditer(organ):
        if head.start() and not is_organ(organ[: head.start()]) and is_organ(organ[head.start() :]):
            organ = organ[head.start() :]
            break
    short = re.fullmatch(r".{1,3}[府政]|国|主席", organ)
    return organ if is_organ(organ) or short else ""


def _joint_before(folded: str, begin: int, floor: int, anchor: re.Match[str]) -> int | None:
    """Where a further issuer before 、, a blank or a line break begins, None when there is none."""
    end = _skip_blanks(folded, begin, " \t\r\n、")
    between = folded[end:begin]
    if (
        not between
        or len(between) > 8
        or ("\n" in between and not _heads_a_page(folded, begin, anchor))
    ):
        return None
    start = _run(folded, end, floor)
    organ = trim_organ(folded[start:end], after=folded[start - 1 : start])
    if not organ or organ in folded[begin : anchor.start()]:
        return None
    if "\n" in between and (len(organ) < end - start or folded[:start].rpartition("\n")[2].strip()):
        return None
    return end - len(organ)


def _heads_a_page(folded: str, begin: int, anchor: re.Match[str]) -> bool:
    """Whether organ and 令 stand on lines of their own, as joint issuers are printed one below the other."""
    line = folded[begin:].partition("\n")[0].strip()
    return line == re.sub(r"\s*(?:第|〔|\[|（|\().*", "", line) and begin < anchor.end()


def _continuation(folded: str, first: Found) -> Iterator[Found]:
    number, end = first.number, first.end
    while number.year is not None and (match := _NEXT.match(folded, end)):
        year, kind = match["year"] or number.year, number.kind
        word = "" if kind == "文" else str(kind)
        start = match.start("year") - 1 if match["year"] else match.start("n")
        yield Found(start, match.end(), build(number.code, year, match["n"], word=word))
        end = match.end()
