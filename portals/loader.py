"""Portal files into `Portal` values: strict, so that nothing a file says is silently ignored."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portals.fields import PortalError, Table
from portals.intervals import parse_cron, parse_interval
from portals.schema import (
    KINDS,
    LEVELS,
    POSTED_AS,
    Checks,
    DocumentRules,
    ListRules,
    Portal,
    Source,
)
from portals.selectors import check_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
PLATFORMS = (
    *("hanweb", "trs", "govcn", "generic", "auto"),
    *("jpaas", "ucap", "gkmlpt", "nfcms", "label8888", "epoint", "hebei", "easysite", "vsb"),
    *("webplus", "ilist"),
)
LIST_RULES = ("item", "link", "title", "date", "next")
DOCUMENT_RULES = ("title", "body", "date")

__all__ = ["PLATFORMS", "PortalError", "load_portal", "load_portals"]


def load_portals(folders: Iterable[Path | str]) -> dict[str, Portal]:
    """Every portal defined in `folders` and below, by name; PortalError when a file is wrong or a
    name stands twice.
    """
    portals: dict[str, Portal] = {}
    for folder in map(Path, folders):
        if not folder.is_dir():
            raise PortalError(f"{folder}: no such folder")
        for path in sorted(folder.rglob("*.toml")):
            portal = load_portal(path)
            twin = portals.get(portal.name)
            if twin and twin.path.resolve() != path.resolve():
                raise PortalError(f"{path}: the name {portal.name} is taken by {twin.path}")
            portals[portal.name] = portal
    return dict(sorted(portals.items()))


def load_portal(path: Path | str) -> Portal:
    """Read one portal file; PortalError names file, key and, for an unknown key, the nearest valid
    one.
    """
    path = Path(path)
    name = path.name.removesuffix(".toml")
    if not NAME.fullmatch(name):
        raise PortalError(f"{path}: the name {name!r} must be lower-case ASCII (a-z, 0-9, -, _)")
    table = Table(_read_toml(path), str(path))
    return _read_portal(name, path, table)


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PortalError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"{path}: not TOML: {error}") from None


def _read_portal(name: str, path: Path, table: Table) -> Portal:
    crawl = table.table("crawl")
    checks = table.table("checks")
    portal = Portal(
        name=name,
        path=path,
        title=table.text("title", required=True),
        level=table.choice("level", LEVELS),
        region=_region(table),
        url=table.url("url", required=True),
        platform=table.choice("platform", PLATFORMS),
        issuers=table.texts("issuers", required=True),
        sources=_read_sources(name, table, _read_checks(checks, Checks())),
        seen=table.text("seen"),
        encoding=_encoding(table),
        user_agent=table.text("user_agent"),
        proxy=table.url("proxy", schemes=("http", "https", "socks5")),
        robots=table.text("robots"),
        disabled=table.reason("disabled"),
        every=crawl.converted("every", parse_interval),
        cron=crawl.converted("cron", parse_cron),
        delay=crawl.number("delay", 1.0),
        budget=crawl.count("budget", 2000, least=1),
    )
    if portal.every and portal.cron:
        raise crawl.error("cron", "give either every or cron, not both")
    for part in (crawl, checks, table):
        part.refuse_unknown()
    return portal


def _read_sources(portal: str, table: Table, checks: Checks) -> tuple[Source, ...]:
    sources = [_read_source(portal, part, checks) for part in table.tables("sources")]
    if not sources:
        raise table.error("sources", "at least one [[sources]] is needed")
    names = [source.name for source in sources]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise table.error("sources", f"the name {twice[0]!r} stands twice")
    return tuple(sources)


def _read_source(portal: str, table: Table, defaults: Checks) -> Source:
    rules, document, checks = (table.table(key) for key in ("list", "document", "checks"))
    source = Source(
        portal=portal,
        name=_source_name(table),
        title=table.text("title", required=True),
        kind=table.choice("kind", KINDS),
        url=table.url("url", required=True),
        render=table.flag("render"),
        disabled=table.reason("disabled"),
        list=ListRules(
            **{key: rules.converted(key, check_selector) for key in LIST_RULES},
            post=rules.choice("post", POSTED_AS) if "post" in rules.values else None,
        ),
        document=DocumentRules(
            **{key: document.converted(key, check_selector) for key in DOCUMENT_RULES},
            remove=tuple(document.checked(s, "remove", check_selector) for s in _remove(document)),
        ),
        checks=_read_checks(checks, defaults),
    )
    for part in (rules, document, checks, table):
        part.refuse_unknown()
    return source


def _read_checks(table: Table, defaults: Checks) -> Checks:
    days = table.count("newest_within_days", defaults.newest_within_days, least=1)
    return Checks(min_items=table.count("min_items", defaults.min_items), newest_within_days=days)


def _remove(table: Table) -> tuple[str, ...]:
    """`remove` may be one selector or a list of them."""
    one = table.values.get("remove")
    return (table.text("remove", required=True),) if isinstance(one, str) else table.texts("remove")


def _source_name(table: Table) -> str:
    name = table.text("name", required=True)
    if not NAME.fullmatch(name):
        raise table.error("name", f"{name!r} must be lower-case ASCII (a-z, 0-9, -, _)")
    return name


def _region(table: Table) -> str:
    region = table.text("region", required=True)
    if not re.fullmatch(r"[0-9]{6}", region):
        raise table.error("region", f"{region!r} is no GB/T 2260 code of six digits")
    return region


def _encoding(table: Table) -> str | None:
    name = table.text("encoding")
    if name is None:
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        raise table.error("encoding", f"{name!r} is no charset") from None
    return name
