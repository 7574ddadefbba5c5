"""The head of a document: the caption that tells its promulgation (题注), the letterhead of an order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.date import find_date
from pipelines.issuer import is_organ, is_relative, split_organs
from pipelines.label import squeeze

CAPTION = re.compile(r"^[（(].{0,6}?(?:(?:18|19|20)\d\d年|[〇零○◯OＯo一二三四五六七八九]{4}年)")
ACT = re.compile(r"通过|公布|发布|批准|颁布|印发|修订|修正|施行")
SESSION = re.compile(r"第[一二三四五六七八九十百〇零\d]+届")
MEETING = re.compile(
    r"(?:第[一二三四五六七八九十百〇零\d]+次)?(?:全体|常务|部务|局务|委务|主席办公|党组)?会议.*$|"
    r"第[一二三四五六七八九十百〇零\d]+次.*$"
)
ORDER = re.compile(
    r"(?P<organ>.{2,60}?)(?:令|公告|"
    r"通告)(?:[〔\[（(﹝【]?\d{4}[〕\]）)﹞】]?年?)?第?[一二三四五六七八九十百〇零\d]*号?(?:公布|"
    r"发布|$)"
)
LETTERHEAD = re.compile(
    r"(?P<organ>[\u4e00-\u9fff、（）()]{2,60}?)(?P<kind>命令|令|公告|通告|公报|文件|决定)"
    r"(?:[（(〔\[﹝【]?(?:\d{4})[）)〕\]﹞】]?年?)?(?:第?[一二三四五六七八九十百〇零\d]+号)?[）)]?"
)
NUMBER = re.compile(
    r"[（(〔\[﹝【]?(?:\d{4}[）)〕\]﹞】年]*)?第?[一二三四五六七八九十百〇零\d]+号[）)]?"
)
REACH = 10  # lines of a text in which captions and letterheads stand


@dataclass(frozen=True)
class Promulgation:
    """Who promulgated and when; the line it was read from; the kind a letterhead names (令, 公告)."""

    organs: tuple[str, ...]
    written_on: str | None
    line: int
    kind: str | None = None


def find_caption(lines: list[str]) -> Promulgation | None:
    """The 题注 among the first lines: （2007年6月29日第十届全国人民代表大会常务委员会第二十八次会议通过）."""
    for index, line in enumerate(lines[:REACH]):
        bare = squeeze(line)
        if CAPTION.match(bare) and ACT.search(
            bare + squeeze("".join(lines[index + 1 : index + 3]))
        ):
            found = find_date(bare)
            if found and len(found[0]) >= 10:
                return Promulgation(organ_of_caption(bare[found[2] :]), found[0][:10], index)
    return None


def organ_of_caption(rest: str) -> tuple[str, ...]:
    """The organ right behind the date of a caption."""
    act = re.split(r"[，,;；。\s]|根据", rest, maxsplit=1)[0]
    order = ORDER.match(act)
    name = (
        order["organ"]
        if order
        else SESSION.sub("", MEETING.sub("", re.split(r"通过|公布|发布|批准", act)[0]))
    )
    names = split_organs(name)
    named = bool(names) and all(is_organ(name) and not is_relative(name) for name in names)
    return tuple(names) if named else ()


def find_letterhead(lines: list[str]) -> Promulgation | None:
    """The letterhead above the text: one or several organs, 令 or 公告 or 文件, and a number."""
    organs: list[str] = []
    kind = None
    for index, line in enumerate(lines[:REACH]):
        bare = squeeze(line)
        if NUMBER.fullmatch(bare):
            return Promulgation(tuple(organs), None, index, kind) if organs and kind else None
        head = LETTERHEAD.fullmatch(bare)
        name = line if head is None else head["organ"]
        names = split_organs(name)
        if not names or not all(map(is_organ, names)) or len(bare) > 70:
            return (
                Promulgation(tuple(organs), None, index, kind)
                if organs and kind and index < 4
                else None
            )
        organs += names
        kind = head["kind"] if head else kind
        if head and "号" in bare:
            return Promulgation(tuple(organs), None, index, kind)
    return None
