"""The same for plain text: what copying a page to the clipboard gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import AttachmentFile
from pipelines import noise
from pipelines.attachment_link import MEDIA_TYPES
from pipelines.page_kind import judge_kind
from pipelines.page_tree import Line, PageTree, clean_text
from pipelines.trim import trim

if TYPE_CHECKING:
    from crawler.items import DocumentItem, PageItem


def read_plain(page: PageItem, item: DocumentItem) -> None:
    """Fill the item from lines of text."""
    texts = [text for line in page.html.splitlines() if (text := clean_text(line))]
    lines = [Line(text, 0, False, 0) for text in texts]
    item.lines, item.platform = texts, page.platform
    start = find_title(texts)
    item.title = texts[start] if start is not None else None
    item.explain["title"] = "first line that reads like a title"
    body = lines[start + 1 :] if start is not None else lines
    kept = trim(body, item.title or "")
    item.attachments = [AttachmentFile("", line.text, MEDIA_TYPES.get(suffix(line.text))) for line in kept if is_file(line.text)]
    kept = [line for line in kept if not is_file(line.text)]
    item.text = "\n".join(line.text for line in kept)
    item.explain["text"] = "plain text"
    judge_kind(item, PageTree(lines), kept)


def find_title(texts: list[str]) -> int | None:
    """The longest of the lines before the text that is no label, widget or breadcrumb."""
    found: int | None = None
    for index, text in enumerate(texts[:40]):
        if is_furniture(text):
            continue
        if noise.SENTENCE_END.search(text) and found is not None:
            break
        if found is None or len(text) > len(texts[found]):
            found = index
        if len(text) > 150:
            break
    return found


def is_furniture(text: str) -> bool:
    """Whether a line before the text belongs to the page."""
    return (
        noise.is_breadcrumb(text)
        or text.startswith((">", "＞", "»"))
        or noise.is_label(text)
        or noise.is_widget(text)
        or noise.is_blank_mark(text)
        or noise.is_footer(text)
    )


def is_file(text: str) -> bool:
    """Whether a line is the name of a file."""
    return len(text) < 160 and noise.FILE_NAME.search(text) is not None


def suffix(text: str) -> str:
    """The file name's extension."""
    return text.rstrip().rsplit(".", 1)[-1].lower()
