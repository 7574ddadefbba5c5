"""Is a document in force (有效性): what the page states of it, never a presumption."""

from __future__ import annotations

import re

from pipelines.date import parse_date
from pipelines.label import squeeze

AMENDED = re.compile(
    r"部分(?:有效|失效|废止|条款)|条款(?:失效|废止)|已被?(?:修改|修订|修正)|有修改|被修[改订]"
)
IN_FORCE = re.compile(
    r"^(?:全文|现行|继续|目前|正在|长期|仍然|现在)?有效$|^(?:现行|在用|施行中|生效中?|已生效|是|有效力)$"
)
STATES = (
    ("amended", AMENDED),
    ("repealed", re.compile(r"废止|撤销|作废|废除")),
    ("expired", re.compile(r"失效|过期|到期|无效|期满")),
    ("in_force", IN_FORCE),
)
NOT_YET = re.compile(r"尚未|未生效|拟|即将|待")
OPTIONS = re.compile(r"有效.*[失无]效|[失无]效.*现行有效|废止.*有效|全部|不限|请选择")
LONGEST = 16
HEAD = 12  # lines in which an order announces its rules
MARK = re.compile(r"[（(【\[〔](?P<state>[^（）()【】\[\]〔〕]{2,10})[）)】\]〕]")
MARKED = re.compile(
    r"^(?:已|全文|部分|现行|条款|已经)?(?:失效|废止|修改|修订|有效|作废)$|^部分(?:失效|废止|"
    r"条款失效|条款废止)$|^已被?(?:废止|修改|修订)$"
)
SCRIPT_NAME = re.compile(r"status|state|valid|effect|timeliness|zt|yxx|sxx", re.IGNORECASE)
DAY = (
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
OWN = re.compile(
    rf"(?:本|此)(?:办法|规定|条例|细则|通知|意见|规则|方案|公告|决定|措施|通告|政策|标准|规程|"
    rf"规范|制度|章程|法|令|指引|目录|实施\w{{2,4}}|《[^》]*》)?"
    rf"[^。；《》]{{0,12}}?自\s*({DAY})\s*(?:起|开始)?[^。；]{{0,6}}?(?:施行|实施|执行|生效|试行)"
)
ANNOUNCED = re.compile(
    rf"(?:公布|发布|颁布|印发|通过)(?:《[^》]*》|[^。；《》])*?[，,]\s*自\s*({DAY})\s*(?:起|开始)"
    r"[^。；]{0,6}?(?:施行|实施|执行|生效|试行)"
)
UNTIL = re.compile(
    rf"有效期[^。；]{{0,4}}?(?:限)?(?:截止|截至|至|到)[为：:]?\s*({DAY})"
    rf"|[，,]\s*至\s*({DAY})\s*(?:止|失效|废止|届满)"
)


def read_state(value: str) -> str | None:
    """The state a label's value or a mark says; None for a list of choices (a search form) and for what is no state."""
    bare = squeeze(value).strip("[]【】（）()〔〕")
    if not bare or len(bare) > LONGEST or NOT_YET.search(bare) or OPTIONS.search(bare):
        return None
    return next((state for state, words in STATES if words.search(bare)), None)


def state_of_title(title: str) -> tuple[str, str] | None:
    """The state a title is marked with （已废止）【失效】, and the mark."""
    for mark in MARK.finditer(title):
        if mark.start() not in {0, len(title) - len(mark[0])} and mark.end() != len(title):
            continue
        word = squeeze(mark["state"])
        state = read_state(word) if MARKED.match(word) else None
        if state:
            return state, mark[0]
    return None


def state_of_script(variables: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The state an inline script holds for display (var file_status = '失效'), among its names and values."""
    for name, value in variables:
        state = read_state(value) if SCRIPT_NAME.search(name) else None
        if state:
            return state, f"{name} = {value}"
    return None


def effective_in_text(lines: list[str]) -> tuple[str, str] | None:
    """The day a document says it takes effect, and the sentence: its own last clause before its announcement."""
    for pattern, order in ((OWN, reversed(lines)), (ANNOUNCED, iter(lines[:HEAD]))):
        for line in order:
            match = pattern.search(line) if "自" in line else None
            day = parse_date(match[1]) if match else None
            if match and day:
                return day, match[0]
    return None


def expiry_in_text(lines: list[str]) -> tuple[str, str] | None:
    """The day a document says it ends (有效期至…), and the words."""
    for line in reversed(lines):
        match = UNTIL.search(line) if "至" in line or "截" in line or "到" in line else None
        day = parse_date(match[1] or match[2]) if match else None
        if match and day:
            return day, match[0]
    return None
