"""`gongbao documents`, `show`, `search`, `changes`: the archive and its change log."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from feeds.redline import render
from gongbao.cli import LazyGroup
from gongbao.cli.options import filter_options, json_option, limit_option, reading
from gongbao.cli.output import print_json, print_line, print_table, print_text
from gongbao.query import CHINA, to_number
from gongbao.rows import change_row, document_row, revision_row
from gongbao.variants import list_variants
from storage import catalogue, history
from storage.filters import Filters
from storage.outcome import ChangeKind, PublicationState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from config import Settings
    from gongbao.variants import Variant
    from storage.relation import RelationView
    from storage.session import Session
    from storage.views import ChangeView, DocumentView

BY_HAND = {
    "merge": ("gongbao.cli.documents_identity:merge", "Make a document part of another."),
    "split": ("gongbao.cli.documents_identity:split", "Make a page a document of its own."),
}
STATES = {
    PublicationState.ABSENT: "（页面缺失）",
    PublicationState.WITHDRAWN: "（已下架）",
    PublicationState.QUARANTINED: "（疑似篡改）",
}


@click.group(cls=LazyGroup, table=BY_HAND, invoke_without_command=True)
@filter_options
@limit_option
@json_option
@click.pass_context
def documents(ctx: click.Context, filters: Filters, limit: int | None, *, as_json: bool) -> None:
    """List the documents of the archive, the newest first; withdrawn ones with their state."""
    if ctx.invoked_subcommand is None:
        print_documents(ctx.obj, filters, limit, as_json=as_json)


@click.command()
@click.argument("query")
@filter_options
@limit_option
@json_option
@click.pass_obj
def search(settings: Settings, filters: Filters, limit: int | None, *, as_json: bool) -> None:
    """Find documents by words ("a phrase", OR, -word) or by a 发文字号 in any spelling, best match first."""
    print_documents(settings, filters, limit, as_json=as_json)


def print_documents(
    settings: Settings, filters: Filters, limit: int | None, *, as_json: bool
) -> None:
    """The Documents that pass, as JSON lines or as a table."""
    with reading(settings) as archive, archive.reading() as session:
        found = catalogue.list_documents(
            session,
            filters,
            limit=limit,
            with_text=as_json or filters.q is not None,
        )
        if as_json:
            for view in found:
                print_json(document_row(view))
            return
        print_table(map(to_cells, found), flexible=3)


def to_cells(view: DocumentView) -> tuple[str, ...]:
    """One row of the table: id, date, number, title, portals."""
    record = view.record
    date = record.get("written_on") or record.get("published_at") or ""
    title = STATES.get(PublicationState(view.state), "") + (record.get("title") or "")
    if view.snippet:
        title += f" | {view.snippet}"
    portals = ",".join(sorted({publication.portal for publication in view.publications}))
    return view.id, date[:10], record.get("document_number") or "", title, portals


@click.command()
@click.argument("document", metavar="ID")
@json_option
@click.pass_obj
def show(settings: Settings, document: str, *, as_json: bool) -> None:
    """One document (by id or 发文字号) with its publications and revisions."""
    with reading(settings) as archive, archive.reading() as session:
        view = find(session, document)
        revisions = history.list_revisions(session, view.id)
        relations = history.list_relations(session, view.id)
        verdicts = history.list_verdicts(session, view.id)
        copies = list_variants(session, view.id)
    rows = [{k: v for k, v in revision_row(r).items() if k != "text"} for r in revisions]
    if as_json:
        related = [asdict(relation) for relation in relations]
        reasons = [{**asdict(v), "at": v.at.isoformat()} for v in verdicts]
        beside = [{**copy.to_row(), "operations": copy.operations} for copy in copies]
        parts = {"revisions": rows, "copies": beside, "relations": related, "verdicts": reasons}
        print_json({**document_row(view), **parts})
        return
    print_document(view, rows, relations)
    print_copies(copies)
    for verdict in verdicts:
        print_line(f"= {verdict.verdict} {verdict.url} {verdict.evidence}")


def find(session: Session, name: str) -> DocumentView:
    """The Document with an id or a 发文字号; LookupError when there is none, or more than one."""
    view = catalogue.get_document(session, name)
    if view is not None:
        return view
    number = to_number(name)
    found = list(catalogue.list_documents(session, Filters(number=number))) if number else []
    if len(found) != 1:
        several = ", ".join(v.id for v in found)
        raise LookupError(f"{name}: " + (f"several: {several}" if found else "no such document"))
    return found[0]


def print_document(
    view: DocumentView, revisions: list[dict[str, Any]], relations: list[RelationView]
) -> None:
    """A Document for people: what it is, where it stands, how it changed, its text."""
    record = view.record
    print_line(f"{record.get('title') or ''}{STATES.get(PublicationState(view.state), '')}")
    for label, value in (
        ("编号", view.id),
        ("发文字号", record.get("document_number")),
        ("发文机关", "、".join(record.get("issuers") or ())),
        ("成文日期", record.get("written_on")),
        ("发布日期", record.get("published_at")),
        ("有效性", record.get("validity")),
        ("类别", record.get("category")),
    ):
        if value:
            print_line(f"  {label}：{value}")
    for place in view.publications:
        mark = "*" if place.canonical else " "
        state = STATES.get(PublicationState(place.state), "")
        print_line(f"{mark} {place.portal_title} {place.url}{state}")
    for row in revisions:
        print_line(f"  v{row['number']}  {row['captured_at']}  {row['content_hash'][:12]}")
    for relation in relations:
        arrow = "→" if relation.is_outgoing else "←"
        named = (relation.number, relation.title, relation.document_id)
        print_line(f"  {arrow} {relation.kind} " + " ".join(filter(None, named)))
    for file in record.get("attachments") or ():
        note = f"（{file['note']}）" if file.get("note") else ""
        print_line(f"  附件：{file['title']} {file['url']}{note}")
    print_line()
    print_text(record.get("text") or "")


def print_copies(copies: Sequence[Variant]) -> None:
    """Each copy: how long after the first it came, and where its text is another one."""
    for copy in copies:
        later = f"晚{copy.lag_days}天" if copy.lag_days else "同日"
        basis = f"（对照第{copy.basis}版）" if copy.differs and copy.is_behind else ""
        print_line(f"≈ {copy.portal_title} {later} {basis}{copy.summary}")
        if copy.differs:
            print_text(render(copy.operations, "text"))


@click.command()
@click.option("--since", type=click.IntRange(min=0), default=0, help="Ids greater than this one.")
@filter_options
@limit_option
@json_option
@click.pass_obj
def changes(
    settings: Settings, filters: Filters, since: int, limit: int | None, *, as_json: bool
) -> None:
    """The change log, oldest first."""
    with reading(settings) as archive, archive.reading() as session:
        found = catalogue.list_changes(session, since=since, filters=filters, limit=limit)
        if as_json:
            for view in found:
                print_json(change_row(view))
            return
        print_table(chain.from_iterable([to_change_cells(v)] for v in found), flexible=4)


def to_change_cells(view: ChangeView) -> tuple[str, ...]:
    """One row of the log: id, time, kind, portal, what changed."""
    marks = "".join(
        mark
        for mark, holds in (
            ("（首次收录）", view.baseline),
            ("（补录）", view.back_dated),
            ("（未声明）", view.silent),
        )
        if holds
    )
    label = ChangeKind(view.kind).label + marks
    told = f"{view.title} | {view.summary}" if view.kind != "new" else view.title
    return str(view.id), to_china(view.detected_at), label, view.portal, told


def to_china(moment: datetime) -> str:
    """A moment as people in China write it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
