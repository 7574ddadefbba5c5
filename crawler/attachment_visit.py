"""The attachments of a page, fetched with it: what is unchanged or cannot be had now keeps what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.fetcher import Ask
from crawler.items import AttachmentFile
from platforms.address import address_key
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.fetcher import Fetched, Fetcher
    from storage.facts import AttachmentFacts, KnownPage


async def fetch_files(
    fetcher: Fetcher, links: Sequence[AttachmentFile], known: KnownPage | None, referer: str
) -> list[AttachmentFile]:
    """Fill in the attachments of one page, one after the other."""
    held = {address_key(a.url): a for a in known.attachments} if known else {}
    for link in links:
        await _fetch_file(fetcher, link, held.get(address_key(link.url)), referer)
    return list(links)


async def _fetch_file(
    fetcher: Fetcher, link: AttachmentFile, held: AttachmentFacts | None, referer: str
) -> None:
    is_held = held is not None and held.sha256 is not None
    ask = Ask(
        link.url,
        "file",
        etag=held.etag if held and is_held else None,
        last_modified=held.last_modified if held and is_held else None,
        referer=referer,
    )
    fetched = await fetcher.fetch(ask)
    link.outcome = fetched.outcome
    fetcher.crawler.stats.inc_value(f"gongbao/attachments/{fetched.outcome.value}")
    link.etag, link.last_modified = fetched.etag, fetched.last_modified
    if fetched.outcome == PageOutcome.OK:
        link.sha256 = fetched.sha256
        if held is None or held.sha256 != link.sha256:
            link.body = fetched.body
            return
        link.outcome = PageOutcome.UNCHANGED
    if held is not None:
        _keep(link, held)


def _keep(link: AttachmentFile, held: AttachmentFacts) -> None:
    link.sha256, link.text, link.text_hash = held.sha256, held.text, held.text_hash
    link.note = held.note
    link.media_type = held.media_type or link.media_type
    link.etag, link.last_modified = link.etag or held.etag, link.last_modified or held.last_modified


def to_attachment(fetched: Fetched, title: str | None) -> AttachmentFile:
    """A file that came where a page was asked for."""
    return AttachmentFile(
        url=fetched.url,
        title=title or fetched.url.rsplit("/", 1)[-1],
        outcome=PageOutcome.OK,
        body=fetched.body,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        sha256=fetched.sha256,
    )
