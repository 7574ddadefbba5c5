"""Titles of list rows: whole where the shown text is cut, free of dates, bullets and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_nodes import clean_title, text_of, texts_of, walk_visible
from platforms.list_table import cell_under

if TYPE_CHECKING:
    from collections.abc import Collection

    from selectolax.lexbor import LexborNode

GENERIC = re.compile(
    r"[\[【（(<>《\s]*(?:更多|more|详情|详细|查看(?:详情|全文|更多)?|阅读(?:全文|更多)?|点击(?:查看|下载)?|下载|附件(?:下载)?|打印|分享|"
    r"收藏|关闭|返回|首页|尾页|末页|上一?页|下一?页|第一页|最后一页|上一篇|下一篇|登录|注册|解读|图解|政策解读|相关解读|文字解读|"
    r"图片解读|视频解读|部门解读|媒体解读|解读材料|有效|废止|失效|\d{1,4}|跳转|GO|确定|搜索|>|>>|<|<<)"
    r"[\]】）)>》\s…+]*",
    re.IGNORECASE,
)
BULLETS = " \u3000·•●○◆◇■□▪▶►▸★☆※>»›|-—_*"
ELLIPSIS = re.compile(r"…+|\.{2,}|。{2,}|···")
CUT = re.compile(rf"(?:{ELLIPSIS.pattern})$")
PINNED = re.compile(
    r"^(?:[\[【（(〔]\s*(?:置顶|顶|新|热|荐|推荐|头条|NEW|HOT|TOP)\s*[\]】）)〕]|置顶[\s:：|]+)\s*",
    re.IGNORECASE,
)
NEW_MARK = re.compile(r"(?<=[\u4e00-\u9fff》）)])\s*(?:NEW|new|New)!?$")
TITLE_IN_TIP = re.compile(
    r"标\s*题\s*[:：]\s*(.+?)(?:\s*(?:发布|时间|日期|作者|来源|点击).{0,6}[:：].*)?$"
)
ORDER = re.compile(
    r".{2,60}(?:令|公告|决定)\s*[（(]?.{0,12}第?\s*[\d〇一二三四五六七八九十百零]+\s*号\s*[）)]?"
    r"|.{2,30}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号"
)
NUMBERED = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,16}[〔\[【（(]\d{4}[〕\]】）)]\s*第?\d+\s*号")
VIEW = re.compile(
    r"[\[【（(<《\s]*(?:详情|详细|查看(?:详情|全文)?|阅读全文|点击查看|浏览)[\]】）)>》\s…>»]*"
)
TITLE_HEADING = re.compile("标题|名称|题名")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset({"p", "div", "dt", "dd", "li", *HEADINGS})
TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|name)(?:$|[\s_-])", re.IGNORECASE)


def is_generic(text: str) -> bool:
    """Whether the text of a link is a word of navigation rather than a title."""
    return not text or bool(GENERIC.fullmatch(text))


def says_view(node: LexborNode) -> bool:
    """Whether a link says 查看 and no more: the title then stands beside it."""
    tip = clean_title(node.attributes.get("title") or "")
    return is_generic(tip) and bool(VIEW.fullmatch(text_of(node)))


def split_order(node: LexborNode, skip: Collection[int] = ()) -> tuple[str | None, str]:
    """Number and title of a link that prints an order's number on a line of its own (`<br>`)."""
    lines = [
        dates.squeeze(line).strip(BULLETS) for line in "".join(texts_of(node, skip)).split("\n")
    ]
    lines = [line for line in lines if line]
    if len(lines) > 1 and ORDER.fullmatch(lines[0]):
        return lines[0], "".join(lines[1:])
    title = "".join(lines)
    return None, "" if is_generic(title) else title


def title_weight(node: LexborNode) -> int:
    """How much a link says; a number or a date says little beside a title."""
    text = text_of(node)
    tip = clean_title(node.attributes.get("title") or "")
    best = max((t for t in (text, tip) if not is_generic(t)), key=len, default="")
    if dates.read_date(best):
        return 1
    return len(best) // 4 + 1 if NUMBERED.fullmatch(best) else len(best)


def link_title(node: LexborNode, row: LexborNode, skip: set[int]) -> tuple[str, str | None]:
    """The whole title of a link, and a date glued to it."""
    shown, glued = dates.split_title_date(_shown_title(node, skip).lstrip(BULLETS))
    shown = PINNED.sub("", NEW_MARK.sub("", shown))
    title = shown
    for text in (_tip(node), _tip_of_child(node), _tip(row), *_other_tips(node)):
        tip, day = dates.split_title_date(text)
        title, glued = _choose(shown, tip), glued or day
        if title != shown:
            break
    if CUT.search(title):
        title = next((t for t in _twins(node, row) if _choose(title, t) == t != title), title)
    beside = not title or says_view(node)
    return _text_beside(node, row, skip) if beside else title, glued


def _twins(node: LexborNode, row: LexborNode) -> list[str]:
    """What the other links of a row to the same address say, hidden ones too."""
    address = node.attributes.get("href")
    links = row.css("a") if address else []
    return [dates.squeeze(a.text(deep=True)) for a in links if a.attributes.get("href") == address]


def _text_beside(node: LexborNode, row: LexborNode, skip: set[int]) -> str:
    """The title of a row whose link says no more than 查看: the cell so headed, or the longest
    text.
    """
    cell = cell_under(row, lambda text: bool(TITLE_HEADING.search(text)))
    if cell and (text := text_of(cell, skip)):
        return text
    texts = [dates.squeeze(text) for text in texts_of(row, {*skip, node.mem_id})]
    named = [text for text in texts if not ORDER.fullmatch(text)]
    return max(named, key=len, default="") or max(texts, key=len, default="")


def _tip(node: LexborNode) -> str:
    tip = clean_title(node.attributes.get("mc") or node.attributes.get("title") or "")
    inner = TITLE_IN_TIP.match(tip)
    return (inner[1] if inner else tip).strip()


def _other_tips(node: LexborNode) -> list[str]:
    values = (node.attributes.get(name) for name in ("data-title", "aria-label", "alt"))
    return [clean_title(value) for value in values if value]


def _tip_of_child(node: LexborNode) -> str:
    for child in walk_visible(node):
        if not child.is_text_node and (child.attributes.get("title") or "").strip():
            return _tip(child)
    return ""


def _choose(shown: str, tip: str) -> str:
    """The title attribute where the shown text is cut, decorated or missing."""
    if not tip or is_generic(tip) or tip == shown:
        return shown
    plain, whole = _letters(CUT.sub("", shown)), _letters(tip)
    if is_generic(shown) or not plain:
        return tip
    if whole.startswith(plain) or (whole in plain and len(whole) >= 4):
        return tip if whole != plain or CUT.search(shown) else shown
    pieces = [re.escape(piece) for piece in ELLIPSIS.split(_letters(shown)) if piece]
    if ELLIPSIS.search(shown) and re.match(".*?".join(pieces), whole):
        return tip
    is_kin = plain[:6] in whole or plain[-6:] in whole
    return tip if CUT.search(shown) and is_kin and len(whole) > len(plain) else shown


def _letters(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def _shown_title(node: LexborNode, skip: set[int]) -> str:
    """The text of a link; of a link around a whole card, its heading."""
    whole = text_of(node, skip)
    below = walk_visible(node, skip)
    children = [c for c in below if not c.is_text_node and c.tag in BLOCKS | {"span"}]
    if len(whole) < 12 or not children:
        return whole
    for child in children:
        if child.tag in HEADINGS or TITLE_CLASS.search(child.attributes.get("class") or ""):
            text = text_of(child, skip)
            if len(text) >= 4:
                return text
    blocks = [text_of(c, skip) for c in children if c.tag in BLOCKS and not _holds_blocks(c)]
    full = [text for text in blocks if len(text) >= 4 and not is_generic(text)]
    return full[0] if len(full) > 1 and not _inline_text(node) else whole


def _holds_blocks(node: LexborNode) -> bool:
    return any(not c.is_text_node and c.tag in BLOCKS for c in walk_visible(node))


def _inline_text(node: LexborNode) -> bool:
    return any(c.is_text_node and c.text(deep=False).strip() for c in node.iter(include_text=True))
