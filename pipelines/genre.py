"""What kind of document a title announces: 文种 (《党政机关公文处理工作条例》第八条) and our category."""

from __future__ import annotations

import re

from pipelines.label import squeeze

GENRES = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
BRACKETS = re.compile(r"[（(【\[〔〈][^（）()【】\[\]〔〕〈〉]*[）)】\]〕〉]")
NUMBERS = re.compile(
    r"[〔（(\[]?\d{4}[〕）)\]]?年?第?\s*\d+\s*号|第\s*[\d一二三四五六七八九十百零〇]+\s*[号期]"
)
NOT_GENRE = re.compile(
    r"(?:征求|反馈|提出|听取|征集)(?:\w{0,4})意见$|(?:信|来|去|公开)函$|[任录]?命令状$|通知书$|"
    r"请求报告$"
)
ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布")
QUOTED = re.compile(r"《[^《》]*》")

INTERPRETATION = re.compile(
    r"解读|图解|一图|答记者问|起草说明|政策问答|热点问答|\d+问$|问答$|编制说明|新闻发布会"
)
APPOINTMENT = re.compile(r"任免|任命|免去|免职|[任兼]职|职务的?(?:通知|决定)|任前公示|聘任")
PLAN = re.compile(
    r"(?:方案|规划|计划|纲要|行动|要点|分工|任务清单|工作安排|重点工作|重点任务|路线图|时间表|"
    r"任务分解|工作任务|(?:任务|工作)(?:分[解工])?表|分工表|工程|部署)(?:\d{4}年?)?(?:等)?$"
)
RULE = re.compile(
    r"(?:办法|规定|条例|细则|规则|章程|准则|规程|规范|制度|标准|基准|法|指引|目录|暂行规定)(?:等)?$"
)
REPORT = re.compile(r"(?:报告|年报|总结|情况汇报|白皮书|统计公报|工作情况|建设情况)$")
ISSUING = re.compile(
    r"(?:印发|发布|公布|颁布|转发|批转|下达)(?P<what>.+?)的?(?:" + "|".join(GENRES) + r")$"
)
OTHERS = re.compile(
    r"^(?:等\S{0,8}|的|配套\S{0,8}|文件)$"
)  # behind the last title: no object of its own
NOTICES = frozenset(
    {"通知", "公告", "通告", "通报", "函", "批复", "意见", "公报", "决定", "决议", "命令"}
)


def bare_title(title: str) -> str:
    """The title without brackets, numbers and blanks, as its last word shows."""
    bare = squeeze(title)
    while (shorter := BRACKETS.sub("", bare)) != bare:
        bare = shorter
    return NUMBERS.sub("", bare).strip('：:。、，,-—_*※.“”"')


def genre_of_title(title: str, *, strict: bool = False) -> str | None:
    """The statutory kind a title ends with; `strict` (for news) asks for 关于 before it."""
    bare = bare_title(title)
    if bare.endswith("》"):
        before, _, quoted = bare.partition("《")
        bare = quoted.rstrip("》") if not before or before.endswith(("令", "公告")) else before
    if NOT_GENRE.search(bare) or (strict and "关于" not in bare):
        return None
    if bare.endswith("令") and not bare.endswith(("指令", "法令", "口令", "禁令")):
        return "命令"
    return next((genre for genre in GENRES if bare.endswith(genre)), None)


def genre_of_label(value: str) -> str | None:
    """The statutory kind a label names outright."""
    bare = squeeze(value)
    return "命令" if bare in {"令", "命令（令）", "命令(令)"} else bare if bare in GENRES else None


def to_category(title: str, genre: str | None, page_kind: str) -> str:
    """plan | rule | notice | report | interpretation | news | appointment | other, by the title's own words."""
    bare = bare_title(title)
    outside = QUOTED.sub("", bare)
    if INTERPRETATION.search(outside or bare):
        return "interpretation"
    if page_kind == "article" and genre is None:
        return "news"
    if APPOINTMENT.search(bare):
        return "appointment"
    return category_of_object(object_of(bare, genre), genre)


def category_of_object(subject: str, genre: str | None) -> str:
    if PLAN.search(subject):
        return "plan"
    if RULE.search(subject):
        return "rule"
    if REPORT.search(subject) or genre == "报告":
        return "report"
    return "notice" if genre in NOTICES else "other"


def object_of(bare: str, genre: str | None) -> str:
    """What a notice issues or passes on, without its own quotation marks and brackets; else the title."""
    issued = ISSUING.search(bare) if genre else None
    inner = issued["what"] if issued else bare
    quoted = re.findall(r"《([^《》]+)》", inner)
    behind = OTHERS.sub("", inner.rpartition("》")[2])
    if issued and quoted:
        inner = behind or quoted[-1]
    elif issued and ABOUT.search(inner):
        return object_of(inner, genre_of_title(inner))
    return bare_title(inner.strip("《》"))
