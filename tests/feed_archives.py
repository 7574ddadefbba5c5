"""Archives for feeds: documents of three portals, many of them carried elsewhere too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import feedparser
from builders import NOON, build_portal, build_record, publish, store, sync

from config.settings import Settings
from feeds.spec import standing_feeds
from portals.loader import load_portals

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.spec import FeedSpec
    from storage.session import Archive

TOML = """title = "{title}"
level = "{level}"
region = "{region}"
url = "https://{name}.example/"
platform = "generic"
issuers = ["{title}"]
[[sources]]
name = "gazette"
title = "政府公报"
kind = "gazette"
url = "https://{name}.example/gazette/"
"""
PLACES = (
    ("yunling", "云岭省人民政府", "province", "990000"),
    ("qingxi", "青溪市人民政府", "city", "990100"),
    ("shishi", "石室部", "ministry", "100000"),
)


def record(number: int, portal: str = "yunling", **over: Any) -> dict[str, Any]:
    return build_record(
        portal=portal, url=f"https://{portal}.example/art/{number}.html",
        title=f"第{number}件工作安排", document_number=f"云政发〔2026〕{number}号", **over,
    )  # fmt: skip


def fill_with_copies(archive: Archive, count: int) -> None:
    """So many documents at home, each but the fifth carried elsewhere too, in turns."""
    with archive.writing() as session:
        for name, *_ in PLACES[:2]:
            sync(session, build_portal(name))
        for number in range(1, count + 1):
            at = NOON + timedelta(minutes=number)
            store(session, record(number), at)
            if number % 5:
                copy = record(number, "qingxi", written_on=None)
                store(session, copy, at + timedelta(seconds=20), home=3)
            else:
                store(session, record(10_000 + number, "qingxi"), at)
            publish(session)


def make_settings(archive: Archive, folder: Path, **over: Any) -> Settings:
    (folder / "portals").mkdir(exist_ok=True)
    for name, title, level, region in PLACES:
        told = TOML.format(name=name, title=title, level=level, region=region)
        (folder / "portals" / f"{name}.toml").write_text(told, encoding="utf-8")
    return Settings(database_url=archive.url, portals_dir=(folder / "portals",), **over)


def specs_of(settings: Settings) -> list[FeedSpec]:
    return standing_feeds(load_portals(settings.portals_dir).values())


def address_of(document: bytes, relation: str) -> str | None:
    """The path and query a document of a feed links to."""
    links = feedparser.parse(document).feed.links
    found = [link.href for link in links if link.rel == relation]
    return found[0].removeprefix("http://127.0.0.1:8600") if found else None
