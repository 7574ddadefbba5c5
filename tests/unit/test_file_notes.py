"""Every note that docs/attachments.md names is said in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongbao.web.file_notes import say_note

DOCS = Path(__file__).resolve().parents[2] / "docs" / "attachments.md"


def documented() -> list[str]:
    """The notes of the table of what is not read, their gaps filled."""
    section = (
        DOCS.read_text(encoding="utf-8").partition("## What is not read")[2].partition("## ")[0]
    )
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    notes = [note for cell in cells for note in re.findall("`([^`]+)`", cell)]
    return [re.sub(r"\b[KN]\b", "3", note).replace("…", "archive: not unpacked") for note in notes]


def test_the_table_is_found() -> None:
    assert len(documented()) >= 10


@pytest.mark.parametrize("note", documented())
def test_documented_notes_are_chinese(note: str) -> None:
    assert re.search("[\u4e00-\u9fff]", say_note(note, "zh")), note
    assert say_note(note, "en") == note


def test_figures_stay() -> None:
    assert say_note("no text on 2 of 9 pages", "zh") == "共 9 页，其中 2 页无文字"
    assert say_note("something new", "zh") == "something new"
