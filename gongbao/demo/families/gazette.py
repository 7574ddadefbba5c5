"""A gazette in the manner of gov.cn: a JSON index with a byte order mark, issues, articles."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from gongbao.demo.pages import (
    NAVIGATION,
    Style,
    article_tags,
    body_html,
    column_tags,
    related,
    site_tags,
)
from gongbao.demo.portal import Answer

if TYPE_CHECKING:
    from gongbao.demo.noise import Noise
    from gongbao.demo.portal import DemoPortal, Posting

ENCODING = "utf-8"
CONTENT_TYPE = "text/html; charset=utf-8"
INDEX = "/gongbao/gbgl.json"
DAYS = 30  # between two issues
STYLE = Style(
    open='<p style="text-indent: 2em; font-family: 宋体; font-size: 12pt;">',
    centre='<p style="text-align: center; font-family: 宋体;">',
    right='<p style="text-align: right; font-family: 宋体;">',
)


class Issue(NamedTuple):
    """One issue of the gazette."""

    year: int
    number: int
    total: int

    @property
    def path(self) -> str:
        """`/gongbao/2026/issue_664/`."""
        return f"/gongbao/{self.year}/issue_{self.total}/"

    @property
    def label(self) -> str:
        """As its page calls it."""
        return f"{self.year}年第{self.number}期（总第{self.total}期）"


def issue_date(posted_on: date, today: date) -> date:
    """The day of the issue that carries what was posted on a day: every thirtieth day, back from today."""
    return today - timedelta(days=(today - posted_on).days // DAYS * DAYS)


def _issue(day: date) -> Issue:
    number = (day.timetuple().tm_yday - 1) // DAYS + 1
    return Issue(day.year, number, day.toordinal() // DAYS - 24_000)


def place(posted_on: date, serial: int) -> str:
    """`/gongbao/2026/issue_664/202607/content_7001201.html`."""
    return f"{_issue(posted_on).path}{posted_on:%Y%m}/content_700{serial}.html"


def place_annex(path: str, serial: int, kind: str) -> str:
    """Beside the page, as the editor of the issue named it."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/files/{name.removesuffix('.html')[8:]}.{kind}"


def lists(
    portal: DemoPortal, path: str, query: dict[str, str], noise: Noise
) -> Answer | str | None:
    """The index of issues, an issue's contents."""
    issues = _issues(portal)
    if path == INDEX:
        return _index(portal, list(issues))
    found = next((issue for issue in issues if issue.path == path), None)
    return _issue_page(portal, found, issues[found], noise) if found else None


def _issues(portal: DemoPortal) -> dict[Issue, list[Posting]]:
    issues: dict[Issue, list[Posting]] = {}
    for posting in portal.postings:
        issues.setdefault(_issue(posting.posted_at.date()), []).append(posting)
    return issues


def _index(portal: DemoPortal, issues: list[Issue]) -> Answer:
    years: dict[str, dict[str, dict[str, str]]] = {}
    for issue in issues:
        entry = {
            "issue": f"第{issue.number}号",
            "serial": str(issue.total),
            "gname": portal.base + issue.path,
        }
        years.setdefault(f"y{issue.year}", {})[f"第{issue.number}号"] = entry
    text = json.dumps([{"values": years}], ensure_ascii=False)
    return Answer(text.encode("utf-8-sig"), "application/json")


def _issue_page(portal: DemoPortal, issue: Issue, rows: list[Posting], noise: Noise) -> str:
    shown = "\n".join(
        f'<li><a href="{one.path}" target="_blank">{_anchor(one)}</a></li>' for one in rows
    )
    return f"""{_head(portal, f"{portal.title}{issue.label}", "")}
<body>{_top(portal, noise)}
<div class="BreadcrumbNav">
<a href="/">首页</a> &gt; <a href="/gongbao/">政府公报</a> &gt; {issue.label}</div>
<h1>{portal.title}</h1><h2>{issue.label}</h2>
<div class="table_contents"><h3>目　录</h3><ul class="table_contents_list list01">
{shown}
</ul></div>
{_bottom(portal, noise)}</body></html>"""


def _anchor(posting: Posting) -> str:
    title = escape(posting.paper.title)
    if not posting.paper.is_order or not posting.number:
        return title
    organ, _, serial = posting.number.partition("令")
    return f"{organ}令（{serial}）<br>{title}"


def detail(portal: DemoPortal, posting: Posting, noise: Noise) -> str:
    """An article of an issue, with gov.cn's own tags."""
    stamp = posting.posted_at.strftime("%Y-%m-%d-%H:%M:%S")
    own = (
        f'<meta name="firstpublishedtime" content="{stamp}">\n'
        f'<meta name="lastmodifiedtime" content="{stamp}">\n'
        f'<meta name="manuscriptId" content="700{posting.serial}">\n'
        '<meta name="lanmu" content="政府公报">'
    )
    time = posting.posted_at.strftime("%Y-%m-%d %H:%M")
    tags = article_tags(portal, posting, portal.title, time)
    issue = _issue(posting.posted_at.date())
    return f"""{_head(portal, f"{posting.title}_{issue.label}", f"{own}{chr(10)}{tags}")}
<body>{_top(portal, noise)}
<div class="BreadcrumbNav">
<a href="/">首页</a> &gt; <a href="/gongbao/">政府公报</a> &gt;
<a href="{issue.path}">{issue.label}</a> &gt; 正文</div>
<div class="article oneColumn"><h1 id="ti">{escape(posting.title)}</h1>
<div class="pages-date">{time}<span class="font">来源：{portal.title}{issue.label}</span>
<span class="pages_print">字号：<a>默认</a> <a>大</a> <a>超大</a> | <a>打印</a></span>{noise.share()}</div>
<div class="pages_content" id="UCAP-CONTENT">
<div class="trs_editor_view TRS_UEDITOR trs_paper_default trs_web">
{body_html(posting, STYLE)}
</div></div>{_download(posting)}
<div class="editor">责任编辑：公报室{noise.token()[:2]}</div>
<div class="ewm">扫一扫在手机打开当前页</div></div>
<div class="related"><h3>相关稿件</h3><ul>{related(portal, posting, noise, 3)}</ul></div>
{_bottom(portal, noise)}</body></html>"""


def _download(posting: Posting) -> str:
    if not posting.annex or not posting.annex_path:
        return ""
    name = f"{posting.annex.title}.{posting.annex.kind}"
    return f'<div class="annex"><a href="{posting.annex_path}">{name}</a></div>'


def _head(portal: DemoPortal, title: str, tags: str) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)}</title>
{site_tags(portal)}
{column_tags("政府公报", "政府公报")}
{tags}</head>"""


def _top(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="header"><a href="/">{portal.title}</a><span>{noise.clock()}</span></div>
<div class="nav"><ul>{noise.links(NAVIGATION, "/n/")}</ul></div>{noise.trap()}"""


def _bottom(portal: DemoPortal, noise: Noise) -> str:
    return f"""<div class="footer"><p>主办单位：云岭省人民政府办公厅　{noise.friends()}</p>
<p>网站标识码：{portal.site_code}　累计访问：{noise.hits()}</p></div>"""
