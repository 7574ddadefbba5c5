"""Which links of a page lead to attachments (附件): by the address, or by the name of a download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_to_bytes, urljoin, urlsplit

from crawler.items import AttachmentFile
from pipelines import noise
from pipelines.page_tree import clean_text
from platforms.page import page_base

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from pipelines.page_tree import Link, PageTree

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "ceb": "application/x-ceb",
    "rar": "application/vnd.rar",
    "zip": "application/zip",
    "7z": "application/x-7z-compressed",
    "txt": "text/plain",
    "rtf": "application/rtf",
    "csv": "text/csv",
}
EXTENSION = re.compile(r"\.([a-z0-9]{2,4})$", re.IGNORECASE)
DOWNLOAD = re.compile(
    r"downfile|download(?:attach|file)?(?:\.|\?|/|$)|/attach(?:ment)?/|filedown|fileid=|attachid=",
    re.IGNORECASE,
)
NOT_FETCHED = ("#", "javascript:", "mailto:", "data:", "about:")


def find_attachments(
    parser: LexborHTMLParser, tree: PageTree, url: str | None, first: int
) -> list[AttachmentFile]:
    """The attachments from line `first` to the foot of the page, in order, each address once."""
    links = [link for link in tree.links if link.line >= first]
    if not links:
        return []
    base, foot = page_base(parser, url), foot_line(tree, first)
    found: dict[str, AttachmentFile] = {}
    for link in links:
        if link.tag != "script" and (link.line > foot or (link.line == foot and link.tag == "a")):
            continue
        attachment = read_link(link, base)
        if attachment is None:
            continue
        known = found.setdefault(attachment.url, attachment)
        if len(attachment.title) > len(known.title):
            known.title = attachment.title
    return list(found.values())


def foot_line(tree: PageTree, first: int) -> int:
    """The first line of the page's foot."""
    for index in range(first, len(tree.lines)):
        line = tree.lines[index]
        if not line.hidden and noise.is_footer(line.text):
            return index
    return len(tree.lines)


def read_link(link: Link, base: str | None) -> AttachmentFile | None:
    """The attachment a link leads to, None when it leads to none."""
    if link.address.lower().startswith(NOT_FETCHED):
        return None
    name = clean_text(link.node.text()) if link.tag == "a" else ""
    title = clean_text(link.node.attributes.get("title") or "")
    try:
        suffix = file_suffix(link.address, name, title)
        address = shown_file(link) or link.address
        address = urljoin(base, address) if base else address
    except ValueError:
        return None
    if suffix is None:
        return None
    return AttachmentFile(address, name or title or file_name(address), MEDIA_TYPES.get(suffix))


def shown_file(link: Link) -> str | None:
    """The address of the file that a viewer in a frame shows (viewer.html?file=/a/b.pdf)."""
    if link.tag == "a":
        return None
    values = (value for _, value in parse_qsl(urlsplit(link.address).query))
    return next((value for value in values if "/" in value and EXTENSION.search(value)), None)


def file_name(address: str) -> str:
    """The last part of an address's path; old servers write it in GBK."""
    name = unquote_to_bytes(urlsplit(address).path.rsplit("/", 1)[-1])
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def file_suffix(address: str, name: str, title: str) -> str | None:
    """The kind of file behind a link, "" for a download of unknown kind, None when it is no file."""
    parts = urlsplit(address)
    candidates = [parts.path, *(value for _, value in parse_qsl(parts.query))]
    is_download = DOWNLOAD.search(address) is not None
    if is_download:
        candidates += [name, title]
    for candidate in candidates:
        match = EXTENSION.search(candidate.strip())
        if match and match[1].lower() in MEDIA_TYPES:
            return match[1].lower()
    return "" if is_download and not parts.path.endswith((".html", ".htm", ".shtml", "/")) else None
