"""Configuration: the environment wins, bad values are one clear line."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from config import ConfigError, load_settings
from config.settings import parse_interval

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert settings.database_url == "sqlite:///data/gongbao.db"
    assert (settings.withdraw_checks, settings.withdraw_after) == (2, timedelta(hours=24))
    assert settings.allow_private is False
    assert (settings.portals_dir[0] / "schema.py").exists()


def test_environment_wins_over_file(tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text('BASELINE_DAYS = 7\nCONTACT = "a@b.example"\n')
    settings = load_settings({"GONGBAO_BASELINE_DAYS": "9"}, tmp_path)
    assert (settings.baseline_days, settings.contact) == (9, "a@b.example")


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"GONGBAO_DATABASE_URL": "mysql://x"}, "GONGBAO_DATABASE_URL"),
        ({"GONGBAO_WITHDRAW_AFTER": "soon"}, "GONGBAO_WITHDRAW_AFTER: 'soon' is no length of time"),
        ({"GONGBAO_ALLOW_PRIVATE": "maybe"}, "GONGBAO_ALLOW_PRIVATE"),
        ({"GONGBAO_PORTALS_DIR": "/nowhere/at/all"}, "no such folder: /nowhere/at/all"),
        ({"GONGBAO_LOG_LEVEL": "loud"}, "'loud' is none of"),
        ({"GONGBAO_BASE_URL": "ftp://x"}, "no http or https address"),
        ({"GONGBAO_BASELINE_DAYS": "-1"}, "below zero"),
    ],
)
def test_bad_values(environ: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        load_settings(environ, tmp_path)


def test_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text("BASELINE_DAY = 7\n")
    with pytest.raises(ConfigError, match=r"unknown key BASELINE_DAY .did you mean BASELINE_DAYS"):
        load_settings({}, tmp_path)


def test_broken_file(tmp_path: Path) -> None:
    (tmp_path / "gongbao.toml").write_text("BASELINE_DAYS 7\n")
    with pytest.raises(ConfigError, match="not TOML"):
        load_settings({}, tmp_path)


def test_child_process_reads_the_same(tmp_path: Path) -> None:
    ours = load_settings(
        {
            "GONGBAO_REVISIT": "0s 36h 3d",
            "GONGBAO_WITHDRAW_AFTER": "1s",
            "GONGBAO_DATA_DIR": str(tmp_path),
            "GONGBAO_PORTALS_DIR": str(tmp_path),
            "GONGBAO_ALLOW_PRIVATE": "true",
        },
        tmp_path,
    )
    assert load_settings(ours.to_environment(), tmp_path) == ours


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("24h", 86400), ("1.5d", 129600)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert parse_interval(text).total_seconds() == seconds
