"""Attachments (附件) to text, and what follows for a page whose document is only in its attachment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.attachment_child import read_apart
from pipelines.attachment_kind import recognise
from pipelines.attachment_limit import AttachmentText, UnreadableAttachment
from pipelines.attachment_reader import read_attachment
from pipelines.fingerprint import squeeze, text_hash, title_key
from platforms.address import address_key

if TYPE_CHECKING:
    from crawler.items import AttachmentFile, DocumentItem

__all__ = [
    "AttachmentText", "AttachmentsPipeline", "UnreadableAttachment", "adopt_main_attachment",
    "read_attachment", "read_attachments", "recognise", "take_fetched",
]  # fmt: skip

COVER = re.compile(
    r"(?:(?:请|详|具体|全文|正文|内容|原文|查看|点击|下载|打开|如下|参见|见|阅|浏览|此处|以下|本|文件|通知|公告|"
    r"相关|附件|链接|[（(【\[]?(?:PDF|pdf|DOC|doc|OFD|ofd|WPS|wps|版)[）)】\]]?)+[\d一二三四五六七八九十、，,]*[。.：:！!；;]*)+"
)
SERIAL = re.compile(r"^附件?(?:[0-9一二三四五六七八九十]+|[:：])")
SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,4}$")


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


def adopt_main_attachment(item: DocumentItem) -> None:
    """A shell whose text stands in one main attachment is a document; `text` stays what the page itself says."""
    if not is_cover(item.text) or item.page_kind == "list":
        return
    main = find_main(item)
    if main is None:
        return
    item.explain["text"] = f"stands in the attachment {main.url}"
    if item.page_kind in ("shell", "other"):
        was = item.explain.get("page_kind")
        item.explain["page_kind"] = f"{item.page_kind} ({was}), but its attachment holds the text"
        item.page_kind = "document"


def is_cover(text: str) -> bool:
    """Whether the text of a page says no more than that an attachment holds it (详见附件)."""
    bare = squeeze(text)
    return not bare or (len(bare) <= 40 and COVER.fullmatch(bare) is not None)


def find_main(item: DocumentItem) -> AttachmentFile | None:
    """The attachment that is the document: the only one with a text, or the first one under the page's title."""
    read = [a for a in item.attachments if a.text]
    bodies = [a for a in read if not SERIAL.search(a.title)] or read
    if len({a.text_hash for a in bodies}) == 1:
        return bodies[0]
    title = title_key(item.title)
    named = [a for a in bodies if title and title in title_key(SUFFIX.sub("", a.title))]
    stems = {title_key(SUFFIX.sub("", a.title)) for a in bodies}
    if len(stems) == 1 or len({title_key(SUFFIX.sub("", a.title)) for a in named}) == 1:
        return (named or bodies)[0]
    return None


class AttachmentsPipeline:
    """Step: the text of attachments."""

    def process_item(self, item: DocumentItem) -> DocumentItem:
        return read_attachments(item)
