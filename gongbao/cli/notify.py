"""`gongbao notify`: the rules of notifications, and a test of their receivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from config.settings import ConfigError
from gongbao.cli.options import json_option, reading
from gongbao.cli.output import print_json, print_line, print_table
from gongbao.notifying import load_rules, rules_file
from scheduler.courier import describe_target, send_with_apprise
from scheduler.message import compose_test
from storage import outbox

if TYPE_CHECKING:
    from config import Settings
    from scheduler.notify import NotifyRule


@click.group()
def notify() -> None:
    """Notifications of Changes: rules stand in notify.toml."""


@notify.command("list")
@json_option
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """Every rule, its receivers without their secrets, and what waits for them."""
    rules = _load(settings)
    with reading(settings) as archive, archive.reading() as session:
        counts = outbox.count_by_state(session)
    rows = [_describe(rule, counts) for rule in rules]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table([_to_cells(row) for row in rows], flexible=3)


@notify.command()
@click.argument("rule")
@click.pass_obj
def test(settings: Settings, rule: str) -> None:
    """Send a test message to every receiver of a rule, now; exit 1 when one does not take it."""
    chosen = next((each for each in _load(settings) if each.name == rule), None)
    if chosen is None:
        raise LookupError(f"{rule}: no such rule; there are: {', '.join(_names(settings))}")
    failed = 0
    for target in chosen.targets:
        error = send_with_apprise(target, compose_test(chosen.name, uuid4().urn))
        failed += error is not None
        print_line(f"{describe_target(target)}\t{error or 'ok'}")
    if failed:
        raise SystemExit(1)


def _load(settings: Settings) -> list[NotifyRule]:
    path = rules_file(settings)
    if path is None:
        raise ConfigError("there is no notify.toml here, and NOTIFY_FILE names no file")
    return load_rules(path)


def _names(settings: Settings) -> list[str]:
    return [rule.name for rule in _load(settings)]


def _describe(rule: NotifyRule, counts: dict[tuple[str, str], int]) -> dict[str, Any]:
    quiet = "-".join(f"{clock:%H:%M}" for clock in rule.quiet) if rule.quiet else None
    states = {
        s: counts.get((rule.name, s), 0) for s in (outbox.WAITING, outbox.SENT, outbox.FAILED)
    }
    return {
        "name": rule.name, "kinds": list(rule.kinds), "filters": rule.filters.to_query(),
        "digest": rule.digest, "quiet": quiet, "targets": list(map(describe_target, rule.targets)),
        **states,
    }  # fmt: skip


def _to_cells(row: dict[str, Any]) -> list[str]:
    filters = " ".join(f"{name}={value}" for name, value in row["filters"].items())
    when = row["digest"] + (f", quiet {row['quiet']}" if row["quiet"] else "")
    counts = f"{row['waiting']} waiting, {row['sent']} sent, {row['failed']} failed"
    return [
        row["name"], when, ",".join(row["kinds"]) or "all kinds",
        f"{filters or 'everything'} → {' '.join(row['targets'])}", counts,
    ]  # fmt: skip
