"""Attachments (附件) to text, and what follows for a page whose document is only in its attachment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipelines.attachment_child import read_apart
from pipelines.attachment_evidence import borrow_from_main
from pipelines.attachment_kind import recognise
from pipelines.attachment_limit import AttachmentText, UnreadableAttachment
from pipelines.attachment_main import SUFFIX, adopt_main_attachment
from pipelines.attachment_reader import read_attachment
from pipelines.fingerprint import text_hash
from platforms.address import address_key

if TYPE_CHECKING:
    from crawler.items import AttachmentFile, DocumentItem

__all__ = [
    "AttachmentText", "AttachmentsPipeline", "UnreadableAttachment", "adopt_main_attachment",
    "read_attachment", "read_attachments", "recognise", "take_fetched",
]  # fmt: skip


def read_attachments(item: DocumentItem) -> DocumentItem:
    """Take the text of every fetched attachment that has not been read before; troubles are kept in `explain`."""
    take_fetched(item)
    for attachment in item.attachments:
        if attachment.body is None or attachment.text_hash is not None:
            continue
        try:
            _read_into(attachment, attachment.body)
        except UnreadableAttachment as error:
            attachment.note = str(error)
        if attachment.note:
            item.explain.setdefault("attachments", []).append(
                f"{attachment.url}: {attachment.note}"
            )
    adopt_main_attachment(item)
    borrow_from_main(item)
    return item


def take_fetched(item: DocumentItem) -> None:
    """Put the files the crawl fetched in the place of the links extraction named; a page may be a file itself."""
    fetched = {address_key(file.url): file for file in item.page.attachments if file.url}
    item.attachments = [
        fetched.pop(address_key(link.url), link) if link.url else link for link in item.attachments
    ]
    item.attachments += fetched.values()


def _read_into(attachment: AttachmentFile, body: bytes) -> None:
    found = read_apart(body, _name_of(attachment))
    attachment.media_type = found.media_type or attachment.media_type
    attachment.note = found.note
    if found.text is not None and found.text.strip():
        attachment.text, attachment.text_hash = found.text, text_hash(found.text)


def _name_of(attachment: AttachmentFile) -> str:
    """A name with its suffix: the page's when it has one, else the last part of the address."""
    if SUFFIX.search(attachment.title):
        return attachment.title
    return attachment.url.split("?", 1)[0].rsplit("/", 1)[-1]


class AttachmentsPipeline:
    """Step: the text of attachments, beside the event loop: reading may take long, leases must be renewed."""

    async def process_item(self, item: DocumentItem) -> DocumentItem:
        return await asyncio.to_thread(read_attachments, item)
