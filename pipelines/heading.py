"""The heading of a page: the visible one where it can be told, else what the page's head says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines import noise
from pipelines.page_tree import HEADINGS, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from pipelines.main_text import Place
    from pipelines.page_tree import Line, PageTree

FOLD = dict(zip("（）〔〕［］【】“”‘’：，；！？〈〉—－–", "()[][][]\"\"'':,;!?<>---", strict=True))
VARIANT = re.compile(f"[{''.join(FOLD)}]")
SEPARATOR = re.compile(r"\s*(?:[_|｜]+|(?<=\s)[-–—]+(?=\s))\s*")
HEAD = re.compile(r"([^-–—_|｜]{2,40}?)\s*[-–—_|｜]+\s*")
TAIL = re.compile(r"\s*[-–—_|｜]+\s*([^-–—_|｜]{2,40})$")
NUMBER = r"[^\s()\[\]<>《》,:;\"]{1,24}(?:\[\d{4}\]|\(\d{4}\))第?\d+号"
GLUED = re.compile(rf"^\(?{NUMBER}\)?(?=.{{6}})|(?<=.{{6}})\(?{NUMBER}\)?$")
TITLE_NAME = re.compile(r"tit|bt$|biaoti|headline|heading", re.IGNORECASE)
GENRE_END = re.compile(
    r"(?:通知|公告|通告|决定|决议|令|公报|意见|报告|批复|函|纪要|办法|规定|条例|细则|方案|计划|规划|要点|措施)"
    r"(?:[（(][^（）()]{1,20}[）)])?[》”\"]?$"
)
SITE = re.compile(
    r"^[^，。《》]{2,30}(?:政府|委员会|[厅局部署网委院]|办公[厅室]|网站|门户|专栏|平台|官网|文件)$"
)
ABOUT = re.compile(r"关于|印发|转发|批转")
LETTERHEAD = re.compile(
    r"^[^：:，。]{0,24}(?:[〔\[（(]\d{4}[〕\]）)]\s*第?\s*\d+\s*号|第\s*[\d〇零一二三四五六七八九十百]+\s*号"
    r"|\d{4}\s*年\s*第\s*\d+\s*号)$|^.{2,24}文件$"
)
LONGEST = 300  # characters of a title
PIECES = 6  # lines a broken heading may have
INSIDE = 2  # what a guess loses when it stands inside a container of nothing but text
ABOVE = 30  # lines above the text in which its heading is looked for


@dataclass(frozen=True)
class Heading:
    """The title, the evidence, and the lines `first:behind` it stands in (0:0 when it is not visible)."""

    title: str | None
    evidence: str
    first: int = 0
    behind: int = 0


def fold(text: str) -> str:
    """A text without blanks, with brackets and punctuation in one form: for comparing headings."""
    return VARIANT.sub(lambda m: FOLD[m[0]], "".join(text.split()))


def read_meta(parser: LexborHTMLParser) -> dict[str, str]:
    """`<meta name>` in lower case to its content; the first that is not empty wins."""
    meta: dict[str, str] = {}
    for node in parser.css("meta[name]"):
        attributes = node.attributes
        name = (attributes.get("name") or "").strip().lower()
        content = clean_text(attributes.get("content") or "")
        if name and content and name not in meta:
            meta[name] = content
    return meta


def told_titles(
    parser: LexborHTMLParser, meta: dict[str, str], listed: str | None = None
) -> list[tuple[str, str]]:
    """What the page's head and its list call the page, best first, each with its source."""
    title = next((text for node in parser.css("title") if (text := clean_text(node.text()))), "")
    told = [
        (meta.get("articletitle", ""), "meta ArticleTitle"),
        (title, "title"),
        ((listed or "").rstrip(".…"), "list"),
    ]
    names = {fold(meta.get(name, "")) for name in ("sitename", "columnname")}
    cleaned = [(strip_site(text[:LONGEST], meta), why) for text, why in told if text]
    return [
        (text, why)
        for text, why in cleaned
        if len(text) > 3
        and fold(text) not in names
        and not noise.is_placeholder(text)
        and not (why == "title" and is_organ(text))
    ]


def strip_site(title: str, meta: dict[str, str]) -> str:
    """A title without the site's and the column's names at its ends."""
    names = {fold(name) for key in ("sitename", "columnname") if (name := meta.get(key))}
    while True:
        head, tail = HEAD.match(title), TAIL.search(title)
        if tail and tail.start() > 3 and is_site(tail[1], names):
            title = title[: tail.start()]
        elif head and len(title) - head.end() > 3 and is_site(head[1], names):
            title = title[head.end() :]
        else:
            break
    parts = [part for part in SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title.strip()
    longest = max(parts, key=len)
    return parts[0] if len(parts[0]) >= min(12, len(longest)) else longest


def is_site(part: str, names: set[str]) -> bool:
    """Whether a part of a title is the name of a site or column."""
    return fold(part) in names or is_organ(part)


def find_heading(tree: PageTree, told: Sequence[tuple[str, str]]) -> Heading:
    """The visible heading that the page's head confirms; not visible when there is none."""
    lines = tree.lines
    usable = [
        i for i, line in enumerate(lines) if not line.hidden and line.linked * 2 <= len(line.text)
    ]
    for text, why in told:
        whole = fold(text)
        for wanted in dict.fromkeys((whole, GLUED.sub("", whole))):
            for index in usable:
                if length := spelled(lines, index, wanted):
                    title = clean_text("".join(line.text for line in lines[index : index + length]))
                    return Heading(title, f"heading as in {why}", index, index + length)
    return longer_or_shorter(tree, told, usable)


def spelled(lines: Sequence[Line], index: int, wanted: str) -> int:
    """How many lines from `index` on spell the wanted folded heading, 0 when they do not."""
    first = lines[index].text[:1]
    if not wanted.startswith(FOLD.get(first, first)):
        return 0
    joined = ""
    for length, line in enumerate(lines[index : index + PIECES], 1):
        joined += fold(line.text)
        if joined == wanted:
            return length
        if not joined or not wanted.startswith(joined):
            return 0
    return 0


def longer_or_shorter(
    tree: PageTree, told: Sequence[tuple[str, str]], usable: Iterable[int]
) -> Heading:
    """A visible line that is a told title but for something at an end."""
    wanted = [(fold(text), why) for text, why in told if len(text) >= 8]
    for index in usable:
        line = tree.lines[index]
        if not is_title_like(line.text) or is_organ(line.text):
            continue
        folded = fold(line.text)
        for text, why in wanted:
            short, long = sorted((folded, text), key=len)
            if short in long and len(short) * 10 >= len(long) * 7:
                return Heading(line.text, f"heading like {why}", index, index + 1)
    return Heading(None, "none")


def guess_heading(
    tree: PageTree, told: Sequence[tuple[str, str]], place: Place, site: str
) -> Heading:
    """Without a confirmed heading: what the page's head says, or the line above the text that looks like one."""
    if told and told[0][1] != "title":
        return Heading(told[0][0], told[0][1])
    best, found, start = 0, None, place.start
    for index in range(max(0, start - ABOVE), min(len(tree.lines), start + 4)):
        inside = INSIDE * (place.tight and index >= start)
        score = max(heading_score(tree, index, site), broken_score(tree, index)) - inside
        if score > best:
            best, found = score, index
    if found is not None and best >= 3:
        first, behind = whole_heading(tree.lines, found)
        first -= has_organ_above(tree, first)
        title = clean_text("".join(line.text for line in tree.lines[first:behind]))
        return Heading(title, "looks like a heading", first, behind)
    if told:
        return Heading(told[0][0], told[0][1])
    return Heading(None, "none")


def whole_heading(lines: Sequence[Line], found: int) -> tuple[int, int]:
    """The lines of a heading of which one was found: those of the same element, unless it holds more than a heading."""
    first, behind = found, found + 1
    while first and lines[first - 1].element == lines[found].element:
        first -= 1
    while behind < len(lines) and lines[behind].element == lines[found].element:
        if lines[behind].text.startswith(("（", "(")):
            break
        behind += 1
    is_heading = behind - first <= PIECES and all(
        len(line.text) < 60 for line in lines[first:behind]
    )
    return (first, behind) if is_heading else (found, found + 1)


def has_organ_above(tree: PageTree, index: int) -> bool:
    """Whether a heading that begins with 关于 has its organ in the element of the same kind above it."""
    if index == 0 or not tree.lines[index].text.startswith("关于"):
        return False
    above, line = tree.lines[index - 1], tree.lines[index]
    one, other = tree.elements[above.element], tree.elements[line.element]
    alike = (one.tag, one.parent) == (other.tag, other.parent)
    return alike and is_organ(above.text) and not above.linked and not above.hidden


def heading_score(tree: PageTree, index: int, site: str) -> int:
    """How much a line looks like the heading of the text below it."""
    line = tree.lines[index]
    text = line.text
    if line.hidden or line.row or line.linked * 2 > len(text) or not is_title_like(text):
        return 0
    if fold(text) == fold(site) or is_letterhead(text) or is_organ(text):
        return 0
    element = tree.elements[line.element]
    score = 1 + 2 * (element.tag in HEADINGS) + (element.tag == "h1") + (len(text) > 12)
    score += 2 * any(
        noise.is_posting_label(near.text) for near in tree.lines[index + 1 : index + 3]
    )
    score += 2 * any(TITLE_NAME.search(name) for name in element.names)
    return score + 2 * bool(GENRE_END.search(text))


def broken_score(tree: PageTree, index: int) -> int:
    """The same for a heading whose lines say something only together: what it is about, and a genre at the end."""
    first, behind = whole_heading(tree.lines, index)
    lines = tree.lines[first:behind]
    if index != first or len(lines) < 2 or any(line.hidden or line.linked for line in lines):
        return 0
    joined = "".join(line.text for line in lines)
    whole = is_title_like(joined) and ABOUT.search(joined) and GENRE_END.search(joined)
    return 4 if whole and not any(noise.is_prose(line.text) for line in lines) else 0


def is_title_like(text: str) -> bool:
    """Whether a line could be a title at all."""
    if not 6 <= len(text) <= 160 or text.isascii():
        return False
    if text.endswith(("。", "；", "：", ":", "，")) or text.startswith(("—", "-")):
        return False
    return not (
        noise.is_widget(text)
        or noise.is_related(text)
        or noise.is_footer(text)
        or noise.is_breadcrumb(text)
        or noise.is_label(text)
    )


def is_letterhead(text: str) -> bool:
    """Whether a line is a document number or the name of a series (××文件), alone."""
    return len(text) < 40 and LETTERHEAD.match(text) is not None


def is_organ(text: str) -> bool:
    """Whether a text is no more than the name of an organ, a site or a series of documents."""
    return SITE.match(text) is not None and "关于" not in text
