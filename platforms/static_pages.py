"""Lists cut into static files (index.html, index_1.html, …), their paging known to a script alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from platforms.base import ListRequest
from platforms.js_values import STRING
from platforms.list_nodes import COMMENT_CLOSING, COMMENT_OPENING
from platforms.text_spans import without_spans

CALL = re.compile(r"(?<!function )\bcreatePage(?:HTML|Html|Bar)?\s*\(([^()]{3,200})\)")
ARGUMENT = re.compile(rf"\s*(?:{STRING.pattern}|(\d+))\s*(?:,|$)")
COUNT = re.compile(
    r"\b(?:m_)?(?:countPage|pageCount|nPageCount|totalPages?)\s*=\s*[\"']?(\d{1,5})\b"
)
CURRENT = re.compile(r"\b(?:currentPage|nCurrIndex|curPage)\s*=\s*[\"']?(\d{1,5})\b")
CONFIG = re.compile(
    r"pagination_script_config\b.{0,200}?\btotal[\"']?\s*[:=]\s*[\"']?(\d{1,5})", re.DOTALL
)
PLUGIN = re.compile(r"\.?\bpagination\s*\(\s*\{(.{0,600}?)\}\s*\)", re.DOTALL)
PLUGIN_PAGES = re.compile(r"\b(?:totalPage|pageCount|totalPages)[\"']?\s*:\s*[\"']?(\d{1,5})")
PLUGIN_TOTAL = re.compile(r"\b(?:totalData|totalCount|totalNum|total)[\"']?\s*:\s*[\"']?(\d{1,7})")
PLUGIN_SHOWN = re.compile(r"\b(?:showData|pageSize|limit)[\"']?\s*:\s*[\"']?(\d{1,4})")
PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]{0,300})\}")
MEMBER = re.compile(r"\b(size|current|prefix|suffix)[\"']?\s*:\s*(?:[\"']([\w-]*)[\"']|(\d+))")
STEP = re.compile(r"javascript:\s*next\((\d{1,5})\)", re.IGNORECASE)
STEM = re.compile(r"[\"'](?:[^\"'\s]*/)?([A-Za-z][\w-]*?)_[\"']\s*\+")
EXTENSION = re.compile(r"\+\s*[\"']\.([sj]?html?|jsp)\b")
NUMBERED = re.compile(r"^(?P<stem>[A-Za-z][\w-]*?)_(?P<number>\d{1,5})\.(?P<ext>\w{3,5})$")
NAMED = re.compile(r"^(?P<stem>[A-Za-z][\w-]*)\.(?P<ext>\w{3,5})$")


@dataclass(frozen=True)
class Paging:
    """How a list is cut: pages, name of the files, number of the second page (None: not known)."""

    pages: int | None
    stem: str | None
    extension: str | None
    second: int | None
    current: int = 0  # pages before this one, as the script says
    records: int | None = None


def read_paging(html: str) -> Paging | None:
    """The paging a page's script declares; None when no known script does."""
    html = without_spans(html, COMMENT_OPENING, COMMENT_CLOSING)
    return _call(html) or _pager(html) or _counted(html) or _plugin(html) or _stepped(html)


def next_static(html: str, url: str | None) -> ListRequest | None:
    """The file that holds the next page.

    Where the script leaves open whether the second page is numbered 1 or 2, the request asks for 1
    and
    carries the other as `otherwise`: it is right when the first is missing or repeats the first
    page's rows.
    """
    paging = read_paging(html)
    if paging is None:
        return None
    here = _position(url, paging)
    second = 1 if paging.second is None else paging.second
    number = second + paging.current if here is None else here + 1
    last = 2 if paging.second is None else second  # the number of page 2 at most
    if paging.pages is not None and number > paging.pages - 2 + last:
        return None
    request = _file_request(number, url, paging)
    if paging.second is None and number == second:
        return ListRequest(request.url, otherwise=_file_request(number + 1, url, paging))
    return request


def _call(html: str) -> Paging | None:
    for found in CALL.finditer(html):
        arguments = _arguments(found[1])
        leading = (
            [a for a in arguments if isinstance(a, str)][:1]
            if arguments and isinstance(arguments[0], str)
            else []
        )
        rest = arguments[len(leading) :]
        paging = _from_arguments(rest, second=2 if leading else 1)
        if paging:
            return paging
    return None


def _pager(html: str) -> Paging | None:
    """`Pager({size:12, current:0, prefix:'index', suffix:'html'})`, pages counted from 0."""
    found = PAGER.search(html)
    if not found:
        return None
    values = {name: text or number for name, text, number in MEMBER.findall(found[1])}
    size, current = values.get("size", ""), values.get("current", "0")
    if not (size.isdecimal() and current.isdecimal()):
        return None
    return Paging(int(size), values.get("prefix"), values.get("suffix"), 1, int(current))


def _arguments(text: str) -> list[str | int]:
    values: list[str | int] = []
    at = 0
    while found := ARGUMENT.match(text, at):
        double, single, number = found.groups()
        values.append(
            int(number) if number is not None else (double if double is not None else single)
        )
        at = found.end()
        if at >= len(text):
            break
    return values


def _from_arguments(arguments: list[str | int], second: int) -> Paging | None:
    numbers: list[int] = []
    for value in arguments:
        if not isinstance(value, int):
            break
        numbers.append(value)
    texts = [value for value in arguments if isinstance(value, str)]
    after = [v for v in arguments[len(numbers) :] if isinstance(v, int)]
    if len(numbers) not in {2, 3} or not texts:
        return None
    pages, current = numbers[-2:]
    second = 1 if current == 0 else second  # who counts pages from 0 names files from 0
    records = numbers[0] if len(numbers) == 3 else (after[0] if after else None)
    before = max(current - 1, 0) if second == 2 else current
    extension = texts[1] if len(texts) > 1 and texts[1].isalpha() else None
    return Paging(pages, texts[0] or None, extension, second, before, records)


def _counted(html: str) -> Paging | None:
    config = CONFIG.search(html)
    count = config or COUNT.search(html)
    if not count:
        return None
    stem = STEM.search(html)
    if not config and not stem and "currentPage" not in html:
        return None
    extension, current = EXTENSION.search(html), CURRENT.search(html)
    return Paging(
        pages=int(count[1]),
        stem=stem[1] if stem else None,
        extension=extension[1] if extension else None,
        second=1 if config or (current and current[1] == "0") or stem else None,
        current=int(current[1]) if current else 0,
    )


def _plugin(html: str) -> Paging | None:
    for found in PLUGIN.finditer(html):
        pages, total = PLUGIN_PAGES.search(found[1]), PLUGIN_TOTAL.search(found[1])
        shown = PLUGIN_SHOWN.search(found[1])
        stem = STEM.search(html)
        name = stem[1] if stem else None
        if pages:
            return Paging(int(pages[1]), name, None, 2)
        if total and shown and int(shown[1]):
            records = int(total[1])
            return Paging(-(-records // int(shown[1])), name, None, 2, 0, records)
    return None


def _stepped(html: str) -> Paging | None:
    numbers = [int(n) for n in STEP.findall(html)]
    return Paging(max(numbers) + 1, None, None, min(numbers)) if numbers else None


def _position(url: str | None, paging: Paging) -> int | None:
    """The number in the name of this page's file; None on the first page."""
    found = NUMBERED.match(_file_name(url))
    if not found or (paging.stem and found["stem"] != paging.stem):
        return None
    return int(found["number"])


def _file_request(number: int, url: str | None, paging: Paging) -> ListRequest:
    name = _file_name(url)
    found = NUMBERED.match(name) or NAMED.match(name)
    stem = paging.stem or (found["stem"] if found else "index")
    extension = paging.extension or (found["ext"] if found else "html")
    file = f"{stem}_{number}.{extension}"
    return ListRequest(urljoin(url, f"./{file}") if url else file)


def _file_name(url: str | None) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1] if url else ""
