"""Drafts from gov-site-list, a public list of the addresses of central, ministerial and provincial sites."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gongbao.drafting.draft import Draft, DraftSource, distinct, name_from_url
from gongbao.drafting.region import UNKNOWN, guess_level, guess_region
from gongbao.drafting.survey import Column, classify_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portals.schema import Portal

MOST = 4  # columns of a draft
NO_COLUMN = "the column's address is not known: only the home page is"
LEVELS = {"国务院门户": "central"}  # categories of the list; every other category is a ministry's
HOME = "首页"


def draft_sites(
    homepages: Iterable[Mapping[str, Any]], columns: Iterable[Mapping[str, Any]]
) -> Iterator[Draft]:
    """One draft for each home page, with the columns that stand on its domain."""
    rows = list(columns)
    for page in homepages:
        yield _draft(page, [row for row in rows if _is_at_home(row["url"], page["url"])])


def find_known(drafts: Iterable[Draft], portals: Iterable[Portal]) -> set[str]:
    """Names of drafts whose site is watched already, whatever its portal is called."""
    known = list(portals)
    domains = {_domain(host) for portal in known for host in portal.hosts}
    names = {portal.name for portal in known}
    return {d.name for d in drafts if _domain(urlsplit(d.url).netloc) in domains or d.name in names}


def _draft(page: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> Draft:
    title = str(page["name"]).partition("（")[0]
    category = page.get("category")
    level = LEVELS.get(category, "ministry") if category else guess_level(title) or "province"
    region = guess_region(str(page.get("region") or title), level)
    seen = f"gov-site-list {version('gov-site-list')}"
    reasons = dict.fromkeys(("title", "url", "sources"), seen) | {
        "level": f"{seen}: {category}" if category else "the name",
        "region": "the name" if region != UNKNOWN else "not told: write GB/T 2260's six digits",
        "platform": "to be recognised at the first visit",
    }
    url = str(page["url"]).rstrip("/") + "/"
    name = name_from_url(url) if urlsplit(url).hostname != "www.gov.cn" else "govcn"
    return Draft(name, title, level, region, url, "auto", seen, _sources(url, rows), reasons)


def _sources(home: str, rows: list[Mapping[str, Any]]) -> tuple[DraftSource, ...]:
    columns = [
        Column(name, row["column"], kind, row["url"])
        for row in rows
        if row["column"] != HOME
        for name, kind in (classify_column(row["column"]),)
    ]
    found = tuple(DraftSource(column) for column in distinct(columns)[:MOST])
    unknown = DraftSource(Column("documents", "政策文件", "disclosure", home), disabled=NO_COLUMN)
    return found or (unknown,)


def _is_at_home(url: str, home: str) -> bool:
    host, domain = urlsplit(url).hostname or "", _domain(urlsplit(home).netloc)
    if domain == "gov.cn":
        return _domain(host) == domain
    return host == domain or host.endswith(f".{domain}")


def _domain(host: str) -> str:
    return host.lower().partition(":")[0].removeprefix("www.")
