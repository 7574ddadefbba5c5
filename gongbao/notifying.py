"""Notifications as an operator sets them up: `notify.toml`, read strictly, and the one who delivers by it."""

from __future__ import annotations

import logging
import re
import tomllib
from datetime import UTC, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.settings import ConfigError
from gongbao.query import parse_filters
from scheduler.courier import is_target
from scheduler.notify import DIGESTS, Delivered, NotifyRule, deliver, sync_rules
from storage import ledger
from storage.outcome import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Settings
    from storage.filters import Filters
    from storage.session import Archive

DEFAULT = Path("notify.toml")
KEYS = ("name", "filters", "kinds", "targets", "digest", "quiet")
ISSUE = "notify_file"
log = logging.getLogger(__name__)


def rules_file(settings: Settings) -> Path | None:
    """The file of rules; None where nobody set any up. ConfigError when the one that was named is missing."""
    if settings.notify_file is None:
        return DEFAULT if DEFAULT.is_file() else None
    if not settings.notify_file.is_file():
        raise ConfigError(f"NOTIFY_FILE: no such file: {settings.notify_file}")
    return settings.notify_file


def load_rules(path: Path) -> list[NotifyRule]:
    """The rules of a file; ConfigError names the rule, the key and what would be right."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    _refuse_unknown(f"{path}", table, ("rules",))
    tables = table.get("rules", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise ConfigError(f"{path}: rules are written as [[rules]]")
    rules = [_to_rule(f"{path}: rules[{k}]", each) for k, each in enumerate(tables, 1)]
    names = [rule.name for rule in rules]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigError(f"{path}: two rules by the name {repeated[0]}")
    return rules


def _to_rule(place: str, table: dict[str, Any]) -> NotifyRule:
    _refuse_unknown(place, table, KEYS)
    name = table.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 80:
        raise ConfigError(f"{place}: name: a text of 1 to 80 characters is needed")
    place = f"{place} ({name})"
    readers: dict[str, Any] = {
        "filters": _to_filters, "kinds": _to_kinds, "digest": _to_digest, "quiet": _to_quiet,
        "targets": _to_targets,
    }  # fmt: skip
    values = {}
    for key, read in readers.items():
        try:
            values[key] = read(table.get(key))
        except ValueError as error:
            raise ConfigError(f"{place}: {key}: {error}") from None
    return NotifyRule(name=name.strip(), **values)


def _refuse_unknown(place: str, table: dict[str, Any], known: Sequence[str]) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.3)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise ConfigError(f"{place}: unknown key {key}{hint}")


def _to_filters(raw: Any) -> Filters:
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise ValueError('a table is needed: { category = "plan", region = "330000" }')
    return parse_filters({str(name): str(value) for name, value in raw.items()})


def _to_kinds(raw: Any) -> tuple[str, ...]:
    kinds = _to_texts([] if raw is None else raw)
    for kind in kinds:
        if kind not in set(ChangeKind):
            raise ValueError(f"{kind!r} is none of {', '.join(ChangeKind)}")
    return kinds


def _to_targets(raw: Any) -> tuple[str, ...]:
    targets = _to_texts(raw)
    if not targets:
        raise ValueError("at least one Apprise address is needed")
    for number, target in enumerate(targets, 1):
        if not is_target(target):
            kind = target.partition("://")[0][:20]
            raise ValueError(f"number {number} ({kind}://…) is no Apprise address")
    return tuple(dict.fromkeys(targets))


def _to_texts(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise ValueError('a list of texts is needed: ["…"]')
    return tuple(raw)


def _to_digest(raw: Any) -> str:
    if raw is None:
        return DIGESTS[0]
    if raw not in DIGESTS:
        raise ValueError(f"{raw!r} is none of {', '.join(DIGESTS)}")
    return str(raw)


def _to_quiet(raw: Any) -> tuple[time, time] | None:
    if raw is None:
        return None
    clock = r"([01]\d|2[0-3]):([0-5]\d)"
    found = re.fullmatch(rf"{clock}-{clock}", str(raw), re.ASCII)
    if not found or found.group(1, 2) == found.group(3, 4):
        raise ValueError(f'{raw!r} is no span of hours (write "22:00-07:00", in China\'s time)')
    hours = [int(part) for part in found.groups()]
    return time(hours[0], hours[1]), time(hours[2], hours[3])


class Notifier:
    """Keeps the rules of an archive up to date with their file, and delivers. ConfigError for a file that is wrong."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.archive, self.settings = archive, settings
        self.rules: list[NotifyRule] = []
        self._read: tuple[Path, int] | None = None
        self._complaint: str | None = None
        self.refresh()

    def refresh(self) -> None:
        """Read the rules when their file is new; without a file the archive's rules stay as they are."""
        path = rules_file(self.settings)
        if path is None:
            self.rules = []
            return
        seen = (path, path.stat().st_mtime_ns)
        if seen == self._read:
            return
        self.rules = load_rules(path)
        sync_rules(self.archive, self.rules)
        self._read = seen

    def deliver(self) -> Delivered:
        """Send what is due now."""
        if not self.rules:
            return Delivered()
        return deliver(self.archive, self.rules, self.settings.base_url)

    def look_after(self) -> Delivered:
        """The same with today's file; one that has become wrong is an Issue, and the rules before it hold."""
        try:
            self.refresh()
        except ConfigError as error:
            self._complain(str(error))
        else:
            self._complain(None)
        return self.deliver()

    def _complain(self, message: str | None) -> None:
        if message == self._complaint:
            return
        self._complaint, now = message, datetime.now(UTC)
        with self.archive.writing() as session:
            if message is None:
                ledger.resolve_issues(session, "", "", {ISSUE}, now)
            else:
                log.error("rules of notifications unchanged in effect: %s", message)
                ledger.raise_issue(session, ISSUE, "", "", "", message, now)
