"""The portal files of the demo: what an operator would have written for the five portals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from gongbao.demo.portal import Column, DemoPortal
    from gongbao.demo.site import DemoSite

FOLDER = "demo"
NEWEST_WITHIN_DAYS = 60


def write_portal_files(folder: Path, site: DemoSite) -> list[Path]:
    """Write `<folder>/demo/<name>.toml` for each portal of a listening site."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for portal in site.portals.values():
        path = target / f"{portal.name}.toml"
        path.write_text(_portal_text(portal), encoding="utf-8")
        written.append(path)
    return written


def _portal_text(portal: DemoPortal) -> str:
    pairs: list[tuple[str, object]] = [
        ("title", portal.title),
        ("level", portal.level),
        ("region", portal.region),
        ("url", f"{portal.base}/"),
        ("platform", portal.platform),
        ("issuers", list(portal.issuers)),
        ("seen", f"{portal.today.year}, served on this machine"),
    ]
    head = "\n".join(_line(key, value) for key, value in pairs)
    checks = _line("newest_within_days", NEWEST_WITHIN_DAYS)
    crawl = '[crawl]\nevery = "1h"\ndelay = 0.0'
    sources = "\n\n".join(_source_text(portal, column) for column in portal.columns)
    return f"{head}\n\n{crawl}\n\n[checks]\n{checks}\n\n{sources}\n"


def _source_text(portal: DemoPortal, column: Column) -> str:
    pairs: list[tuple[str, object]] = [
        ("name", column.name),
        ("title", column.title),
        ("kind", column.kind),
        ("url", portal.base + column.path),
        ("checks.min_items", column.min_items),
    ]
    return "[[sources]]\n" + "\n".join(_line(key, value) for key, value in pairs)


def _line(key: str, value: object) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"
