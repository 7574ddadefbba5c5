"""One reader for each piece of evidence: a value and the words it was read from, or None."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.authorship import organs_of_title, own_signature
from pipelines.date import find_date, parse_date
from pipelines.genre import genre_of_label, genre_of_title
from pipelines.label import FIELDS, is_nothing, squeeze
from pipelines.label_line import pairs_in_line
from pipelines.page_facts import Found
from pipelines.recipient import find_recipients
from pipelines.signature import find_lone_date
from pipelines.validity import (
    effective_in_text,
    expiry_in_text,
    read_state,
    state_of_script,
    state_of_title,
)

if TYPE_CHECKING:
    from pipelines.page_facts import PageFacts

INDEX = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z/\-_.:—－–―]{4,58}[0-9A-Za-z]|[0-9A-Za-z\u4e00-\u9fff/\-_]{2,20}[\-/]?\d{4}[\-/]\d{3,}"
)
REGISTRATION = re.compile(
    r"[A-Z]{1,8}\d{0,6}(?:[-‐‑–—―－]{1,2}\d{2,8}){1,3}|[A-Z]{1,6}\d{6,14}|\d{8,20}"
)
DASHES = re.compile(r"[‐‑–—―－-]+")
CODE = re.compile(r"[A-Za-z0-9_\-./:]*")
SENTENCE = re.compile(r"[。！？；!?]|^[,，、]")
LONGEST_SOURCE = 60
SOURCE_NAMES = frozenset(
    ["ly", "laiyuan", "source", "docsource", "wzly", "xxly"]
)  # of script variables
SOURCE_FILLED = re.compile(
    r"""#(?:ly|laiyuan|source)["']\)\s*\.(?:html|text)\(\s*["']([^"'<>]{2,40})["']"""
)
FORWARDS = re.compile(r"转发|批转")  # the first signature may be that of what is passed on
LETTERHEAD_KINDS = {
    "令": "命令",
    "命令": "命令",
    "公告": "公告",
    "通告": "通告",
    "公报": "公报",
    "决定": "决定",
}


# index_number, registration_number ---------------------------------------------------------------


def index_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("index_number", to_index_number)


def to_index_number(raw: str) -> str | None:
    """The catalogue number in a label's value."""
    match = INDEX.match(squeeze(raw))
    return match[0] if match and sum(c.isdigit() for c in match[0]) > 4 else None


def registration_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("registration_number", to_registration_number)


def registration_by_line(facts: PageFacts) -> Found | None:
    """A registration number in a line of its own, right above or at the beginning of the text."""
    for line in (*facts.frame.near[-8:], *facts.lines[:4]):
        value = to_registration_number(line) if "-" in DASHES.sub("-", line) else None
        if value and value[0].isalpha() and value.count("-") > 1:
            return Found(value, f"line {line}")
    return None


def to_registration_number(raw: str) -> str | None:
    """A 统一编号 with plain dashes: ZJAC00-2024-0001, GZ0320190096."""
    match = REGISTRATION.fullmatch(squeeze(raw).upper())
    return DASHES.sub("-", match[0]) if match else None


# written_on --------------------------------------------------------------------------------------


def written_by_signature(facts: PageFacts) -> Found | None:
    """The date under the signature of the organ that title or label name; of any organ where they are silent."""
    titled = organs_of_title(facts.title)
    signature = own_signature(facts, titled)
    if signature is None or (is_news(facts) and not (titled and signature.organs)):
        return None
    return Found(
        signature.written_on, f"signature: {' '.join(signature.organs)} {signature.written_on}"
    )


def written_by_any_signature(facts: PageFacts) -> Found | None:
    """The first signature, though it names another organ than title and label."""
    if is_news(facts) or not facts.signatures or FORWARDS.search(facts.title):
        return None
    first = facts.signatures[0]
    return Found(first.written_on, f"first signature: {' '.join(first.organs)} {first.written_on}")


def written_by_caption(facts: PageFacts) -> Found | None:
    caption = facts.caption
    return Found(caption.written_on, "caption") if caption and caption.written_on else None


def written_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("written_on", to_day)


def written_by_issue_label(facts: PageFacts) -> Found | None:
    return facts.labelled("issued_on", to_day)


def written_by_lone_date(facts: PageFacts) -> Found | None:
    value = None if is_news(facts) else find_lone_date(facts.lines)
    return Found(value, "date in a line of its own below the text") if value else None


def to_day(raw: str) -> str | None:
    value = parse_date(raw)
    return value[:10] if value else None


def is_news(facts: PageFacts) -> bool:
    """Whether a page is an article without the marks of a document: its dates are the news', not a 成文日期."""
    return facts.item.page_kind == "article"


# effective_on, expires_on, validity --------------------------------------------------------------


def effective_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("effective_on", to_day)


def effective_by_text(facts: PageFacts) -> Found | None:
    found = None if is_news(facts) else effective_in_text(facts.lines)
    return Found(found[0], f"text: {found[1]}") if found else None


def expiry_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("expires_on", to_day)


def expiry_by_text(facts: PageFacts) -> Found | None:
    found = None if is_news(facts) else expiry_in_text(facts.lines)
    return Found(found[0], f"text: {found[1]}") if found else None


def validity_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("validity", read_state)


def validity_by_title(facts: PageFacts) -> Found | None:
    for title in (facts.title, facts.item.meta.get("articletitle", "")):
        found = state_of_title(title)
        if found:
            return Found(found[0], f"title: {found[1]}")
    return None


def validity_by_script(facts: PageFacts) -> Found | None:
    found = state_of_script(facts.variables)
    return Found(found[0], f"script: {found[1]}") if found else None


# subject, genre, source, recipients --------------------------------------------------------------


def subject_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("subject", to_subject)


def to_subject(raw: str) -> str | None:
    value = raw.strip().strip("\\/>|；;")
    return (
        value if not is_nothing(value) and len(value) <= 80 and not CODE.fullmatch(value) else None
    )


def genre_by_title(facts: PageFacts) -> Found | None:
    """The title's last word; else that of the organ in front of a glued number (…公告2024年第7号 …规定)."""
    for title in (facts.title, facts.item.title or ""):
        if genre := genre_of_title(title, strict=is_news(facts)):
            return Found(genre, "title")
    return None


def genre_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("genre", genre_of_label)


def genre_by_letterhead(facts: PageFacts) -> Found | None:
    head = facts.letterhead
    genre = LETTERHEAD_KINDS.get(head.kind or "") if head else None
    return Found(genre, "letterhead") if genre else None


def source_by_label(facts: PageFacts) -> Found | None:
    return facts.labelled("source", to_source)


def source_by_tag(facts: PageFacts) -> Found | None:
    raw = facts.item.meta.get("contentsource", "")
    value = to_source(raw)
    return Found(value, f"tag contentsource: {raw}") if value else None


def source_by_script(facts: PageFacts) -> Found | None:
    """The source a script writes into the page."""
    html = facts.item.page.html if facts.item.page.is_html else ""
    held = [value for name, value in facts.variables if name.lower() in SOURCE_NAMES]
    for raw in (*held, *SOURCE_FILLED.findall(html)):
        value = to_source(raw)
        if value:
            return Found(value, f"script: {raw}")
    return None


def source_by_last_line(facts: PageFacts) -> Found | None:
    """（来源：某某报） at the end of the text."""
    for line in facts.lines[-2:]:
        for label, raw in pairs_in_line(line.strip("（()） 【】[]")):
            value = (
                to_source(raw) if label in FIELDS["source"] and len(line) < LONGEST_SOURCE else None
            )
            if value:
                return Found(value, f"last line {line}")
    return None


def to_source(raw: str) -> str | None:
    """A source as printed, unless it is a code, a date or a sentence."""
    value = " ".join(raw.split()).strip("|｜：: ")
    if (
        is_nothing(value)
        or len(value) > LONGEST_SOURCE
        or SENTENCE.search(value)
        or CODE.fullmatch(value)
    ):
        return None
    date = find_date(value)
    value = value[: date[1]].strip(" （([【") if date else value
    return value or None


def recipients_in_text(facts: PageFacts) -> Found | None:
    value = None if is_news(facts) else find_recipients(facts.lines)
    return Found(value, "first line of the text that ends with a colon") if value else None
