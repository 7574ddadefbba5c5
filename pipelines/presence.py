"""Does a known address still show its Document? Error pages nobody knows, and addresses used again; pure.

An edit leaves something of a document: its number, its title or a good part of its text. What leaves none of them is no
edit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.deduplicate import CONTAINED, SHORT, TINY, YEAR, is_other_work
from pipelines.fingerprint import containment, words_of
from platforms.title import title_key
from storage.outcome import Presence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.facts import Evidence, Sight

HALF = 0.5  # and of a text that the list calls by another name
RELATED = 0.3  # of the shingles of the shorter text: an edit keeps more
SHRUNK = 4  # times as long was a text of which a stub is left
ENTRIES, ENTRY = 5, 8  # so many links of so many characters make a list
SAYS_REPEALED = re.compile("废止|失效|撤销")
OUT_OF_ORDER = re.compile(
    "(?:系统|网站|服务器?|平台|页面|栏目|数据库?)[^，。；]{0,8}(?:维护|升级|异常|错误|故障|繁忙|不可用|暂停|超时)"
    "|(?:维护|升级)中|正在(?:维护|升级|加载|建设)|暂停(?:服务|访问)|稍[后候]|网络异常|加载(?:中|失败)"
    r"|fatal error|exception|stack trace|sqlstate|internal server|service unavailable|warning:",
    re.IGNORECASE,
)
LOGIN = re.compile(
    "(?:请|用户|账号|密码|统一)[^，。；]{0,6}登[录陆]|身份认证|验证码|忘记密码|无权|权限不足"
)


def recognise(page: Sight, known: Sight | None, listed: str = "") -> Presence:
    """What an address shows now; `known` is what it showed when its Document was read last, None at first sight."""
    if known is None:
        return _first_sight(page, listed)
    here, before = page.evidence, known.evidence
    if _is_other(here, before, listed):
        return Presence.OTHER
    titled = here.shows_title and _agree(here.title_key, before.title_key)
    if page.files & known.files or _same_number(here, before):
        return Presence.SAME
    if _is_stub(page, known):
        return Presence.STUB if titled else _nothing(here.text)
    if titled or _is_edited(page, known):
        return Presence.SAME
    return Presence.DOUBTFUL if _is_document(here) else _nothing(here.text)


def is_replaced_by_list(links: Iterable[str], lines: Iterable[str], titles: Iterable[str]) -> bool:
    """Whether a textless page full of links, as a portal's home page is, names a Document nowhere that stood there."""
    keys = [key for key in map(title_key, titles) if key]
    if not keys or sum(len(link.strip()) >= ENTRY for link in links) < ENTRIES:
        return False
    return not any(_names(line, key) for key in keys for line in map(title_key, lines))


def _names(line: str, key: str) -> bool:
    """Whether a line holds a title, or a good part of it, as short lists do."""
    return key in line or (line in key and len(line) * 2 >= len(key))


def _is_edited(page: Sight, known: Sight) -> bool:
    """Whether a page under another title may be the Document all the same: related, or told what became of it."""
    here, before = page.evidence, known.evidence
    is_notice = len(words_of(here.text)) < SHORT and SAYS_REPEALED.search(here.text) is not None
    return is_notice or (bool(page.files) and not before.text) or _is_related(here, before)


def _first_sight(page: Sight, listed: str) -> Presence:
    """A page that bears nothing of what its list names, and says that something is wrong or next to nothing."""
    here = page.evidence
    is_titled = here.shows_title and _agree(here.title_key, title_key(listed))
    if not listed or is_titled or page.files or _is_marked(here):
        return Presence.SAME
    said = _nothing(here.text)
    is_little = not here.shows_title and len(words_of(here.text)) < TINY
    return Presence.SAME if said is Presence.GONE and not is_little else said


def _is_other(here: Evidence, before: Evidence, listed: str) -> bool:
    """Another number and title, or another title that the list confirms; a text that stays speaks against it."""
    if not here.shows_title or _agree(here.title_key, before.title_key):
        return False
    number, former = here.number_key if here.shows_number else None, before.number_key
    if number and number == former:
        return False
    alike = containment(here.text, before.text) if words_of(here.text) else 0.0
    if number and former:
        return alike < CONTAINED or _is_another_year(here, before)
    if number:
        return alike < RELATED
    key = title_key(listed)
    is_named = _agree(here.title_key, key) and not _agree(before.title_key, key)
    return is_named and alike < HALF


def _is_another_year(here: Evidence, before: Evidence) -> bool:
    """Next year's edition repeats most of a text."""
    years = [set(YEAR.findall(evidence.number or "")) for evidence in (here, before)]
    return years[0] != years[1] or is_other_work(here.title, before.title)


def _same_number(here: Evidence, before: Evidence) -> bool:
    if here.registration_number and here.registration_number == before.registration_number:
        return True
    return here.shows_number and bool(here.number_key) and here.number_key == before.number_key


def _is_stub(page: Sight, known: Sight) -> bool:
    """Whether next to nothing is left of a text; a file or a word of repeal in its place says enough."""
    here, before = (words_of(sight.evidence.text) for sight in (page, known))
    if page.files or SAYS_REPEALED.search(page.evidence.text):
        return False
    return len(here) < TINY and (len(before) >= SHRUNK * max(len(here), TINY) or bool(known.files))


def _is_related(here: Evidence, before: Evidence) -> bool:
    return bool(words_of(here.text)) and containment(here.text, before.text) >= RELATED


def _agree(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _is_document(here: Evidence) -> bool:
    """Whether a page under a title of its own bears a mark of an official document."""
    return here.shows_title and len(words_of(here.text)) >= TINY and _is_marked(here)


def _is_marked(here: Evidence) -> bool:
    marks = (here.number if here.shows_number else None, here.written_on, here.registration_number)
    return any(marks)


def _nothing(text: str) -> Presence:
    """What a page that shows nothing of the Document says instead."""
    if len(words_of(text)) < SHORT:
        if LOGIN.search(text):
            return Presence.BLOCKED
        if OUT_OF_ORDER.search(text):
            return Presence.DOWN
    return Presence.GONE
