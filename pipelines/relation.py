"""What a page says of other documents: that it forwards, corrects, explains, amends or repeals them. Pure.

Sentence shapes are those of clean-up decisions and closing articles (本办法自…起施行，《…》（…）同时废止).
Explanations, news and drafts repeal nothing; a clause that is repealed (第三条废止) is no repealed document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.number_citation import find_citations
from platforms.title import title_key
from storage.facts import RelationFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.items import DocumentItem

Citation = dict[str, str | None]

BY_TITLE = (
    ("interprets", re.compile(r"解读|答记者问|图解|一图读懂|一图看懂|政策问答")),
    ("corrects", re.compile(r"更正|勘误")),
    ("forwards", re.compile(r"转发|批转")),
    ("amends", re.compile(r"关于修改[^废]*的?(?:决定|通知|公告)$|修正案")),
)
REPEAL = re.compile(
    r"同时废止|同时失效|同时停止执行|相应废止|予以废止|即行废止|宣布失效|停止执行|现予废止|废止$|失效$"
)
REPEAL_OF = re.compile(r"(?:决定|现|起|予以|宣布)废止(?=[^。；]{0,12}《)")
NOT_NOW = re.compile(
    r"不废止|拟废止|建议废止|应当废止|可以废止|废止前|除.{1,40}外|继续有效"
    r"|第[一二三四五六七八九十百\d]+条[^《》]{0,12}废止"
)
BASIS = re.compile(r"(?:根据|依据|依照|按照|遵照)[^，,；。]*[，,]")
SENTENCE = re.compile(r"[^。；;\n]+")
CLEAN_UP = re.compile(r"(?:废止|宣布失效|失效)[^。]*(?:决定|通知|公告|命令|令)")
ROW = re.compile(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[)）.、．\t ]\s*")
DRAFT = re.compile(r"征求意见|草案|送审稿")
WRAPPED = re.compile(r"(?:转发|批转).*?(关于.+?)(?:的通知)?$")
SILENT = frozenset({"news", "interpretation", "report"})


def find_relations(item: DocumentItem) -> tuple[RelationFacts, ...]:
    """The relations a record states, each once, in the order they are found."""
    title, text = item.title or "", item.text
    found = list(_by_title(title, text))
    if (
        item.category not in SILENT
        and not DRAFT.search(title)
        and not _kinds(title) & {"interprets"}
    ):
        found += _repeals(title, text)
    own = (item.document_number, title_key(title))
    unique = {(f.kind, f.number, f.title_key): f for f in reversed(found) if not _is_own(f, own)}
    return tuple(reversed(unique.values()))


def _kinds(title: str) -> set[str]:
    return {kind for kind, words in BY_TITLE if words.search(title)}


def _by_title(title: str, text: str) -> Iterator[RelationFacts]:
    """The one document that the whole page is about."""
    for kind, words in BY_TITLE:
        if not words.search(title):
            continue
        named = find_citations(title) or _wrapped(kind, title)
        cited = find_citations(text)
        main = _with_number(named[0], cited) if named else next(iter(cited), None)
        if main is not None:
            yield _to_facts(kind, main, title)
        return


def _wrapped(kind: str, title: str) -> list[Citation]:
    """转发省发展改革委关于…意见的通知 names what it wraps without 《》."""
    inner = WRAPPED.search(title) if kind == "forwards" else None
    return [{"document_number": None, "title": inner[1]}] if inner else []


def _with_number(named: Citation, cited: Sequence[Citation]) -> Citation:
    """The number that the text gives to the title of the heading."""
    key = title_key(named["title"])
    for citation in cited:
        other = title_key(citation["title"])
        if citation["document_number"] and other and (key in other or other in key):
            return {
                **named,
                "document_number": named["document_number"] or citation["document_number"],
            }
    return named


def _repeals(title: str, text: str) -> Iterator[RelationFacts]:
    is_clean_up = bool(CLEAN_UP.search(title)) and "修改" not in title and "继续有效" not in title
    for sentence in SENTENCE.findall(text):
        if NOT_NOW.search(sentence):
            continue
        for citation in _repealed_in(sentence, is_row=is_clean_up and bool(ROW.match(sentence))):
            yield _to_facts("repeals", citation, sentence.strip())
    if is_clean_up:
        yield from (_to_facts("repeals", c, title) for c in find_citations(title))


def _repealed_in(sentence: str, *, is_row: bool) -> list[Citation]:
    """The documents a sentence repeals: those before 同时废止, those behind 决定废止, or a row of a clean-up list."""
    if is_row:
        return find_citations(sentence)[:1]
    behind = REPEAL_OF.search(sentence)
    if behind:
        return find_citations(sentence[behind.end() :])
    before = REPEAL.search(sentence.rstrip())
    return find_citations(BASIS.sub("", sentence[: before.start()])) if before else []


def _to_facts(kind: str, citation: Citation, sentence: str) -> RelationFacts:
    title = citation["title"]
    return RelationFacts(kind, citation["document_number"], title, title_key(title), sentence[:300])


def _is_own(fact: RelationFacts, own: tuple[str | None, str]) -> bool:
    number, key = own
    if fact.number is not None:
        return fact.number == number
    return not fact.title_key or fact.title_key == key
