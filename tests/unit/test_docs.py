"""Every command, setting and portal key appears in the documentation."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from config.settings import NAMES
from crawler.items import RECORD_FIELDS
from gongbao.cli import COMMANDS
from portals import schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", NAMES)
def test_settings(name: str) -> None:
    assert f"`{name.upper()}`" in (DOCS / "configuration.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_commands(name: str) -> None:
    assert f"gongbao {name}" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        f.name
        for kind in (
            schema.Portal,
            schema.Source,
            schema.Checks,
            schema.ListRules,
            schema.DocumentRules,
        )
        for f in fields(kind)
        if f.name not in ("path", "portal", "sources")
    ],
)
def test_portal_keys(name: str) -> None:
    assert name in (DOCS / "portal-file.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RECORD_FIELDS)
def test_record_fields(name: str) -> None:
    assert f"`{name}`" in (DOCS / "record.md").read_text(encoding="utf-8")
