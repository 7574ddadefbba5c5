"""Score the reading of pages by site and field, beside other extractors, and write docs/accuracy.md.

    accuracy.py [DIR] [--out docs/accuracy.md] [--worst N]

Judges tests/corpus and, when given, the labelled pages of DIR (DIR/corpus/detail with labels.jsonl, pages/ and
text/). The others run on the same pages in the same run (bench/peers.py installs them).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpora import BenchPage, blank_names, load_pages  # noqa: E402
from bench.judging import (  # noqa: E402
    Mark,
    TextScore,
    by_site,
    has_text,
    judge_fields,
    judge_text,
    judge_title,
    score_text,
)
from bench.peers import PEERS, install, read_with  # noqa: E402
from bench.report import write_report  # noqa: E402
from pipelines.reading import read_page  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = "gongbao"
NAMES = ("own", "blanked")


@dataclass
class Extracted:
    """What one extractor's texts are worth on one corpus: a row of values a page."""

    name: str
    version: str = ""
    texts: list[tuple[str, TextScore]] = field(default_factory=list)  # by site
    marks: dict[str, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, page: BenchPage, title: str | None, text: str) -> None:
        """Judge one page's text and title."""
        if page.gold is not None:
            tolerated = page.label.get("tolerated") or []
            self.texts.append((page.site, score_text(text, page.gold, tolerated)))
        marks = judge_text(page.label, text)
        found = judge_title(page.label, title)
        for name, mark in (marks | ({"title": found} if found else {})).items():
            self.marks[name].append((page.site, mark.right))

    def summary(self) -> dict[str, float]:
        """Means over sites of means over each site's pages."""
        told = {
            name: by_site((site, getattr(score, name)) for site, score in self.texts)
            for name in TextScore._fields
        }
        return told | {name: by_site(rows) for name, rows in self.marks.items()}


@dataclass
class Measured:
    """Everything measured on one corpus."""

    name: str
    pages: list[BenchPage]
    fields: dict[str, list[tuple[str, Mark]]] = field(default_factory=lambda: defaultdict(list))
    own: list[Extracted] = field(default_factory=list)
    blanked: list[Extracted] = field(default_factory=list)
    worst: list[str] = field(default_factory=list)


def measure(name: str, pages: list[BenchPage], peers: list[str]) -> Measured:
    """Read every page, with its own names and with blanked ones; judge all the extractors."""
    found = Measured(name, pages)
    for page in pages:
        judge_page(found, page)
    judged = [page for page in pages if has_text(page.label) and page.is_html]
    changes: dict[str, Callable[[str], str]] = {"own": str, "blanked": blank_names}
    for kind in NAMES:
        texts = {page.key: changes[kind](page.text()) for page in judged}
        rows = [read_ourselves(judged, texts), *(read_peer(peer, judged, texts) for peer in peers)]
        setattr(found, kind, rows)
    return found


def judge_page(found: Measured, page: BenchPage) -> None:
    """Our record of one page, field by field."""
    record = read_page(page.item(page.text())).to_record()
    marks = judge_fields(page.label, record)
    if has_text(page.label):
        marks |= judge_text(page.label, record["text"])
    for name, mark in marks.items():
        found.fields[name].append((page.site, mark))
        if not mark.right:
            line = f"{page.key} {name}: found {mark.found!r}, expected {mark.expected!r}"
            found.worst.append(line)


def read_ourselves(pages: list[BenchPage], texts: dict[str, str]) -> Extracted:
    row = Extracted(OURS)
    for page in pages:
        item = read_page(page.item(texts[page.key]))
        row.add(page, item.title, item.text)
    return row


def read_peer(peer: str, pages: list[BenchPage], texts: dict[str, str]) -> Extracted:
    version, answers = read_with(peer, texts)
    row = Extracted(peer, version)
    for page in pages:
        row.add(page, answers[page.key].title, answers[page.key].text)
    return row


def main() -> int:
    """Measure, write the report, print the summary."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="?", type=Path, help="a folder with corpus/detail")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "accuracy.md")
    parser.add_argument("--worst", type=int, default=40, help="how many misses to print")
    options = parser.parse_args()
    peers = [name for name in PEERS if install(name)]
    corpora: list[tuple[str, Path]] = [("tests/corpus", ROOT / "tests" / "corpus")]
    if options.data:
        corpora.insert(0, ("saved pages of real portals", options.data))
    measured = [measure(name, load_pages(folder), peers) for name, folder in corpora]
    for corpus in measured:
        print_summary(corpus, options.worst)
    if options.data:
        write_report(options.out, measured)
    else:
        print("docs/accuracy.md is written only with DIR: it shows both corpora", file=sys.stderr)
    return 0


def print_summary(corpus: Measured, worst: int) -> None:
    """What missed, and the extractors beside each other."""
    print(f"== {corpus.name}: {len(corpus.pages)} pages")
    for line in corpus.worst[:worst]:
        print(f"   {line[:300]}")
    for kind in NAMES:
        rows: list[Extracted] = getattr(corpus, kind)
        for row in rows:
            told: dict[str, Any] = {k: round(v, 4) for k, v in row.summary().items()}
            print(f"{kind:8} {row.name:17} {told}")


if __name__ == "__main__":
    sys.exit(main())
