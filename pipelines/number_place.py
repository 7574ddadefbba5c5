"""Where a number stands on a page, and what the place says of it: a letterhead, a 题注, a citation."""

from __future__ import annotations

import re
from enum import StrEnum

from pipelines.label import to_label
from pipelines.number_search import Found, find_all


class Place(StrEnum):
    """The kinds of places; CITED and ELSEWHERE speak for nothing."""

    LETTERHEAD = "line of its own"
    GLUED = "in the heading"
    BRACKETED = "bracketed line"
    LABEL_LINE = "label in the text"
    BARCODE = "barcode"
    NOTE = "promulgation note"
    CITED = "cited"
    ELSEWHERE = "elsewhere"


HEADING = 2000  # characters before a number that are looked at
NOTE = 240  # characters of a 题注 before its number
READING = re.compile(
    r"解读|答记者问|问答|一图读懂|图解|说明$|征求意见|政策吹风|新闻发布|实施情况|公示$"
)
_NOUNS = (
    "通知|意见|办法|方案|措施|规定|细则|决定|通报|批复|规划|计划|要点|条例|通告|公告|函|答复|报告|纲要|目录|标准"
    "|规则|制度|指引|规范|章程|准则|说明|公报|议案|请示|命令|令|表|书|名单|清单|指南|预案|工作|决议|若干政策|建议"
)
_ENDS_HEADING = re.compile(
    rf"(?:(?:{_NOUNS})(?:[（(〔<][^（()）]{{1,20}}[）)〕>])?[》〉”\"]?|[）)》]|政府|部|委|委员会|局|署|院|厅|办|办公厅|办公室|会|行)$"
)


def ends_heading(before: str) -> bool:
    """Whether a piece of a heading may end here: a title (…通知, …》) or the name of an organ."""
    return _ENDS_HEADING.search(before.rstrip(" 　（(【[")) is not None


_SENTENCE_END = re.compile(r"[。；;！!？?]|(?:第[一1]章|第一条|一、|（一）)|\n\s*1[.．、]")
_LABEL_BEFORE = re.compile(r"(?:发文字号|发\s*文\s*号|文件编号|文\s*号)[\s•·|：:]*$")
_CITING = re.compile(
    r"(?:根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|转发|印发|废止|关于|参见|详见|见|原|以|对|将|与|和|及|由|经|的|是|为|号|、)$"
)
_NOT_OWN_AFTER = re.compile(
    r"文?[^\n]{0,6}收悉|文(?:件)?[的中，,、规要精同]|等?文件|精神|要求|规定|通知|同时废止|予以废止|[）)]?[》、]|废止|停止执行|失效|以及|明确|提出|指出|出台|和[^\n]{0,20}号"
)
_SENTENCE = re.compile(r"[，,]|收到|^接|根据|按照|现将|近日|日前|为(?:贯彻|落实|了)")
_INSIDE = re.compile(r"[(（][^()（）\n]*[^()（）\n\s]\s*$")
_DATED = r"(?:\d{4}|[一二][〇零○九]\S{2})\s*年"
_NOTE_OPEN = re.compile(
    rf"(?<![》〉])\s*[(（]\s*(?:{_DATED}[^()（）]{{2,60}}?(?:通过|批准)[\s，,；;]+)*(?:(?:经|由)?{_DATED}[^()（）]{{2,40}})?$"
)
_NOTE_CLOSE = re.compile(r"\s*(?:《[^》]{2,60}》)?\s*(?:公布|发布|颁布|通过|印发|令)")
_MARK = 40  # characters of a 发文机关标志 (GB/T 9704-2012 § 7.2.4), the organs' names and 文件
_TABLE = re.compile(r"序\s*号")
_WIDGET = re.compile(
    r"字号|字体|打印|关闭|分享|收藏|朗读|扫一扫|首页|位置|\d{4}\s*[-年/]\s*\d{1,2}|^\W*$|^[大中小]$"
)


class Page:
    """The text under its title, cut into heading and body."""

    def __init__(self, text: str, title: str) -> None:
        self.title = re.sub(r"\s", "", title)
        self.text = _parted(text, title)
        self.body_start = _body_start(self.text)
        self.found = find_all(self.text)
        self.note_taken = False

    def judge(self, found: Found) -> Place:
        """What the place a number stands in says of it."""
        before = self.text[max(0, found.start - HEADING) : found.start]
        after = self.text[found.end : found.end + 60]
        if _LABEL_BEFORE.search(before[-20:]) and self._may_label(found, before):
            return Place.LABEL_LINE
        if before.endswith("^") and after.startswith("^"):
            return Place.BARCODE
        if found.start >= self.body_start + 1:
            return self._in_body(before, after)
        if _INSIDE.search(before[-400:]) or (
            before.endswith(("（", "(")) and _NOTE_CLOSE.match(after)
        ):
            return self._in_note(before, after)
        if READING.search(self.title):
            return Place.CITED
        return self._in_heading(found, before, after)

    def _may_label(self, found: Found, before: str) -> bool:
        """Labels stand above the text; a 文号 column of a table, or a 文号 in the text, is none."""
        return found.start <= max(self.body_start, 600) and not _TABLE.search(before[-60:])

    def _in_note(self, before: str, after: str) -> Place:
        """In a 题注 the first order promulgated the text, later ones amended it."""
        if self.note_taken or not (_NOTE_OPEN.search(before[-NOTE:]) and _NOTE_CLOSE.match(after)):
            return Place.CITED
        self.note_taken = True
        return Place.NOTE

    def _in_body(self, before: str, after: str) -> Place:
        alone = before.endswith("\n") and after.startswith("\n")
        return Place.ELSEWHERE if alone else Place.CITED

    def _in_heading(self, found: Found, before: str, after: str) -> Place:
        line_start, line_end = before.rpartition("\n")[2].strip(), after.partition("\n")[0].strip()
        bracket = line_start.endswith(("(", "（", "【")) and line_end.startswith((")", "）", "】"))
        if bracket:
            line_start, line_end = line_start[:-1].strip(), line_end[1:].strip()
        previous = line_start or before.rstrip("（(【 \t\n").rpartition("\n")[2].strip()
        if _TABLE.search(before) or not self._may_precede(previous):
            return Place.ELSEWHERE
        if bracket:
            cited = line_start or _NOT_OWN_AFTER.match(line_end)
            return Place.CITED if cited else Place.BRACKETED
        if not line_start and (not line_end or re.match(r"签发人", line_end)):
            return Place.LETTERHEAD
        if _NOT_OWN_AFTER.match(line_end) or _CITING.search(line_start):
            return Place.CITED
        if line_start.endswith(("》", "（", "(", "，", "“")) or _SENTENCE.search(line_start):
            return Place.CITED
        return Place.GLUED

    def _may_precede(self, line: str) -> bool:
        """Whether a line may stand above the number in a heading: title, issuer, label or widget."""
        bare = re.sub(r"\s", "", line)
        if not bare or (self.title and (bare in self.title or self.title in bare)):
            return True
        if any(one.start <= self.text.find(line) < one.end for one in self.found[:3]):
            return True  # of two letterheads neither may win
        if bare.endswith("文件"):
            return len(bare) < _MARK
        return _is_label_line(line) or ends_heading(bare) or _WIDGET.search(bare) is not None


def _parted(text: str, title: str) -> str:
    """The text with a line break after its title, where the page runs on; ideographic double blanks part lines too."""
    text = re.sub(
        r"[\u3000\xa0 ]{2,}", lambda m: " " * (len(m[0]) - 1) + "\n", text.replace("\r", "\n")
    )
    if len(title) > 6 and (place := text.find(title)) >= 0 and text[:place][-1:] not in _RUNS_ON:
        end = place + len(title)
        return f"{text[:end]}\n{text[end:]}"
    return f"{title}\n{text}" if _leaves_number(title) else text


_RUNS_ON = frozenset("，、,《〈“")


def _leaves_number(title: str) -> bool:
    """Whether a title leaves its number to the next line: …人民政府令, …公告."""
    return re.search(r"(?:令|公告|通告)$", title) is not None and "关于" not in title


def _body_start(text: str) -> int:
    """Where the official text begins: the first sentence end or addressee, labels apart."""
    place = 0
    for line in text.split("\n"):
        if not _is_label_line(line):
            stops = [
                m.start()
                for m in (_SENTENCE_END.search(line), re.search(r"[：:](?!\d)", line))
                if m
            ]
            if stops:
                return place + min(stops)
        place += len(line) + 1
    return len(text)


def _is_label_line(line: str) -> bool:
    return to_label(re.split(r"[：:]", line)[0]) is not None
