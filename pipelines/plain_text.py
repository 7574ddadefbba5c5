"""The same for plain text: what copying a page to the clipboard gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.items import AttachmentFile
from pipelines import noise
from pipelines.attachment_link import MEDIA_TYPES
from pipelines.heading import GENRE_END, LONGEST
from pipelines.page_kind import judge_kind
from pipelines.page_tree import Line, PageTree, clean_text
from pipelines.trim import trim, without_boilerplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import DocumentItem, PageItem

OPENING = 40  # lines among which the heading is looked for
CRUMB = re.compile(r"^\W*[>＞»›]|[>＞»›]\s*\S+\s*[>＞»›]")
WELCOME = re.compile(r"^欢迎(?:访问|光临|您)")


def read_plain(page: PageItem, item: DocumentItem) -> None:
    """Fill the item from lines of text."""
    texts = [text for line in page.html.splitlines() if (text := clean_text(line))]
    lines = [Line(text, 0, False, 0) for text in texts]
    item.lines = texts
    item.platform, item.explain["platform"] = (
        page.platform,
        "portal file" if page.platform else "plain text",
    )
    first, behind = find_title(texts)
    item.title = clean_text("".join(texts[first:behind])) or None
    item.explain["title"], item.explain["text"] = "first line like a title", "plain text"
    kept = trim(lines[behind:], item.title or "")
    files = [line for line in kept if is_file(line.text)]
    kept = [line for line in kept if not is_file(line.text)]
    item.attachments = [AttachmentFile("", line.text, media_type(line.text)) for line in files]
    kept = without_boilerplate(kept, item)
    item.text = "\n".join(line.text for line in kept)
    judge_kind(item, PageTree(lines), kept)


def find_title(texts: Sequence[str]) -> tuple[int, int]:
    """The stretch of lines that is the heading: the best one above the first sentence; 0:0 when there is none."""
    best, found = 0, (0, 0)
    for index, text in enumerate(texts[:OPENING]):
        if len(text) > LONGEST or is_furniture(text):
            continue
        if found[1] and (noise.SENTENCE_END.search(text) or len(text) > 150):
            break
        score = min(len(text), 60) + 40 * bool(GENRE_END.search(text))
        if score > best:
            best, found = score, (index, index + 1)
        if noise.SENTENCE_END.search(text) or len(text) > 150:
            break
    return found


def is_furniture(text: str) -> bool:
    """Whether a line above the text belongs to the page."""
    return (
        noise.is_breadcrumb(text)
        or CRUMB.search(text) is not None
        or WELCOME.match(text) is not None
        or noise.is_label(text)
        or noise.is_widget(text)
        or noise.is_blank_mark(text)
        or noise.is_footer(text)
    )


def is_file(text: str) -> bool:
    """Whether a line is the name of a file."""
    return len(text) < 160 and noise.FILE_NAME.search(text) is not None


def media_type(name: str) -> str | None:
    """The media type of a file by its name."""
    return MEDIA_TYPES.get(name.rstrip().rsplit(".", 1)[-1].lower())
