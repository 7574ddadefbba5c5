"""What one entry of a feed says, made from the views of the archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feeds.cleaning import clean_line, clean_text, encode_url
from feeds.pieces import (
    Attached,
    attachment_list,
    clean_facts,
    clean_names,
    excerpt_of,
    paragraph,
    to_attached,
    value_list,
)
from feeds.redline import render
from feeds.region import name_region
from feeds.spec import CATEGORY_TITLES, make_urn
from platforms.address import address_key
from storage.outcome import ChangeKind, PublicationState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.views import ChangeView, DocumentView, PublicationView

TITLE = 200  # characters
SUMMARY = 200
REDLINE = 2_000  # characters of HTML; a hundred such entries stay below a megabyte
STATES = {
    PublicationState.WITHDRAWN: "【已下架】",
    PublicationState.QUARANTINED: "【疑似篡改】",
}


@dataclass(frozen=True)
class FeedEntry:
    """One entry. Addresses of ours are paths; the builder puts the public address before them."""

    id: str  # urn:uuid:…
    title: str
    path: str  # our page
    published: datetime
    updated: datetime
    summary: str  # one line, plain
    html: str  # the body, without the links
    via: str | None = None  # the portal's page
    authors: tuple[str, ...] = ()  # 发文机关
    document_number: str | None = None
    categories: tuple[tuple[str, str, str], ...] = ()  # scheme, term, label
    attachments: tuple[Attached, ...] = ()
    removes: str | None = None  # id of the Document's own entry, when it was withdrawn
    facts: dict[str, Any] = field(default_factory=dict)  # `_gov` of JSON Feed
    place: str = field(
        default="", compare=False
    )  # where the next page goes on when this is the last entry of one


def entries_from_changes(changes: Iterable[ChangeView]) -> list[FeedEntry]:
    """The entries of Changes, newest first; what was there before we came is left out."""
    told = [change for change in changes if not change.baseline]
    return [entry_from_change(c) for c in sorted(told, key=lambda c: c.id, reverse=True)]


def entry_from_change(change: ChangeView) -> FeedEntry:
    """The one entry of a Change: its id is used once, its words never change."""
    kind = ChangeKind(change.kind)
    summary = clean_line(change.summary, SUMMARY) or f"【{kind.label}】"
    moment = _stamp(change.detected_at, 2 * change.id)
    notes = _notes(change)
    values = value_list(
        change.written_on, change.document_number, change.issuers, change.portal_title
    )
    is_new = kind is ChangeKind.NEW
    body = [paragraph(summary), *map(paragraph, notes)]
    body += [excerpt_of(change.excerpt)] if is_new else [_redline(change)]
    body += [attachment_list(change.attachments) if is_new else "", values]
    return FeedEntry(
        id=change.uid,
        title=make_title(f"【{kind.label}】", change.title, change.document_number),
        path=_change_path(change),
        published=moment,
        updated=moment,
        place=str(change.id),
        summary=summary,
        html="".join(body),
        via=encode_url(change.url),
        authors=clean_names(change.issuers),
        document_number=clean_line(change.document_number or "", 100) or None,
        categories=(
            ("kind", change.kind, kind.label),
            _portal(change.portal, change.portal_title),
            *_region(change.region),
            *_category(change.category),
            *_issuers(change.issuers),
        ),
        attachments=to_attached(change.attachments) if is_new else (),
        removes=document_urn(_told_of(change)) if kind is ChangeKind.WITHDRAWN else None,
        facts=_change_facts(change),
    )


def entry_from_document(document: DocumentView, number: int = 0) -> FeedEntry:
    """The one entry of a Document: its id stays for life, `updated` moves. `number` tells Documents of one moment
    apart.
    """
    record = document.record
    state = STATES.get(PublicationState(document.state), "")
    key = document_urn(document.id)
    return _document_entry(
        document,
        entry_id=key,
        title=make_title(state, record.get("title") or "", record.get("document_number")),
        moments=(_stamp(document.first_seen_at, number), _stamp(document.changed_at, number)),
        via=record.get("url"),
        portal=_canonical_portal(document),
        region=_canonical_region(document),
        is_gone=document.state == PublicationState.WITHDRAWN,
    )


def entry_from_repost(
    document: DocumentView, publication: PublicationView, number: int = 0
) -> FeedEntry:
    """A Document that appeared on one more portal: an entry there, and no Change. Its id outlives a merge. `number`
    tells copies of one moment apart.
    """
    record = document.record
    key = make_urn("publication", publication.portal, address_key(publication.url))
    moment = _stamp(publication.first_seen_at, 2 * number + 1)
    made = _document_entry(
        document,
        entry_id=key,
        title=make_title("【转载】", record.get("title") or "", record.get("document_number")),
        moments=(moment, moment),
        via=publication.url,
        portal=(publication.portal, publication.portal_title),
        region=publication.region,
    )
    facts = {name: value for name, value in made.facts.items() if name != "state"}
    return replace(made, facts=facts)  # the state is that of another page, and moves


def document_urn(document_id: str) -> str:
    """The id of a Document's own entry."""
    return make_urn("document", document_id)


def make_title(mark: str, title: str, number: str | None) -> str:
    """【修订】…（文号）, in one line, the number whole when the title is too long."""
    tail = f"（{clean_line(number, 60)}）" if number else ""
    return mark + (clean_line(title, TITLE - len(tail)) or "无标题") + tail


def _document_entry(
    document: DocumentView,
    *,
    entry_id: str,
    title: str,
    moments: tuple[datetime, datetime],
    via: str | None,
    portal: tuple[str, str],
    region: str,
    is_gone: bool = False,
) -> FeedEntry:
    record = document.record
    number, issuers = record.get("document_number"), tuple(record.get("issuers") or ())
    return FeedEntry(
        id=entry_id,
        title=title,
        path=f"/documents/{quote(document.id)}",
        published=moments[0],
        updated=moments[1],
        summary=clean_line(document.snippet or record.get("text") or "", 140) or title,
        html=_document_html(record, portal[1] or portal[0]),
        via=encode_url(via or ""),
        authors=clean_names(issuers),
        document_number=clean_line(number or "", 100) or None,
        categories=(
            _portal(*portal),
            *_region(region),
            *_category(record.get("category") or ""),
            *_issuers(issuers),
        ),
        attachments=to_attached(tuple(record.get("attachments") or ())),
        removes=entry_id if is_gone else None,
        facts=_document_facts(document, portal[0], region),
    )


def _document_html(record: dict[str, Any], portal_title: str) -> str:
    """The text's beginning, the attachments, then what is known of the document."""
    number, issuers = record.get("document_number"), tuple(record.get("issuers") or ())
    attachments = tuple(record.get("attachments") or ())
    values = value_list(record.get("written_on"), number, issuers, portal_title)
    return "".join([excerpt_of(record.get("text") or ""), attachment_list(attachments), values])


def _document_facts(document: DocumentView, portal: str, region: str) -> dict[str, Any]:
    record = document.record
    return clean_facts(
        {
            "document_id": document.id,
            "document_number": record.get("document_number"),
            "issuers": list(record.get("issuers") or ()),
            "written_on": record.get("written_on"),
            "published_at": record.get("published_at"),
            "category": record.get("category"),
            "validity": record.get("validity"),
            "state": document.state,
            "portal": portal,
            "region": region or None,
            "content_hash": record.get("content_hash"),
        }
    )


def _canonical(document: DocumentView) -> PublicationView | None:
    return next((each for each in document.publications if each.canonical), None)


def _canonical_portal(document: DocumentView) -> tuple[str, str]:
    if (found := _canonical(document)) is not None:
        return found.portal, found.portal_title
    name = document.record.get("portal") or "unknown"
    return name, name


def _canonical_region(document: DocumentView) -> str:
    found = _canonical(document)
    return "" if found is None else found.region


def _stamp(moment: datetime, number: int) -> datetime:
    """A moment of its own: what a round finds at one time is told apart by its number."""
    return moment.replace(microsecond=number % 1_000_000)


def _notes(change: ChangeView) -> list[str]:
    return [
        words
        for holds, words in (
            (change.kind == ChangeKind.TAMPERED, "门户上的页面疑似被篡改，访问原文请谨慎。"),
            (change.silent, "正文有改动，而标题、文号和日期未变。"),
            (change.back_dated, "这是新近发现的较早文件。"),
            (change.truncated, "比对达到时限，部分段落按整段替换显示。"),
        )
        if holds
    ]


def _change_path(change: ChangeView) -> str:
    page = f"/documents/{quote(_told_of(change))}"
    first, last = change.from_revision, change.to_revision
    if first is None or last is None or first == last:
        return page
    return f"{page}/diff?from={first}&to={last}"


def _told_of(change: ChangeView) -> str:
    """The Document's id when it was told: entries stay as they were, and dissolved ids lead on for ever."""
    return change.told_of or change.document_id


def _change_facts(change: ChangeView) -> dict[str, Any]:
    names = (
        "kind", "document_number", "written_on", "published_at", "category",
        "portal", "source", "region", "validity", "content_hash", "from_revision", "to_revision",
        "inserted", "deleted", "silent", "back_dated", "truncated",
    )  # fmt: skip
    facts = {name: getattr(change, name) for name in names}
    told = {"change_id": change.id, "document_id": _told_of(change)}
    return clean_facts(told | facts | {"issuers": list(change.issuers)})


def _redline(change: ChangeView) -> str:
    if not change.operations:
        return ""
    return clean_text(render(change.operations, "html", limit=REDLINE)).replace("\n", "")


def _portal(name: str, title: str) -> tuple[str, str, str]:
    return ("portal", name, clean_line(title, 100) or name)


def _region(code: str) -> tuple[tuple[str, str, str], ...]:
    return (("region", code, name_region(code)),) if code else ()


def _issuers(names: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(("issuer", name, name) for name in dict.fromkeys(clean_names(names)))


def _category(category: str) -> tuple[tuple[str, str, str], ...]:
    if not category:
        return ()
    return (("category", category, CATEGORY_TITLES.get(category, category)),)
