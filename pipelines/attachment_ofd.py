"""OFD (GB/T 33190-2016) to paragraphs: every document of the file, its pages in order, their text objects as placed."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from pipelines.attachment_layout import Glyphs, Page, join_pages, to_placed_lines
from pipelines.attachment_limit import (
    MAX_PAGES,
    ProtectedDocument,
    UnreadableAttachment,
    join_lines,
)
from pipelines.attachment_xml import attribute, child, children, local, parse_xml, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.attachment_container import Container
    from pipelines.attachment_xml import Node

ENTRY = "OFD.xml"
A4 = 210.0  # millimetres
HEIGHT = 4.0  # of characters whose object names no size


def read_ofd(container: Container) -> tuple[str | None, str | None]:
    """The text of an OFD container and a note: None and the reason when its pages are pictures."""
    if any(name.endswith("Encryptions.xml") for name in container):
        raise ProtectedDocument
    root = parse_xml(container.read(ENTRY))
    pages = [
        page
        for body in children(root, "DocBody")
        for page in _document_pages(container, _text(child(body, "DocRoot")))
    ]
    text = join_lines(join_pages(pages))
    if not text:
        return None, f"scanned or empty: no text on {len(pages)} pages"
    empty = sum(not page.lines for page in pages)
    return text, f"no text on {empty} of {len(pages)} pages" if empty else None


def _document_pages(container: Container, name: str) -> list[Page]:
    name = _resolve("", name)
    root = parse_xml(container.read(name))
    width = _numbers(_text(child(root, "CommonData", "PageArea", "PhysicalBox")))[2:3] or [A4]
    nodes = list(children(child(root, "Pages"), "Page")) if child(root, "Pages") is not None else []
    if len(nodes) > MAX_PAGES:
        raise UnreadableAttachment(f"OFD of {len(nodes)} pages, limit {MAX_PAGES}")
    places = (_resolve(name, attribute(node, "BaseLoc") or "") for node in nodes)
    return [_read_page(parse_xml(container.read(place)), width[0]) for place in places]


def _read_page(root: Node, width: float) -> Page:
    own = _numbers(_text(child(root, "Area", "PhysicalBox")))[2:3]
    runs = (run for node in _text_objects(child(root, "Content")) for run in _runs(node))
    return Page(to_placed_lines(runs), own[0] if own else width)


def _text_objects(node: Node | None) -> Iterator[Node]:
    """Text objects of layers and blocks, in order; invisible ones are left out."""
    for part in parts(node):
        name = local(part)
        if name == "TextObject":
            if attribute(part, "Visible") != "false":
                yield part
        elif name in ("Layer", "PageBlock"):
            yield from _text_objects(part)


def _runs(node: Node) -> Iterator[Glyphs]:
    """The runs of a text object: one for every `TextCode`, a new one where the deltas leave a gap or the line."""
    box = _numbers(attribute(node, "Boundary") or "")
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    matrix = _numbers(attribute(node, "CTM") or "")
    if len(matrix) != 6:
        matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    size = (_numbers(attribute(node, "Size") or "") or [HEIGHT])[0]
    pen = [0.0, 0.0]
    for code in children(node, "TextCode"):
        pen = [_number(attribute(code, "X"), pen[0]), _number(attribute(code, "Y"), pen[1])]
        for char, x, y in _placed(code, pen, size):
            across = matrix[0] * x + matrix[2] * y + matrix[4] + left
            down = matrix[1] * x + matrix[3] * y + matrix[5] + top
            height = size * (abs(matrix[3]) or abs(matrix[1]) or 1.0)
            width = size * (abs(matrix[0]) or 1.0) * (0.5 if char.isascii() else 1.0)
            yield Glyphs(char, across, across + width, down - 0.85 * height, down + 0.15 * height)


def _placed(code: Node, pen: list[float], size: float) -> Iterator[tuple[str, float, float]]:
    """Every character of a `TextCode` and where it stands within its object."""
    text = code.text or ""
    steps_x = _deltas(attribute(code, "DeltaX"), len(text))
    steps_y = _deltas(attribute(code, "DeltaY"), len(text))
    x, y = pen
    for index, char in enumerate(text):
        yield char, x, y
        default = 0.0 if steps_y else size * (0.5 if char.isascii() else 1.0)
        x += steps_x[index] if index < len(steps_x) else default
        y += steps_y[index] if index < len(steps_y) else 0.0


def _deltas(text: str | None, most: int) -> list[float]:
    """`3 g 4 5.5 2` → 3, five and a half four times, 2 (GB/T 33190 11.3: `g count value`)."""
    words = (text or "").split()
    steps: list[float] = []
    index = 0
    while index < len(words) and len(steps) < most:
        if words[index] == "g" and index + 2 < len(words):
            count = int(_number(words[index + 1], 0.0))
            steps += [_number(words[index + 2], 0.0)] * max(0, min(count, most - len(steps)))
            index += 3
        else:
            steps.append(_number(words[index], 0.0))
            index += 1
    return steps


def _resolve(base: str, place: str) -> str:
    """A location within the container: absolute from its root, or relative to the file that names it."""
    place = place.strip().replace("\\", "/")
    joined = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(joined).lstrip("/")


def _text(node: Node | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def _numbers(text: str) -> list[float]:
    return [_number(word, 0.0) for word in text.split()]


def _number(text: str | None, default: float) -> float:
    """A finite number, the default when the text is none."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if abs(value) < 1e6 else default
