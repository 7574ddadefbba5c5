"""Titles of list rows: whole where the shown text is cut, free of dates, bullets and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.list_nodes import clean_title, text_of, texts_of, walk_visible

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
NEW_MARK = re.compile(r"(?<=[\u4e00-\u9fff》）)])\s*(?:NEW|new|New)!?$")
TITLE_IN_TIP = re.compile(
    r"标\s*题\s*[:：]\s*(.+?)(?:\s*(?:发布|时间|日期|作者|来源|点击).{0,6}[:：].*)?$"
)
ORDER = re.compile(
    r".{2,60}(?:令|公告|决定)\s*[（(]?.{0,12}第?\s*[\d〇一二三四五六七八九十百零]+\s*号\s*[）)]?"
    r"|.{2,30}[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号"
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset({"p", "div", "dt", "dd", "li", *HEADINGS})
TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|name)(?:$|[\s_-])", re.IGNORECASE)


def is_generic(text: str) -> bool:
    """Whether the text of a link is a word of navigation rather than a title."""
    return not text or bool(GENERIC.fullmatch(text))


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
    text = text_of(node)
    tip = clean_title(node.attributes.get("title") or "")
    best = max((t for t in (text, tip) if not is_generic(t)), key=len, default="")
    return len(best)


def link_title(node: LexborNode, row: LexborNode, skip: set[int]) -> tuple[str, str | None]:
    """The whole title of a link, and a date glued to it."""
    shown, glued = dates.split_title_date(_shown_title(node, skip).lstrip(BULLETS))
    shown = NEW_MARK.sub("", shown)
    title = shown
    for tip in (_tip(node), _tip_of_child(node), _tip(row), *_other_tips(node)):
        title = _choose(shown, tip)
        if title != shown:
            break
    return title or text_of(row, skip), glued


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
        return tip if whole != plain else shown
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
    children = [c for c in walk_visible(node) if not c.is_text_node and c.tag in BLOCKS | {"span"}]
    if len(whole) < 12 or not children:
        return whole
    for child in children:
        if child.tag in HEADINGS or TITLE_CLASS.search(child.attributes.get("class") or ""):
            text = text_of(child, skip)
            if len(text) >= 4:
                return text
    blocks = [text_of(c, skip) for c in children if c.tag in BLOCKS]
    full = [text for text in blocks if len(text) >= 4 and not is_generic(text)]
    return full[0] if len(full) > 1 and not _inline_text(node) else whole


def _inline_text(node: LexborNode) -> bool:
    return any(c.is_text_node and c.text(deep=False).strip() for c in node.iter(include_text=True))
