"""The pieces entries are put together from: paragraphs, values, attachments. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from feeds.cleaning import clean_line, clean_text, encode_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXCERPT = 300  # characters
NAMES = 10  # attachments, issuers


@dataclass(frozen=True)
class Attached:
    """One attachment (附件) of an entry."""

    url: str
    title: str
    media_type: str


def clean_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Values for programs, without characters that break a feed."""
    return {name: _clean_value(value) for name, value in facts.items()}


def _clean_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean_value(each) for each in value]
    return clean_text(value) if isinstance(value, str) else value


def paragraph(text: str) -> str:
    """One paragraph."""
    return f"<p>{escape(text)}</p>"


def excerpt_of(text: str) -> str:
    """The beginning of a text, a paragraph a line."""
    clean = clean_text(text[: 8 * EXCERPT]).strip()
    lines = [" ".join(line.split()) for line in clean[:EXCERPT].split("\n")]
    if len(clean) > EXCERPT:
        lines[-1] += "…"
    return "".join(paragraph(line) for line in lines if line)


def value_list(
    written_on: str | None, number: str | None, issuers: Iterable[str], portal: str
) -> str:
    """What is known of a Document, for people."""
    rows = (
        ("成文日期", written_on or ""),
        ("发文字号", number or ""),
        ("发文机关", "、".join(clean_names(issuers))),
        ("来源门户", portal),
    )
    told = "<br>".join(f"{name}：{escape(clean_line(v, 200))}" for name, v in rows if v)
    return f"<p>{told}</p>" if told else ""


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """发文机关, each in a line, ten at most."""
    return tuple(name for name in (clean_line(n, 60) for n in names) if name)[:NAMES]


def to_attached(attachments: Iterable[Mapping[str, Any]]) -> tuple[Attached, ...]:
    """Attachments that can be linked to, ten at most."""
    found = []
    for given in attachments:
        url = encode_url(given.get("url") or "")
        if url:
            title = clean_line(given.get("title") or "", 100) or "附件"
            found.append(Attached(url, title, _media_type(given.get("media_type"))))
    return tuple(found[:NAMES])


def _media_type(given: str | None) -> str:
    """A media type as RFC 6838 writes it, without parameters; unknown is a stream of bytes."""
    kind = (given or "").partition(";")[0].strip().lower()
    known = re.fullmatch(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", kind)
    return kind if known and len(kind) < 128 else "application/octet-stream"


def attachment_list(attachments: Iterable[Mapping[str, Any]]) -> str:
    """Links to the attachments."""
    links = "<br>".join(
        f'<a href="{escape(a.url)}">{escape(a.title)}</a>' for a in to_attached(attachments)
    )
    return f"<p>附件：<br>{links}</p>" if links else ""
