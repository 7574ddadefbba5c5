"""What the attributes of an element say: is it hidden, what is it called, where does it lead."""

from __future__ import annotations

import re
from functools import lru_cache

Attributes = dict[str, str | None]

OWN, ALL = 1, 2  # what is hidden: the text right in an element, or all that is in it
NO_SIZE = re.compile(r"font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE)
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    r"|opacity\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
FILE_SUFFIX = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|ceb|rar|zip|7z|txt|rtf|csv)(?![a-z0-9])"
)
HOLDING = ("data-href", "data-url", "data-src", "data-file", "data-path")
ARGUMENT = re.compile(r"[\"']([^\"'\s()]{3,500})[\"']")  # of a call in a script


def concealment(attributes: Attributes) -> int:
    """What of an element its own attributes hide from a reader: 0 nothing, OWN, ALL."""
    style = attributes.get("style")
    how = concealed_by(style) if style else 0
    if how == ALL or "hidden" in attributes:
        return ALL
    if "class" in attributes and "ng-hide" in (attributes["class"] or ""):
        return ALL
    return how


@lru_cache(maxsize=4096)
def concealed_by(style: str) -> int:
    """What a style hides: a block within a text without size may have a size of its own. Pages repeat few styles."""
    if HIDDEN_STYLE.search(style):
        return ALL
    return OWN if NO_SIZE.search(style) else 0


@lru_cache(maxsize=4096)
def names_of(classes: str | None, identity: str | None) -> tuple[str, ...]:
    """The names a style sheet could call an element by, in lower case."""
    names = [f".{name}" for name in (classes or "").lower().split()]
    return (*names, f"#{identity}".lower()) if identity else tuple(names)


def target_of(attributes: Attributes) -> tuple[bool, str | None]:
    """Whether an `a` is a link away from its place, and where it leads: its address, or the file a script opens."""
    href = attributes.get("href")
    if href and href[0] not in "#jJ":
        return True, href
    if href and href[0] != "#" and not href.lower().startswith("javascript:"):
        return True, href
    leads_away = href is not None and (len(href) < 2 or href[0] != "#")
    return leads_away, opened_file(attributes, href or "")


def opened_file(attributes: Attributes, call: str) -> str | None:
    """The address of a file that an attribute holds for a script, or that a call names."""
    held = [attributes.get(name) or "" for name in HOLDING]
    calls = (attributes.get("onclick") or "", call)
    named = (match[1] for one in calls for match in ARGUMENT.finditer(one))
    return next((text for text in (*held, *named) if "/" in text and may_be_file(text)), None)


def may_be_file(address: str) -> bool:
    """Whether an address may lead to a file."""
    folded = address.lower()
    return "down" in folded or "attach" in folded or FILE_SUFFIX.search(folded) is not None
