"""The graph of citations in one file: node-link JSON (networkx, D3) and GraphML (Gephi, yEd)."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from dataclasses import asdict, fields
from typing import IO, TYPE_CHECKING, Any

from lxml import etree

from storage.graph import Edge, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{NAMESPACE} {NAMESPACE}/1.0/graphml.xsd"
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # for XML 1.0
ENDS = ("id", "source", "target")  # attributes of their own


def write_graph_json(file: IO[bytes], parts: Iterable[Node | Edge]) -> int:
    """`{"directed", "multigraph", "graph", "nodes", "edges"}`; returns how many nodes and edges."""
    count, mark = 0, "\n"
    section: type[Node | Edge] = Node
    file.write(b'{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
    for part in nodes_first(parts):
        if section is not type(part):
            section, mark = type(part), '\n], "edges": [\n'
        line = mark + json.dumps(asdict(part), ensure_ascii=False)
        file.write(line.encode("utf-8", "backslashreplace"))
        count, mark = count + 1, ",\n"
    file.write(b'\n], "edges": [\n]}\n' if section is Node else b"\n]}\n")
    return count


def write_graphml(file: IO[bytes], parts: Iterable[Node | Edge]) -> int:
    """GraphML 1.0; returns how many nodes and edges."""
    count = 0
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        root = {f"{{{XSI}}}schemaLocation": LOCATION}
        with xml.element(_name("graphml"), root, nsmap={None: NAMESPACE, "xsi": XSI}):
            for kind in (Node, Edge):
                for key in _keys(kind):
                    xml.write(key)
            with xml.element(_name("graph"), {"id": "citations", "edgedefault": "directed"}):
                for part in nodes_first(parts):
                    xml.write(_to_element(part))
                    xml.write("\n")
                    count += 1
    return count


def nodes_first(parts: Iterable[Node | Edge]) -> Iterator[Node | Edge]:
    """The same, the edges waiting in a file until every node was told."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        for part in parts:
            if isinstance(part, Node):
                yield part
            else:
                waiting.write(json.dumps(asdict(part)) + "\n")
        waiting.seek(0)
        for line in waiting:
            yield Edge(**json.loads(line))


def _keys(kind: type[Node | Edge]) -> Iterator[etree._Element]:
    """What the data of nodes and edges mean."""
    for field in fields(kind):
        if field.name not in ENDS:
            yield etree.Element(
                _name("key"),
                {
                    "id": f"{kind.__name__.lower()}-{field.name}",
                    "for": kind.__name__.lower(),
                    "attr.name": field.name,
                    "attr.type": "boolean" if field.type == "bool" else "string",
                },
            )


def _to_element(part: Node | Edge) -> etree._Element:
    kind = type(part).__name__.lower()
    values = asdict(part)
    ends = {name: to_token(values.pop(name)) for name in ENDS if name in values}
    element = etree.Element(_name(kind), ends)
    for name, value in values.items():
        if value not in (None, ""):
            data = etree.SubElement(element, _name("data"), {"key": f"{kind}-{name}"})
            data.text = UNFIT.sub("", _to_text(value))
    return element


def _to_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def to_token(name: str) -> str:
    """An id as GraphML wants it (NMTOKEN): numbers and titles of what is not in the archive are none."""
    if re.fullmatch(r"[a-z0-9]+", name):
        return name
    return f"x-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:20]}"


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"
