"""Pages whose text stands in a frame (iframe): the frames a reader sees, and the page with their content in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from platforms.address import address_key, is_http, normalise_url
from platforms.page import page_base, parse_html
from platforms.verdict import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

TAGS = "iframe[src], frame[src]"
ADDRESSES = {"a": "href", "img": "src", "iframe": "src", "embed": "src", "object": "data"}
MARK = "data-frame-here"
MARKED = re.compile(rf"<iframe\b[^>]*\b{MARK}\b[^>]*>.*?</iframe\s*>", re.DOTALL)
FURNITURE = re.compile(
    r"(?<![a-z])(?:top|head|header|foot|footer|bottom|nav|menu|left|right|side|banner|share|search|weather|login"
    r"|copyright|tongji|count|counter|stat|visit)(?![a-z])",
    re.IGNORECASE,
)
MOST = 3  # frames of one page that are looked into
NO_SIZE = frozenset({"0", "1", "0px", "1px"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)"
)


@dataclass(frozen=True)
class Frame:
    """A frame somebody can read: its absolute address, and where it stands."""

    url: str
    node: LexborNode


def readable_frames(parser: LexborHTMLParser, url: str | None) -> Iterator[Frame]:
    """The frames of a page that are neither hidden nor of no size."""
    base = page_base(parser, url)
    for node in parser.css(TAGS):
        attributes = node.attributes
        sizes = {(attributes.get(name) or "").strip() for name in ("width", "height")}
        if (
            "hidden" in attributes
            or sizes & NO_SIZE
            or HIDDEN.search(attributes.get("style") or "")
        ):
            continue
        address = _join(base, (attributes.get("src") or "").strip())
        if address is not None:
            yield Frame(address, node)


def is_furniture(frame: Frame) -> bool:
    """Whether a frame is called like the head, the foot or a counter of a site."""
    attributes = frame.node.attributes
    names = (attributes.get("src"), attributes.get("id"), attributes.get("name"))
    return any(name and FURNITURE.search(name) for name in names)


def is_same_host(url: str, other: str) -> bool:
    """Whether two addresses lie on one host, `www.` apart."""
    first, second = (address_key(one).partition("/")[0] for one in (url, other))
    return first == second


def framed_pages(html: str, url: str) -> list[str]:
    """The pages of the same host that a page of no content of its own shows in frames."""
    if "frame" not in html.lower():
        return []
    frames = (f for f in readable_frames(parse_html(html), url) if not is_furniture(f))
    found = (f.url for f in frames if is_same_host(f.url, url) and not FILE.search(f.url))
    return [one for one in dict.fromkeys(found) if address_key(one) != address_key(url)][:MOST]


def join_frame(html: str, url: str, frame_url: str, inner: str, inner_url: str) -> str:
    """The page with the content of its frame in the frame's place; unchanged when it has no such frame."""
    parser = parse_html(html)
    key = address_key(frame_url)
    frame = next((f for f in readable_frames(parser, url) if address_key(f.url) == key), None)
    if frame is None:
        return html
    content = _content_of(inner, inner_url)
    if frame.node.tag == "frame":  # a page of nothing but frames has no body of its own
        head = parser.head.html if parser.head else ""
        return f"<!DOCTYPE html><html>{head}<body>{content}</body></html>"
    frame.node.attrs[MARK] = "1"
    return MARKED.sub(lambda _: f"<div>{content}</div>", parser.html or "", count=1)


def _content_of(html: str, url: str) -> str:
    """What stands in the body of a page, its addresses absolute."""
    parser = parse_html(html)
    base = page_base(parser, url)
    for tag, name in ADDRESSES.items():
        for node in parser.css(f"{tag}[{name}]"):
            address = _join(base, (node.attributes.get(name) or "").strip())
            if address is not None:
                node.attrs[name] = address
    body = parser.body
    return (body.inner_html or "") if body else ""


def _join(base: str | None, address: str) -> str | None:
    try:
        joined = urljoin(base, address) if base else address
    except ValueError:
        return None
    return normalise_url(joined) if address and is_http(joined) else None
