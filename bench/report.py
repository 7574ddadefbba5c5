"""docs/accuracy.md, from what bench/accuracy.py measured."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bench.judging import by_site
from tests.corpus.misses import KNOWN_MISSES

if TYPE_CHECKING:
    from pathlib import Path

    from bench.accuracy import Extracted, Measured

COLUMNS = (
    ("f1", "text F1"),
    ("precision", "precision"),
    ("recall", "recall"),
    ("noise_free", "noise-free"),
    ("anchors", "anchors"),
    ("title", "title"),
)
HEAD = """# Accuracy

How well pages are read, beside other extractors of main text. Written by `bench/accuracy.py`; not edited by hand.

    .venv/bin/python bench/accuracy.py DIR      # DIR/corpus/detail: labels.jsonl, pages/, text/

Without `DIR` only `tests/corpus` (pages written for this repository, every CMS family and every known trap; it is
part of the test suite) is measured, and nothing is written. The other extractors are installed from the ordinary
package index into virtualenvs of their own below `build/peers/` and read the same pages, already decoded, in the
same run.

Text is compared as multisets of 4-character shingles without white space: precision is the share of what was taken
that is official text, recall the share of the official text that was taken. *Noise-free*: the page has none of the
strings that do not belong to its text. *Anchors*: it has all of those that do. Every score is a mean over sites of
the means over each site's pages, so that no site with many pages decides; `tests/corpus` counts a CMS family as a site.
Fields are compared without white space and with brackets and quotation marks of one kind; a page that has no
document number or index number must get none.

The rules of this repository were made with both corpora in view; those of the others, run with their default
settings, were not. Pages nobody has seen will score lower than these.
"""


def write_report(path: Path, measured: list[Measured]) -> None:
    """Write the page."""
    parts = [HEAD, *(describe(corpus) for corpus in measured), known_misses()]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")


def describe(corpus: Measured) -> str:
    """One corpus: extractors, fields, sites."""
    sites = len({page.site for page in corpus.pages})
    return "\n".join(
        [
            f"## {corpus.name[0].upper()}{corpus.name[1:]}"
            if " " in corpus.name
            else f"## `{corpus.name}`",
            "",
            f"{len(corpus.pages)} pages of {sites} {'sites' if ' ' in corpus.name else 'families'}.",
            "",
            "### Text beside other extractors",
            "",
            extractor_table(corpus.own),
            "",
            "The same pages with every class and id replaced by a meaningless one, as on a portal nobody has seen:",
            "",
            extractor_table(corpus.blanked),
            "",
            "### Fields",
            "",
            field_table(corpus),
            "",
            "### By site (right / judged)",
            "",
            site_table(corpus),
            "",
        ]
    )


def extractor_table(rows: list[Extracted]) -> str:
    """One row an extractor."""
    lines = [row_of(["", *(title for _, title in COLUMNS)]), rule(1, len(COLUMNS))]
    for row in rows:
        told = row.summary()
        cells = [f"{told[name]:.3f}" if name in told else "" for name, _ in COLUMNS]
        lines.append(row_of([f"{row.name} {row.version}".strip(), *cells]))
    return "\n".join(lines)


def field_table(corpus: Measured) -> str:
    """One row a field."""
    lines = [row_of(["field", "judged", "right", "score"]), rule(1, 3)]
    for name, rows in sorted(corpus.fields.items()):
        right = sum(mark.right for _, mark in rows)
        score = by_site((site, mark.right) for site, mark in rows)
        lines.append(row_of([name, str(len(rows)), str(right), f"{score:.3f}"]))
    return "\n".join(lines)


def site_table(corpus: Measured) -> str:
    """One row a site, a column a field, and the text's F1."""
    fields = sorted(corpus.fields)
    lines = [row_of(["site", "pages", "text F1", *fields]), rule(1, len(fields) + 2)]
    texts = group(corpus.own[0].texts)
    marks = {name: group(rows) for name, rows in corpus.fields.items()}
    for site in sorted({page.site for page in corpus.pages}):
        scores = [score.f1 for score in texts.get(site, [])]
        f1 = f"{sum(scores) / len(scores):.3f}" if scores else ""
        held = [marks[name].get(site, []) for name in fields]
        cells = [f"{sum(m.right for m in found)}/{len(found)}" if found else "" for found in held]
        count = sum(page.site == site for page in corpus.pages)
        lines.append(row_of([site, str(count), f1, *cells]))
    return "\n".join(lines)


def known_misses() -> str:
    """What tests/corpus expects and does not get."""
    lines = ["## Known misses in `tests/corpus`", ""]
    if not KNOWN_MISSES:
        return "\n".join([*lines, "None.", ""])
    lines += [row_of(["page", "field", "what is found instead"]), rule(3, 0)]
    lines += [row_of([page, name, why]) for (page, name), why in sorted(KNOWN_MISSES.items())]
    return "\n".join([*lines, ""])


def group(rows: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for site, value in rows:
        found[site].append(value)
    return found


def row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def rule(left: int, right: int) -> str:
    return "|" + "---|" * left + "---:|" * right
