"""Is this page a list of documents, a home page with blocks of them, or a document itself?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platforms.list_dates import squeeze
from platforms.list_nodes import walk_visible

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from platforms.list_structure import Block
    from platforms.listing import ListDocument

DETAIL_URL = re.compile(
    r"/t\d{8}_\d+\.s?html?|/art/\d{4}/|/art_[0-9a-f_]+\.html|/content[_/](?:post_)?\d+\.s?html?|/post_\d+\.html"
    r"|/c\d+/\d{6}/[0-9a-f]{32}\.s?html|/c\d+/content\.s?html|/info/\d+/\d+\.htm",
    re.IGNORECASE,
)
HOME_PATH = re.compile(r"/?(?:index|home|default|main)?(?:\.\w{3,5})?", re.IGNORECASE)
MORE = re.compile(r"[\[\s]*(?:查看)?更多[>»\]\s+…]*|more\s*[>»+]*", re.IGNORECASE)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|zip|rar|jpe?g|png)(?:$|[?#])", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile("[。；，]")
AROUND_TEXT = re.compile(
    r"上一篇|下一篇|打印|关闭|字体|字号|责任编辑|分享到|(?:浏览|阅读|点击)(?:次数|量)|扫一扫"
)
DETAIL_WORDS = 3  # of those that stand around a text, to make a page a document's
LONG_LINE = 36
BODY_LETTERS = 240


def judge(page: ListDocument, blocks: list[Block], count: int, *, paged: bool) -> str:
    """`list`, `home`, `detail` or `other`: from address, blocks, number of entries, running text."""
    if not count and not blocks:
        return "other"
    count, none = count or len(blocks[0].entries), not count
    body = page.tree.body
    prose = _prose(body, blocks) if body else 0
    if _is_detail(page, blocks, count, prose, paged=paged):
        return "detail"
    if none:
        return "other"
    if _is_home(page, blocks, paged=paged):
        return "home"
    return "list"


def _is_detail(
    page: ListDocument, blocks: list[Block], count: int, prose: int, *, paged: bool
) -> bool:
    marks = _article_title(page) + bool(page.url and DETAIL_URL.search(urlsplit(page.url).path))
    if marks == 2:
        return not (paged and count >= 10)
    if marks and (prose > 60 or count < 8):
        return True
    if not paged and _count_detail_words(page) >= DETAIL_WORDS:
        return True
    if not paged and count < 4 and (prose > 60 or (blocks and _all_files(blocks[0]))):
        return True
    return prose > BODY_LETTERS and prose > 40 * count and not paged


def _all_files(block: Block) -> bool:
    """Attachments of a document look like a short list."""
    return all(FILE.search(entry.url) for entry in block.entries)


def _article_title(page: ListDocument) -> bool:
    """ArticleTitle of 国办发〔2017〕47号 stands on documents alone; some columns repeat their own name in
    it.
    """
    names = {}
    for node in page.tree.css("meta[name]"):
        names[(node.attributes.get("name") or "").lower()] = (
            node.attributes.get("content") or ""
        ).strip()
    title = names.get("articletitle")
    return bool(title) and title not in {names.get("columnname"), names.get("sitename")}


def _is_home(page: ListDocument, blocks: list[Block], *, paged: bool) -> bool:
    if paged:
        return False
    full = [b for b in blocks if b.dated and len(b.entries) > 1]
    path = urlsplit(page.url).path if page.url else None
    if path is not None and HOME_PATH.fullmatch(path) and not urlsplit(page.url or "").query:
        return True
    sizes = [len(b.entries) for b in full]
    if not sizes or max(sizes) * 2 > sum(sizes):
        return False
    return (len(full) >= 3 and _count_more(page) >= 3) or len(full) >= 6


def _count_detail_words(page: ListDocument) -> int:
    """How many different words that stand around a document's text the page shows."""
    body = page.tree.body
    nodes = walk_visible(body) if body else ()
    texts = (squeeze(node.text(deep=False)) for node in nodes if node.is_text_node)
    short = (text for text in texts if 1 < len(text) <= LONG_LINE)
    return len({word for text in short for word in AROUND_TEXT.findall(text)})


def _count_more(page: ListDocument) -> int:
    texts = (squeeze(a.text(deep=True)) for a in page.tree.css("a"))
    return sum(bool(text) and bool(MORE.fullmatch(text)) for text in texts)


def _prose(body: LexborNode, blocks: list[Block]) -> int:
    """Han characters in long lines that belong neither to a link nor to a row."""
    rows = {row.mem_id for block in blocks for row in block.rows}
    return sum(len(HAN.findall(line)) for line in _long_lines(body, rows))


def _long_lines(body: LexborNode, rows: set[int]) -> list[str]:
    found = []
    inside: set[int] = set()
    for node in walk_visible(body):
        parent = node.parent
        if node.mem_id in rows or node.tag == "a" or (parent and parent.mem_id in inside):
            inside.add(node.mem_id)
        elif node.is_text_node:
            line = squeeze(node.text(deep=False))
            if len(line) >= LONG_LINE and SENTENCE.search(line):
                found.append(line)
    return found
