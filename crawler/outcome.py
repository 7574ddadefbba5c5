"""How asking for one address ended: the one place that decides, and pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.wording import Wording, find_absence, find_hurry, find_wall
from platforms.address import address_key
from platforms.office_page import is_office_page
from storage.outcome import PageOutcome, SourceOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

# walls answer with these; most are out of the RFCs (PORTALS: 瑞数 412, 加速乐 521, 电信云防护 405)
BLOCKED = frozenset(
    {401, 402, 403, 405, 406, 407, 412, 418, 421, 440, 444, 449, 450, 451, 452, 454, 458, 460, 463}
    | {494, 499, 511, 512, 521}
)
THROTTLED = frozenset({420, 429, 509})
GONE = frozenset({404, 410})
HTML_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|meta|script)",
    re.DOTALL | re.IGNORECASE,
)
HTML_ADDRESS = re.compile(r"\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
ERROR_PATH = re.compile(r"/(?:err(?:or)?[-_]?)?(?:404|not[-_]?found)[^/]*$", re.IGNORECASE)
LOGIN_PATH = re.compile(r"login|signin|/(?:sso|cas|passport|oauth2?|auth)/", re.IGNORECASE)
PASSWORD = re.compile(r"""<input[^>]+type\s*=\s*["']?password""", re.IGNORECASE)
ROOT = re.compile(r"^/?(?:(?:index|default|home|main)(?:\.\w+)?)?$", re.IGNORECASE)
TOLERATED = 0.01  # share of characters no charset could read, and never fewer than MOST
MOST = 10


@dataclass(frozen=True)
class Answer:
    """What came back, as far as the verdict needs it. Header names in lower case."""

    status: int
    text: str = ""
    url: str = ""  # after redirects
    requested: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    unreadable: int = 0  # characters no charset could read


@dataclass(frozen=True)
class Verdict:
    """The outcome, and in a few words why."""

    outcome: PageOutcome
    message: str = ""


def judge_page(answer: Answer, home: str, *, is_list: bool = False) -> Verdict:
    """How asking for a page or a list ended; `home` is the address of the portal's home page."""
    if answer.status == 304:
        return Verdict(PageOutcome.UNCHANGED)
    words = Wording(answer.text)
    return (
        _judge_wall(answer, words)
        or _judge_status(answer)
        or _judge_address(answer, home)
        or _judge_text(answer, words, is_list=is_list)
    )


def judge_file(answer: Answer, body: bytes) -> Verdict:
    """How asking for an attachment ended; `answer.text` is empty unless the body is HTML."""
    if answer.status == 304:
        return Verdict(PageOutcome.UNCHANGED)
    trouble = _judge_wall(answer, Wording(answer.text)) or _judge_status(answer)
    if trouble:
        return trouble
    if not body:
        return Verdict(PageOutcome.FAILED, "empty answer")
    is_named_page = HTML_ADDRESS.search(urlsplit(answer.requested).path) is not None
    if is_html(body) and not (is_named_page or is_office_page(answer.text)):
        return _judge_stray_page(answer)
    return Verdict(PageOutcome.OK)


def _judge_stray_page(answer: Answer) -> Verdict:
    absent = find_absence(Wording(answer.text))
    if absent:
        return Verdict(PageOutcome.GONE, absent)
    return Verdict(PageOutcome.FAILED, "a page came where a file was named")


def is_html(body: bytes) -> bool:
    """Whether bytes begin as a page does."""
    return bool(HTML_START.match(body[:2048]))


def to_source_outcome(outcome: PageOutcome) -> SourceOutcome:
    """What the outcome of a list page makes of its column."""
    if outcome == PageOutcome.HOME:
        return SourceOutcome.GONE
    return (
        SourceOutcome(outcome.value)
        if outcome.value in set(SourceOutcome)
        else SourceOutcome.FAILED
    )


def _judge_wall(answer: Answer, words: Wording) -> Verdict | None:
    """A wall is a wall with any status: a 404 of a WAF takes no document away."""
    if not answer.text or words.is_data:
        return None
    if wall := find_wall(words):
        plain_absence = answer.status in GONE and find_absence(words)
        return None if plain_absence else Verdict(PageOutcome.BLOCKED, f"{answer.status}: {wall}")
    if answer.status not in GONE and (hurry := find_hurry(words)):
        return Verdict(PageOutcome.THROTTLED, f"{answer.status}: {hurry}")
    return None


def _judge_status(answer: Answer) -> Verdict | None:
    status = answer.status
    message = f"status {status}"
    if 200 <= status < 300:
        return None
    if status in GONE:
        return Verdict(PageOutcome.GONE, message)
    if status in THROTTLED or (status == 503 and "retry-after" in answer.headers):
        return Verdict(PageOutcome.THROTTLED, message)
    if status in BLOCKED:
        return Verdict(PageOutcome.BLOCKED, message)
    if status >= 500 or status == 408:
        return Verdict(PageOutcome.DOWN, message)
    return Verdict(PageOutcome.FAILED, message)


def _judge_address(answer: Answer, home: str) -> Verdict | None:
    message = f"redirected to {answer.url}"
    if leads_home(answer.requested, answer.url, home):
        return Verdict(PageOutcome.HOME, message)
    path = urlsplit(answer.url).path
    if answer.url != answer.requested and ERROR_PATH.search(path):
        return Verdict(PageOutcome.GONE, message)
    if answer.url != answer.requested and LOGIN_PATH.search(path) and PASSWORD.search(answer.text):
        return Verdict(PageOutcome.BLOCKED, f"{message}, where one has to log in")
    return None


def _judge_text(answer: Answer, words: Wording, *, is_list: bool) -> Verdict:
    if not answer.text.strip():
        return Verdict(PageOutcome.FAILED, "empty answer")
    if answer.unreadable > max(MOST, TOLERATED * len(answer.text)):
        return Verdict(PageOutcome.ENCODING, f"{answer.unreadable} characters in no known charset")
    if absent := find_absence(words, is_list=is_list):
        return Verdict(PageOutcome.GONE, absent)
    return Verdict(PageOutcome.OK)


def leads_home(requested: str, final: str, home: str) -> bool:
    """Whether a request for something deeper ended at a home page: the portal's, or that of another host."""
    if not requested or address_key(requested) == address_key(final) or _is_root(requested):
        return False
    return address_key(final) == address_key(home) or _is_root(final)


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    return bool(ROOT.match(parts.path)) and not parts.query
