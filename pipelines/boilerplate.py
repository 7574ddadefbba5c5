"""Lines a portal prints around every text of a source, learned from what its archive already holds.

A line is learned when it recurs at the edges of most texts of a source and could be no part of a document: what
documents of one organ share (主送机关, signature, 特此通知, 此件公开发布) is never learned, however often it recurs.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from pipelines.date import find_date
from pipelines.issuer import is_organ, split_organs
from pipelines.label import squeeze
from pipelines.number_search import find_all
from pipelines.signature import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EDGE = 6  # lines at either end of a text that can be boilerplate
LEAST = 20  # texts of a source below which nothing is learned
SHARE = 0.6  # of the texts that must have a line
FIGURES = re.compile(r"\d+")
SENTENCE = re.compile(r"[。；！？，]")
# a sentence is learned only where it speaks of the site
OF_SITE = re.compile(
    r"本站|本网|网站|网页|转载|浏览器|扫码|扫一扫|二维码|公众号|客户端|版权|点击|链接|登录|热线"
)
# GB/T 9704-2012 § 7.3: addressee, annex note, 附注; the formulas that open and close a document, its headings
OF_DOCUMENT = re.compile(
    r"[：:]$|^[（(【〔].*[）)】〕]$|^附\s*[件表录图注]?|^(?:特此|此[复函致令件]|专此|以上|当否|妥否|请予|现将|现予|抄[送报]|"
    r"主送|印发|联系人|联系电话|电话|签发人|公开方式|公开属性|主动公开|依申请公开|不予公开)"
    r"|^第[一二三四五六七八九十百〇零\d]+[章节条款部编]|^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]|\t"
)


def learn(texts: Iterable[str]) -> frozenset[str]:
    """The keys of the lines that recur at the edges of the texts of one source; one text a document."""
    seen: Counter[str] = Counter()
    count = 0
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        places = at_edges(len(lines))
        seen.update({line_key(lines[i]) for i in places if not is_official(lines[i])})
        count += 1
    least = max(LEAST, SHARE * count)
    return frozenset(key for key, times in seen.items() if times >= least)


def strip(lines: Sequence[str], learned: frozenset[str]) -> list[str]:
    """The lines of a text without the learned ones at its edges."""
    dropped = boilerplate_at(lines, learned)
    return [line for index, line in enumerate(lines) if index not in dropped]


def boilerplate_at(lines: Sequence[str], learned: frozenset[str]) -> frozenset[int]:
    """Which lines of a text are learned boilerplate; none where nothing else would be left."""
    if not learned:
        return frozenset()
    places = at_edges(len(lines))
    dropped = frozenset(
        i for i in places if line_key(lines[i]) in learned and not is_official(lines[i])
    )
    return dropped if len(dropped) < len(lines) else frozenset()


def at_edges(count: int) -> list[int]:
    """The places of the first and last lines among so many."""
    return [i for i in range(count) if i < EDGE or i >= count - EDGE]


def line_key(line: str) -> str:
    """What tells a line from others: its characters without blanks, figures (counters) all alike."""
    bare = FIGURES.sub("0", squeeze(line))
    return hashlib.sha256(bare.encode()).hexdigest()[:16]


def is_official(line: str) -> bool:
    """Whether a line may be part of a document: addressee, number, signature, date, 附注, formula, sentence."""
    bare = squeeze(line)
    if not bare or OF_DOCUMENT.search(line.strip()) or find_all(line) or find_date(line):
        return True
    if PERSON.fullmatch(bare) or is_signature(line):
        return True
    return SENTENCE.search(bare) is not None and OF_SITE.search(bare) is None


def is_signature(line: str) -> bool:
    """Whether a line consists of names of organs."""
    names = split_organs(line)
    return bool(names) and all(map(is_organ, names))
