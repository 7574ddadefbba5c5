"""Hijacked pages: foreign content where an official text stood (a slogan in place of a city's name, hidden links).

Suspicion never repairs anything: it names its evidence, and the store quarantines the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.spam_phrase import (
    NAMED,
    WEAK,
    has_atoms,
    is_foreign_run,
    is_lawful,
    is_spam_run,
    joined_phrases,
    speaks_of_spam,
    strong_phrases,
    without_quotes,
)
from platforms.page import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from crawler.items import DocumentItem

OFFICES = frozenset({"人民政府", "政府办公"})
OFFICE = re.compile(
    r"(?:省|市|县|区|自治[区州县])?(?P<office>人民政府|政府办公|人大常委会|人民代表大会|委员会|"
    r"中级人民法院|公安局|财政局|教育局|司法局|发展和改革|国民经济|"
    r"法治政府|地方立法|促进条例|管理条例|条例》|管理办法|市场监管|城市|行政区|党委|纪委|政协)"
)
RUN = re.compile(r"[0-9a-z\u4e00-\u9fff_＿·]{2,}\Z")
REACH = 80  # characters before an office that a slogan can fill
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|"
    r"(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|"
    r"(?:height|width)\s*:\s*[01]px|filter\s*:\s*alpha\(opacity=0\)",
    re.IGNORECASE,
)
TAGS = "meta[name=keywords i],meta[name=description i]"
MANY_LINKS = 3
MANY_BAITS = 3  # brands and games in one line
DEPTH = 8  # elements above a link that are asked for hiding it
SHOWN = 60  # characters of a phrase in the evidence


@dataclass
class Tampering:
    """Whether a page is suspected to be hijacked, and what speaks for it, phrase by phrase."""

    suspected: bool = False
    evidence: list[str] = field(default_factory=list)

    def add(self, where: str, phrase: str, times: int = 1) -> None:
        """Note one piece of evidence."""
        line = f"{where}: {phrase[:SHOWN]}" + (f" ×{times}" if times > 1 else "")
        self.suspected = True
        if line not in self.evidence:
            self.evidence.append(line)


def find_tampering(title: str | None, text: str, html: str | None = None) -> Tampering:
    """Look for foreign content in heading, text and, when given, the whole page."""
    return examine(title or "", text, parse_html(html) if html else None)


def examine(title: str, text: str, tree: LexborHTMLParser | None) -> Tampering:
    """`find_tampering` for a page that is parsed already."""
    found = Tampering()
    examine_heading("title", title, found)
    examine_text(title, text, found)
    if tree is not None:
        examine_head(tree, found)
        examine_links(tree, found)
    return found


def examine_heading(where: str, heading: str, found: Tampering) -> None:
    """A heading made of joined tokens, or with a brand and its bait in it."""
    for run in joined_phrases(heading):
        if is_spam_run(run):
            found.add(f"{where}, tokens joined by _", office_cut(run))
    phrases = strong_phrases(without_quotes(heading))
    if phrases and not is_lawful(heading):
        found.add(where, heading if len(phrases) > 1 else phrases[0])


def examine_text(title: str, text: str, found: Tampering) -> None:
    """The same slogan where names are due, or a text full of slogans; most texts need no closer look."""
    if not joined_phrases(text) and not has_atoms(text):
        return
    for phrase, times in replaced_names(text).items():
        found.add("in place of a name", phrase, times)
    for run in dict.fromkeys(joined_phrases(text)):
        if is_spam_run(run):
            found.add("text, tokens joined by _", office_cut(run), text.count(run))
    if is_lawful(title):
        return
    for line in bait_lines(text):
        found.add("text", line)
    phrases = [] if is_lawful(text) else strong_phrases(without_quotes(text))
    if len(set(phrases)) > 1 or len(phrases) > 2:
        found.add("text", phrases[0], len(phrases))


def bait_lines(text: str) -> list[str]:
    """Lines that string brands and games together and are no sentence: amid an honest text, whatever it speaks of."""
    return [
        line
        for line in text.splitlines()
        if "。" not in line
        and has_atoms(line)
        and len(set(WEAK.findall(line.lower()))) >= MANY_BAITS
        and not is_lawful(line)
    ]


def replaced_names(text: str) -> dict[str, int]:
    """Slogans right before an office or a law, where the name of a place is due, and how often they stand."""
    folded = text.lower()
    slogans: dict[str, int] = {}
    for slogan, governs in slogans_before_offices(odd_lines(folded)):
        times = folded.count(slogan)
        if times > 1 or governs:
            slogans[slogan] = times
    return slogans


def odd_lines(folded: str) -> list[str]:
    """The lines of a text in lower case in which a slogan may stand."""
    return [line for line in folded.splitlines() if "_" in line or "＿" in line or has_atoms(line)]


def slogans_before_offices(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Slogans right before an office, and whether it is one that governs a place."""
    for line in lines:
        for match in OFFICE.finditer(line):
            run = RUN.search(line, max(0, match.start() - REACH), match.start())
            governs = match["office"] in OFFICES
            slogan = slogan_at_end(run[0], governs=governs) if run else ""
            if slogan:
                yield slogan, governs


def slogan_at_end(odd: str, *, governs: bool) -> str:
    """The slogan a run of characters ends in, as a replaced name does; empty when it ends otherwise."""
    runs = [run for run in joined_phrases(odd) if odd.endswith(run)]
    if runs and (is_spam_run(runs[-1]) or is_foreign_run(runs[-1])):
        return runs[-1]
    named = NAMED.search(odd) if governs else None
    if named:
        return named[0]
    phrases = strong_phrases(odd)
    ends = bool(phrases) and odd.endswith(phrases[-1]) and not is_lawful(odd)
    return phrases[-1] if ends else ""


def office_cut(run: str) -> str:
    """A joined run without the office that follows it."""
    office = OFFICE.search(run)
    return run[: office.start()] if office and "_" in run[: office.start()] else run


def examine_head(tree: LexborHTMLParser, found: Tampering) -> None:
    """A `<title>` or a description rewritten for search engines."""
    node = tree.css_first("title")
    examine_heading("<title>", node.text(strip=True) if node is not None else "", found)
    for tag in tree.css(TAGS):
        content = tag.attributes.get("content") or ""
        phrases = set(strong_phrases(without_quotes(content)))
        if len(phrases) > 1 and not is_lawful(content):
            found.add(f"meta {tag.attributes.get('name')}", content)


def examine_links(tree: LexborHTMLParser, found: Tampering) -> None:
    """Spam in links: one is enough where it is hidden, several where they are shown."""
    shown = []
    for link, text in spam_links(tree):
        if is_hidden(link):
            found.add("hidden link", f"{text} {link.attributes.get('href') or ''}")
        elif strong_phrases(text) and not is_lawful(text):
            shown.append(text)
    if len(shown) >= MANY_LINKS:
        found.add("links", shown[0], len(shown))


def spam_links(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Links to other sites with words of gambling or porn in them."""
    links = [(link, link.text(strip=True)) for link in tree.css("a[href*='//']")]
    if not has_atoms(" ".join(text for _, text in links)):
        return
    for link, text in links:
        if not text or len(text) > SHOWN or not speaks_of_spam(text):
            continue
        host = urlsplit_host(link.attributes.get("href") or "")
        if host and not host.endswith((".gov.cn", ".edu.cn")):
            yield link, text


def urlsplit_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_hidden(node: LexborNode) -> bool:
    """Whether a link or an element around it is kept from a reader's eyes by its own style."""
    current: LexborNode | None = node
    for _ in range(DEPTH):
        if current is None:
            return False
        style = current.attributes.get("style")
        if (
            "hidden" in current.attributes
            or current.tag == "marquee"
            or (style and HIDDEN.search(style))
        ):
            return True
        current = current.parent
    return False


def check_integrity(item: DocumentItem) -> DocumentItem:
    """Fill `tampered` of an extracted page, in place."""
    found = examine(item.title or "", item.text, item.tree)
    item.tampered = {"suspected": found.suspected, "evidence": found.evidence}
    return item


class IntegrityPipeline:
    """Scrapy's door to `check_integrity`."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        """Judge one page."""
        return check_integrity(item)
