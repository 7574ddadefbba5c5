"""What else belongs to a page: its attachments, and the page in the frame where its text stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.element_attributes import names_of
from pipelines.extract import containers, extract
from pipelines.page_kind import TEXTLESS
from platforms.address import address_key
from platforms.frame import is_furniture, is_same_host, readable_frames
from platforms.page import select

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from crawler.items import AttachmentFile, DocumentItem, PageItem
    from platforms.frame import Frame

BARE = 80  # characters of text below which a page may have it in a frame


@dataclass(frozen=True)
class PageLinks:
    """What is to be fetched with a page; `size` is how many characters of text it has without that."""

    attachments: list[AttachmentFile]
    frame: str | None
    size: int


def page_links(page: PageItem) -> PageLinks:
    """The attachments of a page and, when it is bare, the address of the frame its text may stand in."""
    item = extract(page)
    return PageLinks(item.attachments, frame_address(item), len(item.text))


def frame_address(item: DocumentItem) -> str | None:
    """The frame of the same host in which the text of a bare page stands: where the text should be, else the first.

    A page that says or offers something of its own has its text in no other frame than one where a text should be.
    """
    if item.tree is None or len(item.text) > BARE:
        return None
    files = {address_key(attachment.url) for attachment in item.attachments}
    frames = [
        frame
        for frame in readable_frames(item.tree, item.page.url or None)
        if is_same_host(frame.url, item.page.url)
        and address_key(frame.url) not in {*files, address_key(item.page.url)}
        and not is_furniture(frame)
    ]
    placed = [frame for frame in frames if _stands_in_text(frame, item)]
    is_empty = len(item.text) < TEXTLESS and not item.attachments
    return next((frame.url for frame in (placed or (frames if is_empty else []))), None)


def _stands_in_text(frame: Frame, item: DocumentItem) -> bool:
    """Whether a frame is where the portal file or the families look for the text."""
    rules = item.page.rules
    ruled = select(item.tree, rules.body) if rules and rules.body else []
    places = {node.mem_id for node in ruled}
    names = set(containers(item.platform))
    node: LexborNode | None = frame.node
    while node is not None:
        own = names_of(node.attributes.get("class"), node.attributes.get("id"))
        if node.mem_id in places or not names.isdisjoint(own):
            return True
        node = node.parent
    return False
