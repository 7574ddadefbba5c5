"""PPTX to lines: slides in the order of the presentation, tables as rows."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from pipelines.attachment_limit import join_lines
from pipelines.attachment_xml import attribute, child, children, local, parse_xml, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.attachment_container import Container
    from pipelines.attachment_xml import Node

MAIN, RELATIONS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_pptx(container: Container) -> str:
    """The text of a PPTX container."""
    targets = {
        attribute(node, "Id"): posixpath.normpath(f"ppt/{attribute(node, 'Target')}")
        for node in children(parse_xml(container.read(RELATIONS)), "Relationship")
    }
    slides = parts(child(parse_xml(container.read(MAIN)), "sldIdLst"))
    places = (targets.get(slide.get(RELATION_ID)) for slide in slides)
    roots = (parse_xml(container.read(place)) for place in places if place and place in container)
    return join_lines(line for root in roots for line in _lines(root))


def _lines(node: Node) -> Iterator[str]:
    for part in node:
        name = local(part)
        if name == "p":
            yield _paragraph(part)
        elif name == "tr":
            yield "\t".join(" ".join(_lines(cell)) for cell in children(part, "tc"))
        elif name != "Fallback":
            yield from _lines(part)


def _paragraph(node: Node) -> str:
    return "".join(part.text or "" for part in node.iter() if local(part) == "t")
