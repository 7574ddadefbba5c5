"""List answers as data of no known family: other names, other wrappings, other dates."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from list_pages import COLUMN, DAYS, WANTED, dates, page, titles

from platforms.base import ListRequest
from platforms.generic import parse_list
from platforms.list_dates import to_day
from platforms.registry import looks_like_list_answer, parse_any_list
from platforms.xml_list import xml_value
from portals.schema import ListRules

SERVICE = "https://www.qingxi.gov.cn/api/list?pageNo=1"
BEIJING = timezone(timedelta(hours=8))
ITEMS = [
    (title, f"/zwgk/{n}.html", day) for n, (title, day) in enumerate(zip(WANTED, DAYS, strict=True))
]


def named(title: str, url: str, date: str, **more: Any) -> list[dict[str, Any]]:
    return [{**more, title: t, url: u, date: d} for t, u, d in ITEMS]


def markup(form: str) -> list[str]:
    return [form.format(t=t, u=u, d=d) for t, u, d in ITEMS]


PLAIN = named("title", "url", "date")
ANSWERS = {
    "names nobody knows": named("ROW_TITLE", "ROW_URL", "ROW_DATE"),
    "names in Chinese": {"rows": named("标题", "链接", "发布日期", 来源="青溪市人民政府办公室")},
    "picture before the page": named("title", "detailUrl", "pubTime", imgUrl="/u/1.jpg"),
    "other days": named(
        "title", "url", "publishDate", writeDate="2020-01-01", updateTime="2026-12-01"
    ),
    "day under a name of its own": named("title", "url", "articleDate"),
    "rows as arrays": {"data": [[n, t, u, d] for n, (t, u, d) in enumerate(ITEMS)]},
    "rows by number": {"data": {str(n): row for n, row in enumerate(PLAIN)}},
    "JSON as text": {"state": 1, "data": json.dumps({"rows": PLAIN})},
    "menus beside": {"menus": [{"title": "政务公开", "url": "/zwgk/"}], "data": {"list": PLAIN}},
    "markup escaped": {
        "html": "".join(markup("&lt;li&gt;&lt;a href='{u}'&gt;{t}&lt;/a&gt;{d}&lt;/li&gt;"))
    },
    "a text for each row": {"records": markup("<a href='{u}'>{t}</a><span>{d}</span>")},
    "rows of a table": {
        "html": "".join(markup("<tr><td><a href='{u}'>{t}</a></td><td>{d}</td></tr>"))
    },
}
TEXTS = {
    "comment before JSONP": f"/**/callback({json.dumps(PLAIN)});",
    "assigned": f"var data = {json.dumps(PLAIN)};",
    "as scripts write it": "[" + ",".join(markup("{{title:'{t}',url:'{u}',date:'{d}'}}")) + "]",
    "rows of a table": "".join(markup("<tr><td><a href='{u}'>{t}</a></td><td>{d}</td></tr>")),
    "RSS": "<?xml version='1.0'?><rss><channel><title>公报</title>"
    + "".join(
        f"<item><title><![CDATA[{t}]]></title><link>{u}</link>"
        f"<pubDate>{datetime.fromisoformat(d):%a, %d %b %Y} 10:00:00 +0800</pubDate></item>"
        for t, u, d in ITEMS
    )
    + "</channel></rss>",
    "Atom": "<feed xmlns='http://www.w3.org/2005/Atom'>"
    + "".join(
        markup(
            "<entry><title>{t}</title><link href='{u}'/><updated>{d}T09:00:00+08:00</updated></entry>"
        )
    )
    + "</feed>",
    "XML rows": "<?xml version='1.0'?><root><total>5</total>"
    + "".join(markup("<row><title>{t}</title><url>{u}</url><pubdate>{d}</pubdate></row>"))
    + "</root>",
}
SCRIPTS = {
    "written": "".join(markup("document.write('<li><a href=\"{u}\">{t}</a>{d}</li>');")),
    "pushed": "var a=[];" + "".join(markup("a.push({{title:'{t}',url:'{u}',date:'{d}'}});")),
}


@pytest.mark.parametrize(
    "answer", [*(json.dumps(a) for a in ANSWERS.values()), *TEXTS.values()], ids=[*ANSWERS, *TEXTS]
)
def test_answers(answer: str) -> None:
    listed = parse_any_list(answer, SERVICE)
    assert (titles(listed), dates(listed)) == (WANTED, DAYS)
    assert listed.entries[1].url == "https://www.qingxi.gov.cn/zwgk/1.html"


@pytest.mark.parametrize("script", SCRIPTS)
def test_rows_that_a_script_adds_one_by_one(script: str) -> None:
    listed = parse_any_list(page(f"<ul></ul><script>{SCRIPTS[script]}</script>"), COLUMN)
    assert (titles(listed), dates(listed)) == (WANTED, DAYS)


def test_a_portal_without_a_family_reads_feeds() -> None:
    assert looks_like_list_answer(TEXTS["RSS"])
    assert titles(parse_list(TEXTS["RSS"], ListRequest(SERVICE), ListRules())) == WANTED


def test_xml_that_declares_a_type_is_not_read() -> None:
    bomb = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaa'>]><r><row>&a;</row></r>"
    assert xml_value(bomb) is None
    assert not looks_like_list_answer(
        "<?xml version='1.0'?><!DOCTYPE html><html><body></body></html>"
    )


MOMENT = datetime(2026, 6, 22, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "value",
    [
        {"time": int(MOMENT.timestamp() * 1000), "year": 126},
        f"/Date({int(MOMENT.timestamp() * 1000)}+0800)/",
        "Mon Jun 22 00:00:00 CST 2026",
        "Jun 22, 2026 12:00:00 AM",
        "Sun, 21 Jun 2026 20:00:00 GMT",
        "22 Jun 2026 10:00:00 +0800",
    ],
)
def test_days_as_programs_print_them(value: object) -> None:
    assert to_day(value) == "2026-06-22"
