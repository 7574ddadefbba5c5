"""`gongbao extract`, `compare`, `number`: what pages say, touching no database."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.items import PageItem
from gongbao.strangers import find_stranger
from pipelines.document_number import parse
from pipelines.reading import read_list_answer, read_page
from platforms import registry
from platforms.charset import decode_page
from portals.loader import load_portals
from scheduler.changes import State, detect_change

if TYPE_CHECKING:
    from config import Settings
    from crawler.items import DocumentItem
    from portals.schema import Portal

MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|table|ul|td|span|meta|br)\b", re.IGNORECASE)
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL…")
@click.option("--url", help="The address the saved page came from.")
@click.option("--portal", "portal_name", help="Read with this portal's platform and selectors.")
@click.option("--explain", is_flag=True, help="Add the evidence that won for each field.")
@click.pass_obj
def extract(
    settings: Settings,
    pages: tuple[str, ...],
    url: str | None,
    portal_name: str | None,
    *,
    explain: bool,
) -> None:
    """Print the record of saved pages (HTML, plain text, list answers), one JSON object per line."""
    portal = find_portal(settings, portal_name) if portal_name else None
    for page in pages:
        item = read(page, url, portal, settings)
        record = item.to_record()
        if explain:
            record["explain"] = item.explain
        click.echo(json.dumps(record, ensure_ascii=False))


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False))
@click.argument("new", type=click.Path(exists=True, dir_okay=False))
@click.option("--url", help="The address both versions came from.")
@click.pass_obj
def compare(settings: Settings, old: str, new: str, url: str | None) -> None:
    """Print the Change between two saved versions of a page as JSON; `kind` is null when there is none."""
    before, after = (read(page, url, None, settings) for page in (old, new))
    answer: dict[str, Any] = {
        "kind": None,
        "summary": "",
        "inserted": 0,
        "deleted": 0,
        "operations": [],
    }
    stranger = find_stranger(before, after)
    detected = detect_change(to_state(before), to_state(after)) if stranger is None else None
    if detected is not None:
        answer = {name: getattr(detected, name) for name in answer}
    click.echo(json.dumps(answer | ({"summary": stranger} if stranger else {}), ensure_ascii=False))


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
def number(texts: tuple[str, ...]) -> None:
    """Print the canonical form of a 发文字号; exit 1 with the reason when it is none."""
    failed = False
    for text in texts:
        try:
            click.echo(str(parse(text)))
        except ValueError as error:
            click.echo(f"{text}: {error}", err=True)
            failed = True
    if failed:
        raise SystemExit(1)


def read(page: str, url: str | None, portal: Portal | None, settings: Settings) -> DocumentItem:
    """The record of one saved page or address."""
    if ADDRESS.match(page):
        from gongbao.cli.fetch import fetch_page  # noqa: PLC0415  (starts a reactor)

        fetched = fetch_page(page, settings)
        body, content_type, url = fetched.body, fetched.content_type, fetched.url
    else:
        body, content_type = read_file(page), None
    text = decode_page(body, content_type).text
    item = PageItem(url=url or "", html=text)
    if registry.looks_like_list_answer(text):
        return read_list_answer(item, registry.parse_any_list(text, url))
    item.is_html = bool(MARKUP.search(text))
    if portal is not None:
        item.portal, item.region = portal.name, portal.region
        item.platform = None if portal.platform == "auto" else portal.platform
        item.rules = next((s.document for s in portal.sources), None)
    return read_page(item)


def read_file(path: str) -> bytes:
    """The bytes of a file; a click error names it when it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from None


def to_state(item: DocumentItem) -> State:
    """The condition a saved page stands for."""
    hashes = [a.text_hash for a in item.attachments if a.text_hash]
    state = "quarantined" if item.tampered["suspected"] else "live"
    return State.from_record(item.to_record(), state=state, attachment_hashes=hashes)


def find_portal(settings: Settings, name: str) -> Portal:
    """A portal by name; LookupError names the remedy."""
    portals = load_portals(settings.portals_dir)
    if name not in portals:
        raise LookupError(f"{name}: no such portal; see: gongbao portal list")
    return portals[name]
