"""Settings from the environment (`GONGBAO_*`) and `gongbao.toml`; the environment wins."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "GONGBAO_"
BUNDLED_PORTALS = Path(__file__).resolve().parent.parent / "portals"
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class ConfigError(ValueError):
    """A setting has a bad name or value. Raised by `load_settings`, shown by the command line as one line."""


@dataclass(frozen=True)
class Settings:
    """All configuration of one process. Paths are absolute or relative to the working directory."""

    database_url: str = "sqlite:///data/gongbao.db"
    data_dir: Path = Path("data")
    portals_dir: tuple[Path, ...] = field(default=(BUNDLED_PORTALS,))
    base_url: str = "http://127.0.0.1:8600"
    contact: str | None = None
    allow_private: bool = False
    baseline_days: int = 30
    withdraw_checks: int = 2
    withdraw_after: timedelta = timedelta(hours=24)
    require_token: bool = False
    rate_limit: int = 600  # requests a minute for each client, 0: any number
    log_level: str = "info"
    log_format: str = "text"
    revisit: tuple[timedelta, ...] = tuple(timedelta(days=d) for d in (1, 3, 7, 14, 30, 90, 365))
    run_limit: timedelta = timedelta(hours=2)
    lease_wait: timedelta = timedelta(minutes=10)
    notify_file: Path | None = None  # notify.toml in the working directory, where there is one

    def to_environment(self) -> dict[str, str]:
        """The `GONGBAO_*` variables that make `load_settings` in a child process return the same values."""
        return {PREFIX + f.name.upper(): _to_text(getattr(self, f.name)) for f in fields(self)}


def parse_interval(text: str) -> timedelta:
    """A length of time such as `90s`, `24h` or `3d`; ValueError when it is none."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", text)
    if not found:
        raise ValueError(f"{text!r} is no length of time (write 90s, 30m, 24h or 3d)")
    return timedelta(seconds=float(found[1]) * UNITS[found[2]])


def load_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read `gongbao.toml` in `folder` (the working directory) and the environment; ConfigError names the bad key."""
    values: dict[str, Any] = _read_file((folder or Path()) / "gongbao.toml")
    environ = os.environ if environ is None else environ
    for name in NAMES:
        if PREFIX + name.upper() in environ:
            values[name] = (PREFIX + name.upper(), environ[PREFIX + name.upper()])
    return Settings(**{name: _convert(name, key, raw) for name, (key, raw) in values.items()})


def _read_file(path: Path) -> dict[str, tuple[str, Any]]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    for key in table:
        if key.lower() not in NAMES:
            near = get_close_matches(key.lower(), NAMES, n=1, cutoff=0.3)
            hint = f" (did you mean {near[0].upper()}?)" if near else ""
            raise ConfigError(f"{path}: unknown key {key}{hint}")
    return {key.lower(): (f"{path}: {key}", value) for key, value in table.items()}


def _convert(name: str, key: str, raw: Any) -> Any:
    try:
        return CONVERTERS.get(name, str)(raw)
    except (ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"{key}: {error}") from None


def _to_bool(raw: Any) -> bool:
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "false": False,
        "0": False,
        "no": False,
        "": False,
    }
    try:
        return words[str(raw).strip().lower()]
    except KeyError:
        raise ValueError(f"{raw!r} is neither true nor false") from None


def _to_count(raw: Any) -> int:
    number = int(str(raw))
    if number < 0:
        raise ValueError(f"{raw!r} is below zero")
    return number


def _to_paths(raw: Any) -> tuple[Path, ...]:
    parts = raw if isinstance(raw, list) else str(raw).split(os.pathsep)
    paths = tuple(Path(p) for p in parts if p)
    missing = [str(p) for p in paths if not p.is_dir()]
    if missing or not paths:
        raise ValueError(f"no such folder: {', '.join(missing) or 'none given'}")
    return paths


def _to_choice(*words: str) -> Any:
    def choose(raw: Any) -> str:
        word = str(raw).lower()
        if word not in words:
            raise ValueError(f"{raw!r} is none of {', '.join(words)}")
        return word

    return choose


def _to_web_address(raw: Any) -> str:
    text = str(raw).rstrip("/")
    if not re.match(r"https?://[^/\s]+", text):
        raise ValueError(f"{raw!r} is no http or https address")
    return text


def _to_database_url(raw: Any) -> str:
    text = str(raw)
    if not re.match(r"(sqlite|postgresql\+psycopg)://", text):
        raise ValueError(f"{text!r} must begin with sqlite:/// or postgresql+psycopg://")
    return text


def _to_text(value: Any) -> str:
    if isinstance(value, tuple):
        separator = os.pathsep if value and isinstance(value[0], Path) else " "
        return separator.join(_to_text(v) for v in value)
    if isinstance(value, timedelta):
        return (
            f"{value.total_seconds():g}s"
            if value < timedelta(days=1)
            else f"{value / timedelta(days=1):g}d"
        )
    if isinstance(value, Path):
        return str(value.resolve())
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


CONVERTERS: dict[str, Any] = {
    "database_url": _to_database_url,
    "data_dir": lambda raw: Path(str(raw)),
    "portals_dir": _to_paths,
    "base_url": _to_web_address,
    "contact": lambda raw: str(raw).strip() or None,
    "allow_private": _to_bool,
    "baseline_days": _to_count,
    "withdraw_checks": _to_count,
    "withdraw_after": lambda raw: parse_interval(str(raw)),
    "require_token": _to_bool,
    "rate_limit": _to_count,
    "log_level": _to_choice("debug", "info", "warning", "error"),
    "log_format": _to_choice("text", "json"),
    "revisit": lambda raw: tuple(parse_interval(p) for p in str(raw).split()),
    "run_limit": lambda raw: parse_interval(str(raw)),
    "lease_wait": lambda raw: parse_interval(str(raw)),
    "notify_file": lambda raw: Path(str(raw)) if str(raw).strip() else None,
}
NAMES = tuple(f.name for f in fields(Settings))
