"""What kind of page this is: a document, an article, a list, a shell without its text, or something else."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines import noise, viewer
from pipelines.element_attributes import concealment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.items import DocumentItem
    from pipelines.page_tree import Line, PageTree

NUMBER = re.compile(
    r"[〔\[（(［【]\s*(?:19|20)\d{2}\s*[〕\]）)］】]\s*第?\s*\d+\s*号"
    r"|令\s*第?\s*[\d〇零一二三四五六七八九十百]+\s*号|(?:公告|通告)\s*\d{4}\s*年第\s*\d+\s*号"
)
GENRE = re.compile(
    r"(?:通知|公告|通告|决定|决议|命令|令|公报|议案|意见|报告|请示|批复|函|纪要|办法|规定|条例|细则|规则|规程|章程"
    r"|制度|准则|标准|规范|方案|计划|规划|纲要|要点|措施|预案|目录|清单|名单|名录|公示|(?<!代)表|决定书|通报|指引|指南"
    r"|(?<![方看想说做用])法|修正案|解释|安排|预算|决算)(?:[（(\[【〔][^）)\]】〕]{1,30}[）)\]】〕])*[》”\"]?\s*$"
)
EXPLAINED = re.compile(
    r"解读|图解|一图|问答|[?？!！]|\d+问|热点|须知|发布会|答记者|访谈|详解|简介|常见问题|宣传|来了|攻略|小贴士|速看"
    r"|怎么|如何|答问|科普|视频|关注】"
)
REPORTED = re.compile(
    r"举行|召开|调研|座谈|启动|提醒|开展|慰问|考察|检查(?!.*的)|视察|出席|会见|走访"
)
RELEASED = re.compile(r"(?<!关于)(?:印发|出台|公布|发布|修订)《[^》]+》$|签署.*令")
NEWS_COLUMN = re.compile(r"新闻|动态|要闻|解读|问答|常见问题|资讯|回应")
ABOUT = re.compile(r"关于.+的|印发|转发")
ADDRESSEE = re.compile(r"(?:[各局委府厅司办].*|单位|部门|机构|公司|同志)[：:]$")
SIGNED = re.compile(
    r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?|[二一][〇○零OО0一二三四五六七八九]{3}年.{1,3}月.{1,3}日"
)
INDEXED = re.compile(r"\W*(?:索\s*引\s*号|统一编号|信息索引)")
ARTICLE_ONE = re.compile(r"第[一二三1-3]条")
REDIRECT = re.compile(
    r"(?:window|top|self|document|parent)\.location(?:\.href)?\s*=|location\.(?:href\s*=|replace\s*\()"
    r"|http-equiv\s*=\s*[\"']?refresh|_cofing\d*\s*=\s*\{\s*href",
    re.IGNORECASE,
)
APPLICATION = re.compile(
    r"\bng-app\b|\bv-cloak\b|<div id=[\"']?(?:app|root)[\"']?[\s>]|__NUXT__|__INITIAL_STATE__"
)
LIST_SCRIPT = re.compile(
    r"<datastore|<recordset|dataproxy\.jsp|createPageHTML\s*\(|articleList|jpaas-publish-server/front/page/build"
    r"|name=[\"']NFCMS_PUB_TYPE[\"'] content=[\"']cat",
    re.IGNORECASE,
)
SCRIPTED = (
    ("shell", "a viewer of a file", viewer.CALL),
    ("list", "a list filled by script", LIST_SCRIPT),
    ("shell", "redirect", REDIRECT),
    ("shell", "script application", APPLICATION),
)
MISSING = re.compile(
    r"(?:页面|网页|文章|信息|内容)(?:已?不存在|已?被?删除|未找到|走丢)|404\s*(?:not found|错误)|Not Found",
    re.IGNORECASE,
)
ITEM_DATE = re.compile(
    r"\W*(?<!\d)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?!\d)\W*|^\W*\d{1,2}[-/.月]\d{1,2}日?\W*$"
)
TEXTLESS = 12  # fewer characters than this are no text
WRITTEN = 400  # characters of sentences that make up for placeholders left in a page


def judge_kind(item: DocumentItem, tree: PageTree, lines: Sequence[Line]) -> None:
    """Set `page_kind`; only documents and articles keep a text."""
    item.page_kind, item.explain["page_kind"] = kind_of(item, tree, lines)
    if item.page_kind not in ("document", "article"):
        item.text = ""


def kind_of(item: DocumentItem, tree: PageTree, lines: Sequence[Line]) -> tuple[str, str]:
    """The kind and the evidence for it."""
    real = [line for line in lines if not noise.is_placeholder(line.text)]
    written = sum(
        len(line.text) - line.linked for line in real if not noise.is_furniture(line.text)
    )
    sentences = sum(
        len(line.text) - line.linked for line in real if line.row or noise.is_prose(line.text)
    )
    marked = sum(noise.is_placeholder(line.text) for line in tree.lines)
    if marked > 1 and sentences < WRITTEN:
        return "shell", "template placeholders"
    entries = dated_links(tree)
    if entries >= 5 and sentences < min(600, 20 * entries) and not is_article_page(item):
        return "list", f"{entries} dated links"
    if sentences < 100 and LIST_SCRIPT.search(item.page.html) and not is_article_page(item):
        return "list", "a list filled by script"
    if written < TEXTLESS:
        return kind_without_text(item, tree)
    if written < 80 and any(map(MISSING.search, (item.title or "", *(x.text for x in lines)))):
        return "other", "says that the page is missing"
    return document_or_article(item, [line.text for line in lines])


def is_article_page(item: DocumentItem) -> bool:
    """Whether the page's head or its lines say that one article stands here, whatever stands beside it."""
    if item.meta.get("articletitle"):
        return True
    return any(map(noise.is_posted, item.lines))


def dated_links(tree: PageTree) -> int:
    """How many visible links stand beside a date, as the rows of a list do."""
    lines = [line for line in tree.lines if not line.hidden]
    within = sum(1 for line in lines if line.linked > 7 and ITEM_DATE.search(line.text))
    return within + sum(
        1 for one, other in pairwise(lines) if is_row(one, other) or is_row(other, one)
    )


def is_row(entry: Line, date: Line) -> bool:
    """Whether two neighbouring lines are a list's entry and its date."""
    return entry.linked > 7 and not date.linked and ITEM_DATE.fullmatch(date.text) is not None


def kind_without_text(item: DocumentItem, tree: PageTree) -> tuple[str, str]:
    """What a page without official text is: a shell when something shows that a text belongs there."""
    html = item.page.html
    if item.attachments:
        return "shell", "only attachments"
    if item.meta.get("articletitle") or item.meta.get("pubdate"):
        return "shell", "an article's head without text"
    if sum(line.is_link and len(line.text) > 11 for line in tree.lines if not line.hidden) >= 10:
        return "list", "long links"
    for kind, why, pattern in SCRIPTED:
        if pattern.search(html):
            return kind, why
    return ("shell", "frame") if has_frame(item) else ("other", "no text")


def has_frame(item: DocumentItem) -> bool:
    """Whether a frame large enough to be read stands in the page."""
    for node in item.tree.css("iframe[src], frame[src]") if item.tree else ():
        attributes = node.attributes
        size = {(attributes.get("width") or "").strip(), (attributes.get("height") or "").strip()}
        if not concealment(attributes) and not size & {"0", "1", "0px", "1px"}:
            return True
    return False


def document_or_article(item: DocumentItem, texts: Sequence[str]) -> tuple[str, str]:
    """News and explanations are articles; what has the marks of an official document is one."""
    held = list(marks(item, texts))
    score = sum(points for points, _ in held)
    return ("document" if score > 0 else "article"), ", ".join(
        why for _, why in held
    ) or "no mark of a document"


def marks(item: DocumentItem, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What speaks for a document, with its weight; against it, negative."""
    title, opening, closing = item.title or "", texts[:8], texts[-12:]
    column = " ".join(item.meta.get(name, "") for name in ("columnname", "columntype"))
    if GENRE.search(title):
        yield 3, "genre in title"
    if ABOUT.search(title):
        yield 1, "关于 in title"
    if NUMBER.search(title) or any(len(text) < 40 and NUMBER.search(text) for text in opening):
        yield 2, "own number"
    if any(len(text) > 4 and ADDRESSEE.search(text) for text in opening[:5]):
        yield 2, "addressee"
    if any(SIGNED.fullmatch(text.replace(" ", "")) for text in closing):
        yield 1, "signed"
    if any(ARTICLE_ONE.match(text) for text in texts):
        yield 2, "articles"
    if any(INDEXED.match(text) for text in item.lines):
        yield 2, "index number"
    if EXPLAINED.search(title):
        yield -4, "explains, by its title"
    elif RELEASED.search(title) or (REPORTED.search(title) and not GENRE.search(title)):
        yield -4, "reports, by its title"
    if NEWS_COLUMN.search(column):
        yield -2, "column of news"
