"""Whether the newer of two saved pages shows the older one's document at all, as a crawl would judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.deduplicate import evidence_of
from pipelines.presence import recognise
from storage.facts import Sight
from storage.outcome import Presence

if TYPE_CHECKING:
    from crawler.items import DocumentItem

SAID = {
    Presence.OTHER: "新页面是另一份文件，不是对原文件的修订",
    Presence.DOUBTFUL: "新页面疑为另一份文件，不是对原文件的修订",
    Presence.GONE: "新页面没有原文件的内容",
    Presence.DOWN: "新页面没有原文件的内容（网站故障或维护）",
    Presence.BLOCKED: "新页面没有原文件的内容（要求登录或验证）",
}


def find_stranger(old: DocumentItem, new: DocumentItem) -> str | None:
    """What the newer page shows instead of the document, in Chinese; None when it shows the document, edited or not."""
    if not old.text or not new.text or new.tampered["suspected"] or old.tampered["suspected"]:
        return None
    return SAID.get(recognise(to_sight(new), to_sight(old)))


def to_sight(item: DocumentItem) -> Sight:
    """A page that was read, as a sight of its document."""
    hashes = frozenset(a.text_hash for a in item.attachments if a.text_hash)
    return Sight(evidence_of(item), hashes)
