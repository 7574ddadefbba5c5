"""What the main attachment says of a document whose page says less: its number, its organs, its dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from crawler.items import PageItem
from pipelines.document_number import weigh_own_number
from pipelines.extract import extract
from pipelines.metadata import read_metadata

if TYPE_CHECKING:
    from crawler.items import AttachmentFile, DocumentItem

BORROWED = ("issuers", "written_on", "effective_on", "expires_on", "genre", "recipients")
HEAD = 600  # characters of a file in which its title must stand
SHORTEST = 6  # characters of a title that can be told from others
LETTERS = re.compile(r"[^\w]|_")


def borrow_from_main(item: DocumentItem) -> None:
    """Fill what the page leaves empty from its main attachment, when that bears the page's title."""
    main = next((file for file in item.attachments if file.is_main and file.text), None)
    if main is None or not _is_titled(main, item.title or ""):
        return
    read = read_metadata(extract(_to_page(main, item)))
    for name in BORROWED:
        if not getattr(item, name) and getattr(read, name):
            setattr(item, name, getattr(read, name))
            _tell(name, item, main, read.explain.get(name))
    if item.document_number is None:
        _borrow_number(item, main)


def _borrow_number(item: DocumentItem, main: AttachmentFile) -> None:
    """The number in the file's letterhead, or wherever else a document bears its own."""
    verdict = weigh_own_number(main.text or "", title=item.title, issuers=item.issuers)
    if verdict.number is not None:
        item.document_number, item.document_number_raw = str(verdict.number), verdict.raw
        _tell("document_number", item, main, verdict.evidence)


def _to_page(main: AttachmentFile, item: DocumentItem) -> PageItem:
    page = item.page
    return PageItem(url=main.url, html=main.text or "", is_html=False, region=page.region)


def _tell(name: str, item: DocumentItem, main: AttachmentFile, evidence: Any) -> None:
    item.explain[name] = {"attachment": main.url, "evidence": evidence}


def _is_titled(main: AttachmentFile, title: str) -> bool:
    wanted = LETTERS.sub("", title)
    return len(wanted) >= SHORTEST and wanted in LETTERS.sub("", (main.text or "")[:HEAD])
