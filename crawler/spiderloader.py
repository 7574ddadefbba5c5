"""Spiders from portal files: one `PortalSpider` for each, named by the stem of its file."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NoReturn

from config import ConfigError, Settings, load_settings
from crawler.spiders.portal import PortalSpider
from portals.loader import PortalError, load_portal
from storage import schema
from storage.session import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from portals.schema import Portal

SUFFIX = ".toml"


class PortalSpiderLoader:
    """Scrapy's `SPIDER_LOADER_CLASS`. A spider is loaded only when database and portal file are fit for it."""

    def __init__(self, house: Settings) -> None:
        self.house = house
        self.paths: dict[str, list[Path]] = {}
        for folder in house.portals_dir:
            for path in sorted(folder.rglob(f"*{SUFFIX}")):
                self.paths.setdefault(path.name.removesuffix(SUFFIX), []).append(path)

    @classmethod
    def from_settings(cls, settings: Any) -> PortalSpiderLoader:
        try:
            return cls(load_settings())
        except ConfigError as error:
            _give_up(error)

    def load(self, spider_name: str) -> type[PortalSpider]:
        """The spider of one portal; a line on stderr and exit 2 when it cannot run."""
        paths = {path.resolve() for path in self.paths.get(spider_name, [])}
        if len(paths) != 1:
            what = "no such portal" if not paths else "several files define this portal"
            _give_up(f"{spider_name}: {what}")
        try:
            portal = load_portal(paths.pop())
            archive = Archive(self.house.database_url)
            schema.check(archive)
            archive.close()
        except (PortalError, schema.SchemaError) as error:
            _give_up(error)
        if portal.proxy and not portal.proxy.startswith("http"):
            _give_up(
                f"{portal.path}: proxy: only http and https proxies can be used, not {portal.proxy}"
            )
        return make_spider(portal, self.house)

    def find_by_request(self, request: Any) -> list[str]:
        """None: an address does not tell which portal watches it."""
        return []

    def list(self) -> list[str]:
        """The names of all portals."""
        return sorted(self.paths)


def make_spider(portal: Portal, house: Settings) -> type[PortalSpider]:
    """The spider class of one portal."""
    attributes = {
        "name": portal.name,
        "portal": portal,
        "settings_of_house": house,
        "custom_settings": settings_for(portal, house),
    }
    return type("PortalSpider", (PortalSpider,), attributes)


def settings_for(portal: Portal, house: Settings) -> dict[str, Any]:
    """What the portal's file and the environment say, as Scrapy settings."""
    contact = f" (+{house.contact})" if house.contact else ""
    return {
        "USER_AGENT": portal.user_agent or f"gongbao/{version('gongbao')}{contact}",
        "DOWNLOAD_DELAY": portal.delay,
        "AUTOTHROTTLE_START_DELAY": portal.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "LOG_LEVEL": "DEBUG" if house.log_level == "debug" else "WARNING",
    }


def _give_up(reason: object) -> NoReturn:
    print(f"gongbao: {reason}", file=sys.stderr)  # noqa: T201  (before any logging is set up)
    raise SystemExit(2)
