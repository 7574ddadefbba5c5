"""Label → value, from every way a portal prints its metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.label import FIELD_OF, NOTHING, squeeze
from pipelines.label_line import pairs_in_lines
from pipelines.label_tree import LONGEST_VALUE, pairs_in_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborNode

HEAD = 200  # characters at the ends of a text where extraction may have left a label line
TAIL = 120
OWN_ROWS = frozenset(label for label in FIELD_OF if label.startswith(("作出", "处罚")))


@dataclass
class LabelTable:
    """What the page's labels say; an empty value is information too: the page declares none."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, label: str, value: str) -> None:
        """Note one more value of a label, as the page prints it."""
        value = " ".join(value.split())[:LONGEST_VALUE].strip("|｜ ")
        known = self.values.setdefault(label, [])
        if value not in known:
            known.append(value)

    def first(self, label: str) -> str | None:
        """The first value of a label that says something."""
        return next((v for v in self.values.get(label, ()) if not NOTHING.match(v)), None)

    def flat(self) -> dict[str, str]:
        """Label → value, empty where the page leaves it so."""
        return {label: self.first(label) or "" for label in self.values}


def read_labels(
    texts: Iterable[tuple[LexborNode, str]] | None, lines: Iterable[str], body: str = ""
) -> LabelTable:
    """Every labelled value in the given lines (those outside the official text) and in the tree, `body` apart.

    `texts`: the text nodes of the tree that may be labels; None where there is no tree, and a label may stand above
    its value. `body` is the official text without blanks: what stands amid it is a form or a table of the document,
    but for the rows in which a decision names its organ and its day.
    """
    table = LabelTable()
    for label, value in pairs_in_tree(texts or ()):
        if label in OWN_ROWS or not stands_amid(label, value, body):
            table.add(label, value)
    for label, value in pairs_in_lines(list(lines), stacked=texts is None):
        table.add(label, value)
    return table


def stands_amid(label: str, value: str, body: str) -> bool:
    """Whether a pair is part of the official text, its first and last lines apart."""
    if len(body) < HEAD + TAIL:
        return False
    value = squeeze(value)
    places = (body.find(f"{label}{between}{value}", HEAD) for between in ("", "：", ":"))
    return any(0 <= place < len(body) - TAIL for place in places)
