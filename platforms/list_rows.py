"""One row of a list: its link, whole title, date and document number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from platforms import list_dates as dates
from platforms.base import ListEntry
from platforms.list_nodes import (
    clean_title,
    join_address,
    link_address,
    text_of,
    texts_of,
    walk_visible,
)

if TYPE_CHECKING:
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
NUMBER_BODY = (
    r"[\u4e00-\u9fffA-Za-z0-9（）()]{1,24}[〔﹝\[【（(［]\s*(?:19|20)\d{2}\s*[〕﹞\]】）)］]\s*第?\s*[\d０-９]{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,24}(?:令|公告|通告)\s*[（(〔]?(?:\d{4}\s*年?)?[〕]?\s*第\s*[\d〇一二三四五六七八九十百零]{1,6}\s*号[）)]?"
    r"|[\u4e00-\u9fff]{0,20}第\s*[\d〇一二三四五六七八九十百零]{1,5}\s*号令?"
    r"|[\u4e00-\u9fff]{2,24}公告\s*\d{4}\s*年第\s*\d{1,4}\s*号"
)
NUMBER = re.compile(
    rf"[（(\[]?\s*(?:(?:发文字号|发文号|文件编号|文号|字号)\s*[:：]\s*)?({NUMBER_BODY})\s*[）)\]]?"
)
LABELLED_NUMBER = re.compile(rf"(?:发文字号|文件编号|文号)\s*[:：]\s*({NUMBER_BODY})")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset({"p", "div", "dt", "dd", "li", *HEADINGS})
TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|tit|bt|name)(?:$|[\s_-])", re.IGNORECASE)


@dataclass
class Dated:
    """The dates found in a piece of a page, and the nodes (mem_id) that show them."""

    days: list[tuple[str | None, str]] = field(default_factory=list)
    nodes: set[int] = field(default_factory=set)

    def best(self) -> str | None:
        """The day of publication where one is labelled, else the last one shown."""
        labelled = [day for label, day in self.days if dates.is_publication(label)]
        days = labelled or [day for _, day in self.days]
        return days[-1] if days else None


def is_generic(text: str) -> bool:
    """Whether the text of a link is a word of navigation rather than a title."""
    return not text or bool(GENERIC.fullmatch(text))


def find_dates(row: LexborNode, url: str = "") -> Dated:
    """Every date a row shows outside running text."""
    found = Dated()
    before = ""
    for node in walk_visible(row):
        if not node.is_text_node:
            continue
        text = dates.squeeze(node.text(deep=False))
        if not text:
            continue
        hit = dates.read_date(text) or _month_day(text, url)
        if hit:
            label = hit[0] or (before if len(before) <= 8 else None)
            found.days.append((label, hit[1]))
            found.nodes.add(node.mem_id)
        else:
            _note_other(node, text, row, found)
        before = text
    return found


def date_shown(node: LexborNode, url: str = "") -> str | None:
    """The day a text node shows, alone or as a piece of a date."""
    text = dates.squeeze(node.text(deep=False))
    hit = dates.read_date(text) or _month_day(text, url) or dates.find_labelled_date(text)
    if hit or node.parent is None:
        return hit[1] if hit else None
    return find_dates(node.parent, url).best()


def _month_day(text: str, url: str) -> tuple[None, str] | None:
    day = dates.read_month_day(text, url) if url else None
    return (None, day) if day else None


def _note_other(node: LexborNode, text: str, row: LexborNode, found: Dated) -> None:
    """A date in pieces, or one that a longer text labels."""
    if dates.is_partial_date(text):
        whole = _split_date(node, row)
        if whole and whole[0].mem_id not in found.nodes:
            found.days.append((None, whole[1]))
            found.nodes.add(whole[0].mem_id)
        return
    labelled = (
        dates.find_labelled_date(text)
        if len(text) <= 200 and ("期" in text or "间" in text or "发布于" in text)
        else None
    )
    if labelled:
        found.days.append(labelled)
        found.nodes.add(node.mem_id)


def _split_date(node: LexborNode, row: LexborNode) -> tuple[LexborNode, str] | None:
    current = node.parent
    for _ in range(3):
        if current is None:
            return None
        text = text_of(current, joint=" ")
        if len(text) > 24:
            return None
        day = dates.read_split_date(text)
        if day:
            return current, day
        if current.mem_id == row.mem_id:
            return None
        current = current.parent
    return None


def read_row(row: LexborNode, base: str | None, url: str | None = None) -> ListEntry | None:
    """The entry a row shows; None when it links nothing that could be a document."""
    link = main_link(row)
    if link is None:
        return None
    node, address = link
    absolute = join_address(base, address)
    found = find_dates(row, absolute)
    title, glued = link_title(node, row, found.nodes)
    if is_generic(title):
        return None
    day = found.best() or glued or dates.to_day(node.attributes.get("rq"))
    return ListEntry(absolute, title, day, node.attributes.get("wh") or find_number(row, node))


def main_link(row: LexborNode) -> tuple[LexborNode, str] | None:
    """The link of a row that carries its title, and its address."""
    links = [(node, address) for node in _links(row) if (address := link_address(node))]
    named = [(node, address, _weight(node)) for node, address in links]
    longest = max((weight for *_, weight in named), default=0)
    for node, address, weight in named:
        if weight and weight >= 0.6 * longest:
            return _first_to(address, named) or node, address
    return (
        (links[0][0], links[0][1])
        if longest == 0 and len(links) == 1 and not _own_text(links[0][0])
        else None
    )


def _first_to(address: str, named: list[tuple[LexborNode, str, int]]) -> LexborNode | None:
    """Of several links to one address the first is the title, the next its summary."""
    return next((node for node, where, weight in named if where == address and weight > 4), None)


def _links(row: LexborNode) -> list[LexborNode]:
    anchors = [n for n in walk_visible(row) if not n.is_text_node and n.tag == "a"]
    if row.tag == "a":
        anchors.insert(0, row)
    if any(link_address(a) for a in anchors):
        return anchors
    clickable = [n for n in walk_visible(row) if not n.is_text_node and "onclick" in n.attributes]
    return [row, *clickable] if "onclick" in row.attributes else clickable


def _own_text(node: LexborNode) -> str:
    return text_of(node)


def _weight(node: LexborNode) -> int:
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


def find_number(row: LexborNode, link: LexborNode) -> str | None:
    """The document number (发文字号) a row shows beside its title, as printed."""
    for text in map(
        dates.squeeze, texts_of(row, {link.mem_id} if link.mem_id != row.mem_id else ())
    ):
        found = NUMBER.fullmatch(text) if len(text) <= 60 else None
        found = found or (LABELLED_NUMBER.search(text) if "号" in text else None)
        if found:
            return found[1].strip()
    return None
