"""What a page says instead of a document: that a wall stands in the way, or that the page is gone. Pure.

Such words count only where a page has no prose of its own: a document about hacked sites may quote any of them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property

UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|template|select)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
TAG = re.compile(r"<[^>]*>")
TITLE = re.compile(r"<title[^>]*>(.*?)</title\s*>", re.DOTALL | re.IGNORECASE)
BLANKS = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
WIDE = re.compile(r"[\u3400-\u9fff]")
ALERT = re.compile(r"""\balert\(\s*(["'])([^"'<>]{4,80})\1\s*\)""")  # all that some pages say
HEAD = 400_000  # characters of a page that are looked at
PROSE_NODE = 50  # Chinese characters in one piece of text that make it prose, not navigation
PROSE = 120  # Chinese characters of prose that make a page one that says something of its own
SAYING = 80  # characters a piece of text may have to be an announcement
LITTLE = 600  # Chinese characters at most on a page that says it is a wall
NOTHING = 100  # and on one that is a wall by its script: real pages set cookies too

SCRIPTED_WALLS = (
    ("瑞数 dynamic cookie", re.compile(r"\$_ts\b\s*(?:=|\[|\.)|_\$[a-zA-Z0-9]{2}\(\)|FSSBB[A-Za-z0-9]{8,}")),
    ("加速乐 clearance", re.compile(r"__jsl_clearance|__jsluid|;go\(\{\"bts\"")),
    ("阿里云 cookie challenge", re.compile(r"acw_sc__v[23]|arg1\s*=\s*'[0-9A-F]{40}'")),
    ("JavaScript cookie", re.compile(r"\bC3VK=|HOY_TR|document\.cookie\s*=.{0,400}?location", re.DOTALL)),
    ("browser check", re.compile(r"cf-browser-verification|/challenge-platform/|_guard/(?:auto|slide|click)\.js")),
    ("WAF", re.compile(r"wzws-waf-cgi|wzwschallenge|waf_slider_captcha|safeline|reason:\s*GeoBL", re.IGNORECASE)),
)  # fmt: skip
SPOKEN_WALLS = re.compile(
    "知道创宇云防御|创宇盾|浏览器安全检查|网防G01|网站防火墙|Web应用防火墙|Web应用防护|云防护|云WAF"
    "|您的(?:请求|访问|IP|操作|浏览器).{0,20}(?:攻击|异常|非法|威胁|拦截|阻断|拒绝|禁止|屏蔽|限制)|对网站造成(?:安全)?威胁"
    "|(?:请求|访问|操作)(?:已被|被|已)(?:拦截|拒绝|阻断|禁止|屏蔽)|(?:拒绝|禁止|无权)访问|完成安全验证|滑动(?:滑块)?验证|人机验证|请输入验证码"
    r"|请(?:开启|启用|打开)\s*JavaScript|enable JavaScript and cookies|access denied|request blocked|\bforbidden\b",
    re.IGNORECASE,
)
HURRIED = re.compile(
    "(?:访问|请求|操作|刷新|点击)(?:过于|太|次数过)(?:频繁|快|多)|频率(?:过高|太快|过快)|(?:系统|服务器|网站)(?:繁忙|忙)"
    "|稍[后候]再试|too many requests|rate limit",
    re.IGNORECASE,
)
ABSENT = re.compile(
    "(?:页面|网页|文章|信息|内容|文件|栏目|资源|地址|链接|文档|稿件)(?:[^，。；]{0,8}?)"
    "(?:不存在|未找到|找不到|没有找到|已(?:经)?(?:被)?(?:删除|移除|下线|撤销|撤稿|关闭)|不见了|丢失了)"
    "|(?:页面|网页|链接|地址)已(?:经)?失效|(?:未找到|找不到|没有找到|无法找到)(?:[^，。；]{0,10}?)(?:页面|网页|文章|信息|内容|文件|资源)"
    r"|\b(?:404|410)\s*(?:错误|error|not found|页面|-|—)|\bnot found\b|错误\s*404|HTTP\s*404|^404$",
    re.IGNORECASE,
)
OF_DOCUMENT = re.compile(
    "索引号|发文字号|文\\s*号|发文机关|发布机构|成文日期|发布时间|发布日期|生成日期"
)
FILE_LINK = re.compile(
    r"""href\s*=\s*["']?[^"'>\s]+\.(?:pdf|docx?|xlsx?|ofd|wps|et|zip|rar|ceb)\b""", re.IGNORECASE
)


@dataclass(frozen=True)
class Wording:
    """The visible words of an answer, in pieces as tags cut them."""

    source: str

    @cached_property
    def title(self) -> str:
        """The `<title>`, blanks squeezed."""
        found = TITLE.search(self.source[:HEAD])
        return _squeeze(found[1]) if found else ""

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Pieces of visible text, in order."""
        bare = TITLE.sub(" ", UNSEEN.sub(" ", self.source[:HEAD]))
        shown = tuple(piece for piece in map(_squeeze, TAG.split(bare)) if piece)
        return shown or tuple(_squeeze(words) for _, words in ALERT.findall(self.source[:HEAD]))

    @cached_property
    def has_prose(self) -> bool:
        """Whether the page says something of its own, beyond navigation and announcements."""
        counts = (len(WIDE.findall(piece)) for piece in self.pieces)
        return sum(n for n in counts if n >= PROSE_NODE) >= PROSE

    @cached_property
    def size(self) -> int:
        """Visible Chinese characters."""
        return sum(len(WIDE.findall(piece)) for piece in self.pieces)

    @cached_property
    def is_of_document(self) -> bool:
        """Whether the page bears the marks of a document: its labels, or a file to download."""
        labelled = any(len(piece) <= SAYING and OF_DOCUMENT.search(piece) for piece in self.pieces)
        return labelled or FILE_LINK.search(self.source[:HEAD]) is not None

    @cached_property
    def is_data(self) -> bool:
        """JSON or XML: an answer to a program."""
        return self.source.lstrip("\ufeff \t\r\n")[:5].lower().startswith(("{", "[", "<?xml"))


def find_wall(words: Wording) -> str | None:
    """What keeps us out: the wall's name or its words; None when there is no wall."""
    if words.has_prose or words.size > LITTLE or words.is_of_document:
        return None
    for name, pattern in SCRIPTED_WALLS if words.size <= NOTHING else ():
        if pattern.search(words.source[:HEAD]):
            return name
    return _say(words, SPOKEN_WALLS)


def find_hurry(words: Wording) -> str | None:
    """The words of a server that has had too many requests."""
    if words.has_prose or words.size > LITTLE or words.is_of_document:
        return None
    return _say(words, HURRIED)


def find_absence(words: Wording, *, is_list: bool = False) -> str | None:
    """The words by which a page with status 200 says that there is no page; of a list, its title must say so."""
    if words.is_data or words.has_prose or words.is_of_document:
        return None
    pieces = () if is_list else words.pieces
    return _say_in((words.title, *pieces), ABSENT)


def _say(words: Wording, pattern: re.Pattern[str]) -> str | None:
    return _say_in((words.title, *words.pieces), pattern)


def _say_in(pieces: tuple[str, ...], pattern: re.Pattern[str]) -> str | None:
    for piece in pieces:
        if len(piece) <= SAYING and (found := pattern.search(piece)):
            return found[0]
    return None


def _squeeze(text: str) -> str:
    return BLANKS.sub(" ", html.unescape(text)).strip()
