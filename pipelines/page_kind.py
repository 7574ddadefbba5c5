"""What kind of page this is: a document, an article, a list, a shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines import noise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import DocumentItem
    from pipelines.page_tree import Line, PageTree

NUMBER = re.compile(r"[〔\[（(［【]\s*(?:19|20)\d{2}\s*[〕\]）)］】]\s*(?:第\s*)?\d+\s*号|令\s*第?\s*[\d〇零一二三四五六七八九十百]+\s*号|(?:公告|通告)\s*\d{4}\s*年第\s*\d+\s*号")
GENRE = re.compile(
    r"(?:通知|公告|通告|决定|决议|命令|令|公报|议案|意见|报告|请示|批复|函|纪要|办法|规定|条例|细则|规则|规程|章程|制度|准则|标准|规范|方案|计划|规划|纲要|要点|措施|预案|"
    r"目录|清单|名单|名录|公示|公开表|信息表|表|裁定书|决定书|通报|指引|指南|协议|法|修正案|解释|安排|预算|决算)"
    r"(?:[（(\[【〔][^）)\]】〕]{1,30}[）)\]】〕])*[》”\"]?\s*$"
)
NEWS = re.compile(
    r"解读|图解|一图|问答|[?？!！]|\d+问|热点|须知|发布会|记者|访谈|详解|简介|常见问题|宣传|提醒|来了|举行|召开|开展|调研|会议(?!纪要)|座谈|启动|攻略|小贴士|速看|收藏|怎么|如何|答问|科普|视频|导语|关注】"
)
ABOUT = re.compile(r"关于.+的|关于印发|印发|转发")
SHELL_SCRIPT = re.compile(
    r"window\.location(?:\.href)?\s*=|location\.(?:href|replace)\s*[=(]|http-equiv\s*=\s*[\"']?refresh|ng-app|v-cloak|<div id=[\"']app[\"']>", re.IGNORECASE
)
ITEM_DATE = re.compile(r"(?:\[|\(|（|^|\s)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\]|\)|）|$|\s)|^\d{1,2}[-/]\d{1,2}$")


def judge_kind(item: DocumentItem, tree: PageTree, lines: Sequence[Line]) -> None:
    """Set `page_kind`; a page without official text keeps none."""
    kind, why = kind_of(item, tree, lines)
    item.page_kind, item.explain["page_kind"] = kind, why
    if kind in ("list", "shell", "other"):
        item.text = ""


def kind_of(item: DocumentItem, tree: PageTree, lines: Sequence[Line]) -> tuple[str, str]:
    """The kind and the evidence for it."""
    written = sum(len(line.text) - line.linked for line in lines if not noise.PLACEHOLDER.search(line.text))
    if has_placeholders(tree, lines):
        return "shell", "template placeholders"
    if is_list(tree, lines, written):
        return "list", "dated links"
    if written < 12:
        return empty_kind(item, tree)
    return article_or_document(item, lines)


def has_placeholders(tree: PageTree, lines: Sequence[Line]) -> bool:
    marked = [line for line in tree.lines if noise.PLACEHOLDER.search(line.text)]
    if len(marked) < 2:
        return False
    written = sum(len(line.text) for line in lines if noise.is_prose(line.text) and not noise.PLACEHOLDER.search(line.text))
    return written < 400


def is_list(tree: PageTree, lines: Sequence[Line], written: int) -> bool:
    dated = sum(1 for line in tree.lines if not line.hidden and line.linked > 7 and ITEM_DATE.search(line.text))
    loose = sum(1 for a, b in zip(tree.lines, tree.lines[1:], strict=False) if a.linked > 7 and not b.linked and ITEM_DATE.fullmatch(b.text))
    prose = sum(len(line.text) - line.linked for line in lines if noise.is_prose(line.text))
    return dated + loose >= 5 and prose < 40 * (dated + loose) and prose < 600


def empty_kind(item: DocumentItem, tree: PageTree) -> tuple[str, str]:
    if item.attachments:
        return "shell", "only attachments"
    if item.meta.get("articletitle") or item.meta.get("pubdate"):
        return "shell", "an article's head without text"
    if SHELL_SCRIPT.search(item.page.html):
        return "shell", "redirect or script application"
    return "other", "no text"


def article_or_document(item: DocumentItem, lines: Sequence[Line]) -> tuple[str, str]:
    title = item.title or ""
    score, why = 0, []
    opening = [line.text for line in lines[:8]]
    closing = [line.text for line in lines[-12:]]
    for points, reason, holds in (
        (3, "genre in title", GENRE.search(title)),
        (1, "关于 in title", ABOUT.search(title)),
        (2, "own number", any(len(text) < 40 and NUMBER.search(text) for text in opening) or NUMBER.search(title)),
        (2, "addressee", any(text.endswith((":", "：")) and 4 < len(text) and re.search(r"[各局委府厅]|单位|部门", text) for text in opening[:5])),
        (1, "signed", any(re.fullmatch(r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?", text.replace(" ", "")) for text in closing)),
        (2, "articles", any(re.match(r"第[一二三]条", line.text) for line in lines)),
        (2, "index number", any(re.match(r"\W*(?:索\s*引\s*号|统一编号)", text) for text in item.lines)),
        (-4, "news words in title", NEWS.search(title)),
        (-2, "column of news", re.search(r"新闻|动态|要闻|解读|问答|常见问题|资讯|回应", " ".join(item.meta.get(k, "") for k in ("columnname", "columntype")))),
    ):
        if holds:
            score += points
            why.append(reason)
    return ("document" if score > 0 else "article"), ", ".join(why)
