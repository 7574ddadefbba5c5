"""The pages that are measured: tests/corpus, and labelled folders of the same make from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.judging import PLAIN
from crawler.items import PageItem
from platforms.charset import decode_page
from tests.corpus.case import FOLDER, Case, load_cases

NAMED = re.compile(r"""\b(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
TELLING = re.compile(r"(</?)(?:ucap(?:content|title)|publishtime)", re.IGNORECASE)
LABEL_FILE = Path("corpus", "detail", "labels.jsonl")


@dataclass(frozen=True)
class BenchPage:
    """One page with its label."""

    key: str
    site: str
    path: Path
    label: dict[str, Any]
    gold: str | None  # None: the text is not judged

    @property
    def url(self) -> str:
        return self.label.get("url") or ""

    @property
    def is_html(self) -> bool:
        return self.path.suffix != ".txt"

    def data(self) -> bytes:
        return self.path.read_bytes()

    def text(self) -> str:
        """The page as text, whatever its charset."""
        return decode_page(self.data()).text

    def item(self, text: str) -> PageItem:
        """What the pipelines are given."""
        return PageItem(self.url, text, is_html=self.is_html)


def load_pages(folder: Path) -> list[BenchPage]:
    """The pages of tests/corpus, or of a folder with corpus/detail/labels.jsonl; FileNotFoundError when neither."""
    if folder.resolve() == FOLDER:
        return [own_page(case) for case in load_cases()]
    labels = (folder / LABEL_FILE).read_text(encoding="utf-8").splitlines()
    return [labelled_page((folder / LABEL_FILE).parent, json.loads(line)) for line in labels]


def labelled_page(folder: Path, label: dict[str, Any]) -> BenchPage:
    """A page of a labelled folder: pages/FILE and text/ID.txt."""
    gold = folder / "text" / f"{label['id']}.txt"
    judged = gold.is_file() and not label.get("text_edited_by_third_party")
    text = gold.read_text(encoding="utf-8") if judged else None
    return BenchPage(label["id"], label["site"], folder / "pages" / label["file"], label, text)


def own_page(case: Case) -> BenchPage:
    """A page of tests/corpus; what its record leaves out is not judged. Its site is its CMS family."""
    record = case.record
    platform = record.get("platform")
    families = platform if isinstance(platform, list) else [platform] if platform else []
    label = {
        **record,
        "url": case.url,
        "issuer": record.get("issuers") or [],
        "platform": families,
        "attachments": [{"url": url} for url in record.get("attachments") or []],
        "noise": case.noise,
        "anchors": [line for line in case.text or [] if len(line) > 12],
        "uncertain": [name for name in PLAIN if name not in record],
    }
    gold = "\n".join(case.text) if case.text is not None else None
    return BenchPage(case.name, families[0] if families else "no family", case.path, label, gold)


def blank_names(html: str) -> str:
    """A page whose classes, ids and telling elements have meaningless names: what is left is structure."""

    def blank(match: re.Match[str]) -> str:
        return f'{match[1]}="x{hashlib.sha256(match[2].encode()).hexdigest()[:6]}"'

    return TELLING.sub(r"\1div", NAMED.sub(blank, html))
