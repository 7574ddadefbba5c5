"""What stands beside a page's list: navigation, hot and related reading, by its name or heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from platforms.list_nodes import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|foot|header|\w*crumb\w*|position|location|dqwz|weizhi|side\w*|aside|hot\w*|rank\w*|related|relate|friend\w*|"
    r"links?|about|xgyd|xgwj|pager?|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
SIDE_HEADING = re.compile(
    r"(?:\S{0,4})(?:热点|热门|排行|推荐阅读|为您推荐|猜你|点击量|你可能|您可能|友情链接)|相关(?:阅读|链接|新闻|信息|文档|文章|文件|政策|内容|报道|稿件|解读|推荐)"
)
LONGEST_HEADING = 12
LONGEST_RAW = 80  # the same with the blanks of its markup
LEVELS = 4  # above a row, on which its heading may stand


def is_aside(node: LexborNode) -> bool:
    """Whether an element calls itself navigation or a side show."""
    if node.tag in {"nav", "footer", "header", "aside"}:
        return True
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return bool(ASIDE.search(names))


def within_aside(row: LexborNode) -> bool:
    """Whether a row stands in what calls itself a side show."""
    node: LexborNode | None = row
    for _ in range(5):
        if node is None:
            return False
        if is_aside(node):
            return True
        node = node.parent
    return False


def is_beside(row: LexborNode) -> bool:
    """Whether a row stands in a side show, by the names around it or the heading above it."""
    return within_aside(row) or side_heading(row) is not None


def side_heading(row: LexborNode) -> str | None:
    """The heading above a row when it announces hot or related reading."""
    heading = next(texts_before(row, LEVELS, most=2), "")
    return heading if SIDE_HEADING.match(heading) else None


def texts_before(row: LexborNode, levels: int, most: int) -> Iterator[str]:
    """Short texts that stand before a row or before what holds it, the nearest first."""
    node: LexborNode | None = row
    for _ in range(levels):
        if node is None or node.tag == "body":
            return
        yield from _short_texts(node, most)
        node = node.parent


def _short_texts(node: LexborNode, most: int) -> Iterator[str]:
    sibling = node.prev
    seen = 0
    while sibling is not None and seen < most:
        said = sibling.text(deep=True).strip()
        seen += bool(said)
        text = text_of(sibling) if len(said) <= LONGEST_RAW else ""
        if 0 < len(text) <= LONGEST_HEADING:
            yield text
        sibling = sibling.prev
