"""Templates, and how values look in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from feeds.spec import CATEGORY_TITLES, LEVEL_TITLES
from gongbao.query import CHINA, VALIDITIES
from gongbao.web.charts import chart, sparkline
from gongbao.web.file_notes import say_note
from gongbao.web.language import (
    TAGS,
    choose_language,
    other_language,
    remember_language,
    translate_here,
)
from portals.schema import KINDS
from storage.marking import to_html
from storage.outcome import CHANGE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from fastapi import Request
    from starlette.responses import Response

FOLDER = Path(__file__).parent
KIND_TITLES = dict(
    zip(KINDS, ("政府公报", "信息公开", "规范性文件", "规划计划", "通知公告"), strict=True)
)
VALIDITY_TITLES = dict(zip(VALIDITIES, ("有效", "已废止", "已失效", "已修改"), strict=True))
STATE_TITLES = {
    "absent": "页面缺失", "withdrawn": "已下架", "quarantined": "疑似篡改", "moved": "已移至他处",
}  # fmt: skip
OUTCOME_TITLES = {
    "ok": "正常", "unchanged": "无更新", "empty": "列表过少", "gone": "不存在", "blocked": "被拦截",
    "throttled": "被限流", "down": "无法连接", "tls": "证书错误", "encoding": "编码错误",
    "failed": "失败", "never": "尚未访问", "disabled": "已停用",
}  # fmt: skip
PAGE_TITLES = OUTCOME_TITLES | {"hijacked": "疑似篡改", "shell": "正文缺失", "home": "转到首页"}
ISSUE_TITLES = {
    **{f"source_{name}": f"栏目{title}" for name, title in OUTCOME_TITLES.items()},
    **{f"page_{name}": f"页面{title}" for name, title in PAGE_TITLES.items()},
    "crawl_failed": "抓取中断", "lease_lost": "抓取被接管", "budget_spent": "当日请求额度用完",
    "list_stale": "列表久未更新", "many_absent": "大量页面缺失", "number_conflict": "文号冲突",
    "template_changed": "网页模板改版", "gazette_missing_issue": "公报缺期",
    "gazette_without_text": "公报文章无正文", "robots_refused": "robots.txt 被拒",
    "tls_unverified": "证书未能验证", "notify_failed": "通知未送达", "disabled": "已停用",
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
    "validity": VALIDITY_TITLES, "state": STATE_TITLES, "outcome": PAGE_TITLES, "issue": ISSUE_TITLES,
    "relation": {True: SAYS, False: IS_SAID},
    "change": {str(kind): label for kind, label in CHANGE_LABELS.items()},
}  # fmt: skip

templates = Jinja2Templates(FOLDER / "templates")


def render_page(request: Request, name: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page from a template, in the language chosen; autoescaping is on."""
    language = choose_language(request)
    headers = {"Cache-Control": "no-cache", "Content-Language": TAGS[language], "Vary": "Cookie"}
    spoken = {"language": language, "tag": TAGS[language], "other": other_language(request)}
    page = templates.TemplateResponse(request, name, values | spoken, status, headers)
    remember_language(request, page)
    return page


def china_time(moment: datetime | None) -> str:
    """A moment as people in China write it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else "—"


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """A text with the words looked for marked."""
    return Markup(to_html(text, marks))  # noqa: S704  (it escapes every text)


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


templates.env.filters |= {"china_time": china_time, "blocks": to_blocks}
templates.env.filters |= {"safe_url": safe_url}
templates.env.globals |= {"titles": TITLES, "with_query": with_query, "_": translate_here}
templates.env.globals |= {
    "chart": chart,
    "sparkline": sparkline,
    "marked": marked,
    "say_note": say_note,
}
