"""XML within attachments: no document type, no entities, no network."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from lxml import etree

from pipelines.attachment_limit import UnreadableAttachment, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = Any  # lxml's element

SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_xml(data: bytes) -> Node:
    """The root of a document; UnreadableAttachment when it is broken or declares a document type."""
    with reading("XML"):
        root = etree.fromstring(data, etree.XMLParser(**SAFE))
        _refuse_doctype(root)
        return root


def iterate_xml(data: bytes, *names: str) -> Iterator[Node]:
    """Every element of these local names when it ends; its content is dropped afterwards."""
    with reading("XML"):
        walk = etree.iterparse(
            io.BytesIO(data), events=("end",), tag=[f"{{*}}{n}" for n in names], **SAFE
        )
        for _, node in walk:
            yield node
            node.clear(keep_tail=False)
            while node.getprevious() is not None:
                del node.getparent()[0]
        if walk.root is not None:
            _refuse_doctype(walk.root)


def _refuse_doctype(root: Node) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableAttachment("XML that declares a document type is not read")


def local(node: Node) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def parts(node: Node | None) -> Iterator[Node]:
    """The children of an element, none of no element."""
    return iter(node) if node is not None else iter(())


def children(node: Node, name: str) -> Iterator[Node]:
    """The children of one local name, in order."""
    found: Iterator[Node] = node.iterchildren(f"{{*}}{name}")
    return found


def child(node: Node | None, *path: str) -> Node | None:
    """The first descendant along a path of local names, None when there is none."""
    for name in path:
        node = next(children(node, name), None) if node is not None else None
    return node


def attribute(node: Node | None, name: str) -> str | None:
    """The value of an attribute by its local name."""
    if node is None:
        return None
    return next((v for k, v in node.attrib.items() if k.rpartition("}")[2] == name), None)
