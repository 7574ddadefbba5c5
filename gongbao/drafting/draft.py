"""A portal file in the making: values with the reason for each, and its TOML. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongbao.drafting.survey import Column

EVERY = {"central": "2h", "ministry": "4h", "province": "4h", "city": "6h"}
MOST_DEMANDED = 5
ROWS_BELOW = 2  # a list may lose so many rows before it is called broken


@dataclass(frozen=True)
class DraftSource:
    """One column of a draft."""

    column: Column
    min_items: int | None = None
    disabled: str | None = None


@dataclass(frozen=True)
class Draft:
    """A portal as one visit shows it. `reasons` says why a field is what it is."""

    name: str
    title: str
    level: str
    region: str
    url: str
    platform: str
    seen: str
    sources: tuple[DraftSource, ...]
    reasons: Mapping[str, str]

    @property
    def issuers(self) -> tuple[str, ...]:
        """发文机关 at home here: the body itself, and its office (省: 办公厅, below: 办公室); none for a 网."""
        if self.title.endswith("网"):
            return ()
        if not self.title.endswith("人民政府"):
            return (self.title,)
        office = "办公厅" if self.level == "province" else "办公室"
        return self.title, f"{self.title}{office}"

    def to_toml(self) -> str:
        """The file, at most 40 lines for up to four columns."""
        head = [
            ("title", self.title), ("level", self.level), ("region", self.region),
            ("url", self.url), ("platform", self.platform), ("issuers", list(self.issuers)),
            ("seen", self.seen),
        ]  # fmt: skip
        lines = [f"{key:<8} = {_to_text(value)}" for key, value in head]
        lines += ["", "[crawl]", f'every = "{EVERY.get(self.level, "12h")}"', "delay = 2.0"]
        for source in self.sources:
            lines += ["", "[[sources]]", *_source_lines(source)]
        return "\n".join(lines) + "\n"


def name_from_url(url: str) -> str:
    """`https://www.zj.gov.cn/…` → `zj`, `https://fzggw.zj.gov.cn/` → `fzggw-zj`; other hosts as they are."""
    host = (urlsplit(url).hostname or "").lower()
    bare = re.sub(r"^(?:www\d?|web)\.|\.gov\.cn$", "", host)
    bare = re.sub(r"^(?:www\d?|web)\.", "", re.sub(r"\.gov\.cn$", "", bare))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "portal"


def demanded_rows(count: int) -> int:
    """`checks.min_items` for a list whose first page shows so many rows."""
    return max(1, min(MOST_DEMANDED, count - ROWS_BELOW))


def distinct(columns: Iterable[Column]) -> list[Column]:
    """Columns with names of their own: a second `documents` becomes `documents2`."""
    taken: dict[str, int] = {}
    found = []
    for column in columns:
        number = taken[column.name] = taken.get(column.name, 0) + 1
        found.append(column if number == 1 else column._replace(name=f"{column.name}{number}"))
    return found


def _source_lines(source: DraftSource) -> list[str]:
    column = source.column
    pairs: list[tuple[str, object]] = [
        ("name ", column.name), ("title", column.title), ("kind ", column.kind),
        ("url  ", column.url),
    ]  # fmt: skip
    if source.min_items is not None:
        pairs.append(("checks.min_items", source.min_items))
    if source.disabled:
        pairs.append(("disabled", source.disabled))
    return [f"{key} = {_to_text(value)}" for key, value in pairs]


def _to_text(value: object) -> str:
    """A TOML value; the strings of JSON are basic strings of TOML, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
