"""The attachment that is the document: for pages that say no more than that an attachment holds the text (详见附件)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.fingerprint import squeeze
from platforms.title import title_key

if TYPE_CHECKING:
    from crawler.items import AttachmentFile, DocumentItem

COVER = re.compile(
    r"(?:请|详|具体|全文|正文|内容|原文|查看|点击|下载|打开|如下|参|见|阅|浏览|此处|以下|本|文件|通知|公告|相关|附件|链接|"
    r"(?i:pdf|docx?|xlsx?|ofd|wps|zip)|版|[0-9一二三四五六七八九十、，,。.：:！!；;（）()【】\[\]])+"
)
NAMES_A_FILE = re.compile(r"附件|下载|全文|正文|原文|链接|(?i:pdf|docx?|ofd|wps)")
MAX_COVER = 40  # characters
SERIAL = re.compile(r"^附件?(?:[0-9一二三四五六七八九十]+|[:：])")
SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,4}$")


def adopt_main_attachment(item: DocumentItem) -> None:
    """A shell whose text stands in one main attachment is a document; `text` stays what the page itself says."""
    if not is_cover(item.text) or item.page_kind == "list":
        return
    main = find_main(item)
    if main is None:
        return
    main.is_main = True
    item.explain["text"] = f"stands in the attachment {main.url}"
    if item.page_kind in ("shell", "other"):
        was = item.explain.get("page_kind")
        item.explain["page_kind"] = f"{item.page_kind} ({was}), but its attachment holds the text"
        item.page_kind = "document"


def is_cover(text: str) -> bool:
    """Whether the text of a page says no more than that an attachment holds it (详见附件)."""
    bare = squeeze(text)
    if len(bare) > MAX_COVER or (bare and not NAMES_A_FILE.search(bare)):
        return False
    return not bare or COVER.fullmatch(bare) is not None


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


def document_text(item: DocumentItem) -> str:
    """The text that tells which document a page is: its own or, below a cover phrase, its main attachment's."""
    main = find_main(item) if is_cover(item.text) else None
    return main.text or "" if main else item.text
