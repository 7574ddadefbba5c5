"""The pages of this folder and what each of them says; see README.md."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.items import PageItem
from pipelines.reading import read_page
from platforms.charset import decode_page

if TYPE_CHECKING:
    from crawler.items import DocumentItem

FOLDER = Path(__file__).resolve().parent
PAGE_SUFFIXES = (".html", ".txt")


@dataclass(frozen=True)
class Case:
    """One page with the record expected of it: only the fields that matter for the page."""

    name: str
    path: Path
    url: str
    traps: list[str]
    record: dict[str, Any]
    noise: list[str] = field(default_factory=list)  # must not stand in the text
    text: list[str] | None = None  # the whole official text, a paragraph a line; None: not judged


def load_cases() -> list[Case]:
    """Every page of the folder, by name."""
    pages = sorted(p for p in FOLDER.iterdir() if p.suffix in PAGE_SUFFIXES)
    return [load_case(page) for page in pages]


def load_case(page: Path) -> Case:
    """A page and the expectation beside it."""
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    gold = page.with_suffix(".text")
    text = gold.read_text(encoding="utf-8").splitlines() if gold.is_file() else None
    return Case(page.stem, page, text=text, **told)


def read_case(case: Case) -> DocumentItem:
    """What the pipelines read on the page, as bytes come from a server."""
    html = decode_page(case.path.read_bytes()).text
    return read_page(PageItem(case.url, html, is_html=case.path.suffix == ".html"))


@cache
def read_once(name: str) -> DocumentItem:
    """`read_case` for a page already read in this process."""
    return read_case(next(case for case in load_cases() if case.name == name))


def squeeze(text: str | None) -> str | None:
    """A text without white space, which no field is judged by."""
    return None if text is None else re.sub(r"\s+", "", text)
