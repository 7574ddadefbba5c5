"""Templates, and how values look in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from feeds.spec import CATEGORY_TITLES, LEVEL_TITLES
from gongbao.query import CHINA, VALIDITIES
from portals.schema import KINDS
from storage.outcome import CHANGE_LABELS
from storage.search import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from fastapi import Request
    from starlette.responses import Response

FOLDER = Path(__file__).parent
KIND_TITLES = dict(
    zip(KINDS, ("政府公报", "信息公开", "规范性文件", "规划计划", "通知公告"), strict=True)
)
VALIDITY_TITLES = dict(zip(VALIDITIES, ("有效", "已废止", "已失效", "已修改"), strict=True))
STATE_TITLES = {"absent": "页面缺失", "withdrawn": "已下架", "quarantined": "疑似篡改"}
OUTCOME_TITLES = {
    "ok": "正常", "unchanged": "无更新", "empty": "列表过少", "gone": "不存在", "blocked": "被拦截",
    "throttled": "被限流", "down": "无法连接", "tls": "证书错误", "encoding": "编码错误",
    "failed": "失败", "never": "尚未访问", "disabled": "已停用",
}  # fmt: skip
SAYS = {
    "repeals": "废止", "amends": "修改", "corrects": "更正", "forwards": "转发", "interprets": "解读",
}  # fmt: skip
IS_SAID = {
    "repeals": "被废止", "amends": "被修改", "corrects": "被更正", "forwards": "被转发",
    "interprets": "解读见",
}  # fmt: skip
TITLES: dict[str, Mapping[Any, Any]] = {
    "category": CATEGORY_TITLES, "level": LEVEL_TITLES, "source_kind": KIND_TITLES,
    "validity": VALIDITY_TITLES, "state": STATE_TITLES, "outcome": OUTCOME_TITLES,
    "relation": {True: SAYS, False: IS_SAID},
    "change": {str(kind): label for kind, label in CHANGE_LABELS.items()},
}  # fmt: skip

templates = Jinja2Templates(FOLDER / "templates")


def render_page(request: Request, name: str, values: dict[str, Any]) -> Response:
    """A page from a template; autoescaping is on."""
    headers = {"Cache-Control": "no-cache", "Content-Language": "zh-CN"}
    return templates.TemplateResponse(request, name, values, headers=headers)


def china_time(moment: datetime | None) -> str:
    """A moment as people in China write it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else "—"


def mark_words(text: str, words: str | None) -> Markup:
    """A text with the words looked for marked."""
    out, end = [], 0
    for start, stop in Query(words).spans(text) if words else ():
        out += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*out, escape(text[end:])])


def safe_url(url: str | None) -> str | None:
    """An address that may stand in a link; None for anything but http and https."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def to_blocks(text: str) -> Iterator[tuple[str, Any]]:
    """A text as paragraphs `("p", line)` and tables `("table", rows)`: lines with tabs are rows."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield "table", rows
            rows = []
        if line.strip():
            yield "p", line
    if rows:
        yield "table", rows


def with_query(path: str, **values: Any) -> str:
    """An address with those parameters that are set."""
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    return path + (f"?{urlencode(kept)}" if kept else "")


templates.env.filters |= {"china_time": china_time, "mark_words": mark_words, "blocks": to_blocks}
templates.env.filters |= {"safe_url": safe_url}
templates.env.globals |= {"titles": TITLES, "with_query": with_query}
