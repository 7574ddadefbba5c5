"""XML answers of any make as a list: RSS, Atom, rows of elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from platforms.base import ListPage
from platforms.json_entries import entries_of, total_of
from platforms.listing import unique_entries
from platforms.turning import turn

if TYPE_CHECKING:
    from platforms.base import ListRequest

HEAD = 2_000  # characters in which a text must say what it is
XML = re.compile(
    r"\s*<\?xml\b[^>]*>\s*(?:<!--.*?-->\s*)*<(?!!doctype|html\b|datastore\b|\?)|\s*<(?:rss|feed)\b",
    re.IGNORECASE | re.DOTALL,
)
DEEPEST = 12


def is_xml_list(text: str) -> bool:
    """Whether a text is XML that is neither a page nor a 大汉 datastore."""
    return XML.match(text.lstrip("\ufeff")[:HEAD]) is not None


def read_xml_list(text: str, request: ListRequest) -> ListPage:
    """Read rows whose members are elements; nothing outside the text is followed."""
    value = xml_value(text)
    if value is None:
        return ListPage()
    entries = unique_entries(entries_of(value, request.url or None))
    total = total_of(value)
    return ListPage(entries, turn(request, len(entries), total), total)


def xml_value(text: str) -> Any:
    """The elements as a JSON value: those with elements below as objects, repeated ones as arrays;
    None when the text is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    body = re.sub(r"^\s*<\?xml[^>]*>", "", text.lstrip("\ufeff"))
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    return (
        _value(root, 0) if root is not None and root.getroottree().docinfo.doctype == "" else None
    )


def _value(element: etree._Element, depth: int) -> Any:
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or depth > DEEPEST:
        return (element.text or "").strip() or element.get("href") or ""
    members: dict[str, Any] = {}
    for child in children:
        name = etree.QName(child).localname
        value = _value(child, depth + 1)
        known = members.get(name)
        members[name] = value if known is None else [*_as_list(known), value]
    return members


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
